"""«las OT *con más tiempo abiertas*», "open the longest": one word for the oldest of those that are in the state in
which they grow old, so that others are none of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.semantics.model import SemanticModel
from core.understanding.reading.readings import Cond, Mention, Superlative

WHILE_SO = "while_so"


def while_so(mentions: Sequence[Mention], model: SemanticModel) -> tuple[Mention, ...]:
    """The mentions, in which such a word says the state beside the order."""
    found: list[Mention] = []
    for mention in mentions:
        found.append(mention)
        if not mention.role(WHILE_SO):
            continue
        for item in mention.all(Superlative):
            state = model.field(item.ref.dataset, item.ref.field).age_while
            if state:
                found[-1] = replace(mention, ends=False)
                found.append(replace(mention, readings=(Cond(item.ref.dataset, str(state)),)))
                break
    return tuple(found)
