""" "how many orders did *every* mechanic close": behind what is counted, "every" breaks it down as "each" does; "list
every pump" is all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.understanding.reading.readings import (
    DateVerb,
    FieldIs,
    Light,
    Mention,
    MetricIs,
    NounIs,
    Role,
    Superlative,
    ValueIs,
    Verb,
)

_ASKS = ("count", "how_much", "average")
_OTHER = (*_ASKS, "share", "sum", "most", "least", "worst", "best", "top", "times", "who")
_EACH, _ALL = Role("each"), Light("whole")


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


def each_as_every(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """«*criticidad* de *cada* caldera», "when was *each* boiler last serviced": a field of the things themselves is one
    of each of them, without a breakdown."""
    if any(mention.role(*_OTHER) or mention.can(MetricIs, Superlative) for mention in mentions):
        return tuple(mentions)
    found = list(mentions)
    for at, mention in enumerate(mentions[:-1]):
        if mention.role("each") is None or mention.is_substance:
            continue
        noun = next((place for place in (at + 1, at + 2) if place < len(mentions) and _things(mentions[place])), at)
        things = _things(mentions[noun])  # «cada *OT*», "each open *order*"
        nouns = {item.dataset for other in mentions for item in other.all(NounIs)}
        told = [_told(other) for place, other in enumerate(mentions) if place not in (at, noun)]
        if things and nouns <= things and any(owners & things for owners in told):
            found[at] = replace(mention, readings=(_ALL,))
    return tuple(found)


def _things(mention: Mention) -> set[str]:
    kinds = {item.ref.dataset for item in mention.all(ValueIs) if item.noun}
    return {item.dataset for item in mention.all(NounIs)} | kinds


def _told(mention: Mention) -> set[str]:
    """The things of which it names a field."""
    return {item.ref.dataset for item in mention.readings if isinstance(item, FieldIs | DateVerb)}
