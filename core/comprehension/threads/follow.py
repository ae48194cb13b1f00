"""Follows a thread: each message is an edit of the last query, a question about its rows or inside its scope, or a new
topic. All are derived, scored, and told apart by what the message says, not by which is tried first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from core.comprehension.derive import Reading, Readings, derive, gathered, tried
from core.comprehension.meaning.bag import Bag
from core.comprehension.meaning.builder import Scope
from core.comprehension.meaning.draft import Draft, Problem
from core.comprehension.phrases.types import Extreme, Split, When
from core.comprehension.reading.readings import Cond, FieldIs, MetricIs, Noun, Ordinal, Ref, Superlative, ValueIs, Verb
from core.comprehension.threads.antecedent import Selected, Talked, Things, WithPeriod
from core.comprehension.threads.edit import edits
from core.comprehension.threads.totals import asks_total, total
from core.comprehension.weights import WEIGHTS
from core.semantics.query import Compare, SemanticQuery


async def follow(
    bags: list[Bag], last: SemanticQuery, talked: Talked, today: date, earlier: Sequence[SemanticQuery] = ()
) -> Readings:
    """Every reading of a message behind a query.

    Args:
        earlier: the queries before the last one, newest first, whose things may still be pointed at.
    """
    found: list[Reading] = []
    pointing = any(bag.pointers for bag in bags)
    fresh = derive([replace(bag, topic=None) for bag in bags], today)
    for reading in [*(item for _, item in fresh.clean), *fresh.others]:
        if not goes_on(reading.bag):
            found.append(Reading(reading.bag, reading.draft, reading.cost + _apart(reading.bag, reading.draft)))
    for bag in bags:
        for attempt in edits(bag, last):
            for draft in tried(bag, attempt, today):
                draft.kind = "edit"
                found.append(Reading(bag, draft, draft.cost + bag.cost))
    for bag in bags[:1]:
        if bag.opener == "undo" and earlier[1:] and _all(bag):
            return gathered([_again(bag, earlier[1])], bag)
        if (place := _ordinal(bag)) is not None and bag.content <= set(bag.pointers):
            return gathered(await _one_of(bag, last, talked, place), bag)
        if asks_total(bag) and (summed := await total(bag, last, talked)) is not None:
            return gathered([summed], bag)
    for scope, cost in await _scopes(bags, last, talked, earlier, pointing=pointing):
        topic = scope.things.ref.dataset if isinstance(scope, WithPeriod) else last.dataset
        inside = derive([replace(bag, topic=topic) for bag in bags], today, scope)
        for reading in [*(item for _, item in inside.clean), *inside.others]:
            found.append(Reading(reading.bag, reading.draft, reading.cost + cost + _uncounted(reading, last)))
    return gathered(found, bags[0] if bags else None)


def _all(bag: Bag) -> bool:
    """«no, todas», "no, all of them": nothing but the last limit is taken back."""
    return all(
        phrase.head.has(Ref, lambda item: item.kind == "all")
        or phrase.head.role("not", "no_answer", "undo") is not None
        for _, phrase in bag.said()
    ) and len(bag.phrases) == len(list(bag.said()))


def _again(bag: Bag, query: SemanticQuery) -> Reading:
    """A query of before once more."""
    draft = Draft(
        query.dataset, kind="again", shape=query.shape, measures=list(query.measures), groups=list(query.groups)
    )
    draft.select, draft.period, draft.date_field = list(query.select), query.period, query.date_field
    draft.filters, draft.order, draft.limit = list(query.filters), query.order, query.limit
    draft.everyone, draft.having, draft.compare_to = query.everyone, list(query.having), query.compare_to
    draft.kept = list(query.filters)
    return Reading(bag, draft, 0.0)


async def _one_of(bag: Bag, last: SemanticQuery, talked: Talked, place: int) -> list[Reading]:
    """«¿y la segunda?»: that row of the last answer, or of a longer one where it was cut before."""
    things = await talked.things(last, most=max(place, 1))
    if things is None or len(things.values) < abs(place):
        draft = Draft(last.dataset)
        draft.problems.append(Problem("no_reference", tuple(bag.text(at) for at in bag.pointers)))
        return [Reading(bag, draft, 0.0)]
    value = things.values[place - 1] if place > 0 else things.values[place]
    draft = Draft(
        last.dataset, kind="one of them", shape=last.shape, measures=list(last.measures), groups=list(last.groups)
    )
    draft.select, draft.period, draft.date_field = list(last.select), last.period, last.date_field
    draft.filters = [*last.filters, Compare(field=things.ref, op="=", values=(value,))]
    draft.kept, draft.kept_period = list(last.filters), last.period is not None
    draft.order, draft.limit = last.order, 1 if last.order is not None else None
    return [Reading(bag, draft, 0.0)]


def _uncounted(reading: Reading, last: SemanticQuery) -> float:
    """Rows are counted although a measure was spoken of and nobody asked how many."""
    measured = any(measure.metric for measure in last.measures)
    if reading.draft.label == "worst" and last.measures:
        return WEIGHTS["bare"]  # by what was measured before, and not by whatever such things are judged by
    counts = all(measure.aggregate == "count" for measure in reading.draft.measures)
    plain = bool(reading.draft.measures) and counts and not reading.bag.has("count")
    named = any(phrase.head.can(Noun) for _, phrase in reading.bag.said())
    return WEIGHTS["bare"] if measured and plain and not named else 0.0


def goes_on(bag: Bag) -> bool:
    """«¿y en Bottling?», «solo las de prioridad alta»: nothing is asked for that could stand alone."""
    leading = bag.phrases[0].head if bag.phrases else None
    if leading is not None and leading.role("sort") and not leading.is_substance:
        return True  # «ordénalas por nombre»
    if not bag.opener or bag.of(Extreme):
        return False
    says = any(phrase.head.can(Noun, MetricIs, Verb, Cond, FieldIs, Superlative) for _, phrase in bag.said())
    things = any(bag.is_noun(place) for place, _ in bag.said())
    places = any(bag.model.datasets[name].place for place, _ in bag.said() for name in bag.nouns_at(place))
    named = any(bag.is_name(place) for place, _ in bag.said())
    return not says and not named and (not things or places)


def _apart(bag: Bag, draft: Draft) -> float:
    """How much speaks against a question of its own."""
    cost = WEIGHTS["opened"] if bag.opener else 0.0
    # «¿cuántas son bombas?» says what they are, and not what they are of.
    said = [(place, phrase) for place, phrase in bag.said() if not phrase.predicate]
    named = any(phrase.head.can(Noun, MetricIs) for _, phrase in said) or bool(bag.roles("unavailable"))
    kinds = any(bag.is_noun(place) for place, phrase in said if phrase.head.can(ValueIs))
    named = named or (kinds and not bag.opener)
    if not named:
        cost += WEIGHTS["subjectless"]
    elif (not draft.filters and not bag.of(When)) or bag.pointers:
        cost += WEIGHTS["bare"]
    if bag.opener and named and asks_whole(bag):
        cost -= WEIGHTS["opened"] * 0.8
    return cost


def asks_whole(bag: Bag) -> bool:
    """«and how many pumps are down» asks for something, of something, in a state of its own."""
    asks = bag.has("count", "how_much", "average", "share") or bool(bag.of(Split))
    limited = any(phrase.head.can(Cond, ValueIs) for _, phrase in bag.said())
    return asks and limited


async def _scopes(
    bags: list[Bag], last: SemanticQuery, talked: Talked, earlier: Sequence[SemanticQuery], *, pointing: bool
) -> list[tuple[Scope, float]]:
    """What the message may point at, nearest first."""
    bag = bags[0] if bags else None
    if bag is None:
        return []
    place = _ordinal(bag)
    period = last.period if last.period is not None and last.period.given else None
    if place is not None:
        things = await talked.things(last, most=max(place, 1))
        if things is None or len(things.values) < abs(place):
            return []
        value = things.values[place - 1] if place > 0 else things.values[place]
        return [(WithPeriod(Things(things.ref, (value,)), period), WEIGHTS["scoped"])]
    named = talked.pinned(last)
    if (kinds := _pointed(bag)) and (named is None or named.ref.dataset not in kinds):
        # «esa máquina»: the newest one of its kind that was named
        for query in earlier:
            before = talked.pinned(query)
            if before is not None and before.ref.dataset in kinds:
                return [(WithPeriod(before, None), WEIGHTS["scoped"])]
    if named is not None and bag.model.datasets[named.ref.dataset].place:
        pointed = any(named.ref.dataset in bag.nouns_at(at) for at in bag.pointers)
        named = named if pointed else None
    cut = await talked.things(last) if last.limit is not None or (pointing and last.groups) else None
    if not pointing:
        if bag.opener == "undo":
            return []
        one = named or (cut if cut is not None and len(cut.values) == 1 else None)
        if one is not None and not _speaks_of(bag, one):
            return [(WithPeriod(one, period), WEIGHTS["implied_scope"])]
        bare = (
            any(phrase.head.can(MetricIs, Noun) for _, phrase in bag.said()) and not _limited(bag) and not bag.of(When)
        )
        return [(Selected(last), WEIGHTS["implied_scope"])] if bare and last.limit is None else []
    many = any(item.kind in ("those", "all") for at in bag.pointers for item in bag.phrases[at].head.all(Ref))
    scopes: list[tuple[Scope, float]] = []
    if cut is not None:
        scopes.append((WithPeriod(cut, period), WEIGHTS["scoped"]))
    elif named is not None:
        scopes.append((WithPeriod(named, period), WEIGHTS["scoped"] + (WEIGHTS["second"] if many else 0.0)))
    if last.limit is None and not (many and cut is not None):
        scopes.append((Selected(last), WEIGHTS["scoped"] + (WEIGHTS["second"] if named and not many else 0.0)))
    return scopes


def _pointed(bag: Bag) -> set[str]:
    """The datasets of things that are pointed at by their noun."""
    return {name for place, phrase in bag.said() if phrase.pointed for name in bag.nouns_at(place)}


def _ordinal(bag: Bag) -> int | None:
    """«la segunda», "the second one": a place in the last answer."""
    for place, phrase in bag.said():
        item = phrase.head.first(Ordinal)
        if item is not None and not phrase.head.is_substance and place not in bag.of(Extreme):
            return item.place
    return None


def _speaks_of(bag: Bag, things: Things) -> bool:
    """The message limits such things itself, by name or by kind, so that those before are not meant."""
    return any(
        item.ref.dataset == things.ref.dataset or bag.model.reaches(things.ref.dataset, item.ref.dataset)
        for _, phrase in bag.said()
        for item in phrase.head.all(ValueIs)
    )


def _limited(bag: Bag) -> bool:
    return any(phrase.head.can(ValueIs, Cond) for _, phrase in bag.said())
