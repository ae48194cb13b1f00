"""What of several filters need not be said, because another one says it: a plant's words go without saying twice."""

from __future__ import annotations

from collections.abc import Iterable

from core.semantics.exclusion import exclude, implies
from core.semantics.model import SemanticModel
from core.semantics.query import Compare, Dated, Filter, Named


def telling(model: SemanticModel, home: str, parts: Iterable[Filter]) -> list[Filter]:
    """The filters that say something beside each other.

    Not said are: «abiertas» beside «vencidas», «cerradas» beside the days on which they were closed, all values of a
    field at once, what a row is not where another filter says what it is, and what kind of thing a row of another
    dataset is that is called by its name («de calderas» beside «de B-106»).
    """
    kept = list(parts)
    named = {part.field.dataset for part in kept if isinstance(part, Compare) and _names_one(model, part)} - {home}
    states = [part for part in kept if isinstance(part, Named) and not part.negated and part.period is None]
    dated = {str(part.field) for part in kept if isinstance(part, Dated) and not part.negated}

    def says(part: Filter) -> bool:
        if isinstance(part, Compare):
            field = model.field(part.field.dataset, part.field.field)
            if part.op == "in" and len(field.values) > 1 and len(set(part.values)) == len(field.values):
                return False
            if part.op in ("<>", "not in") and _settled(kept, part):
                return False
            kind = field.noun and part.op in ("=", "in") and not _names_one(model, part)
            return not (kind and part.field.dataset in named)
        if isinstance(part, Named) and part in states:
            condition = model.datasets[part.dataset].conditions[part.condition]
            if condition.date and f"{part.dataset}.{condition.date}" in dated and ":today" not in condition.expression:
                return False
            others = (other for other in states if other.dataset == part.dataset and other != part)
            return not any(implies(model, part.dataset, other.condition, part.condition) for other in others)
        return True

    return [part for part in kept if says(part)]


def _settled(kept: list[Filter], part: Compare) -> bool:
    """True when another filter says which value it is, so that it need not be said which it is not."""
    wanted = (
        other
        for other in kept
        if isinstance(other, Compare) and other.field == part.field and other.op in ("=", "in") and other.other is None
    )
    return any(not set(other.values) & set(part.values) for other in wanted)


def _names_one(model: SemanticModel, part: Compare) -> bool:
    """True for a filter that is one row's name."""
    if part.op not in ("=", "in") or len(part.values) != 1:
        return False
    return part.field.field == model.datasets[part.field.dataset].identity


def opposite_of(model: SemanticModel, part: Named) -> Named | None:
    """The condition that says the contrary of one on a yes or no: unplanned, for not planned."""
    dataset = model.datasets[part.dataset]
    field = dataset.conditions[part.condition].field
    if field is None or dataset.fields[field].kind != "boolean":
        return None
    others = [
        name
        for name, item in dataset.conditions.items()
        if item.field == field and exclude(model, part.dataset, part.condition, name)
    ]
    return Named(dataset=part.dataset, condition=others[0]) if len(others) == 1 else None
