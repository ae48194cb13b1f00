"""Copies of tables that somebody kept: ``orders_old``, ``ot_resp_2024``, ``IW38_20261031``. No row counts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.drafting.naming.split import tokens
from core.drafting.naming.words import load_data
from core.drafting.survey.found import FoundTable, Omission

_SAME = 0.8
"""The share of a copy's columns that the other table has too."""
_STAMP = re.compile(r"\d{6,8}")


def without_copies(tables: Sequence[FoundTable]) -> tuple[list[FoundTable], list[Omission]]:
    """The tables without copies of others, and what was left out."""
    gone = {table.name for table in tables if any(_is_copy(table, other) for other in tables)}
    kept = [table for table in tables if table.name not in gone]
    for table in kept:
        table.links = [link for link in table.links if link.to_table not in gone]
    return kept, [Omission(name, "copy") for name in sorted(gone)]


def _is_copy(table: FoundTable, other: FoundTable) -> bool:
    own, theirs = tokens(table.name), tokens(other.name)
    if table is other or own == theirs:
        return False
    columns = {column.lower() for column in table.columns}
    same = len(columns & {column.lower() for column in other.columns})
    if same < _SAME * len(columns):
        return False
    rest = [word for word in own if word not in theirs]
    if own[: len(theirs)] == theirs and rest and any(word in load_data("refusing.yaml")["copies"] for word in rest):
        return True
    # A list that is exported again and again bears the day; its newer likeness need not have its name.
    return bool(_STAMP.fullmatch(own[-1])) and len(columns) > 4 and not _STAMP.fullmatch(theirs[-1])
