"""«la más atrasada *primero*», "oldest *on top*": behind an extreme the word only says which way things are sorted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.understanding.reading.readings import Mention, Role, Superlative

_EXTREMES = ("most", "least")


def sorts_only(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions, in which such a word points at no place of an order and names no extreme of its own."""
    found = list(mentions)
    for at, mention in enumerate(mentions):
        if mention.role("first_word") is None or not _behind_extreme(mentions[:at]):
            continue
        sorts = tuple(item for item in mention.readings if isinstance(item, Role) and item.role == "first_word")
        found[at] = replace(mention, readings=sorts)
    return tuple(found)


def _behind_extreme(before: Sequence[Mention]) -> bool:
    """A word for an extreme («oldest», «más vieja») ends the clause so far, or one for most and what it is most of."""
    if not before or before[-1].ends:
        return False
    if before[-1].can(Superlative):
        return True
    return len(before) > 1 and before[-1].is_substance and before[-2].role(*_EXTREMES) is not None
