"""Throttle: what a platform throttles is left alone until its time is over; then those who waited go one at a time.

If all who waited went together when the rest ends, one would pass and the others be refused again, and so on: forty
answers would make eight hundred calls. So after a refusal they pass one by one, with a pause between them, until nobody
has waited for a while. The pause shrinks with each that passes, down to what is known to be too short. While nothing is
throttled a few may be under way at once.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

AT_ONCE = 4
"""Calls under way for one name while it is not throttled: so many at most are refused before the first refusal
tells."""

LONGEST_PAUSE = 2.0
"""Seconds between those who waited, however long the platform told us to rest: a long rest is a penalty, not a rate."""

SHRINK = 0.8
"""What is left of the pause after each that passed: a long rest tells nothing of the rate at which calls are taken."""

MARGIN = 1.1
"""How much longer the pause stays than the longest one after which a call was refused."""

CALM = 5.0
"""Seconds after the last rest until nobody is thought to wait any more: who was refused records that first."""


@dataclass
class _Gate:
    """What goes through for one name.

    Attributes:
        until: on the clock, when the rest is over.
        next_at: on the clock, when the next of those who waited may pass.
        pause: seconds between calls since it was throttled; 0 while it is not.
        too_short: the longest pause after which a call was refused.
        paced: the call under way came after a pause.
        refused: and was refused.
        inside: calls under way or waiting.
    """

    until: float = 0.0
    next_at: float = 0.0
    pause: float = 0.0
    too_short: float = 0.0
    paced: bool = False
    refused: bool = False
    inside: int = 0
    one_by_one: asyncio.Lock = field(default_factory=asyncio.Lock)
    few: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))


class Throttle:
    """Until when each name (a channel and what is called there) rests, in this process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._gates: dict[str, _Gate] = {}

    def rest(self, name: str, seconds: float) -> None:
        """Leave a name alone for so long."""
        now = self._clock()
        self._gates = {key: gate for key, gate in self._gates.items() if gate.inside or gate.until + CALM > now}
        gate = self._gates.setdefault(name, _Gate())
        gate.until = max(gate.until, now + seconds)
        # What is left of a pause tells less than the whole; what is refused after a pause tells how much too short it
        # was.
        if gate.paced:
            gate.too_short = max(gate.too_short, gate.pause)
        gate.pause = min(gate.pause + seconds if gate.paced else max(gate.pause, seconds), LONGEST_PAUSE)
        gate.refused = True

    def left(self, name: str) -> float:
        """Seconds that a name still rests, 0 when it does not."""
        gate = self._gates.get(name)
        return max(0.0, gate.until - self._clock()) if gate else 0.0

    @asynccontextmanager
    async def turn(self, name: str, sleep: Callable[[float], Awaitable[None]]) -> AsyncIterator[None]:
        """Wait until a name may be used, also through a rest that begins meanwhile; use it within.

        Args:
            sleep: how to wait; what it raises ends the wait.
        """
        gate = self._gates.setdefault(name, _Gate())
        gate.inside += 1
        if gate.pause and self._clock() > max(gate.until, gate.next_at) + CALM:
            gate.pause = gate.too_short = 0.0
        try:
            async with gate.few:
                if not gate.pause:
                    yield
                    return
            async with gate.one_by_one:
                while (left := max(gate.until, gate.next_at) - self._clock()) > 0:
                    await sleep(left)
                gate.paced, gate.refused = True, False
                try:
                    yield
                finally:
                    gate.paced = False
                gate.next_at = self._clock() + gate.pause
                if not gate.refused:
                    gate.pause = max(gate.pause * SHRINK, min(gate.too_short * MARGIN, LONGEST_PAUSE))
        finally:
            gate.inside -= 1
            if not gate.inside and not gate.pause:
                self._gates.pop(name, None)
