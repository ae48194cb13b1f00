"""Merging what was asked before with what is said now: two values of one field, and states that exclude each other,
replace; places replace places, a kind replaces the one thing that was named of it."""

from __future__ import annotations

from collections.abc import Sequence

from core.semantics.model import SemanticModel
from core.semantics.query import AnyOf, Compare, Dated, Filter, Named, Related
from core.understanding.meaning.states import exclude

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
    """A place instead of another, however it is called (an area by its plant)."""
    one, two = model.datasets[new.field.dataset], model.datasets[old.field.dataset]
    return bool(one.place) and one.name == two.name


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
