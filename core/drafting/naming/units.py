"""The unit that a name says: ``Horas Paro``, ``downtime_min``, ``tiempo_real_h``."""

from __future__ import annotations

from typing import Literal

from core.drafting.naming.split import canonical, tokens
from core.drafting.naming.words import vocabulary

Unit = Literal["second", "minute", "hour", "days"]

SECONDS: dict[Unit, int] = {"second": 1, "minute": 60, "hour": 3600, "days": 86400}
"""How long each is, in seconds."""
_SHORT: dict[str, Unit] = {"s": "second", "min": "minute", "h": "hour", "d": "days"}
"""Abbreviations that only are units at the end of a name: «min» is a minimum elsewhere."""


def unit_of(identifier: str) -> Unit | None:
    """The unit of time that a name says; None when it says none."""
    own = tokens(identifier)
    aliases = vocabulary().aliases
    said = {*own, *canonical(identifier), *(aliases.get(word, word) for word in own)}
    for unit in SECONDS:
        if unit in said:
            return unit
    if "man hours" in said:
        return "hour"
    return _SHORT.get(own[-1]) if len(own) > 1 else None
