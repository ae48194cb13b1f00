"""What the commands print with: the console, the sign that it works, and the log line of an answer."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

    from core.kernel.messages import Language, Question, Reply


def note(asked: Question, reply: Reply) -> None:
    """One log line for an answered question. (The pipeline warns of one that failed.)"""
    import structlog

    structlog.get_logger(__name__).info(
        "question_answered",
        platform=asked.thread.platform,
        action=reply.action,
        flow=reply.metrics.flow,
        code=reply.error_code,
        seconds=round(reply.metrics.total_time, 4),
    )


def console() -> Console:
    """Standard output: colours only on a terminal without NO_COLOR, full lines elsewhere."""
    from rich.console import Console

    from adapters.terminal.limits import PLAIN_WIDTH

    if sys.stdout.isatty():
        return Console(highlight=False, markup=False, emoji=False)
    return Console(highlight=False, markup=False, emoji=False, color_system=None, width=PLAIN_WIDTH)


@contextlib.contextmanager
def waiting(language: Language) -> Iterator[None]:
    """A spinner on standard error where a person waits at a terminal, nothing elsewhere."""
    if not (sys.stderr.isatty() and sys.stdout.isatty()):
        yield
        return
    from rich.console import Console

    from core.sentences import cli, say

    with Console(stderr=True, highlight=False).status(say(cli.WORKING, language)):
        yield
