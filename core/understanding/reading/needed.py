"""«máquinas que *necesitan pintura*», "motors that *need alignment*": what a thing needs is no place where it is, and
nothing that has happened to it. The data say of no such need, so the word stands for nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from core.understanding.reading.readings import Cond, Mention, NounIs, ValueIs

NEEDS = "needs"


def needed(mentions: Sequence[Mention], several: Callable[[str], bool]) -> tuple[Mention, ...]:
    """The mentions, in which a value right behind a word of needing says nothing of where things are or what they had.

    Args:
        several: whether a word is written in the plural («¿necesitan *bombas*?» names things).
    """
    kept = list(mentions)
    for place, mention in enumerate(mentions[:-1]):
        what = mentions[place + 1]
        if not mention.role(NEEDS) or mention.is_substance or what.start != mention.end:
            continue
        if not what.can(ValueIs) or what.can(NounIs, Cond) or several(what.folded.split()[-1]):
            continue
        if place + 2 < len(mentions) and mentions[place + 2].can(NounIs):
            continue  # "we need *welding* orders"
        kept[place + 1] = replace(what, readings=())
    return tuple(kept)
