"""Related rows: machines with open orders, without failures this year, with more than 20 hours of downtime."""

from __future__ import annotations

from core.planning.deterministic.filtering import read_filters
from core.planning.deterministic.quantities import converted
from core.planning.deterministic.readings import (
    Cond,
    MetricIs,
    Noun,
    ValueIs,
    Verb,
)
from core.planning.deterministic.state import State, fact_reading
from core.semantics.query import Compare, FieldRef, Filter, Measure, Related


def related_clauses(state: State) -> None:
    """Machines *with open orders*, *without failures this year*, *that failed more than 3 times*."""
    draft = state.draft
    assert draft.home is not None
    for place, mention in enumerate(state.mentions):
        if mention.used or place in state.group_places:
            continue
        metric = mention.first(MetricIs)
        fact = fact_reading(state.model, mention)
        dataset = state.model.metrics[metric.name].dataset if metric is not None else fact or state.noun_at(place)
        if metric is None and not mention.can(Noun, Verb) and _has_noun(state, dataset):
            continue  # an adjective of rows that are named besides («OT correctivas»)
        if dataset is None or dataset == draft.home:
            continue
        if not state.model.reaches(dataset, draft.home):
            _without_parent(state, place, dataset)
            continue
        quantity = next(
            (item for item in state.quantities if not item.used and _touches(state, item.place, place)), None
        )
        before = state.before(place)
        while before is not None and (
            state.mentions[before].used
            or state.mentions[before].first(ValueIs) is not None
            or state.mentions[before].first(Cond) is not None
        ):
            before = state.before(before)
        joined = state.mentions[before].role("with", "without", "not") if before is not None else None
        done = _done_by(state, place, dataset)
        verb = mention.first(Verb) is not None
        if metric is not None and quantity is None:
            continue
        if not (joined or verb or quantity or done):
            continue
        if joined == "not" and any(item.dataset == draft.home for item in mention.all(Cond)):
            continue  # «bombas que no están paradas»: how they are, not what they have
        if metric is not None or mention.can(Noun, Verb):
            state.use(place)
        negated = joined in ("without", "not")
        if before is not None and joined:
            state.use(before)
        measure = Measure(metric=metric.name) if metric is not None else Measure(aggregate="count", dataset=dataset)
        own = _own_filters(state, dataset, place)
        related = Related(dataset=dataset, filters=tuple(own), negated=negated)
        if quantity is not None and metric is None and not mention.can(Noun, Verb):
            if state.model.datasets[dataset].context.get("value_field"):
                # "vibration above 7": a value of which reading, and when? Not how many readings there are.
                state.problem("unattached", place)
                return
        if quantity is not None:
            quantity.used = True
            kind = state.model.metrics[metric.name].kind if metric is not None else "integer"
            values = [converted(value, quantity.unit, kind) for value in quantity.values]
            if any(value is None for value in values):
                state.problem("unattached", place)
                return
            plain = tuple(int(value) if float(value).is_integer() else value for value in values if value is not None)
            related = related.model_copy(update={"measure": measure, "op": quantity.op, "values": plain})
            _take_before(state, quantity.place, "with")
        state.take("times")
        draft.filters.append(related)


def _has_noun(state: State, dataset: str | None) -> bool:
    return any(
        not mention.used and mention.first(Noun, lambda item: item.dataset == dataset) is not None
        for mention in state.mentions
    )


def _done_by(state: State, place: int, dataset: str) -> bool:
    """ "technicians *completed orders*": what the rows did, between their noun and its object."""
    before = state.before(place)
    if before is None or state.draft.home is None:
        return False
    cond = state.mentions[before].first(Cond, lambda item: item.dataset == dataset)
    if cond is None or not state.model.datasets[dataset].conditions[cond.name].date:
        return False
    subject = state.before(before)
    return subject is not None and state.noun_at(subject) == state.draft.home


def _without_parent(state: State, place: int, dataset: str) -> None:
    """«sin línea», "without a technician": rows that belong to no row of a dataset that they may belong to."""
    home = state.draft.home
    before = state.before(place)
    if home is None or before is None or not state.mentions[before].role("without"):
        return
    path = state.model.path(home, dataset)
    if path and any(step.optional for step in path):
        state.use(before, place)
        identity = state.model.datasets[dataset].identity
        state.draft.filters.append(Compare(field=FieldRef(dataset=dataset, field=identity), op="is null"))


def _touches(state: State, quantity_place: int, place: int) -> bool:
    """The comparison stands directly before what it compares (adjectives between), or directly after a verb."""
    low, high = sorted((quantity_place, place))
    return all(
        mention.used
        or mention.is_filler
        or mention.first(Cond) is not None
        or mention.first(ValueIs) is not None
        or mention.role("times", "with")
        for mention in state.mentions[low + 1 : high]
    )


def _take_before(state: State, place: int, role: str) -> None:
    before = state.before(place)
    if before is not None and state.mentions[before].role(role):
        state.use(before)


def _own_filters(state: State, dataset: str, place: int) -> list[Filter]:
    """Adjectives of the related rows themselves («con OT *vencidas*», "with *emergency* orders")."""
    places = []
    for index, mention in enumerate(state.mentions):
        if mention.used or index in state.group_places:
            continue
        mine = mention.first(Cond, lambda item: item.dataset == dataset) or mention.first(
            ValueIs, lambda item: item.ref.dataset == dataset
        )
        if mine is None:
            continue
        other = mention.first(Cond, lambda item: item.dataset == state.draft.home)
        if other is not None and state.adjacent_noun(index) != dataset:
            continue
        places.append(index)
    keep = frozenset(range(len(state.mentions))) - frozenset(places)
    home, state.draft.home = state.draft.home, dataset
    try:
        return read_filters(state, skip=keep)
    finally:
        state.draft.home = home
