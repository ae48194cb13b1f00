""" "*break down* South by area": at the head of a message that breaks something down, the verb is a command."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.understanding.reading.readings import Light, Mention

_VERB = Light("verbs")


def commands_only(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions, in which such a verb names nothing that happens (a machine breaks down)."""
    first = next((at for at, mention in enumerate(mentions) if mention.is_substance or not mention.is_light), None)
    if first is None or mentions[first].role("split_up") is None:
        return tuple(mentions)
    if not any(mention.role("by", "each") for mention in mentions[first + 1 :]):
        return tuple(mentions)
    command = replace(mentions[first], readings=(_VERB,))
    return (*mentions[:first], command, *mentions[first + 1 :])
