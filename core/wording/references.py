"""The reference of a failure: what a person names, and the log knows it by."""

from __future__ import annotations

from core.kernel.messages import Language
from core.sentences import say
from core.sentences.replies import REFERENCE


def with_reference(message: str, reference: str | None, language: Language) -> str:
    """What is wrong, and what to name when somebody is told of it; None: nothing of ours is broken."""
    return message if reference is None else f"{message} {say(REFERENCE, language, reference=reference)}"
