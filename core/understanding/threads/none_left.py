"""None of what we kept: a question that says all itself, and whose answer is empty only by limits that were kept from
the talk, is answered without them. That there is nothing would be said of rows that nobody asked about."""

from __future__ import annotations

from collections.abc import Sequence

from core.understanding.derive import Derivation, Readings, gathered, near
from core.understanding.meaning.bag import Bag
from core.understanding.phrases.types import When
from core.understanding.reading.readings import Cond, ValueIs
from core.understanding.threads.antecedent import Talked
from core.understanding.threads.says import things_pointed
from core.understanding.threads.unsaid import subject_unsaid


async def none_left(found: Readings, own: Sequence[Derivation], talked: Talked) -> Readings:
    """The readings, or those of the message alone.

    Args:
        own: the message as a question of its own.
    """
    best = near(found)[:1]
    alone = [reading for reading in own if reading.clean and not reading.draft.kept]
    if not best or not best[0][1].draft.kept or not alone or not _says_all(best[0][1].bag):
        return found
    if not await talked.none(best[0][0]) or await talked.none(alone[0].draft.query()):
        return found
    return gathered(alone, found.bag)


def _says_all(bag: Bag) -> bool:
    """It asks for rows by their noun, in a state or days of its own: «¿cuántas correctivas se cerraron en octubre?»."""
    if bag.opener in ("only", "undo") or things_pointed(bag) or subject_unsaid(bag):
        return False
    nouns = [place for place in range(len(bag.phrases)) if bag.nouns_at(place)]
    limits = any(phrase.head.can(Cond, ValueIs) and place not in nouns for place, phrase in bag.said())
    return bag.has("count", "which", "how_much") and bool(nouns) and limits and bool(bag.of(When))
