"""Scopes: what a message that asks about the running talk may be about, nearest first."""

from __future__ import annotations

from collections.abc import Sequence

from core.semantics.query import Compare, SemanticQuery
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.builder import TalkScope
from core.understanding.phrases.types import When
from core.understanding.reading.readings import MetricIs, NounIs, Ref, ValueIs
from core.understanding.threads.antecedent import Selected, Talked, Things, WithPeriod
from core.understanding.threads.says import (
    asks_where,
    elliptic,
    kinds_pointed,
    limited,
    of_it,
    ordinal,
    things_pointed,
    which_one,
    whose,
)
from core.understanding.threads.then import spoken_of
from core.understanding.threads.unsaid import subject_unsaid
from core.understanding.weights import WEIGHTS


async def scopes_of(
    bags: list[Bag], last: SemanticQuery, talked: Talked, earlier: Sequence[SemanticQuery], *, pointing: bool
) -> list[tuple[TalkScope, float]]:
    """What the message may point at, nearest first."""
    bag = bags[0] if bags else None
    if bag is None:
        return []
    place = ordinal(bag)
    period = last.period if last.period is not None and last.period.given else None
    if place is not None:
        things = await talked.things(last, most=max(place, 1))
        if things is None or len(things.values) < abs(place):
            return []
        value = things.values[place - 1] if place > 0 else things.values[place]
        return [(WithPeriod(Things(things.ref, (value,)), period, last), WEIGHTS["scoped"])]
    if whose(bag) and (his := await _his(bag, (last, *earlier), talked)) is not None:
        return [(his, WEIGHTS["scoped"])]
    named = talked.pinned(last)
    if (kinds := kinds_pointed(bag)) and (named is None or named.ref.dataset not in kinds):
        # «esa máquina»: the newest one of its kind that was named
        for query in earlier:
            before = talked.pinned(query)
            if before is not None and before.ref.dataset in kinds:
                return [(WithPeriod(before, None), WEIGHTS["scoped"])]
    if named is not None and bag.model.datasets[named.ref.dataset].place:
        pointed = any(named.ref.dataset in bag.nouns_at(at) for at in bag.pointers)
        named = named if pointed else None
    nameless = (
        elliptic(bag) and bag.model.datasets[last.dataset].identity not in bag.model.datasets[last.dataset].fields
    )
    few = last.limit is not None or (pointing and bool(last.groups)) or nameless
    cut = await talked.things(last) if few else None
    if cut is not None and _tells_rows(bag, cut, last):
        limit = Compare(field=cut.ref, op="=" if len(cut.values) == 1 else "in", values=cut.values)
        rows = last.model_copy(update={"filters": (*last.filters, limit), "groups": (), "order": None, "limit": None})
        return [(Selected(rows), WEIGHTS["scoped" if pointing else "implied_scope"])]
    if not pointing:
        if bag.opener == "undo":
            return []
        # of several that came first together, those are meant that one was asked for
        first = cut if cut is not None and (len(cut.values) == 1 or _first_together(last)) else None
        one = first if last.limit == 1 and last.shape == "list" and first is not None else named or first
        bare = (
            any(phrase.head.can(MetricIs, NounIs) for _, phrase in bag.said()) and not limited(bag) and not bag.of(When)
        )
        unsaid = subject_unsaid(bag)
        bare = bare or elliptic(bag) or unsaid or ((which_one(bag) or of_it(bag)) and not last.groups)
        whole: list[tuple[TalkScope, float]] = []
        if cut is not None and nameless:
            return [(WithPeriod(cut, None), WEIGHTS["implied_scope"])]  # who is on stops is on what stands
        if bare and last.limit is None and not last.having:
            whole = [(Selected(last), WEIGHTS["implied_scope"] + (WEIGHTS["second"] if one is not None else 0.0))]
        if one is not None and not _speaks_of(bag, one):
            cost = WEIGHTS["implied_scope"] + (WEIGHTS["second"] if _dated_topic(bag) else 0.0)
            return [(WithPeriod(one, period, last if one is cut else None), cost), *([] if unsaid else whole)]
        return whole
    many = any(item.kind in ("those", "all") for at in bag.pointers for item in bag.phrases[at].head.all(Ref))
    scopes: list[tuple[TalkScope, float]] = []
    if cut is not None:
        scopes.append((WithPeriod(cut, period, last), WEIGHTS["scoped"]))
    elif named is not None:
        own = any(phrase.own for _, phrase in bag.said())
        many = many or _asks_whose(bag, last)
        cost = WEIGHTS["scoped"] + (WEIGHTS["second"] if many else 0.0)
        scopes.append((WithPeriod(named, period, None if own else last), cost))
    if last.limit is None and not last.having and not (many and cut is not None):
        scopes.append((Selected(last), WEIGHTS["scoped"] + (WEIGHTS["second"] if named and not many else 0.0)))
    return scopes


def _asks_whose(bag: Bag, last: SemanticQuery) -> bool:
    """ "who has it" behind the open jobs on a machine: whose the rows are that were listed."""
    people = bag.people
    held = people is not None and bag.model.path(last.dataset, people) is not None
    return bag.has("who") and held and last.shape == "list" and not last.groups


def _tells_rows(bag: Bag, things: Things, last: SemanticQuery) -> bool:
    """What was named is no thing but what rows are like (the most frequent mode), so that those rows are meant, with
    all that they were held to."""
    meaning = bag.model.datasets[things.ref.dataset]
    own = things.ref.dataset == last.dataset and things.ref.field != meaning.identity
    return own and last.having == () and (bool(things_pointed(bag)) or asks_where(bag))


async def _his(bag: Bag, queries: Sequence[SemanticQuery], talked: Talked) -> WithPeriod | None:
    """«las suyas»: what the newest person who was named has, of the rows by which he was found, if he was found so."""
    one = None
    for query in queries:
        found = await talked.focus(query, bag.people) if bag.people is not None else None
        if found is None or (one is not None and found != one):
            continue
        one = found
        if query.limit == 1 or (query.groups and query.groups[0].field == one.ref):
            return WithPeriod(one, spoken_of(query), query)
    return WithPeriod(one, None) if one is not None else None


def _first_together(query: SemanticQuery) -> bool:
    return query.limit == 1 and bool(query.groups)


def _dated_topic(bag: Bag) -> bool:
    """«¿cuántos paros hubo en octubre?»: rows by their noun, in days of their own, are a new topic."""
    named = any(phrase.head.can(NounIs) for _, phrase in bag.said())
    return named and bool(bag.of(When)) and not bag.has("going_on")


def _speaks_of(bag: Bag, things: Things) -> bool:
    """The message limits such things itself, by name or by kind, so that those before are not meant."""
    return any(
        item.ref.dataset == things.ref.dataset or bag.model.reaches(things.ref.dataset, item.ref.dataset)
        for _, phrase in bag.said()
        for item in phrase.head.all(ValueIs)
    )
