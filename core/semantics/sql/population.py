"""Who is counted when nobody says: present machines, active technicians, orders that were not cancelled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from core.semantics.model import Dataset, SemanticModel
from core.semantics.query import (
    AnyOf,
    Compare,
    Dated,
    During,
    FieldRef,
    Filter,
    GroupBy,
    Lasted,
    Measure,
    Named,
    Not,
    SemanticQuery,
)
from core.semantics.sql.joins import Source, bracketed


def keep_population(
    source: Source, dataset: str, filters: Iterable[Filter], groups: Sequence[GroupBy], *, or_none: bool = False
) -> bool:
    """Add a dataset's population condition unless the question is about its own field; says whether it did.

    A filter or a breakdown by the population's field (status) speaks about it already. ``or_none`` keeps rows that
    have no row of the dataset at all (orders without a technician).
    """
    meaning = source.model.datasets[dataset]
    if meaning.population is None or lifts_population(source.model, dataset, filters, groups):
        return False
    text = bracketed(source.condition(meaning.population))
    if or_none and source.is_optional(dataset):
        text = f"({text} OR {dataset}.{source.dialect.name_of(meaning.primary_key[0])} IS NULL)"
    source.keep_sql(text)
    return True


def counts_alone(meaning: Dataset, query: SemanticQuery) -> bool:
    """True when a query only counts rows, so that it can tell beside how many there are with those left out."""
    return (
        bool(meaning.population_beside)
        and not query.having
        and all(
            measure.aggregate == "count" and measure == Measure(aggregate="count", dataset=measure.dataset)
            for measure in query.measures
        )
    )


def tell_beside(source: Source, dataset: str) -> None:
    """Count the population and all rows side by side, instead of keeping the population alone."""
    population = source.model.datasets[dataset].population
    if population is not None:
        text = bracketed(source.condition(population))
        source.where = [part for part in source.where if part != text]
        source.counted_if = text


def lifts_population(model: SemanticModel, dataset: str, filters: Iterable[Filter], groups: Sequence[GroupBy]) -> bool:
    """True when a filter or breakdown is about the field that the population is about."""
    fields = set(model.datasets[dataset].population_fields)
    for group in groups:
        if group.field and group.field.dataset == dataset and group.field.field in fields:
            return True
        if group.condition and _speaks_of(model, group.condition, dataset, fields):
            return True
    return any(_speaks_of(model, part, dataset, fields) for part in filters)


def _speaks_of(model: SemanticModel, part: Filter, dataset: str, fields: set[str]) -> bool:
    match part:
        case Compare():
            # A negated comparison ("not down") leaves the others, and retired ones are not meant by it.
            return part.field.dataset == dataset and part.field.field in fields and part.op in ("=", "in")
        case Named():
            if part.dataset != dataset or part.negated:
                return False
            condition = model.datasets[dataset].conditions[part.condition]
            return condition.lifts_population or condition.field in fields
        case AnyOf():
            return all(_speaks_of(model, item, dataset, fields) for item in part.parts)
        case _:
            return False


def whole_by(model: SemanticModel, home: str, group: FieldRef) -> bool:
    """True for a breakdown by the names of things to one of which each row belongs, so that no row is of none."""
    meaning = model.datasets[group.dataset]
    path = model.path(home, group.dataset)
    return group.field == meaning.identity and bool(path) and not any(step.optional for step in path or ())


def reachable(model: SemanticModel, home: str, filters: Iterable[Filter]) -> tuple[Filter, ...]:
    """The filters that rows of a dataset can be held to."""
    kept = []
    for part in filters:
        owner = None
        if isinstance(part, Named | During):
            owner = part.dataset
        elif isinstance(part, Lasted):
            owner = part.span.since.dataset
        elif isinstance(part, Compare | Dated):
            owner = part.field.dataset
        if owner is not None and model.reaches(home, owner):
            kept.append(part)
    return tuple(kept)


def fields_in(filters: Iterable[Filter]) -> Iterator[FieldRef]:
    """The fields that filters compare, nested ones included."""
    for part in filters:
        match part:
            case Compare() | Dated():
                yield part.field
            case Lasted():
                yield part.span.since
            case AnyOf():
                yield from fields_in(part.parts)
            case Not():
                yield from fields_in((part.part,))
            case _:
                pass
