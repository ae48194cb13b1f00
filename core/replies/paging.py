"""Pages of an answer's table: any rows of all it has, sorted by a column, as the table shows them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from core.kernel.folding import fold
from core.kernel.messages import Cell, Column, Reply
from core.kernel.result import Result
from core.semantics.model import SemanticModel
from core.wording.localise import field_of, shown


def page(
    reply: Reply, model: SemanticModel, *, offset: int, limit: int, sort: str | None = None, descending: bool = False
) -> tuple[tuple[Cell, ...], ...]:
    """Some rows of a Reply in the columns of its table, enumerated values in their words.

    Args:
        reply: with all its rows.
        offset, limit: how many rows are passed over, and how many are given at most.
        sort: the name of a column of its table; None leaves the answer's own order.

    Raises:
        KeyError: ``sort`` is no column of the table.
    """
    if reply.table is None or reply.rows is None or reply.columns is None:
        return ()
    columns = reply.table.columns
    rows: Sequence[tuple[Cell, ...]] = reply.rows
    if sort is not None:
        column = {column.name: column for column in columns}[sort]
        rows = ordered(rows, reply.columns.index(sort), order_of(column, model), descending=descending)
    part = Result(
        columns=reply.columns,
        rows=tuple(rows[offset : offset + limit]),
        truncated=False,
        seconds=0.0,
        queried_at=datetime.now(UTC),
    )
    places = [reply.columns.index(column.name) for column in columns]
    localised = shown(columns, part, model, reply.language, groups=reply.table.groups)
    return tuple(tuple(row[place] for place in places) for row in localised.rows)


def ordered(
    rows: Sequence[tuple[Cell, ...]], place: int, order: Callable[[Cell], Any], *, descending: bool
) -> list[tuple[Cell, ...]]:
    """Rows by one of their cells; equal ones stay as they were, and those without a value come last either way."""
    given = [row for row in rows if row[place] is not None]
    without = [row for row in rows if row[place] is None]
    return [*sorted(given, key=lambda row: order(row[place]), reverse=descending), *without]


def order_of(column: Column, model: SemanticModel) -> Callable[[Cell], Any]:
    """What a column's values are sorted by: an enumerated field's in the model's order, numbers before text."""
    field = field_of(column, model)
    named = field is not None and field.name == model.datasets[field.dataset].identity
    # What things are called is in nobody's order but the alphabet's.
    values = field.values if field is not None and not named else ()
    places = {str(entry.value): place for place, entry in enumerate(values)}

    def key(value: Cell) -> tuple[int, Any]:
        if str(value) in places:
            return 0, places[str(value)]
        if isinstance(value, int | float):
            return 1, value
        return 2, fold(str(value))

    return key
