"""RATE_LIMIT: how often one key, or one address, may ask ("30/minute", "5/second;1000/day")."""

from __future__ import annotations

import math

from adapters.rest.http.errors import RateLimited
from core.kernel.errors import ConfigurationError
from core.sentences import filled
from core.sentences.settings import NO_LIMIT
from core.state.rates import Rates


class RateLimit:
    """The limits of the setting, counted where all processes count.

    Args:
        setting: one or more limits, separated by ``;``; None → no limit.

    Raises:
        ConfigurationError: the setting cannot be read.
    """

    def __init__(self, setting: str | None) -> None:
        self._items: list[tuple[int, int]] = []
        if not setting:
            return
        from limits import parse_many

        try:
            self._items = [(item.amount, item.get_expiry()) for item in parse_many(setting)]
        except ValueError as error:
            raise ConfigurationError(f"RATE_LIMIT {setting!r}", reason=filled(NO_LIMIT, given=setting)) from error

    async def hit(self, rates: Rates, who: str) -> None:
        """Count one request.

        Raises:
            RateLimited: too many; its Retry-After says when the next one may come.
            StateUnavailable: it cannot be counted.
        """
        for amount, seconds in self._items:
            if wait := await rates.hit(who, amount, seconds):
                again = max(1, math.ceil(wait))
                raise RateLimited(headers={"Retry-After": str(again)}, seconds=again)
