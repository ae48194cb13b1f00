"""Quick commands as the first word of a message: Teams has no slash commands of our own, the words are the same.

What they mean is core/listening/commands, shared with Slack. Here they are only recognised: the Question is marked
as a command and as offline, so that it is answered without a model. It stays in its Thread, so people go on from it.
"""

from __future__ import annotations

from core.listening.commands import Command, parse_first_word, wordings


def read_command(text: str) -> Command | None:
    """The command that a message begins with, else None. A slash before the word is forgiven."""
    return parse_first_word(text)


def command_text(command: Command, text: str) -> str:
    """What the command asks: with words behind it a question of its own, else the command as it was written."""
    return wordings(command)[0] if command.text else text
