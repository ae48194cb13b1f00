"""Limits of the terminal's input and output, each with a test at the limit and one past it."""

from __future__ import annotations

MAX_LINE_BYTES = 1_048_576
"""One JSON line. A question is far shorter; what is longer is not a question."""

MAX_SESSION_ID = 128
"""Characters of a session id that a caller may choose."""

MAX_ROWS = 10_000
"""Rows in one JSON answer, by contract."""

PLAIN_WIDTH = 120
"""Columns of the output where it is not a terminal."""
