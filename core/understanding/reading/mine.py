"""«*mis* órdenes pendientes», "*my* open orders": whose they are is asked, and who asks is nobody
in the data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.semantics.model import SemanticModel
from core.understanding.reading.readings import Cond, Mention, NounIs, ValueIs

MINE = "mine"


def mine(mentions: Sequence[Mention], model: SemanticModel) -> tuple[Mention, ...]:
    """The mentions, in which such a word before rows that people have stands for nothing that is known."""
    people = next((meaning.name for meaning in model.datasets.values() if meaning.who), None)
    if people is None:
        return tuple(mentions)
    return tuple(
        replace(mention, readings=()) if mention.role(MINE) and _had(mentions[place + 1 :], model, people) else mention
        for place, mention in enumerate(mentions)
    )


def _had(behind: Sequence[Mention], model: SemanticModel, people: str) -> bool:
    """The noun that it belongs to, over adjectives, is of rows that somebody has."""
    for mention in behind:
        for item in mention.all(NounIs):
            path = model.path(item.dataset, people)
            return path is not None and len(path) == 1
        if not mention.can(Cond, ValueIs):
            return False
    return False
