"""How many decimals a column's numbers have: decided once from its kind and all its values.

The table, the chart's labels and the workbook write every value of a column with the same decimals, so that 7.7 never
stands above 7.13. Files keep what is worth keeping beyond that (``EXACT``), without the noise of binary fractions.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Final

from core.kernel.messages import Cell, Column, ColumnKind
from core.kernel.result import Result
from core.wording.numbers import coins

EXACT: Final[dict[ColumnKind, int]] = {"number": 6, "percent": 4, "hours": 4, "days": 4, "minutes": 2}
"""Decimals that a file keeps; of money the currency's own."""
_MOST: Final = 6


def exact(kind: ColumnKind, currency: str) -> int | None:
    """Decimals that a file keeps of a kind of number; None for what is no number with decimals."""
    return coins(currency) if kind == "money" else EXACT.get(kind)


def decimals_of(kind: ColumnKind, cells: Iterable[Cell], currency: str) -> int | None:
    """Decimals of every number in a column of that kind.

    None of them when all are whole. A value other than 0 never reads as 0, nor a percentage below 100 as 100.

    Returns:
        None for kinds that have none (text, dates, counts, durations), and for a column without numbers.
    """
    most = exact(kind, currency)
    if most is None or kind == "minutes":
        return None
    sizes = {abs(cell) for cell in cells if isinstance(cell, int | float) and math.isfinite(cell)}
    sizes.discard(0)
    if not sizes:
        return None
    if all(float(size).is_integer() for size in sizes):
        return 0
    largest, smallest = max(sizes), min(sizes)
    decimals = _usual(kind, largest, smallest, most)
    while decimals < _MOST and smallest < 0.5 * 10.0**-decimals:
        decimals += 1
    if kind == "percent":
        while decimals < most and any(size != 100 and round(size, decimals) == 100 for size in sizes):
            decimals += 1
    return decimals


def _usual(kind: ColumnKind, largest: float, smallest: float, most: int) -> int:
    """Decimals that the largest value of a column is read with."""
    if kind == "money":
        # Cents under thousands say nothing; of prices below 1 they say everything.
        return 0 if largest >= 999.995 and smallest >= 1 else most
    if kind == "percent":
        return 1
    if kind == "hours":
        return 0 if largest >= 99.95 else 1 if largest >= 1 else 2
    if kind == "days":
        return 0 if largest >= 100 else 1
    return 0 if largest >= 1000 else 1 if largest >= 100 else 2


def with_decimals(columns: Sequence[Column], result: Result, currency: str) -> list[Column]:
    """The columns with the decimals that their values in ``result`` call for."""
    made = []
    for column in columns:
        decimals = decimals_of(column.kind, result.column(column.name), currency)
        made.append(column if decimals is None else column.model_copy(update={"decimals": decimals}))
    return made
