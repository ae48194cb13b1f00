"""Pronouns that point at the sentence's own subject: «¿qué máquinas están paradas y quién *las* tiene?», "the oldest
order and *its* age", "boilers - status *of each*". What was named in the message needs no talk to be found in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from core.semantics.query import FieldRef
from core.understanding.phrases.types import Amount, Bound, Phrase, Said, Versus
from core.understanding.reading.readings import Cond, FieldIs, Mention, NounIs, ValueIs


def resolved(
    phrases: Sequence[Phrase], weak: Collection[str], names: Callable[[FieldRef], bool], *, talking: bool = False
) -> list[Phrase]:
    """The phrases without the pronouns that stand for what the same message named before.

    Args:
        weak: folded words that stand for what was just named, and do not point («it», «sus»); "that one" does.
        names: whether a field is what single things are called by.
        talking: something was spoken of before, so that a pronoun in the clause of its noun points at that ("which
            machines are *they* on?"), and only one in a clause behind at the noun.
    """
    found: list[Phrase] = []
    seen = named = False
    apart = not talking
    for place, phrase in enumerate(phrases):
        if not isinstance(phrase, Said):
            found.append(phrase)
            continue
        if seen and phrase.dangling and _asks_who(found):
            continue  # «¿cuántas hay y *quién las tiene*?»: a person is asked for
        apart = apart or (seen and (phrase.joint == "and" or phrase.head.role("and") is not None))
        if seen and apart and _weak(phrase, weak) and not (_has(phrases, place + 1) or _of_noun(phrase, found)):
            continue
        if seen and apart and phrase.own:
            compared = bool(found) and isinstance(found[-1], Bound | Amount | Versus)  # "twice *their* minimum"
            tied = "with" if phrase.head.can(FieldIs, NounIs) and not (phrase.link or compared) else phrase.link
            phrase = replace(phrase, own=False, its=True, link=tied)
        if named and phrase.dangling:
            continue  # «¿qué hay que hacer en la WO-1 y qué prioridad *tiene*?»
        last = found[-1] if found else None
        if phrase.head.role("left_out") and isinstance(last, Said) and last.head.can(Cond, ValueIs):
            found[-1] = replace(last, negated=True)  # "planned ones *don't count*"
            continue
        named = named or phrase.head.has(ValueIs, lambda item: names(item.ref))
        seen = seen or (_subject(phrase.head, names) and not (phrase.own or phrase.pointed))
        apart = apart or (seen and phrase.head.ends)
        found.append(phrase)
    return found


def _weak(phrase: Said, weak: Collection[str]) -> bool:
    return not phrase.head.is_substance and phrase.head.folded in weak


def _asks_who(found: Sequence[Phrase]) -> bool:
    """«¿*quién* las tiene?»: the having one is asked for."""
    return bool(found) and isinstance(last := found[-1], Said) and last.head.role("who") is not None


def _of_noun(phrase: Said, found: Sequence[Phrase]) -> bool:
    """«otras refacciones *de ellos*»: what belongs to somebody, who was named before the noun."""
    return " " in phrase.head.folded and bool(found) and found[-1].head.can(NounIs)


def _has(phrases: Sequence[Phrase], place: int) -> bool:
    """«what orders does *it have* open»: what has them is another thing, which was named before."""
    behind = phrases[place] if place < len(phrases) else None
    return isinstance(behind, Said) and (behind.dangling or behind.link == "with")


def _subject(head: Mention, names: Callable[[FieldRef], bool]) -> bool:
    return head.can(NounIs) or head.has(ValueIs, lambda item: item.noun or names(item.ref))
