"""«¿cuántos baleros *quedan*?», "how many bearings are *left*": of things that are kept in a quantity, that quantity;
of what is done one day, what is open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.semantics.model import SemanticModel
from core.semantics.query import FieldRef
from core.understanding.reading.readings import Cond, FieldIs, Mention, NounIs, ValueIs

LEFT = "remaining"


def left_of_it(mentions: Sequence[Mention], model: SemanticModel) -> tuple[Mention, ...]:
    """The mentions, in which such a word names how many there are of one row, where they are counted."""
    left = next((place for place, mention in enumerate(mentions) if mention.role(LEFT)), None)
    counted = any(mention.role("count", "how_much") for mention in mentions)
    if left is None or not counted or any(mention.can(Cond) for mention in mentions):
        return tuple(mentions)
    kept = [
        FieldRef(dataset=meaning.name, field=str(meaning.how_many))
        for meaning in model.datasets.values()
        if meaning.how_many and any(_names(mention, meaning.name) for mention in mentions)
    ]
    if not kept and (open_ := _open_ones(mentions, model)) is not None:
        found = list(mentions)
        found[left] = replace(found[left], readings=(open_,))
        return tuple(found)
    if len(kept) != 1 or any(mention.has(FieldIs, lambda item: item.ref == kept[0]) for mention in mentions):
        return tuple(mentions)
    found = list(mentions)
    found[left] = replace(found[left], readings=(FieldIs(kept[0]),))
    return tuple(found)


def _open_ones(mentions: Sequence[Mention], model: SemanticModel) -> Cond | None:
    """«¿cuántas OT *quedan*?»: of rows that are done one day, those that are not."""
    for meaning in model.datasets.values():
        living = next((item.age_while for item in meaning.fields.values() if item.age_while), None)
        if living is not None and any(_names(mention, meaning.name) for mention in mentions):
            return Cond(meaning.name, str(living))
    return None


def _names(mention: Mention, dataset: str) -> bool:
    nouns = [item.dataset for item in mention.all(NounIs)]
    kinds = [item.ref.dataset for item in mention.all(ValueIs) if item.noun]
    return dataset in (nouns or kinds)
