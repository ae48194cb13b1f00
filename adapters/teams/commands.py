"""Quick commands as the first word of a message: Teams has no slash commands of our own, the words are the same.

What they mean is core/commands, shared with Slack. Here they are only recognised: the Question is marked as a command
and as offline, so that it is answered without a model.
"""

from __future__ import annotations

from core.commands import Command, parse_first_word


def read_command(text: str) -> Command | None:
    """The command that a message begins with, else None. A slash before the word is forgiven."""
    return parse_first_word(text)
