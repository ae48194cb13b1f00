"""Values of a column, of all rows where a table is short, of a sample where it is long."""

from __future__ import annotations

from typing import NamedTuple

from core.kernel.messages import Cell

LONG = 200_000
"""A table with more rows is sampled: looking at ten million takes seconds for each column."""


class ColumnValues(NamedTuple):
    """The different values of a column, sorted, without NULL.

    Attributes:
        whole: False when there are more: only a sample of the rows was looked at, or there were too many values.
    """

    values: list[Cell]
    whole: bool


def longer_sql(source: str) -> str:
    """Counts the rows of a source as far as ``LONG`` and one."""
    return f"SELECT COUNT(*) AS n FROM (SELECT 1 AS one FROM {source} LIMIT {LONG + 1:d}) AS counted"


def values_sql(source: str, value: str, limit: int, *, sampled: bool) -> str:
    """Up to ``limit`` and one different values; of the first ``LONG`` rows that have one when ``sampled``."""
    if sampled:
        source = f"(SELECT {value} AS v FROM {source} WHERE {value} IS NOT NULL LIMIT {LONG:d}) AS sampled"
        return f"SELECT DISTINCT v FROM {source} ORDER BY v LIMIT {limit + 1:d}"
    return f"SELECT DISTINCT {value} AS v FROM {source} WHERE {value} IS NOT NULL ORDER BY v LIMIT {limit + 1:d}"
