"""Circuit breaker: while the model is down, a question must not wait to find that out again."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Literal

Position = Literal["closed", "open", "half_open"]


class Breaker:
    """Opens after ``threshold`` failed attempts in a row, or at once where no later call can fare better.

    While open, calls are refused. After ``cool_down`` seconds one call at a time is let through as a probe
    (half-open); its success closes the circuit, its failure opens it again for twice as long, up to ``longest``.
    """

    def __init__(
        self,
        *,
        threshold: int = 3,
        cool_down: float = 15.0,
        longest: float = 120.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.threshold = threshold
        self.cool_down = cool_down
        self.longest = longest
        self.reason = ""
        self._clock = clock
        self._failures = 0
        self._opened_times = 0
        self._open_until: float | None = None
        self._probing = False

    @property
    def position(self) -> Position:
        """Where the circuit stands now."""
        if self._open_until is None:
            return "closed"
        return "open" if self._clock() < self._open_until else "half_open"

    def admit(self) -> Literal["call", "probe", "refuse"]:
        """Whether a call may be made now; ``probe`` is given to one caller at a time."""
        position = self.position
        if position == "closed":
            return "call"
        if position == "half_open" and not self._probing:
            self._probing = True
            return "probe"
        return "refuse"

    def succeeded(self) -> None:
        """The server answered: all is forgotten."""
        self._failures = self._opened_times = 0
        self._open_until = None
        self._probing = False
        self.reason = ""

    def failed(self, reason: str, *, open_for: float | None = None) -> None:
        """An attempt failed by an outage. ``open_for`` opens the circuit at once for that many seconds."""
        self._failures += 1
        if open_for is not None:
            self._open(reason, open_for)
        elif self._failures >= self.threshold or self._open_until is not None:
            self._open(reason, min(self.longest, self.cool_down * 2**self._opened_times))

    def released(self) -> None:
        """A probe ended without a verdict (cancelled, or a fault that says nothing about the server)."""
        self._probing = False

    def _open(self, reason: str, seconds: float) -> None:
        already = self.position == "open"
        self.reason = reason
        self._probing = False
        if not already:
            self._opened_times += 1
            self._open_until = self._clock() + seconds
