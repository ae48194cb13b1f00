"""What one question's attempts have come to, and whether there is another one."""

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING

from core.modelling.breaker import Breaker
from core.modelling.faults import Fault
from core.modelling.wire import Usage

if TYPE_CHECKING:
    from tenacity import RetryCallState


class Attempts:
    """Counts attempts and decides on the next.

    Attributes:
        number: of the present attempt, from 1. usage: of all that were answered.
        last: the last fault. in_flight: True while a request waits for its answer.
    """

    def __init__(self, *, deadline: float, limit: int | None) -> None:
        self.deadline = deadline
        self.limit = limit
        self.number = 0
        self.usage = Usage()
        self.last: Fault | None = None
        self.in_flight = False
        self._pause = 0.0

    def worth_another(self, fault: Fault, breaker: Breaker) -> bool:
        """Whether another attempt may help, and can be made before the deadline."""
        if fault.dropped:
            self._pause = 0.0
            return True
        allowed = fault.policy.attempts if self.limit is None else min(self.limit, fault.policy.attempts)
        if self.number >= allowed or breaker.position == "open":
            return False
        self._pause = self._seconds(fault)
        if asyncio.get_running_loop().time() + self._pause < self.deadline:
            return True
        if fault.retry_after is not None:
            breaker.failed(fault.kind, open_for=min(fault.retry_after, breaker.longest))
        return False

    def wait(self, _: RetryCallState) -> float:
        """Seconds before the next attempt; decided together with whether there is one."""
        return self._pause

    def _seconds(self, fault: Fault) -> float:
        if fault.retry_after is not None:
            return fault.retry_after + random.uniform(0.0, 0.1)  # noqa: S311 - jitter, no secret
        if fault.kind in ("malformed", "incomplete"):
            return 0.0
        # Together under a second for an outage; a rate limit without Retry-After deserves more patience.
        base = 0.5 if fault.kind == "rate_limited" else 0.25
        return base * 2.0 ** (self.number - 1) * random.uniform(0.5, 1.0)  # noqa: S311
