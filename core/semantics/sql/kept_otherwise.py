"""What a database keeps in another form, as what it is: dates in text or numbers, names in JSON."""

from __future__ import annotations

import re
from collections.abc import Sequence

_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_PARTS = re.compile(r"YYYY|MM|DD")


def text_date(dialect: str, column: str, form: str) -> str:
    """A text of fixed form as a date, or as a moment where the form has a time; none where it holds none.

    Args:
        column: SQL of the text.
        form: ``YYYY``, ``MM``, ``DD`` and what stands between, perhaps `` HH:MM`` or `` HH:MM:SS`` behind:
            ``DD.MM.YYYY``, ``YYYYMMDD``, ``MM/DD/YYYY HH:MM``.

    Raises:
        ValueError: the form lacks a year, a month or a day.
    """
    day, _, clock = form.partition(" ")
    places = {match.group(): match.start() + 1 for match in _PARTS.finditer(day)}
    if len(places) != 3:
        raise ValueError(f"no date has the form {form!r}")
    year, month, number = (f"SUBSTR({column}, {places[part]}, {len(part)})" for part in ("YYYY", "MM", "DD"))
    pieces = [year, "'-'", month, "'-'", number]
    if clock:
        pieces += ["' '", f"SUBSTR({column}, {len(day) + 2}, {len(clock)})"]
        if clock.count(":") == 1:
            pieces.append("':00'")
    text = f"CONCAT({', '.join(pieces)})" if dialect == "mysql" else f"({' || '.join(pieces)})"
    if dialect != "sqlite":
        kind = "DATE" if not clock else "DATETIME" if dialect == "mysql" else "TIMESTAMP"
        text = f"CAST({text} AS {kind})"
    # 00000000 and 00.00.0000 are how SAP writes that there is none.
    return f"CASE WHEN {year} > '0000' THEN {text} END"


def epoch_date(dialect: str, column: str, per_second: str) -> str:
    """Seconds (``per_second`` 1) or milliseconds (1000) since 1970 as a moment of universal time."""
    match dialect:
        case "sqlite":
            return f"DATETIME({column} / {per_second}, 'unixepoch')"
        case "postgres":
            return f"(CAST('1970-01-01 00:00:00' AS TIMESTAMP) + ({column} / {per_second}) * INTERVAL '1 second')"
        case _:
            return f"DATE_ADD(CAST('1970-01-01 00:00:00' AS DATETIME), INTERVAL ({column} DIV {per_second}) SECOND)"


def json_text(dialect: str, column: str, keys: Sequence[str]) -> str:
    """The text under the first of some keys that a JSON object has: a name in the first language that it is there in.

    Raises:
        ValueError: a key is no plain word.
    """
    if not keys or not all(_KEY.fullmatch(key) for key in keys):
        raise ValueError("the keys of JSON_TEXT are plain words")
    match dialect:
        case "sqlite":
            read = [f"JSON_EXTRACT({column}, '$.{key}')" for key in keys]
        case "postgres":
            read = [f"({column} ->> '{key}')" for key in keys]
        case _:
            read = [f"JSON_UNQUOTE(JSON_EXTRACT({column}, '$.{key}'))" for key in keys]
    return read[0] if len(read) == 1 else f"COALESCE({', '.join(read)})"
