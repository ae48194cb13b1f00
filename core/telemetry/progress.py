"""Progress: what is being done for a question right now, told to whoever waits for its answer.

Who waits listens around the call; who works says where it is. Nothing in between hands anything on: the listener is
found through the context that asyncio gives each task.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from typing import Literal, TypeAlias

Stage = Literal["understanding", "modelling", "querying", "drawing"]
"""Its words are read; a language model reads them; the plant's database is asked; a chart is drawn."""

Listener: TypeAlias = Callable[[Stage], None]

_LISTENER: ContextVar[Listener | None] = ContextVar("progress_listener", default=None)


@contextlib.contextmanager
def heard_by(listener: Listener) -> Iterator[None]:
    """Tell ``listener`` of every stage that is reached within, also in tasks that are begun there.

    Args:
        listener: is called on the event loop and must neither block nor raise.
    """
    token = _LISTENER.set(listener)
    try:
        yield
    finally:
        _LISTENER.reset(token)


def reached(stage: Stage) -> None:
    """Say that a stage begins; nothing happens where nobody listens."""
    listener = _LISTENER.get()
    if listener is not None:
        listener(stage)
