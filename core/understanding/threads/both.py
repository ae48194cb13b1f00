"""Both values of a field that were spoken of one after the other, as if they had been said: "both shifts together"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.kernel.messages import Cell
from core.semantics.query import Compare, SemanticQuery
from core.understanding.meaning.bag import Bag
from core.understanding.phrases.types import Extreme, Phrase, Said
from core.understanding.reading.readings import ValueIs


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
