"""Edits of a part of what was shown: «esa, por técnico», "the second one, by month", "both shifts together"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.comprehension.meaning.bag import Bag
from core.comprehension.meaning.merge import merged
from core.comprehension.phrases.types import Extreme, Phrase, Said, Split
from core.comprehension.reading.readings import Ordinal, Ref, ValueIs
from core.comprehension.threads.antecedent import Talked
from core.kernel.messages import Cell
from core.semantics.query import Compare, SemanticQuery


@dataclass(frozen=True)
class Narrowed:
    """The last query held to the things that are pointed at, and the messages without what points at them."""

    query: SemanticQuery
    bags: tuple[Bag, ...]


async def narrowed(bags: Sequence[Bag], last: SemanticQuery, talked: Talked) -> Narrowed | None:
    """What is broken down anew of the things that were named; None when the message points at none of them.

    Only for messages that name a breakdown: what else is asked of things is a question inside their scope.
    """
    if not bags or not bags[0].of(Split) or not last.groups or not last.measures:
        return None
    place = _place(bags[0])
    if place is None and (last.limit is None or not any(_points(phrase) for phrase in bags[0].phrases)):
        return None
    things = await talked.things(last, most=max(place or 1, 1))
    if things is None or (place is not None and len(things.values) < abs(place)):
        return None
    values: tuple[Cell, ...] = things.values
    if place is not None:
        values = (values[place - 1] if place > 0 else values[place],)
    limit = Compare(field=things.ref, op="=" if len(values) == 1 else "in", values=values)
    counts = all(measure.aggregate == "count" for measure in last.measures)
    query = last.model_copy(
        update={
            "filters": tuple(merged(talked.model, last.filters, [limit])),
            "groups": (),
            "order": None,
            "limit": None,
            "offset": 0,
            "limit_within": None,
            "having": (),
            "shape": "count" if counts else "measure",
        }
    )
    return Narrowed(query, tuple(_without_pointers(bag) for bag in bags))


def _points(phrase: Phrase) -> bool:
    """A word that does nothing but point at things."""
    if not isinstance(phrase, Said) or phrase.head.is_substance:
        return False
    return phrase.head.can(Ordinal) or phrase.head.has(Ref, lambda item: item.kind in ("that", "those", "all"))


def _place(bag: Bag) -> int | None:
    for phrase in bag.phrases:
        item = phrase.head.first(Ordinal)
        if item is not None and _points(phrase):
            return item.place
    return None


def _without_pointers(bag: Bag) -> Bag:
    return replace(
        bag, phrases=tuple(phrase for phrase in bag.phrases if not _points(phrase)), opener=bag.opener or "and"
    )


def both(bag: Bag, queries: Sequence[SemanticQuery]) -> Bag:
    """ "both shifts together": the last two values of the field, as if they had been said.

    Args:
        queries: the thread's queries, newest first.
    """
    phrases: list[Phrase] = []
    for place, phrase in enumerate(bag.phrases):
        before = bag.phrases[place - 1] if place else None
        ties = before is not None and before.head.role("both")
        named = isinstance(phrase, Said) and (ties or phrase.head.role("both"))
        refs = bag.fields_at(place) if named else []
        found = _values(refs, queries) if refs and not isinstance(phrase, Extreme) else None
        if found is None or len(found[1]) < 2:
            phrases.append(phrase)
            continue
        if ties and phrases:
            phrases.pop()
        for number, value in enumerate(found[1]):
            head = replace(phrase.head, readings=(ValueIs(found[0], value),))  # type: ignore[arg-type]
            phrases.append(Said(phrase.at, head, joint="or" if number else ""))
    return replace(bag, phrases=tuple(phrases))


def _values(refs: Sequence[object], queries: Sequence[SemanticQuery]) -> tuple[object, list[Cell]] | None:
    found: list[Cell] = []
    for query in queries:
        for part in query.filters:
            if isinstance(part, Compare) and part.op in ("=", "in") and part.field in refs:
                found += [value for value in part.values if value not in found]
                ref = part.field
        if len(found) >= 2:
            return ref, found[:2]
    return None
