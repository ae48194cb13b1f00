"""RATE_LIMIT: how often one key, or one address, may ask ("30/minute", "5/second;1000/day")."""

from __future__ import annotations

import math
import time

from adapters.rest.http.errors import RateLimited
from core.kernel.errors import ConfigurationError


class RateLimit:
    """A moving window in this process's memory.

    Args:
        setting: one or more limits, separated by ``;``; None → no limit.

    Raises:
        ConfigurationError: the setting cannot be read.
    """

    def __init__(self, setting: str | None) -> None:
        self._items = []
        if not setting:
            return
        from limits import parse_many
        from limits.aio.storage import MemoryStorage
        from limits.aio.strategies import MovingWindowRateLimiter

        try:
            self._items = parse_many(setting)
        except ValueError as error:
            reason = f"RATE_LIMIT {setting!r} (e.g. 30/minute)"
            raise ConfigurationError(reason, reason=reason) from error
        self._window = MovingWindowRateLimiter(MemoryStorage())

    async def hit(self, who: str) -> None:
        """Count one request.

        Raises:
            RateLimited: too many; its Retry-After says when the next one may come.
        """
        for item in self._items:
            if not await self._window.hit(item, who):
                stats = await self._window.get_window_stats(item, who)
                seconds = max(1, math.ceil(stats.reset_time - time.time()))
                raise RateLimited(headers={"Retry-After": str(seconds)}, seconds=seconds)
