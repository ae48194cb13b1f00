"""When a predicted table answers a question: the gold's columns are all there, and the rows are the same.

A prediction may have more columns, in any order. Rows compare as multisets, or in order where the question sorts;
rows that tie may come in any order, and rows tied at the cut of a top-N stand for each other.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.evaluation.cells import is_zero, same, sort_key
from core.kernel.messages import Cell

Row = tuple[Cell, ...]
Rows = Sequence[Row]

_MAPPINGS = 5_000
"""Ways to match columns that are tried; real tables have a handful."""
_SLOW_ROWS = 400
"""Up to so many rows are matched one by one when pairing them in sorted order fails."""


@dataclass(frozen=True, slots=True)
class Gold:
    """What a gold query gave.

    Attributes:
        columns: names of the columns that a prediction must have.
        rows: their values; of a top-N all rows, not cut.
        keys: hidden sort keys of each row, when the query has them.
        limit: N of a top-N with sort keys.
        breakdown: grouped with two columns or more: rows that count nothing may be left out.
        ordered: the order of rows counts.
    """

    sql: str
    columns: tuple[str, ...]
    rows: Rows
    keys: Rows | None = None
    limit: int | None = None
    breakdown: bool = False
    ordered: bool = False

    @property
    def percents(self) -> tuple[bool, ...]:
        """Which columns are percentages."""
        return tuple(name.lower().startswith("pct") for name in self.columns)

    @property
    def wanted(self) -> int:
        """How many rows a right answer has, ties at the cut aside."""
        return len(self.rows) if self.limit is None else min(self.limit, len(self.rows))


def matches(gold: Gold, predicted: Rows, *, ordered: bool | None = None) -> bool:
    """Whether the predicted rows answer the gold. ``ordered`` overrides the gold's own."""
    in_order = gold.ordered if ordered is None else ordered
    if not predicted:
        return not gold.rows
    width = max(len(row) for row in predicted)
    rows = [(*row, *(None,) * (width - len(row))) for row in predicted]
    if len(gold.columns) > width:
        return False
    if _some_mapping(gold, rows, in_order):
        return True
    return _counts_alone(gold) and any(_without_zeros(gold, rows, column, in_order) for column in range(width))


def _counts_alone(gold: Gold) -> bool:
    """A breakdown whose last column is a figure, so that its zero rows may be present or absent."""
    return (
        gold.breakdown
        and gold.limit is None
        and all(row[-1] is None or isinstance(row[-1], int | float) for row in gold.rows)
    )


def _without_zeros(gold: Gold, rows: list[Row], column: int, ordered: bool) -> bool:
    """Compare with the zero rows of both sides left out, ``column`` being the figure."""
    kept = [index for index, row in enumerate(gold.rows) if not is_zero(row[-1])]
    left = [row for row in rows if not is_zero(row[column])]
    if not kept or len(left) != len(kept) or (len(kept), len(left)) == (len(gold.rows), len(rows)):
        return False
    smaller = Gold(
        sql=gold.sql,
        columns=gold.columns,
        rows=[gold.rows[index] for index in kept],
        keys=[gold.keys[index] for index in kept] if gold.keys is not None else None,
    )
    return _some_mapping(smaller, left, ordered, last=column)


def _some_mapping(gold: Gold, rows: list[Row], ordered: bool, last: int | None = None) -> bool:
    """Whether some choice of predicted columns, one for each gold column, makes the rows the same."""
    if gold.limit is None and len(gold.rows) != len(rows):
        return False
    candidates: list[list[int]] = []
    for position in range(len(gold.columns)):
        fixed = last is not None and position == len(gold.columns) - 1
        columns = [last] if fixed and last is not None else range(len(rows[0]))
        able = [column for column in columns if _column_could(gold, position, [row[column] for row in rows])]
        if not able:
            return False
        candidates.append(able)
    return any(
        _rows_match(gold, [tuple(row[column] for column in mapping) for row in rows], ordered)
        for mapping in itertools.islice(_injective(candidates), _MAPPINGS)
    )


def _injective(candidates: list[list[int]], used: frozenset[int] = frozenset()) -> Iterator[tuple[int, ...]]:
    if not candidates:
        yield ()
        return
    for column in candidates[0]:
        if column not in used:
            for rest in _injective(candidates[1:], used | {column}):
                yield (column, *rest)


def _column_could(gold: Gold, position: int, values: list[Cell]) -> bool:
    """Whether a predicted column may be that gold column: cheap, and never wrong when it says no."""
    percent = gold.percents[position]
    wanted = [row[position] for row in gold.rows]
    if gold.limit is not None:
        return all(any(same(one, value, percent=percent) for one in wanted) for value in values[:3])
    return _same_multiset([(one,) for one in wanted], [(value,) for value in values], (percent,))


def _rows_match(gold: Gold, rows: Rows, ordered: bool) -> bool:
    if gold.limit is not None:
        return _top_matches(gold, rows, ordered)
    if len(gold.rows) != len(rows):
        return False
    if not ordered:
        return _same_multiset(gold.rows, rows, gold.percents)
    return _in_order(_ties(gold), rows, gold.percents)


def _top_matches(gold: Gold, rows: Rows, ordered: bool) -> bool:
    """A top-N: the rows surely in it, and of those tied at its cut either as many as fit or all."""
    certain: list[Rows] = []
    tied: Rows = ()
    room = gold.limit or 0
    for group in _ties(gold):
        if not room:
            break
        if len(group) > room:
            tied = group
            break
        certain.append(group)
        room -= len(group)
    sure = sum(len(group) for group in certain)
    if len(rows) not in (sure + (room if tied else 0), sure + len(tied)):
        return False
    if ordered:
        return _in_order(certain, rows[:sure], gold.percents) and _submultiset(rows[sure:], tied, gold.percents)
    rest = _taken_away(rows, [row for group in certain for row in group], gold.percents)
    return rest is not None and _submultiset(rest, tied, gold.percents)


def _ties(gold: Gold) -> list[Rows]:
    """The gold's rows in order, cut into runs of equal sort key; without keys every row stands alone."""
    if gold.keys is None:
        return [[row] for row in gold.rows]
    keyed = zip(gold.keys, gold.rows, strict=True)
    runs = itertools.groupby(
        keyed, key=lambda pair: tuple(round(value, 9) if isinstance(value, float) else value for value in pair[0])
    )
    return [[row for _, row in run] for _, run in runs]


def _in_order(groups: Sequence[Rows], rows: Rows, percents: Sequence[bool]) -> bool:
    start = 0
    for group in groups:
        if not _same_multiset(group, rows[start : start + len(group)], percents):
            return False
        start += len(group)
    return True


def _same_row(gold: Row, row: Row, percents: Sequence[bool]) -> bool:
    return all(same(one, other, percent=percent) for one, other, percent in zip(gold, row, percents, strict=False))


def _same_multiset(gold: Rows, rows: Rows, percents: Sequence[bool]) -> bool:
    if len(gold) != len(rows):
        return False
    paired = zip(sorted(gold, key=_row_key), sorted(rows, key=_row_key), strict=True)
    if all(_same_row(one, other, percents) for one, other in paired):
        return True
    return len(gold) <= _SLOW_ROWS and _submultiset(rows, gold, percents)


def _row_key(row: Row) -> tuple[list[tuple[int, str]], list[float]]:
    # Texts first: figures may differ within their tolerance, and must not tear equal texts apart.
    keys = [sort_key(value) for value in row]
    return [(kind, text) for kind, text, _ in keys], [figure for _, _, figure in keys]


def _submultiset(rows: Rows, gold: Rows, percents: Sequence[bool]) -> bool:
    """Whether every predicted row has a gold row of its own."""
    left = list(gold)
    for row in rows:
        found = next((index for index, one in enumerate(left) if _same_row(one, row, percents)), None)
        if found is None:
            return False
        del left[found]
    return True


def _taken_away(rows: Rows, certain: Rows, percents: Sequence[bool]) -> list[Row] | None:
    """The predicted rows without one for each certain row; None when one is missing."""
    rest = list(rows)
    for one in certain:
        found = next((index for index, row in enumerate(rest) if _same_row(one, row, percents)), None)
        if found is None:
            return None
        del rest[found]
    return rest
