"""«otras refacciones *de ellos*», "what else of *theirs*": of whoever the last answer told a thing to be of (its
supplier, its maker), where that is no person of ours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.semantics.query import SemanticQuery
from core.understanding.meaning.bag import Bag
from core.understanding.phrases.types import Phrase, Said
from core.understanding.reading.readings import Ref, ValueIs
from core.understanding.threads.antecedent import Talked

_LOOKED_BACK = 2
"""Answers that may have told it."""


async def theirs(bag: Bag, queries: Sequence[SemanticQuery], talked: Talked) -> Bag:
    """The message with what a thing was told to be of in the place of the word that points at it.

    Args:
        queries: the thread's queries, newest first.
    """
    pointing = [place for place, phrase in bag.said() if phrase.own or _points(phrase)]
    value = await _told(queries, talked) if pointing else None
    if value is None:
        return bag
    phrases: list[Phrase] = []
    for place, phrase in enumerate(bag.phrases):
        head = replace(phrase.head, readings=(value,))
        if place in pointing and isinstance(phrase, Said) and phrase.own:
            phrases += [replace(phrase, own=False), Said((), head)]
        else:
            phrases.append(Said(phrase.at, head) if place in pointing else phrase)
    return replace(bag, phrases=tuple(phrases))


def _points(phrase: Said) -> bool:
    return not phrase.head.is_substance and phrase.head.has(Ref, lambda item: item.kind in ("those", "its"))


async def _told(queries: Sequence[SemanticQuery], talked: Talked) -> ValueIs | None:
    """The one value of a field in words that an answer about one thing showed, its own name left out."""
    for query in queries[:_LOOKED_BACK]:
        for ref in query.select:
            meaning = talked.model.datasets[ref.dataset]
            field = meaning.fields[ref.field]
            named = ref.field == meaning.identity or (ref.field,) in meaning.unique_keys
            if field.kind != "text" or named or meaning.who or meaning.place:
                continue
            found = await talked.column(query, ref)
            if len(found) == 1:
                return ValueIs(ref, found[0])  # type: ignore[arg-type]
    return None
