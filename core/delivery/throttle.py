"""Throttle: a channel that a platform throttles is left alone until its time is over; others go on.

Its times are waited for, not forgotten, and a second answer may only lengthen them: so plain times instead of a cache.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable


class Throttle:
    """Until when each channel rests, in this process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._until: dict[str, float] = {}

    def rest(self, channel: str, seconds: float) -> None:
        """Leave a channel alone for so long."""
        now = self._clock()
        self._until = {name: until for name, until in self._until.items() if until > now}
        self._until[channel] = max(self._until.get(channel, 0.0), now + seconds)

    def left(self, channel: str) -> float:
        """Seconds that a channel still rests, 0 when it does not."""
        return max(0.0, self._until.get(channel, 0.0) - self._clock())

    async def wait(self, channel: str, sleep: Callable[[float], Awaitable[None]]) -> None:
        """Wait until a channel may be used; also through a rest that begins meanwhile."""
        while (left := self.left(channel)) > 0:
            await sleep(left)
