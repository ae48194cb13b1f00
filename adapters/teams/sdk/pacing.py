"""Keeps each conversation under Teams' rates, so that throttling stays the exception."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable

from cachetools import LRUCache

from adapters.teams import limits
from core.kernel.errors import DeliveryRateLimited

CONVERSATIONS = 5_000
"""How many are remembered; forgetting one only means that Teams would have to throttle it."""

PATIENCE = 5.0
"""Seconds to wait here; for longer the outbox waits, which survives a restart."""


class Pacer:
    """Counts what went to each conversation and waits for its turn."""

    def __init__(
        self,
        rate: tuple[tuple[float, int], ...] = limits.RATE,
        *,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._rate = rate
        self._now = now
        self._sleep = sleep
        self._sent: LRUCache[str, deque[float]] = LRUCache(CONVERSATIONS)

    async def turn(self, conversation: str) -> None:
        """Wait until one more message may go there, and count it.

        Raises:
            DeliveryRateLimited: that takes longer than ``PATIENCE``.
        """
        while (wait := self.wait(conversation)) > 0:
            if wait > PATIENCE:
                raise DeliveryRateLimited("our own pace for the conversation", retry_after=wait)
            await self._sleep(wait)
        sent = self._sent.setdefault(conversation, deque(maxlen=max(most for _, most in self._rate)))
        sent.append(self._now())

    def wait(self, conversation: str) -> float:
        """Seconds until one more message may go there; 0 when it may now."""
        sent = self._sent.get(conversation, deque())
        now = self._now()
        waits = [sent[-most] + span - now for span, most in self._rate if len(sent) >= most]
        return max([0.0, *waits])

    def has_room(self, conversation: str) -> bool:
        """Whether something that could be left out may go there: half of what is allowed is kept for the answers."""
        sent, now = self._sent.get(conversation, deque()), self._now()
        return all(2 * sum(now - at < span for at in sent) < most for span, most in self._rate)
