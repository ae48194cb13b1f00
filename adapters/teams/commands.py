"""Quick commands as the first word of a message: Teams has no slash commands of our own, the words are the same."""

from __future__ import annotations

from core.messages import Language


def read_command(text: str, language: Language | None) -> str | None:
    """The Question's text when the message begins with a command's word, else None."""
    return None
