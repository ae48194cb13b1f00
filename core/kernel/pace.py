"""Pace: of many questions that come at once a few are worked at; the others wait, first come, first served.

All of them at once would be no faster, since one event loop thinks for all: each would be as slow as the slowest, and
all that they hold on the way would be in memory together.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from typing import Final

PLACES: Final = 16
MOMENT: Final = 0.25
"""Seconds of our own thinking: who takes longer waits for a database or a chart, and costs the others nothing."""

_HELD: ContextVar[Callable[[], None] | None] = ContextVar("held_place", default=None)


def waits_elsewhere() -> None:
    """Let the next begin: from here on somebody else thinks for this question. Also in tasks that its holder began."""
    give_back = _HELD.get()
    if give_back is not None:
        give_back()


class Pace:
    """Gives places to those who come, first come, first served.

    Args:
        places: how many.
        moment: seconds until a place goes to the next, whether its holder is done or not.
    """

    def __init__(self, places: int = PLACES, moment: float = MOMENT) -> None:
        self._free = asyncio.Semaphore(places)
        self.moment = moment

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """Wait for a place; it is given back at the end, after the moment, or by ``waits_elsewhere``."""
        await self._free.acquire()
        held = True

        def give_back() -> None:
            nonlocal held
            if held:
                held = False
                self._free.release()

        passing = asyncio.get_running_loop().call_later(self.moment, give_back)
        token = _HELD.set(give_back)
        try:
            yield
        finally:
            _HELD.reset(token)
            passing.cancel()
            give_back()
