"""What a table's columns are called without what all of them begin with: ``EVT_STATUS``, ``strName``, ``OBJ_CODE``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.drafting.naming.words import vocabulary

_LEAST = 4
"""So many columns must share a beginning before it is one."""
_TYPED = 0.7
"""The share of columns that begin with the name of a type, where they are named so."""
_TYPE = re.compile(r"([a-z]{2,4})(?=[A-Z])")


def bare_names(columns: Sequence[str]) -> dict[str, str]:
    """Column → its own name, for the columns of one table that have another.

    Two kinds of beginnings say nothing: the table's own abbreviation (``EVT_CODE``, ``EVT_DESC``), and the type of the
    column (``strName``, ``dtmClosed``: Hungarian notation).
    """
    return _without_table(columns) or _without_types(columns)


def _without_table(columns: Sequence[str]) -> dict[str, str]:
    parts = [column.split("_", 1) for column in columns]
    if len(columns) < _LEAST or any(len(part) < 2 or not part[1] for part in parts):
        return {}
    if len({part[0].lower() for part in parts}) > 1:
        return {}
    return {column: part[1] for column, part in zip(columns, parts, strict=True)}


def _without_types(columns: Sequence[str]) -> dict[str, str]:
    types = vocabulary().types
    found = {
        column: column[match.end() :]
        for column in columns
        if (match := _TYPE.match(column)) is not None and match[1] in types
    }
    named = [column for column in columns if not column.islower()]
    return found if len(found) >= max(2, _TYPED * len(named)) else {}
