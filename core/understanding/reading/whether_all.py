""" "*are all* pumps *running*?", «¿*todas* las calderas *están* operando?»: whether each is so is asked, and not for
those that are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.understanding.reading.readings import Cond, Mention, NounIs, Role, ValueIs

BEING = "being"
WHETHER_ALL = "whether_all"


def whether_all(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions, in which the word for all of them asks whether all are."""
    found = list(mentions)
    for at, mention in enumerate(mentions):
        if not mention.role("every", "every_one") or mention.is_substance:
            continue
        being = next((place for place, other in enumerate(mentions) if other.role(BEING)), None)
        if being is None or not _states(mentions[max(at, being) + 1 :]):
            continue
        opens = being < at and all(other.is_light and not other.is_substance for other in mentions[:being])
        said_of = at < being and not any(other.is_substance for other in mentions[:at])
        if opens or (said_of and mentions[being - 1].can(NounIs, ValueIs)):
            found[at] = replace(mention, readings=(Role(WHETHER_ALL),))
    return tuple(found)


def _states(mentions: Sequence[Mention]) -> bool:
    """What they are to be is said behind it."""
    return any(mention.can(Cond) for mention in mentions)
