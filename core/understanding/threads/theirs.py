"""Words for those that the last answer named: by their number («los tres turnos», «entre las dos»), each of them («cada
uno»), and whoever it told a thing to be of («otras refacciones *de ellos*»: its supplier, who is no person of ours)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.semantics.query import FieldRef, SemanticQuery
from core.understanding.meaning.bag import Bag
from core.understanding.phrases.types import Amount, Key, Phrase, Said, Split
from core.understanding.reading.readings import FieldIs, MetricIs, NounIs, Ref, ValueIs
from core.understanding.threads.antecedent import Talked

# ---- by their number ----


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


# ---- by whose they are ----


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
