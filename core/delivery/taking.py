"""TakeLoop: takes work whenever there is some, and looks again when woken or after a pause."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

import structlog

from core.kernel.errors import StateUnavailable

log = structlog.get_logger(__name__)


class TakeLoop:
    """The loop of the worker and of what goes out beside answers. Nothing that ``take`` raises ends it.

    Args:
        take: takes what is there and has room, and begins it; how many those were.
        poll_seconds: how often to look without being woken.
    """

    def __init__(self, take: Callable[[], Awaitable[int]], poll_seconds: float) -> None:
        self._take = take
        self._poll_seconds = poll_seconds
        self._woken = asyncio.Event()
        self._stopping = False

    def wake(self) -> None:
        """Look now."""
        self._woken.set()

    def stop(self) -> None:
        """Take nothing more; ``run`` returns."""
        self._stopping = True
        self._woken.set()

    async def run(self, poll_seconds: float | None = None) -> None:
        """Take until stopped.

        Args:
            poll_seconds: instead of the loop's own.
        """
        pause = poll_seconds or self._poll_seconds
        while not self._stopping:
            self._woken.clear()
            taken = 0
            try:
                taken = await self._take()
            except StateUnavailable as error:
                log.error("inbox_unavailable", detail=error.detail)
            except Exception:
                log.exception("worker_defect")
            if not taken:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(pause):
                        await self._woken.wait()
