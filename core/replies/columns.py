"""The columns of an answer: the plan's, in the result's order; and what of a table matters most when a place is too
small for all of it: the newest rows, the columns asked about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from core.kernel.messages import Column, ColumnKind
from core.kernel.result import Result
from core.planning.plan import Queried
from core.semantics.model import SemanticModel
from core.semantics.query import AnyOf, Compare, Dated, Filter, Named, Not, SemanticQuery
from core.wording import numbers as wording
from core.wording.localise import grain_of


def columns_of(plan: Queried, result: Result) -> list[Column]:
    """The plan's columns in the result's order; what the plan does not know is shown by its name."""
    known = {column.name: column for column in plan.columns}
    return [known.get(name) or _guessed(name, result) for name in result.columns]


def hidden(plan: Queried) -> frozenset[str]:
    """Parts that serve a definition or the tie-break and are no columns of the answer."""
    extras = plan.roles.get("extras", ())
    shown = {column.name for column in plan.columns if column.field or column.kind == "percent"}
    return frozenset(name for name in extras if name not in shown)


def _guessed(name: str, result: Result) -> Column:
    values = [value for value in result.column(name) if value is not None]
    number = bool(values) and all(isinstance(value, int | float) for value in values)
    whole = all(isinstance(value, int) for value in values)
    kind: ColumnKind = "text" if not number else "integer" if whole else "number"
    label = name.replace("_", " ")
    return Column(name=name, label=label[:1].upper() + label[1:], kind=kind)


# ---- what matters most ----


_NUMERIC = frozenset({"integer", "number", "money", "percent", "hours", "minutes", "days"})
_WORD = re.compile(r"\b[a-z_][a-z0-9_]*\b")


def chronological(plan: Queried, columns: Sequence[Column], result: Result) -> bool:
    """True for a time series: rows by calendar bucket that run forward in time.

    A result that MAX_ROWS cut is none, since its last rows are not the newest.

    Args:
        columns: the columns that are shown.
        result: as the database gave it, buckets not yet in words.
    """
    if result.truncated or len(result.rows) < 2 or len(columns) < 2:
        return False
    if plan.query is not None:
        if not any(group.grain is not None for group in plan.query.groups):
            return False
        time = next((column for column in columns if grain_of(column) is not None), None)
    else:
        # A query that a person or a model wrote says no roles: a column of buckets, and numbers beside it.
        time = columns[0] if all(column.kind in _NUMERIC for column in columns[1:]) else None
    if time is None:
        return False
    found = [wording.bucket_start(cell) for cell in result.column(time.name)]
    starts = [start[0] for start in found if start is not None]
    if len(starts) < len(found) or len({start[1] for start in found if start is not None}) != 1:
        return False
    forward = all(before <= after for before, after in pairwise(starts))
    return forward and starts[0] < starts[-1]


def leading(plan: Queried, columns: Sequence[Column], result: Result, model: SemanticModel) -> tuple[str, ...]:
    """Names of the columns that the question is about, the most important first.

    The first column names the row; then come what the rows are sorted by, the period's date, and what was filtered. A
    column that says the same in every row is none of them, since the sentence above the table has said it.
    """
    if plan.query is None or not columns:
        return ()
    by_field = {column.field: column for column in columns if column.field is not None}
    names = [columns[0].name]
    for field in _asked_about(plan.query, model):
        column = by_field.get(field)
        if column is None or column.name in names:
            continue
        if len(result.rows) < 2 or len(set(result.column(column.name))) > 1:
            names.append(column.name)
    return tuple(names)


def _asked_about(query: SemanticQuery, model: SemanticModel) -> Iterator[str]:
    """Fields as "dataset.field": of sorting, of dates, of filters; a condition's other fields come last."""
    if query.order is not None and query.order.field is not None:
        yield str(query.order.field)
    if query.period is not None and query.date_field is not None:
        yield f"{query.dataset}.{query.date_field}"
    parts = list(_flat(query.filters))
    for part in parts:
        if isinstance(part, Dated):
            yield str(part.field)
        if isinstance(part, Named):
            condition = model.datasets[part.dataset].conditions[part.condition]
            for field in (condition.window, condition.date, condition.field):
                if field is not None:
                    yield f"{part.dataset}.{field}"
    for part in parts:
        if isinstance(part, Compare):
            yield str(part.field)
    for part in parts:
        if isinstance(part, Named):
            dataset = model.datasets[part.dataset]
            by_column = {field.expression: field for field in dataset.fields.values()}
            for word in _WORD.findall(dataset.conditions[part.condition].expression):
                # What it compares, not the statuses that it also asks for: overdue orders are known to be open.
                if word in by_column and not by_column[word].values:
                    yield f"{part.dataset}.{by_column[word].name}"


def _flat(filters: Sequence[Filter]) -> Iterator[Filter]:
    for part in filters:
        if isinstance(part, Not):
            yield from _flat((part.part,))
        elif isinstance(part, AnyOf):
            yield from _flat(part.parts)
        else:
            yield part
