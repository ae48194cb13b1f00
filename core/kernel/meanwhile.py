"""Meanwhile: our own thinking done while a thread, a process or a server works for the same question."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

S = TypeVar("S")
T = TypeVar("T")

_TURNS: Final = 4
"""Turns of the event loop that a call takes from here to its thread: each task on the way begins a turn later."""


async def meanwhile(waits: Awaitable[T], work: Callable[[], S]) -> tuple[T, S]:
    """What ``waits`` gives, and what ``work`` does on the event loop after ``waits`` has been set going.

    Args:
        work: short: the loop does nothing else in the meantime.

    Raises:
        What either raises; when ``work`` does, the other is cancelled.
    """
    task = asyncio.ensure_future(waits)
    try:
        for _ in range(_TURNS):
            await asyncio.sleep(0)
        done = work()
        return await task, done
    finally:
        if not task.done():
            task.cancel()
