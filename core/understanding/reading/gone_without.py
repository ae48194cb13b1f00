"""«equipos *sin mantenimiento* este año», "no *service* since May": a thing that rows are without where a date did not
happen to them. Said in any other way such a word tells nothing of that date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.understanding.reading.readings import DateVerb, Mention, Missed, Reading


def gone_without(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions, in which such a word stands for its date behind a word of lacking, and else for nothing."""
    return tuple(
        replace(mention, readings=_settled(mention, _lacking(mentions, place))) if mention.can(Missed) else mention
        for place, mention in enumerate(mentions)
    )


def _lacking(mentions: Sequence[Mention], place: int) -> bool:
    """The word before, over those that say nothing, is one of having none."""
    for before in reversed(mentions[:place]):
        if before.role("without"):
            return True
        if not before.is_light or before.is_substance or before.ends:
            return False
    return False


def _settled(mention: Mention, lacking: bool) -> tuple[Reading, ...]:
    dates = tuple(DateVerb(item.ref) for item in mention.all(Missed))
    kept = tuple(item for item in mention.readings if not isinstance(item, Missed))
    return dates if lacking else kept
