"""Lateness: whoever waited long for an answer is told so, once, above it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from core.delivery.adapter import Adapter, Step
from core.delivery.inbox import Item
from core.kernel.messages import Language
from core.sentences import say
from core.sentences.memory import LATE_HOURS, LATE_MINUTES

LATE_SECONDS: Final = 120.0
"""From the question's receipt to its answer's leaving. People look away after some ten seconds, and forget what they
asked after minutes."""


def told_late(adapter: Adapter, item: Item, step: Step) -> Step:
    """The Step that leaves now: with a line when its question waited for longer than ``LATE_SECONDS``."""
    waited = (datetime.now(UTC) - item.received_at).total_seconds()
    if waited <= LATE_SECONDS:
        return step
    language: Language = "en" if step.payload.get("language") == "en" else "es"
    return adapter.late(item.question, step, late_note(waited, language))


def late_note(seconds: float, language: Language) -> str:
    """How late an answer is, in whole minutes, from two hours on in whole hours."""
    minutes = int(seconds // 60)
    if minutes < 120:
        return say(LATE_MINUTES, language, minutes=minutes)
    return say(LATE_HOURS, language, hours=minutes // 60)
