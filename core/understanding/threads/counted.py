"""«los tres turnos», "the four", «entre las dos»: as many as the last answer named are those that it named; «cada uno»
is each of them."""

from __future__ import annotations

from dataclasses import replace

from core.semantics.query import FieldRef, SemanticQuery
from core.understanding.meaning.bag import Bag
from core.understanding.phrases.types import Amount, Key, Phrase, Said, Split
from core.understanding.reading.readings import FieldIs, MetricIs, NounIs, Ref
from core.understanding.threads.antecedent import Talked

_PAIR = 2


async def counted(bag: Bag, last: SemanticQuery, talked: Talked) -> Bag:
    """The message with a word that points back in the place of the number of things that were shown."""
    phrases: list[Phrase] = []
    found = False
    for place, phrase in enumerate(bag.phrases):
        if isinstance(phrase, Said) and phrase.head.role("each_one"):
            phrases += _each(phrase, talked.named_by(last)) if _asks_figure(bag) else []
            continue
        if phrases and found and _says_what(bag, place, last) and phrases[-1].head.can(Ref):
            continue  # «los tres *turnos*»
        number = _number(bag, place, phrase)
        if number is None or not await _as_many(number, last, talked):
            phrases.append(phrase)
            continue
        found = True
        head = replace(phrase.head, readings=(Ref("those"),))
        phrases.append(Said(phrase.at, head, whose=phrase.whose))
    return replace(bag, phrases=tuple(phrases), counted=found)


def _asks_figure(bag: Bag) -> bool:
    """A number of each is asked for; what each of them is or has is told by a list as it stands."""
    measured = any(phrase.head.can(MetricIs) for _, phrase in bag.said())
    return not bag.splits and (measured or bag.has("count", "how_much", "average", "sum"))


def _each(phrase: Said, ref: FieldRef | None) -> list[Phrase]:
    """ "how many orders does *each one* have open": broken down by the things that were listed."""
    if ref is None:
        return [phrase]
    head = replace(phrase.head, readings=(FieldIs(ref),))
    those = Said((), replace(phrase.head, readings=(Ref("those"),)))
    return [Split(phrase.at, phrase.head, keys=(Key(mention=head),)), those]


def _number(bag: Bag, place: int, phrase: Phrase) -> int | None:
    """A number behind an article, or a word for both, that counts nothing of its own."""
    behind = bag.phrases[place + 1] if place + 1 < len(bag.phrases) else None
    if behind is not None and behind.head.role("next_few"):
        return None  # «los 5 que siguen»
    if isinstance(phrase, Amount) and phrase.elided and not phrase.unit and float(phrase.value).is_integer():
        return int(phrase.value)
    alone = isinstance(phrase, Said) and not phrase.head.is_substance and phrase.head.role("both") is not None
    if alone and not (behind is not None and behind.head.can(NounIs, FieldIs)):
        return _PAIR
    return None


def _says_what(bag: Bag, place: int, last: SemanticQuery) -> bool:
    grouped = {group.field for group in last.groups if group.field is not None}
    owners = {field.dataset for field in grouped} or {last.dataset}
    head = bag.phrases[place].head
    return any(item.ref in grouped for item in head.all(FieldIs)) or any(
        item.dataset in owners for item in head.all(NounIs)
    )


async def _as_many(number: int, last: SemanticQuery, talked: Talked) -> bool:
    """The last answer named so many: its groups that have a name, or its rows."""
    if last.groups:
        return len(await talked.labels(last)) == number
    things = await talked.things(last)
    return things is not None and len(things.values) == number
