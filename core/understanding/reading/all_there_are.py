""" "across *the three* shifts", «las *dos* plantas»: a number behind an article that says how many there are in all
means each of them. Any other number does not («los 3 turnos» of four are some of them)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.semantics.model import SemanticModel
from core.semantics.query import FieldRef
from core.semantics.values import ValueIndex
from core.understanding.reading.readings import FieldIs, Light, Mention, NounIs, Number, Role

_TWO = "both"
_RANKED = ("most", "least", "worst", "best", "top", "last_few")
_BEFORE = ("articles", "whole", "possessives")


def said_of_all(mentions: Sequence[Mention], model: SemanticModel, values: ValueIndex) -> tuple[Mention, ...]:
    """The mentions, with such numbers as words for each one; where things are ranked a number is how many."""
    if any(mention.role(*_RANKED) for mention in mentions):
        return tuple(mentions)
    kept = list(mentions)
    for place, mention in enumerate(mentions[:-1]):
        number = 2 if mention.role(_TWO) else _number(mentions, place)
        following = mentions[place + 1]
        if number is None or number < 2 or mention.ends or mention.end != following.start:
            continue
        if number in {values.how_many(ref.dataset, ref.field) for ref in _named(following, model)}:
            kept[place] = replace(mention, readings=(Role("each"),))
    return tuple(kept)


def _number(mentions: Sequence[Mention], place: int) -> float | None:
    """A plain number with a word before it that says that all of them are meant."""
    found = mentions[place].first(Number)
    before = mentions[place - 1] if place else None
    if found is None or found.unit or before is None or before.end != mentions[place].start:
        return None
    return found.value if before.has(Light, lambda item: item.kind in _BEFORE) else None


def _named(mention: Mention, model: SemanticModel) -> set[FieldRef]:
    """The fields of words that a noun or a field's name stands for."""
    refs = {item.ref for item in mention.all(FieldIs) if model.field(item.ref.dataset, item.ref.field).kind == "text"}
    for item in mention.all(NounIs):
        meaning = model.datasets[item.dataset]
        if meaning.identity in meaning.fields:
            refs.add(FieldRef(dataset=item.dataset, field=meaning.identity))
    return refs
