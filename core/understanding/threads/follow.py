"""Follows a thread: each message is an edit of the last query, a question about its rows or inside its scope, or a new
topic. All are derived, scored, and told apart by what the message says, not by which is tried first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from core.planning.plan import Asks
from core.semantics.query import Compare, SemanticQuery
from core.understanding.derive import Derivation, Readings, derive, gathered, tried
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.builder import TalkScope
from core.understanding.meaning.draft import Draft, Problem
from core.understanding.phrases.types import Extreme, Split, When
from core.understanding.reading.readings import (
    Cond,
    FieldIs,
    MetricIs,
    NounIs,
    Ordinal,
    Ref,
    Superlative,
    ValueIs,
    Verb,
)
from core.understanding.threads.antecedent import Selected, Talked, Things, WithPeriod
from core.understanding.threads.both import both
from core.understanding.threads.edit import edits
from core.understanding.threads.going_on import going_on
from core.understanding.threads.offers import everywhere
from core.understanding.threads.references import Around, Resolved, named_outright
from core.understanding.threads.resort import resorted, resorts
from core.understanding.threads.totals import asks_total, total
from core.understanding.weights import WEIGHTS


async def follow(
    bags: list[Bag], last: SemanticQuery, talked: Talked, today: date, earlier: Sequence[SemanticQuery] = ()
) -> Readings:
    """Every reading of a message behind a query.

    Args:
        earlier: the queries before the last one, newest first, whose things may still be pointed at.
    """
    bags = [both(going_on(bag, last), (last, *earlier)) for bag in bags]
    found: list[Derivation] = []
    pointing = any(_things_pointed(bag) for bag in bags)
    for reading in _all_of(derive([replace(bag, topic=None) for bag in bags], today)):
        if reading.clean and reading.bag.opener == "only" and not _limits(reading.draft):
            continue  # «solo refacciones» is said of something, and that is not all that there are
        if goes_on(reading.bag) or (_elliptic(reading.bag) and not _limits(reading.draft)):
            continue
        cost = _apart(reading.bag, reading.draft) + _ungrouped(reading, last)
        if reading.draft.label == "worst" and last.measures:
            cost += WEIGHTS["bare"]  # by what was measured before, and not by whatever such things are judged by
        found.append(Derivation(reading.bag, reading.draft, reading.cost + cost))
    if bags and bags[0].opener == "new":
        return gathered(found, bags[0])
    if others := [place for bag in bags[:1] for place in _others(bag)]:
        draft = Draft(last.dataset)
        draft.problems.append(Problem("no_reference", tuple(bags[0].text(place) for place in others)))
        return gathered([Derivation(bags[0], draft, 0.0)], bags[0])
    for bag in bags:
        found += _edited(bag, last, today)
    for bag in bags[:1]:
        if bag.opener == "whole" and (wide := everywhere(talked.model, last)) is not None:
            return gathered([_again(bag, wide)], bag)
        if bag.opener == "undo" and earlier[1:] and _all(bag):
            return gathered([_again(bag, earlier[1])], bag)
        if (
            (place := _ordinal(bag)) is not None
            and not _says_more(bag)
            and not any(bag.phrases[at].whose for at in bag.pointers)
            and bag.content <= {*bag.pointers, *bag.roles("which", "who", "list")}
        ):
            return gathered(await _one_of(bag, last, talked, place), bag)
        if resorts(bag, last):
            return gathered([resorted(bag, last)], bag)
        if asks_total(bag, last) and (summed := await total(bag, last, talked)) is not None:
            return gathered([summed], bag)
    queries = [last, *(query for query in earlier if query != last)]
    if bags and (outright := await named_outright(bags[0], queries, talked)) is not None:
        if outright.missing:
            draft = Draft(last.dataset)
            draft.problems.append(Problem("no_reference", tuple(bags[0].text(place) for place in outright.missing)))
            return gathered([Derivation(bags[0], draft, 0.0)], bags[0])
        return gathered([*found, *await _named(bags, last, queries, talked, today)], bags[0])
    for scope, cost in await _scopes(bags, last, talked, earlier, pointing=pointing):
        named = isinstance(scope, WithPeriod) and not _whose(bags[0])
        topic = scope.things.ref.dataset if isinstance(scope, WithPeriod) and named else last.dataset
        inside = derive([replace(bag, topic=topic) for bag in bags], today, scope)
        for reading in _all_of(inside):
            found.append(
                Derivation(
                    reading.bag,
                    reading.draft,
                    reading.cost + cost + _uncounted(reading, last) + _ungrouped(reading, last),
                )
            )
    return gathered(found, bags[0] if bags else None)


async def _named(
    bags: Sequence[Bag], last: SemanticQuery, queries: Sequence[SemanticQuery], talked: Talked, today: date
) -> list[Derivation]:
    """The readings of a message whose references are names now: of its own, around what named them, and as an edit."""
    found: list[Derivation] = []
    measured = {measure.metric or measure.aggregate for measure in last.measures}
    for bag in bags:
        resolved = await named_outright(bag, queries, talked)
        if resolved is None or resolved.missing or resolved.around is None:
            continue
        nouns = {item.dataset for _, phrase in bag.said() for item in phrase.head.all(NounIs)}
        around = Around(resolved.around, frozenset(nouns))
        for reading in _all_of(derive([replace(resolved.bag, topic=last.dataset)], today, around)):
            again = any((measure.metric or measure.aggregate) in measured for measure in reading.draft.measures)
            cost = reading.cost + _uncounted(reading, last) - (WEIGHTS["second"] if again else 0.0)
            found.append(_with_kept(replace(reading, cost=cost), resolved))
        found += [_with_kept(reading, resolved) for reading in _edited(resolved.bag, last, today)]
    return found


def _with_kept(reading: Derivation, resolved: Resolved) -> Derivation:
    """The answer says what was pointed at."""
    refs = [thing.ref for thing in resolved.things]
    pointed = [part for part in reading.draft.filters if isinstance(part, Compare) and part.field in refs]
    reading.draft.kept += [part for part in pointed if part not in reading.draft.kept]
    return reading


def _all_of(readings: Readings) -> list[Derivation]:
    return [*(item for _, item in readings.clean), *readings.others]


def _edited(bag: Bag, last: SemanticQuery, today: date) -> list[Derivation]:
    """The message as an edit of the last query, in every way in which it may be one."""
    found = []
    for attempt in edits(bag, last):
        for draft in tried(bag, attempt, today):
            draft.kind = "edit"
            found.append(Derivation(bag, draft, draft.cost + bag.cost))
    return found


def behind_choices(bags: Sequence[Bag], pending: Asks, today: date) -> Readings | None:
    """A message that goes on from a question back («¿y la P-130?») goes on from each of its choices; None when it says
    what can stand alone, or no choice is a query that it can edit."""
    queries = [choice.query for choice in pending.choices if choice.query is not None]
    if not bags or not queries or not any(bag.opener in ("and", "only") for bag in bags):
        return None
    found = []
    for query in queries:
        ways = [reading for bag in bags for reading in _edited(going_on(bag, query), query, today) if reading.clean]
        found += [reading for reading in ways if reading.cost <= min(way.cost for way in ways) + WEIGHTS["margin"]]
    best = [reading for reading in found if reading.cost <= WEIGHTS["edit"] + WEIGHTS["margin"]]
    return gathered(best, bags[0]) if best else None


def continues(reading: Derivation) -> bool:
    """True when a reading lives of what was spoken of before, or begins as such a message does."""
    draft = reading.draft
    return bool(draft.kept or draft.kept_period or reading.bag.opener not in ("", "new")) or draft.kind in (
        "edit", "again", "one of them", "total",
    )  # fmt: skip


def _all(bag: Bag) -> bool:
    """«no, todas», "no, all of them": nothing but the last limit is taken back."""
    return all(
        phrase.head.has(Ref, lambda item: item.kind == "all")
        or phrase.head.role("not", "no_answer", "undo") is not None
        for _, phrase in bag.said()
    ) and len(bag.phrases) == len(list(bag.said()))


def _again(bag: Bag, query: SemanticQuery) -> Derivation:
    """A query of before once more."""
    draft = Draft.of(query)
    draft.kind, draft.kept = "again", list(query.filters)
    return Derivation(bag, draft, 0.0)


async def _one_of(bag: Bag, last: SemanticQuery, talked: Talked, place: int) -> list[Derivation]:
    """«¿y la segunda?»: that row of the last answer, or of a longer one where it was cut before."""
    things = await talked.things(last, most=max(place, 1))
    if things is None or len(things.values) < abs(place):
        draft = Draft(last.dataset)
        draft.problems.append(Problem("no_reference", tuple(bag.text(at) for at in bag.pointers)))
        return [Derivation(bag, draft, 0.0)]
    value = things.values[place - 1] if place > 0 else things.values[place]
    draft = Draft(
        last.dataset, kind="one of them", shape=last.shape, measures=list(last.measures), groups=list(last.groups)
    )
    draft.select, draft.period, draft.date_field = list(last.select), last.period, last.date_field
    draft.filters = [*last.filters, Compare(field=things.ref, op="=", values=(value,))]
    draft.kept, draft.kept_period = list(last.filters), last.period is not None
    draft.order, draft.limit = last.order, 1 if last.order is not None else None
    return [Derivation(bag, draft, 0.0)]


def _uncounted(reading: Derivation, last: SemanticQuery) -> float:
    """Rows are counted although a measure was spoken of and nobody asked how many."""
    measured = any(measure.metric for measure in last.measures)
    if reading.draft.label == "worst" and last.measures:
        return WEIGHTS["bare"]  # by what was measured before, and not by whatever such things are judged by
    counts = all(measure.aggregate == "count" for measure in reading.draft.measures)
    plain = bool(reading.draft.measures) and counts and not reading.bag.has("count")
    named = any(phrase.head.can(NounIs) for _, phrase in reading.bag.said())
    return WEIGHTS["bare"] if measured and plain and not named else 0.0


def _limits(draft: Draft) -> bool:
    """Rows are limited, measured or laid out in some way."""
    return bool(draft.filters or draft.period or draft.groups or draft.limit or draft.select or draft.measures)


def _ungrouped(reading: Derivation, last: SemanticQuery) -> float:
    """A measure in place of another one, and the breakdown forgotten: «ahora el mtbf» keeps to the lines."""
    draft, bag = reading.draft, reading.bag
    if not last.groups or last.limit == 1 or draft.groups or not any(measure.metric for measure in draft.measures):
        return 0.0
    named = [place for place in _things_pointed(bag) if not bag.phrases[place].own or last.limit is not None]  # type: ignore[attr-defined]
    pointed = bool(named) or (bool(bag.of(When)) and not bag.opener and not bag.pointers)
    return 0.0 if pointed or _limited(bag) else WEIGHTS["bare"]


def goes_on(bag: Bag) -> bool:
    """«¿y en Bottling?», «solo las de prioridad alta»: nothing is asked for that could stand alone."""
    leading = bag.phrases[0].head if bag.phrases else None
    if leading is not None and leading.role("sort") and not leading.is_substance:
        return True  # «ordénalas por nombre»
    if not bag.opener or bag.of(Extreme):
        return False
    says = any(phrase.head.can(NounIs, MetricIs, Verb, Cond, FieldIs, Superlative) for _, phrase in bag.said())
    things = any(bag.is_noun(place) for place, _ in bag.said())
    places = any(bag.model.datasets[name].place for place, _ in bag.said() for name in bag.nouns_at(place))
    named = any(bag.is_name(place) for place, _ in bag.said())
    return not says and not named and (not things or places)


def leans(bag: Bag) -> bool:
    """«solo las bombas», «en soldadura»: it begins as what goes on from a message, or does not say of what it is."""
    named = any(phrase.head.can(NounIs, MetricIs) for _, phrase in bag.said())
    things = any(bag.is_noun(place) for place, phrase in bag.said() if phrase.head.can(ValueIs))
    return bag.opener not in ("", "new") or not (named or things)


def _apart(bag: Bag, draft: Draft) -> float:
    """How much speaks against a question of its own."""
    cost = WEIGHTS["opened"] if bag.opener else 0.0
    # «¿cuántas son bombas?» says what they are, and not what they are of.
    said = [(place, phrase) for place, phrase in bag.said() if not phrase.predicate]
    named = any(phrase.head.can(NounIs, MetricIs) for _, phrase in said) or bool(bag.roles("unavailable"))
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


def stands_alone(readings: Readings, query: SemanticQuery | None) -> bool:
    """A whole question that took nothing from the running talk, so that it means the same in any."""
    reading = next((reading for found, reading in readings.clean if found == query), None)
    if reading is None or reading.draft.kept or reading.draft.kind == "edit":
        return False
    return not reading.bag.opener and not reading.bag.pointers and asks_whole(reading.bag)


async def _scopes(
    bags: list[Bag], last: SemanticQuery, talked: Talked, earlier: Sequence[SemanticQuery], *, pointing: bool
) -> list[tuple[TalkScope, float]]:
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
        return [(WithPeriod(Things(things.ref, (value,)), period, last), WEIGHTS["scoped"])]
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
        bare = (
            any(phrase.head.can(MetricIs, NounIs) for _, phrase in bag.said())
            and not _limited(bag)
            and not bag.of(When)
        )
        bare = bare or _elliptic(bag)
        whole: list[tuple[TalkScope, float]] = []
        if bare and last.limit is None:
            whole = [(Selected(last), WEIGHTS["implied_scope"] + (WEIGHTS["second"] if one is not None else 0.0))]
        if one is not None and not _speaks_of(bag, one):
            cost = WEIGHTS["implied_scope"] + (WEIGHTS["second"] if _dated_topic(bag) else 0.0)
            return [(WithPeriod(one, period, last if one is cut else None), cost), *whole]
        return whole
    many = any(item.kind in ("those", "all") for at in bag.pointers for item in bag.phrases[at].head.all(Ref))
    scopes: list[tuple[TalkScope, float]] = []
    if cut is not None:
        scopes.append((WithPeriod(cut, period, last), WEIGHTS["scoped"]))
    elif named is not None:
        scopes.append((WithPeriod(named, period), WEIGHTS["scoped"] + (WEIGHTS["second"] if many else 0.0)))
    if last.limit is None and not (many and cut is not None):
        scopes.append((Selected(last), WEIGHTS["scoped"] + (WEIGHTS["second"] if named and not many else 0.0)))
    return scopes


def _elliptic(bag: Bag) -> bool:
    """«¿quién los está viendo?», "since when": it asks, and of what is left to the talk."""
    named = any(phrase.head.can(NounIs, MetricIs) or bag.is_named(place) for place, phrase in bag.said())
    return bag.has("who", "since_when") and not named


def _dated_topic(bag: Bag) -> bool:
    """«¿cuántos paros hubo en octubre?»: rows by their noun, in days of their own, are a new topic."""
    named = any(phrase.head.can(NounIs) for _, phrase in bag.said())
    return named and bool(bag.of(When)) and not bag.has("going_on")


def _pointed(bag: Bag) -> set[str]:
    """The datasets of things that are pointed at by their noun."""
    return {name for place, phrase in bag.said() if phrase.pointed for name in bag.nouns_at(place)}


def _says_more(bag: Bag) -> bool:
    """Something of the plant is named beside what points («la segunda, ¿y su turno?»)."""
    return any(phrase.head.is_substance for _, phrase in bag.said())


def _others(bag: Bag) -> list[int]:
    """«los demás», "the others": which ones is not known without asking."""
    return [place for place, phrase in bag.said() if phrase.head.has(Ref, lambda item: item.kind == "others")]


def _whose(bag: Bag) -> bool:
    """«las de él»: what belongs to the one that was named, and not he himself."""
    return any(phrase.head.has(Ref, lambda item: item.kind == "his") for _, phrase in bag.said())


def _things_pointed(bag: Bag) -> list[int]:
    """Phrases that point at things; those that point at a period («ese mes») left out."""
    return [
        place
        for place in bag.pointers
        if not bag.phrases[place].head.has(Ref, lambda item: item.kind == "then")
        or bag.phrases[place].head.can(Ordinal)
    ]


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
