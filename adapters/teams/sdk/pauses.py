"""Growing pauses between questions to a server that is down, whoever wants to ask it."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

FIRST_SECONDS = 1.0
LONGEST_SECONDS = 60.0


class Pauses:
    """How long one server is left alone: 1, 2, 4 … 60 seconds, each a little shortened at random.

    Args:
        now: a monotonic clock in seconds.
    """

    def __init__(self, *, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._failures = 0
        self._until = 0.0

    def left(self) -> float:
        """Seconds that it is still left alone; 0 when it may be asked."""
        return max(0.0, self._until - self._now())

    def failed(self) -> float:
        """It failed again; gives how long it is left alone now."""
        longest = min(LONGEST_SECONDS, FIRST_SECONDS * 2.0 ** min(self._failures, 30))
        self._failures += 1
        self._until = self._now() + longest * random.uniform(0.75, 1.0)  # noqa: S311
        return self.left()

    def worked(self) -> None:
        """It answered."""
        self._failures, self._until = 0, 0.0
