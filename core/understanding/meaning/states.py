"""States that exclude each other: a row cannot be closed and overdue, so that none is no answer but our own doing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from core.semantics.model import Condition, SemanticModel
from core.semantics.query import AnyOf, Compare, Dated, FieldRef, Filter, Named, Period
from core.understanding.meaning.draft import Draft

_QUOTED = re.compile(r"'([^']*)'")


@lru_cache(maxsize=1024)
def _values(expression: str, field: str) -> frozenset[str] | None:
    """The values of a field that a condition allows; None when it does not limit them."""
    found: set[str] = set()
    for match in re.finditer(rf"\b{re.escape(field)}\s*(=|IN|<>)\s*(\([^)]*\)|'[^']*')", expression):
        if match[1] == "<>":
            return None
        found |= set(_QUOTED.findall(match[2]))
    return frozenset(found) or None


def _field(condition: Condition, fields: Iterable[str]) -> str | None:
    if condition.field:
        return condition.field
    return next((name for name in fields if _values(condition.expression, name)), None)


def exclude(model: SemanticModel, one: Filter, two: Filter) -> bool:
    """True when no row can satisfy both."""
    first, second = allowed(model, one), allowed(model, two)
    if first is not None and second is not None and first[0] == second[0] and not first[1] & second[1]:
        return True
    return _has_none(model, one, two) or _has_none(model, two, one)


def _has_none(model: SemanticModel, one: Filter, two: Filter) -> bool:
    """A row that belongs to nobody cannot belong to somebody («sin asignar», and of a person)."""
    if not isinstance(one, Named) or one.negated or not isinstance(two, Compare) or two.op not in ("=", "in"):
        return False
    expression = model.datasets[one.dataset].conditions[one.condition].expression
    return any(
        link.source == one.dataset and link.target == two.field.dataset and f"{column} IS NULL" in expression
        for link in model.relationships
        for column in link.source_columns
    )


def within(model: SemanticModel, one: Filter, two: Filter) -> bool:
    """True when all rows of one satisfy the other as well."""
    first, second = allowed(model, one), allowed(model, two)
    return first is not None and second is not None and first[0] == second[0] and first[1] <= second[1]


def allowed(model: SemanticModel, part: Filter) -> tuple[str, frozenset[str]] | None:
    """The field that a filter limits and the values that it leaves."""
    match part:
        case Compare() if part.op in ("=", "in"):
            return str(part.field), frozenset(str(value) for value in part.values)
        case Named() if not part.negated:
            dataset = model.datasets[part.dataset]
            condition = dataset.conditions[part.condition]
            name = _field(condition, dataset.fields)
            values = _values(condition.expression, name) if name else None
            return (f"{part.dataset}.{name}", values) if values else None
        case AnyOf():
            parts = [allowed(model, item) for item in part.parts]
            known = [item for item in parts if item is not None]
            if len(known) != len(parts) or len({item[0] for item in known}) != 1:
                return None
            return known[0][0], frozenset().union(*(item[1] for item in known))
        case _:
            return None


def contradiction(model: SemanticModel, filters: Iterable[Filter]) -> tuple[Filter, Filter] | None:
    """Two filters that no row can satisfy together."""
    parts = list(filters)
    for number, one in enumerate(parts):
        for two in parts[number + 1 :]:
            if exclude(model, one, two):
                return one, two
    return None


def apart(draft: Draft) -> bool:
    """Two periods of one date that no day lies in: a row in both there cannot be, so none would be our own doing."""
    bound: dict[FieldRef, list[Period]] = {}
    if draft.period is not None and draft.date_field:
        bound[FieldRef(dataset=draft.home, field=draft.date_field)] = [draft.period]
    for part in draft.filters:
        if isinstance(part, Dated) and not part.negated:
            bound.setdefault(part.field, []).append(part.period)
    for periods in bound.values():
        starts = [period.start for period in periods if period.start is not None]
        ends = [period.end for period in periods if period.end is not None]
        if len(periods) > 1 and starts and ends and max(starts) > min(ends):
            return True
    return False
