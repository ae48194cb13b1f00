"""A second breakdown as columns, with totals: eight areas by four types are eight rows, not thirty-two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.kernel.messages import Cell, Column
from core.kernel.result import Result
from core.planning.plan import Queried
from core.semantics.comparing import adds_up
from core.semantics.model import SemanticModel
from core.sentences import say
from core.sentences import tables as texts
from core.sentences.charts import OTHERS
from core.wording.localise import field_of, grain_of, shown

MOST_COLUMNS = 7
"""Values of the second breakdown that stand side by side."""


@dataclass(frozen=True, slots=True)
class Pivot:
    """Rows by the first breakdown, a column for each value of the second.

    Attributes:
        columns: the first breakdown's, one for each value of the second, and the total where values add up.
        rows: cells in words, the largest total first, or in the order that time or the model gives.
        totals: the last row; None where values do not add up.
        chronological: the rows run forward in time.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    totals: tuple[Cell, ...] | None
    chronological: bool


def pivot(plan: Queried, columns: Sequence[Column], result: Result, model: SemanticModel) -> Pivot | None:
    """The pivoted table of a breakdown by two things; None for any other answer, and where it would be too wide.

    Args:
        columns: those that are shown.
        result: as the database gave it.
    """
    query = plan.query
    if query is None or len(query.groups) != 2 or query.compare_to or query.limit is not None:
        return None
    named = {column.name: column for column in columns}
    groups, values = plan.roles.get("groups", ()), plan.roles.get("values", ())
    if len(groups) != 2 or len(values) != 1 or not {*groups, *values} <= named.keys() or result.truncated:
        return None
    down, across = _axes(named[groups[0]], named[groups[1]], result)
    value = named[values[0]]
    beside = [column for column in columns if column.name not in (*groups, *values)]
    if not all(_goes_with(one, down, result) for one in beside):
        return None  # what stands beside the second breakdown has no place
    keys = list(dict.fromkeys(result.column(down.name)))
    parts = list(dict.fromkeys(result.column(across.name)))
    pairs = zip(result.column(down.name), result.column(across.name), strict=True)
    cells = dict(zip(pairs, result.column(value.name), strict=True))
    additive = all(adds_up(measure, model) for measure in query.measures)
    if len(parts) < 2 or len(keys) < 2 or len(cells) < len(result.rows) or (len(parts) > MOST_COLUMNS and not additive):
        return None
    empty: Cell = 0 if additive else None
    by_part = {part: _sum([cells.get((key, part)) for key in keys]) for part in parts}
    if not _ordered(parts, across, model) and additive:
        parts.sort(key=lambda part: -by_part[part])
    kept = parts if len(parts) <= MOST_COLUMNS else parts[: MOST_COLUMNS - 1]
    words = _words(across, result, model, plan)
    labels = [str(words[part]) for part in kept]
    if len(kept) < len(parts):
        labels.append(say(OTHERS, plan.language, count=len(parts) - len(kept)))
    if additive:
        labels.append(say(texts.TOTAL, plan.language))
    names = [f"{across.name}_{at}" for at in range(1, len(labels) + 1)]
    made = [
        value.model_copy(update={"name": name, "label": label, "field": None})
        for name, label in zip(names, labels, strict=True)
    ]

    def line(found: dict[Cell, Cell]) -> list[Cell]:
        cells_of = [found.get(part, empty) for part in kept]
        if len(kept) < len(parts):
            cells_of.append(_sum([found.get(part) for part in parts[len(kept) :]]))
        return [*cells_of, _sum(list(found.values()))] if additive else cells_of

    grid = {key: {part: cells[key, part] for part in parts if (key, part) in cells} for key in keys}
    timed = grain_of(down) is not None
    if additive and not timed and not _has_order(down, model):
        keys.sort(key=lambda key: -_sum(list(grid[key].values())))
    worded = _words(down, result, model, plan)
    also = [dict(zip(result.column(down.name), result.column(one.name), strict=True)) for one in beside]
    rows = tuple((worded[key], *(one[key] for one in also), *line(grid[key])) for key in keys)
    totals: tuple[Cell, ...] | None = None
    if additive:
        totals = (say(texts.TOTAL, plan.language), *([None] * len(beside)), *line(dict(by_part.items())))
    return Pivot((down, *beside, *made), rows, totals, timed)


def _axes(first: Column, second: Column, result: Result) -> tuple[Column, Column]:
    """Which breakdown runs down and which across: time and what has more values run down."""
    if (grain_of(first) is None) != (grain_of(second) is None):
        return (first, second) if grain_of(first) is not None else (second, first)
    more = len(set(result.column(second.name))) > len(set(result.column(first.name)))
    wide = len(set(result.column(second.name))) > MOST_COLUMNS
    return (second, first) if more and wide else (first, second)


def _goes_with(column: Column, key: Column, result: Result) -> bool:
    """Whether a column says one thing of each key, as a machine's name does of its tag."""
    keys = result.column(key.name)
    return len(set(zip(keys, result.column(column.name), strict=True))) == len(set(keys))


def _sum(cells: Sequence[Cell]) -> int | float:
    return sum(cell for cell in cells if isinstance(cell, int | float))


def _has_order(column: Column, model: SemanticModel) -> bool:
    field = field_of(column, model)
    return field is not None and bool(field.order)


def _ordered(parts: list[Cell], column: Column, model: SemanticModel) -> bool:
    """Put the values into the order that time or the model gives; False where neither gives one."""
    if grain_of(column) is not None:
        return True
    field = field_of(column, model)
    if field is None or not field.order:
        return False
    order = [str(value) for value in field.order]
    parts.sort(key=lambda part: order.index(str(part)) if str(part) in order else len(order))
    return True


def _words(column: Column, result: Result, model: SemanticModel, plan: Queried) -> dict[Cell, Cell]:
    """A breakdown's values as people read them."""
    worded = shown([column], result, model, plan.language, groups=(column.name,)).column(column.name)
    return {raw: "—" if cell is None else cell for raw, cell in zip(result.column(column.name), worded, strict=True)}
