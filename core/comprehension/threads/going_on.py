"""Reads a message as one that goes on: words that would begin something else in a question of its own are places in the
last answer («el primero»), openers («mejor en horas») and stresses ("bearings only") here."""

from __future__ import annotations

from dataclasses import replace

from core.comprehension.meaning.bag import Bag
from core.comprehension.phrases.types import Extreme, Phrase, Said, Split, When
from core.comprehension.reading.readings import Mention, MetricIs, Noun, Ordinal, Role, Superlative, ValueIs
from core.semantics.query import Compare, SemanticQuery


def going_on(bag: Bag, last: SemanticQuery) -> Bag:
    """The message as it is meant behind a query."""
    phrases = [_placed(bag, place, phrase) for place, phrase in enumerate(bag.phrases)]
    phrases = _without(phrases, last)
    if phrases and _opens(bag, phrases):
        phrases[0] = Said(phrases[0].at, _only_role(phrases[0]))
    first = phrases[0] if phrases else None
    if not bag.opener and isinstance(first, Said) and first.negated and first.head.is_substance:
        return replace(bag, phrases=tuple(phrases), opener="and")  # "excluding planned stops" is said of something
    stressed = bag.opener or ("only" if any(_stress(phrase) for phrase in phrases) else "")
    return replace(bag, phrases=tuple(phrases), opener=stressed or bag.opener)


def _without(phrases: list[Phrase], last: SemanticQuery) -> list[Phrase]:
    """«quita las de SKF», "drop the seals": what the query was not limited to is left out of it from now on."""
    kept: list[Phrase] = []
    limits = [part for part in last.filters if isinstance(part, Compare) and part.op in ("=", "in")]
    for place, phrase in enumerate(phrases):
        behind = phrases[place + 1] if place + 1 < len(phrases) else None
        if phrase.head.role("drop") and not phrase.head.is_substance and isinstance(behind, Said):
            values = behind.head.all(ValueIs)
            if values and not any(
                part.field == item.ref and item.value in part.values for part in limits for item in values
            ):
                phrases[place + 1] = replace(behind, negated=True, at=(*phrase.at, *behind.at))
                continue
        kept.append(phrase)
    return kept


def _placed(bag: Bag, place: int, phrase: Phrase) -> Phrase:
    """«¿cuál es el primero?», "the first one": a place in the answer, where no noun says of what it is the first."""
    before = bag.phrases[place - 1] if place else None
    if isinstance(before, Extreme) or (before is not None and before.head.can(Superlative)):
        return phrase  # "lowest first" sorts
    item = phrase.head.first(Ordinal)
    if isinstance(phrase, Extreme) and phrase.way == "top" and phrase.n == 1:
        item = Ordinal(1)  # "the first one"
    if item is None or not isinstance(phrase, Said | Extreme):
        return phrase
    if isinstance(phrase, Extreme) and (phrase.n not in (None, 1) or phrase.way == "last"):
        return phrase
    owners = {reading.ref.dataset for reading in phrase.head.all(Superlative)}
    named = any(owners & set(bag.nouns_at(index)) for index in range(len(bag.phrases)))
    following = place + 1 < len(bag.phrases) and bag.is_noun(place + 1)
    if named or (following and isinstance(phrase, Extreme)) or phrase.head.can(Noun):
        return phrase
    if isinstance(phrase, Said) and not owners:
        return phrase
    return Said(phrase.at, replace(phrase.head, readings=(item,)))


def _opens(bag: Bag, phrases: list[Phrase]) -> bool:
    """«mejor por causa»: the word only begins, since what follows cannot be good or bad."""
    first = phrases[0]
    if not isinstance(first, Extreme) or first.n is not None or not first.head.role("followup_start", "instead"):
        return False
    behind = phrases[1] if len(phrases) > 1 else None
    if isinstance(behind, Split | When):
        return True
    return isinstance(behind, Said) and (behind.head.can(MetricIs) or behind.head.role("unit") is not None)


def _only_role(phrase: Phrase) -> Mention:
    return replace(phrase.head, readings=(Role("followup_start"),))


def _stress(phrase: Phrase) -> bool:
    """A word of limiting, wherever it stands."""
    if not isinstance(phrase, Said):
        return False
    return phrase.only or (phrase.head.role("only") is not None and not phrase.head.is_substance)
