"""Filters beside each other: states that exclude each other (a row cannot be closed and overdue, so that none is no
answer but our own doing), and what takes the place of what was asked before: two values of one field, another place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from core.semantics import exclusion
from core.semantics.model import Condition, SemanticModel
from core.semantics.query import AnyOf, Compare, Dated, FieldRef, Filter, Named, Period, Related
from core.understanding.meaning.draft import Draft

# ---- what no row can be at once ----


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
    if _has_none(model, one, two) or _has_none(model, two, one):
        return True
    return exclusion.contradiction(model, (one, two)) is not None


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


# ---- what takes the place of what ----


_EXCLUDES = ("<>", "not in")


def merged(model: SemanticModel, old: Sequence[Filter], new: Sequence[Filter]) -> list[Filter]:
    """The old filters that still hold, and the new ones."""
    kept = [item for item in old if not any(replaces(model, other, item) for other in new)]
    return list(dict.fromkeys([*kept, *new]))


def replaces(model: SemanticModel, new: Filter, old: Filter) -> bool:
    """True when a new filter stands in the place of an old one."""
    if isinstance(new, Compare) and isinstance(old, Compare):
        if new.field == old.field:
            return not (new.op in _EXCLUDES and old.op in _EXCLUDES)
        if new.op in ("=", "in") and old.op in ("=", "in"):
            return _of_one_place(model, new, old) or _kind_of_one(model, new, old) or _elsewhere(model, new, old)
    if isinstance(new, Dated) and isinstance(old, Dated):
        return new.field == old.field
    if isinstance(new, Named) and isinstance(old, Named) and new.dataset == old.dataset:
        if new.condition == old.condition:
            return True
        fields = model.datasets[new.dataset].conditions
        same = fields[new.condition].field
        if same is not None and same == fields[old.condition].field:
            return True
    if isinstance(new, Related) and isinstance(old, Related):
        return new.dataset == old.dataset
    if isinstance(new, AnyOf):
        return any(replaces(model, part, old) for part in new.parts)
    return exclude(model, new, old)


def _of_one_place(model: SemanticModel, new: Compare, old: Compare) -> bool:
    """A place instead of another, however it is called (an area by its plant), or of the one that it may lie in: a line
    lies in one area, which goes without saying or is another one."""
    one, two = model.datasets[new.field.dataset], model.datasets[old.field.dataset]
    if not one.place or not two.place:
        return False
    return one.name == two.name or model.reaches(one.name, two.name)


def _elsewhere(model: SemanticModel, new: Compare, old: Compare) -> bool:
    """«volvé a la línea 7» after one machine: the place instead of the one thing in it."""
    meaning = model.datasets[old.field.dataset]
    place = model.datasets[new.field.dataset].place
    named = old.field.field == meaning.identity and not meaning.place
    return bool(place) and named and len(old.values) == 1 and model.reaches(old.field.dataset, new.field.dataset)


def _kind_of_one(model: SemanticModel, new: Compare, old: Compare) -> bool:
    """«¿y las bombas?» after one machine: all of a kind instead of the one."""
    meaning = model.datasets[old.field.dataset]
    noun = model.field(new.field.dataset, new.field.field).noun
    return new.field.dataset == old.field.dataset and old.field.field == meaning.identity and bool(noun)
