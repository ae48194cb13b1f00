"""Rows that are marked where they are no more, and empty elsewhere: a reversed confirmation of hours is none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.drafting.concepts.populations import flags_of
from core.drafting.survey.found import FoundColumn, FoundTable


def table(column: FoundColumn) -> FoundTable:
    return FoundTable(name="IW47", rows=100, columns={column.name: column})


MARK = FoundColumn(name="STOKZ", sql_type="TEXT", kind="text", filled=7, different=1, values=("X",))


def test_what_is_marked_is_left_out() -> None:
    (flag,) = flags_of(table(MARK), None)
    assert (flag.column, flag.test, flag.or_empty) == ("STOKZ", "IS NULL", False)


@pytest.mark.parametrize(
    "column",
    [
        replace(MARK, name="KOSTL"),  # another word
        replace(MARK, filled=100),  # all rows have it
        replace(MARK, values=("X", "Y"), different=2),  # no mark
    ],
)
def test_nothing_else_is(column: FoundColumn) -> None:
    assert flags_of(table(column), None) == []
