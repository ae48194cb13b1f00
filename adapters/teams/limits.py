"""Every limit of Teams that a message can break, in one table. Rendering keeps to it, validate.py checks it."""

from __future__ import annotations

from typing import Final

# --- one message
MESSAGE_BYTES: Final = 80_000
"""Of UTF-16 JSON, pictures in base64 not counted. Teams refuses above 100 KB (413, MessageSizeTooBig); the rest is
room for what the connector adds."""

SUGGESTED_ACTIONS: Final = 3
"""Quick replies under a message, and never together with attachments. Our own suggestions keep the same number."""

# --- one conversation: (seconds, messages within them)
RATE: Final[tuple[tuple[float, int], ...]] = ((1.0, 7), (2.0, 8), (30.0, 60), (3600.0, 1800))

# --- one card
CARD_VERSION: Final = "1.5"
"""What Teams draws on the desktop, the web and phones alike; ``Table`` came with it."""

ACTIONS_IN_SET: Final = 6
"""Teams draws six buttons in a row set; later ones fall into a menu that few people open."""

BUTTON_TITLE: Final = 48
"""Ours: what fits the width of a card; longer titles are cut by the client."""

PICTURE_SIDE: Final = 1024
"""Pixels, either way."""

PICTURE_BYTES: Final = 1_000_000
"""Of the picture itself, before base64."""

# --- ours: what a person can take in
HEADLINE_TEXT: Final = 2_000
SUMMARY_TEXT: Final = 300
FACTS_TEXT: Final = 1_500
PREVIEW_ROWS: Final = 12
"""A year of months; lists come with fewer."""
PREVIEW_COLUMNS: Final = 6
CELL_TEXT: Final = 120
SQL_TEXT: Final = 8_000
CHOICES: Final = 12

# --- app manifest
COMMAND_LISTS: Final = 3
COMMANDS_IN_LIST: Final = 10
"""Ten by 1.19, twelve by 1.25; ten fit every version."""
COMMAND_TITLE: Final = 32
COMMAND_DESCRIPTION: Final = 128

# --- files
UPLOAD_CHUNK: Final = 327_680 * 8
"""OneDrive takes ranges in multiples of 320 KiB."""
LINK_DAYS: Final = 7
