"""Dates that a database keeps as text or as a number, as dates of that database."""

from __future__ import annotations

import re

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
