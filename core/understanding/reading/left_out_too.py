"""«equipos, *incluidos los retirados*», "orders, *including cancelled ones*": rows that are left out unless they are
asked for are there as well, and are not all that is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.semantics.model import SemanticModel
from core.understanding.reading.readings import Cond, Light, Mention, Role

INCLUDING = "including"
EVERYONE = "everyone"


def left_out_too(mentions: Sequence[Mention], model: SemanticModel) -> tuple[Mention, ...]:
    """The mentions, in which such a state beside a word of including lifts what leaves its rows out."""
    found = list(mentions)
    for at, mention in enumerate(mentions):
        if not mention.role(INCLUDING) or mention.is_substance:
            continue
        for place in _beside(mentions, at):
            lifting = [
                item for item in mentions[place].all(Cond)
                if model.datasets[item.dataset].conditions[item.name].lifts_population
            ]  # fmt: skip
            if lifting:
                found[at] = replace(mention, readings=(Light("verbs"),))
                found[place] = replace(mentions[place], readings=(Role(EVERYONE),))
                break
    return tuple(found)


def _beside(mentions: Sequence[Mention], at: int) -> list[int]:
    """The nearest word of substance behind it, and the one before it («retirados incluidos»)."""
    behind = next((place for place in range(at + 1, len(mentions)) if mentions[place].is_substance), None)
    before = next((place for place in range(at - 1, -1, -1) if mentions[place].is_substance), None)
    return [place for place in (behind, before) if place is not None]
