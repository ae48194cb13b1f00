"""Limits of the HTTP side, each with a test at the limit and one past it."""

from __future__ import annotations

MAX_BODY_BYTES = 262_144
"""A chat request. Room for a question that is far too long, so that it gets the sentence that says so."""

MAX_SESSION_ID = 128
"""Characters of a session id that a caller may choose."""

MAX_TITLE = 200
"""Characters of a session's title."""

MAX_COMMENT = 1000
"""Characters of what was wrong with an answer."""

MAX_PAGE = 1000
"""Rows of a page of an answer's table."""

MAX_BEGUN = 200
"""Characters of the text that completions are asked for; who has written more sends the last ones."""

MAX_ASKING = 500
"""Questions that are being answered or wait for their session's turn, as many as a worker holds; more are refused."""

SIGN_IN_SECONDS = 30 * 86_400
"""How long a browser need not give the key again."""

MAX_CORRELATION_ID = 128
"""Characters of an X-Request-ID that is taken over."""

LINK_SECONDS = 86_400
"""How long a link to a file in a chat answer is good."""

LOOK_SECONDS = 0.25
"""How often a stream of events looks whether anybody still listens."""

KEEP_ALIVE_SECONDS = 15.0
"""How long a stream of events is silent before a line is sent, lest a proxy take it for dead."""

CALLER_GONE = 499
"""The status that is counted for a caller who hung up before the answer, as nginx counts it; nobody is sent it."""

ANSWER_MARGIN_SECONDS = 30.0
"""Beyond what the database and the model may take, what planning, chart and files may."""
