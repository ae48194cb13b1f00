"""What speaks against a reading of a message that stands in a thread."""

from __future__ import annotations

from collections.abc import Iterable

from core.semantics.model import SemanticModel
from core.semantics.query import Compare, Filter, Named, Related, SemanticQuery
from core.understanding.derive import Derivation, Readings
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.clashes import exclude
from core.understanding.meaning.draft import Draft
from core.understanding.phrases.types import When
from core.understanding.reading.readings import Cond, MetricIs, NounIs, ValueIs, Verb
from core.understanding.threads.says import asks_where, asks_whole, elided, lies_on, limited, things_pointed
from core.understanding.weights import WEIGHTS


def apart(bag: Bag, draft: Draft) -> float:
    """How much speaks against a question of its own."""
    cost = WEIGHTS["opened"] if bag.opener else 0.0
    # «¿cuántas son bombas?» says what they are, and not what they are of.
    said = [(place, phrase) for place, phrase in bag.said() if not phrase.predicate]
    named = any(phrase.head.can(NounIs, MetricIs) for _, phrase in said) or bool(bag.roles("unavailable"))
    kinds = any(bag.is_noun(place) for place, phrase in said if phrase.head.can(ValueIs))
    named = named or (kinds and not bag.opener)
    if not named:
        cost += WEIGHTS["subjectless"]
    elif (_unlimited(bag, draft) and not bag.of(When)) or bag.pointers:
        cost += WEIGHTS["bare"] * (3 if asks_where(bag) and not draft.measures else 1)
    if elided(bag):
        cost += WEIGHTS["subjectless"]
    if bag.opener and named and asks_whole(bag):
        cost -= WEIGHTS["opened"] * 0.8
    return cost


def _unlimited(bag: Bag, draft: Draft) -> bool:
    """Nothing says of which: «¿en qué máquinas *lo usaron*?» is of what was spoken of, and not of all that is used."""
    if not asks_where(bag):
        return not draft.filters
    return all(
        isinstance(part, Related) and not (part.filters or part.measure or part.negated) for part in draft.filters
    )


def uncounted(reading: Derivation, last: SemanticQuery) -> float:
    """Rows are counted although a measure was spoken of and nobody asked how many."""
    measured = any(measure.metric for measure in last.measures)
    if reading.draft.label == "worst" and last.measures:
        return WEIGHTS["bare"]  # by what was measured before, and not by whatever such things are judged by
    counts = all(measure.aggregate == "count" for measure in reading.draft.measures)
    plain = bool(reading.draft.measures) and counts and not reading.bag.has("count")
    named = any(phrase.head.can(NounIs) for _, phrase in reading.bag.said())
    return WEIGHTS["bare"] if measured and plain and not named else 0.0


def subjectless(bag: Bag) -> bool:
    """«¿cuántas veces *falló* este año?»: a verb tells what happened, and no noun or name says to what."""
    said = [phrase for _, phrase in bag.said()]
    return any(phrase.head.can(Verb) for phrase in said) and not any(
        phrase.head.can(ValueIs) or (phrase.head.can(NounIs) and not phrase.head.can(Verb)) for phrase in said
    )


def of_one(model: SemanticModel, last: SemanticQuery) -> bool:
    """The query was about one thing by its name."""
    return any(
        isinstance(part, Compare)
        and part.op == "="
        and part.field.field == model.datasets[part.field.dataset].identity
        and not model.datasets[part.field.dataset].place
        for part in last.filters
    )


def ungrouped(reading: Derivation, last: SemanticQuery) -> float:
    """A measure in place of another one, and the breakdown forgotten: «ahora el mtbf» keeps to the lines."""
    draft, bag = reading.draft, reading.bag
    if not last.groups or last.limit == 1 or draft.groups or not any(measure.metric for measure in draft.measures):
        return 0.0
    named = [place for place in things_pointed(bag) if not bag.phrases[place].own or last.limit is not None]  # type: ignore[attr-defined]
    pointed = bool(named) or (bool(bag.of(When)) and not bag.opener and not bag.pointers)
    return 0.0 if pointed or limited(bag) else WEIGHTS["bare"]


def unbooked(model: SemanticModel, name: str | None, filters: Iterable[Filter]) -> bool:
    """A measure of rows in a state that the limits rule out: hours are booked when an order is closed, and none is on
    those that are open."""
    metric = model.metrics.get(name or "")
    if metric is None or metric.dataset is None or not metric.date:
        return False
    implied = model.field(metric.dataset, metric.date).condition
    if not implied:
        return False
    state = Named(dataset=metric.dataset, condition=str(implied))
    return any(exclude(model, state, part) for part in filters)


def of_others(reading: Derivation, last: SemanticQuery) -> bool:
    """«¿y las causas?» behind failures: those of failures, which have some, and not of stops."""
    draft, bag = reading.draft, reading.bag
    told = {group.field for group in draft.groups if group.field is not None} | set(draft.select)
    for place, _ in bag.said():
        refs = bag.fields_at(place)
        if any(ref.dataset == last.dataset for ref in refs):
            return any(ref in told and ref.dataset != last.dataset for ref in refs)
    return False


def in_a_group(reading: Derivation, last: SemanticQuery) -> bool:
    """ "show Ricardo's jobs" behind open ones by technician: rows of a group that was shown are asked for as they were
    counted, where nothing else is said of them."""
    draft = reading.draft
    grouped = {group.field for group in last.groups if group.field is not None}
    if not reading.clean or draft.home != last.dataset or draft.shape != "list" or draft.period or draft.order:
        return False
    named = [part for part in draft.filters if isinstance(part, Compare) and part.field in grouped and part.op == "="]
    return len(named) == len(draft.filters) == 1 and not reading.bag.opener


def shown_with(reading: Derivation) -> float:
    """ "list them with the machine": what rows are to be shown with is not what is listed."""
    draft, bag = reading.draft, reading.bag
    nouns = [phrase.link for place, phrase in bag.said() if draft.home in bag.nouns_at(place)]
    return WEIGHTS["bare"] if nouns and all(link == "with" for link in nouns) else 0.0


def against_own(reading: Derivation, last: SemanticQuery) -> float:
    """How much speaks against a message as a question of its own, behind a query."""
    cost = apart(reading.bag, reading.draft) + ungrouped(reading, last) + _a_state(reading, last)
    cost += WEIGHTS["subjectless"] * 2 if _of_such(reading, last) else 0.0
    return cost + (WEIGHTS["other_noun"] if of_others(reading, last) else 0.0)


def against_inside(reading: Derivation, last: SemanticQuery) -> float:
    """How much speaks against it as a question within what was spoken of."""
    cost = uncounted(reading, last) + ungrouped(reading, last) + shown_with(reading) + _of_all(reading, last)
    return cost + (WEIGHTS["other_noun"] if of_others(reading, last) else 0.0)


def _of_such(reading: Derivation, last: SemanticQuery) -> bool:
    """ "which are on critical machines?" behind stops: some of the stops, and no list of machines."""
    home, bag = reading.draft.home, reading.bag
    nouns = [place for place in range(len(bag.phrases)) if home in bag.nouns_at(place)]
    return any(lies_on(bag, place) for place in nouns) and bag.model.path(last.dataset, home) is not None


def _a_state(reading: Derivation, last: SemanticQuery) -> float:
    """«¿cuántas hay *paradas*?» behind pumps: what may be their state is no noun of other rows."""
    home, bag = reading.draft.home, reading.bag
    state = any(
        home in bag.nouns_at(place) and phrase.head.has(Cond, lambda item: item.dataset == last.dataset)
        for place, phrase in bag.said()
    )
    return WEIGHTS["subjectless"] if state and home != last.dataset and not reading.draft.filters else 0.0


def _of_all(reading: Derivation, last: SemanticQuery) -> float:
    """«¿cuántos técnicos *tenemos*?» behind overdue orders: how many there are, and not how many of those have any."""
    draft, bag = reading.draft, reading.bag
    if draft.shape != "count" or not bag.has("exists") or bag.opener or bag.pointers or bag.of(When):
        return 0.0
    beyond = draft.home != last.dataset and bag.model.path(last.dataset, draft.home) is not None
    return WEIGHTS["subjectless"] if beyond else 0.0


def limits(draft: Draft) -> bool:
    """Rows are limited, measured or laid out in some way."""
    return bool(draft.filters or draft.period or draft.groups or draft.limit or draft.select or draft.measures)


def stands_alone(readings: Readings, query: SemanticQuery | None) -> bool:
    """A whole question that took nothing from the running talk, so that it means the same in any."""
    reading = next((reading for found, reading in readings.clean if found == query), None)
    if reading is None or reading.draft.kept or reading.draft.kind == "edit":
        return False
    return not reading.bag.opener and not reading.bag.pointers and asks_whole(reading.bag)


def continues(reading: Derivation) -> bool:
    """True when a reading lives of what was spoken of before, or begins as such a message does."""
    draft = reading.draft
    return bool(draft.kept or draft.kept_period or reading.bag.opener not in ("", "new")) or draft.kind in (
        "edit", "again", "one of them", "total",
    )  # fmt: skip
