""" "how many orders did *every* mechanic close": behind what is counted, "every" breaks it down as "each" does; "list
every pump" is all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.understanding.reading.readings import Mention, MetricIs, NounIs, Role, Verb

_ASKS = ("count", "how_much", "average")
_EACH = Role("each")


def every_as_each(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions, in which such a word means each."""
    found = list(mentions)
    for at, mention in enumerate(mentions):
        if mention.role("every_one") is None or mention.is_substance:
            continue
        asked = next((place for place in range(at) if mentions[place].role(*_ASKS)), None)
        if asked is not None and any(item.can(NounIs, MetricIs, Verb) for item in mentions[asked:at]):
            found[at] = replace(mention, readings=(_EACH,))
    return tuple(found)
