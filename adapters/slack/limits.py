"""What Slack accepts, in one table. Lengths are characters unless a name says otherwise.

From Slack's reference unless a comment says where else; tests stand at each limit and one over. ``validate`` checks a
block list against this table, ``render`` never makes one that fails.
"""

from __future__ import annotations

# --- messages
MESSAGE_TEXT = 40_000  # chat.postMessage cuts above it
MESSAGE_TEXT_GOOD = 4_000  # what Slack advises; notifications show far less
MESSAGE_BLOCKS = 50
MESSAGE_CHARACTERS = 13_200  # all blocks together, undocumented: msg_blocks_too_long (bolt-js#2509)
MESSAGE_BUDGET = 12_000  # what we allow ourselves of it

# --- views
VIEW_BLOCKS = 100  # modals and the App Home
VIEW_TITLE = 24  # also submit and close
PRIVATE_METADATA = 3_000

# --- blocks
BLOCK_ID = 255
SECTION_TEXT = 3_000
SECTION_FIELDS = 10
SECTION_FIELD_TEXT = 2_000
HEADER_TEXT = 150
CONTEXT_ELEMENTS = 10
CONTEXT_TEXT = 3_000  # any text object
ACTIONS_ELEMENTS = 25
CONTEXT_ACTIONS_ELEMENTS = 5
MARKDOWN_TEXT = 12_000  # all markdown blocks of a message together
RICH_TEXT = 3_000  # ours: keeps one block readable and within a section's size
TABLE_ROWS = 100  # the header row included
TABLE_COLUMNS = 20
TABLE_CHARACTERS = 10_000  # all cells together
TABLES = 1  # a message
ALT_TEXT = 2_000
INPUT_LABEL = 2_000
INPUT_HINT = 2_000

# --- elements
ACTION_ID = 255
BUTTON_TEXT = 75
BUTTON_VALUE = 2_000
BUTTON_URL = 3_000
ACCESSIBILITY_LABEL = 75
SELECT_OPTIONS = 100
OPTION_TEXT = 75
OPTION_VALUE = 150
PLACEHOLDER = 150
INPUT_VALUE = 3_000

# --- conversations
SUGGESTED_PROMPTS = 4
LOADING_MESSAGES = 10

# --- time, in seconds
ACKNOWLEDGE_WITHIN = 3.0  # commands, actions, views: a 404 for the person afterwards
COMMAND_WITHIN = 1.0  # ours: later than this the answer goes to response_url
RESPONSE_URL_USES = 5
RESPONSE_URL_FOR = 1_800.0
REQUEST_AGE = 300  # a signed request older than this is refused
STATUS_LASTS = 120.0

# --- what an answer shows (ours; within the limits above)
PREVIEW_ROWS = 12  # a year of months; lists come with fewer
PREVIEW_COLUMNS = 8
CELL_TEXT = 120
SUGGESTION_BUTTONS = 3
CHOICE_BUTTONS = 5  # more choices than this become a select
