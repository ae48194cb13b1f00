"""What was typed, as a Question."""

from __future__ import annotations

import getpass
import uuid
from datetime import UTC, date, datetime

from core.kernel.messages import Question, Thread, Viewer

PLATFORM = "terminal"


def viewer() -> Viewer:
    """Who sits at the terminal, by the operating system's name."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError, ImportError):
        # A container's user id need not have a name.
        name = "local"
    return Viewer(platform=PLATFORM, id=name)


def new_session_id() -> str:
    """A session id that nothing used before."""
    return str(uuid.uuid4())


def question(text: str, session_id: str, *, today: date | None = None, workspace: str = "") -> Question:
    """One typed line as a Question.

    Args:
        text: as typed; lone surrogates (undecodable bytes of the terminal) become U+FFFD.
        session_id: the Thread; the same id goes on where it stopped.
        today: freezes the calendar for this question.
        workspace: keeps the sessions of one run apart from those of others; empty for sessions that last.
    """
    return Question(
        id=f"terminal-{uuid.uuid4().hex}",
        thread=Thread(platform=PLATFORM, workspace=workspace, thread=session_id),
        # A run that keeps its sessions apart keeps what it knows of the person apart too.
        viewer=viewer().model_copy(update={"workspace": workspace}),
        text=printable(text),
        received_at=datetime.now(UTC),
        kind="terminal",
        today=today,
    )


def printable(text: str) -> str:
    """The text with lone surrogates replaced, so that it can be stored and written as UTF-8."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
