"""What a message leaves to the talk without a word for it: whose it is («¿tiene OT abiertas?», «¿cuándo les toca?»);
and that all there is is meant, whatever the talk was limited to («todo el inventario», «el más largo de todos»)."""

from __future__ import annotations

import re
from dataclasses import replace

from core.kernel.folding import fold
from core.semantics.query import SemanticQuery
from core.understanding.meaning.bag import Bag
from core.understanding.phrases.types import Said, When
from core.understanding.reading.readings import Cond, FieldIs, MetricIs, NounIs, Ref, ValueIs, Verb

_EACH = ("each_one", "each_of_them")


def subject_unsaid(bag: Bag) -> bool:
    """The message tells of somebody or something that it does not name, by the form of its verb or by a pronoun that
    says nothing else."""
    if any(bag.is_name(place) for place in range(len(bag.phrases))) or bag.keys:
        return False
    words = _words(bag)
    opening = {fold(phrase) for role in ("and", "followup_start") for phrase in bag.words.roles[role]}
    while words and words[0] in opening:
        words = words[1:]
    nouns = sum(bag.is_noun(place) for place in range(len(bag.phrases)))
    if words and words[0] in bag.words.unsaid["had"]:
        return nouns == 1
    return nouns == 0 and any(word in bag.words.unsaid["to"] for word in words)


def names_nothing(bag: Bag) -> bool:
    """No noun, no name, no measure, no days and no breakdown: only what is asked of something."""
    if bag.keys or bag.ranked or bag.of(When):
        return False
    return not any(phrase.head.can(NounIs, MetricIs, ValueIs, Cond, Verb) or phrase.pointed for _, phrase in bag.said())


def names_whole(bag: Bag, last: SemanticQuery) -> bool:
    """«¿cuánto vale *todo el inventario*?», "the *whole* inventory": nothing of it is left out. «¿cuántos equipos hay
    *en total*?» behind a list or a count, which has told its own total."""
    text = " ".join(_words(bag))
    if bag.whole and not bag.splits and any(phrase.head.can(MetricIs) for _, phrase in bag.said()):
        return True  # "now the MTTR *for the whole plant*" behind that of some machines
    nouns = any(bag.is_noun(place) and not phrase.head.can(Cond) for place, phrase in bag.said())
    if bag.has("count") and nouns and not last.groups and not bag.opener:
        if any(f" {phrase} " in f" {text} " for phrase in bag.words.unsaid["in_all"]):
            return True
    return any(
        f"{lead} {phrase.head.folded}" in text
        for _, phrase in bag.said()
        if isinstance(phrase, Said) and phrase.head.can(NounIs, MetricIs, FieldIs)
        for lead in bag.words.unsaid["whole"]
    )


def out_of_all(bag: Bag, last: SemanticQuery) -> bool:
    """«el paro más largo *de todos*» behind a figure of some: of all that there are, and not of those alone."""
    text = " ".join(_words(bag))
    return last.shape != "list" and bag.ranked and text.endswith(tuple(f" {end}" for end in bag.words.unsaid["of_all"]))


def _words(bag: Bag) -> list[str]:
    return re.findall(r"\w+", fold(bag.question))


def each_pointed(bag: Bag, last: SemanticQuery) -> Bag:
    """ "open orders on *each of them*" behind a list: those that were listed, and no breakdown."""
    if last.shape != "list" or not bag.has(*_EACH) or bag.has("count", "how_much", "average", "share"):
        return bag
    nouns = {item.dataset for _, phrase in bag.said() for item in phrase.head.all(NounIs)}
    if not nouns - {last.dataset} or any(phrase.head.can(MetricIs) for _, phrase in bag.said()):
        return bag
    return replace(
        bag,
        phrases=tuple(
            replace(phrase, head=replace(phrase.head, readings=(Ref("those"),)))
            if isinstance(phrase, Said) and phrase.head.role(*_EACH)
            else phrase
            for phrase in bag.phrases
        ),
    )
