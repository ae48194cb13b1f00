"""Related rows: machines with open orders, without failures this year, with more than 20 hours of downtime."""

from __future__ import annotations

from core.kernel.folding import fold
from core.semantics.query import Compare, FieldRef, Filter, Measure, Operator, Related
from core.understanding.draft import Quantity
from core.understanding.filtering import read_filters
from core.understanding.quantities import converted
from core.understanding.readings import Cond, MetricIs, NounIs, Time, ValueIs, Verb
from core.understanding.state import ReadingState, fact_reading


def related_clauses(state: ReadingState) -> None:
    """Machines *with open orders*, *without failures this year*, *that failed more than 3 times*."""
    draft = state.draft
    assert draft.home is not None
    for place, mention in enumerate(state.mentions):
        if mention.used or place in state.group_places:
            continue
        metric = mention.first(MetricIs)
        fact = fact_reading(state.model, mention)
        dataset = state.model.metrics[metric.name].dataset if metric is not None else fact or state.noun_at(place)
        if metric is None and not mention.can(NounIs, Verb) and _has_noun(state, dataset):
            continue  # an adjective of rows that are named besides («OT correctivas»)
        if dataset is None or dataset == draft.home:
            continue
        if not state.model.reaches(dataset, draft.home):
            own_parent(state, place, dataset)
            continue
        quantity = next(
            (item for item in state.quantities if not item.used and _touches(state, item.place, place)), None
        )
        length = _length(state, dataset, quantity) if metric is None and quantity is not None else None
        if quantity is not None and metric is None and quantity.unit in _SPANS:
            quantity = None  # so many hours are no number of rows
        before = state.before(place)
        while before is not None and (
            state.mentions[before].used
            or state.mentions[before].first(ValueIs) is not None
            or state.mentions[before].first(Cond) is not None
        ):
            before = state.before(before)
        joined = state.mentions[before].role("with", "without", "not") if before is not None else None
        if joined is None and before is not None and _neither(state, before):
            joined = "without"
        done = _done_by(state, place, dataset)
        verb = mention.first(Verb) is not None
        if metric is not None and quantity is None:
            if joined == "without" and state.model.metrics[metric.name].additive:
                assert before is not None
                _nothing_of(state, place, before, dataset, metric.name)
            continue
        if not (joined or verb or quantity or done):
            continue
        if joined == "not" and any(item.dataset == draft.home for item in mention.all(Cond)):
            continue  # «bombas que no están paradas»: how they are, not what they have
        if metric is not None or mention.can(NounIs, Verb):
            state.use(place)
        negated = joined in ("without", "not")
        if before is not None and joined:
            state.use(before)
            _twice_negated(state, before)
        measure = Measure(metric=metric.name) if metric is not None else Measure(aggregate="count", dataset=dataset)
        own = _own_filters(state, dataset, place)
        if length is not None:
            own.append(length)
        related = Related(dataset=dataset, filters=tuple(own), negated=negated)
        if quantity is not None and metric is None and not mention.can(NounIs, Verb):
            if state.model.datasets[dataset].value_field:
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
            if metric is not None and (field := _also_asked(state, place)) is not None:
                draft.notes.append(f"metric_or_field:{field}")
            _take_before(state, quantity.place, "with")
        state.take("times")
        draft.filters.append(related)


def _also_asked(state: ReadingState, place: int) -> str | None:
    """A number of the home's own rows that the same word may mean: what machines *cost* is spent, or paid for them.
    A period settles it, since only what happens has one."""
    if state.draft.home is None or any(mention.can(Time) for mention in state.mentions):
        return None
    said = fold(state.mentions[place].text)
    for item in state.model.datasets[state.draft.home].fields.values():
        asked = item.asked_as
        if said in {fold(term) for terms in asked.values() for term in terms}:
            return item.name
    return None


def _has_noun(state: ReadingState, dataset: str | None) -> bool:
    return any(
        not mention.used and mention.first(NounIs, lambda item: item.dataset == dataset) is not None
        for mention in state.mentions
    )


def _done_by(state: ReadingState, place: int, dataset: str) -> bool:
    """ "technicians *completed orders*": what the rows did, between their noun and its object."""
    before = state.before(place)
    if before is None or state.draft.home is None:
        return False
    cond = state.mentions[before].first(Cond, lambda item: item.dataset == dataset)
    if cond is None or not state.model.datasets[dataset].conditions[cond.name].date:
        return False
    subject = state.before(before)
    return subject is not None and state.noun_at(subject) == state.draft.home


_SPANS = frozenset({"minutes", "hours", "days", "weeks", "months", "years"})


def _length(state: ReadingState, dataset: str, quantity: Quantity) -> Filter | None:
    """«con paros de más de 10 horas»: how long each of the related rows lasted, where they have such a field."""
    fields = [
        item for item in state.model.datasets[dataset].fields.values() if item.kind in ("minutes",) and item.is_column
    ]
    if quantity.unit not in _SPANS or len(fields) != 1:
        return None
    values = [converted(value, quantity.unit, fields[0].kind) for value in quantity.values]
    if any(value is None for value in values):
        return None
    quantity.used = True
    plain = tuple(int(value) if float(value).is_integer() else value for value in values if value is not None)
    return Compare(field=FieldRef(dataset=dataset, field=fields[0].name), op=quantity.op, values=plain)


def _neither(state: ReadingState, place: int) -> bool:
    """«sin fallas o paros»: neither; the «o» goes on with what «sin» began."""
    if not state.mentions[place].role("or"):
        return False
    previous = state.before(place)
    begun = state.before(previous) if previous is not None else None
    if previous is None or begun is None or not state.mentions[previous].used:
        return False
    return bool(state.mentions[begun].used and state.mentions[begun].role("without", "not"))


def _twice_negated(state: ReadingState, place: int) -> None:
    """«no han tenido ni fallas ni paros»: the first «no» and the «ni» deny once."""
    earlier = state.before(place)
    if fold(state.mentions[place].text) not in ("ni", "nor", "neither") or earlier is None:
        return
    if state.mentions[earlier].role("without", "not") and not state.mentions[earlier].used:
        state.use(earlier)


def _nothing_of(state: ReadingState, place: int, before: int, dataset: str, metric: str) -> None:
    """«refacciones sin consumo», "machines without downtime": rows of which that measure has nothing."""
    state.use(place, before)
    meaning = state.model.metrics[metric]
    if meaning.noun or meaning.rows:
        # Hours of stops, units of usage: none means that there is no such row at all.
        state.draft.filters.append(Related(dataset=dataset, negated=True))
        return
    state.draft.filters.append(Related(dataset=dataset, measure=Measure(metric=metric), op="=", values=(0,)))


def own_parent(state: ReadingState, place: int, dataset: str) -> None:
    """«paros sin OT», "stops with a work order", «sin línea»: rows that belong to a row of a dataset, or to none."""
    home = state.draft.home
    before = state.before(place)
    joined = state.mentions[before].role("without", "with") if before is not None else None
    if home is None or before is None or joined is None or state.mentions[before].used:
        return
    path = state.model.path(home, dataset)
    if not path or not any(step.optional for step in path):
        return
    if joined == "with" and any(
        (isinstance(item, Cond) and item.dataset == dataset)
        or (isinstance(item, ValueIs) and item.ref.dataset == dataset)
        for mention in state.mentions
        for item in mention.readings
    ):
        return  # «paros con OT abiertas»: of which kind, that is read as a filter
    state.use(before, place)
    identity = state.model.datasets[dataset].identity
    op: Operator = "is null" if joined == "without" else "is not null"
    state.draft.filters.append(Compare(field=FieldRef(dataset=dataset, field=identity), op=op))


def own_parents(state: ReadingState) -> None:
    """The same beside a measure: "downtime without a work order"."""
    for place, mention in enumerate(state.mentions):
        dataset = state.noun_at(place)
        if mention.used or place in state.group_places or dataset is None or state.draft.home is None:
            continue
        if dataset != state.draft.home and not state.model.reaches(dataset, state.draft.home):
            own_parent(state, place, dataset)


def _touches(state: ReadingState, quantity_place: int, place: int) -> bool:
    """The comparison stands directly before what it compares (adjectives between), or directly after a verb."""
    low, high = sorted((quantity_place, place))
    return all(
        mention.used
        or mention.is_filler
        or mention.first(Cond) is not None
        or mention.first(ValueIs) is not None
        or mention.role("times", "with", "copula")
        for mention in state.mentions[low + 1 : high]
    )


def _take_before(state: ReadingState, place: int, role: str) -> None:
    before = state.before(place)
    if before is not None and state.mentions[before].role(role):
        state.use(before)


def _own_filters(state: ReadingState, dataset: str, place: int) -> list[Filter]:
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
