"""What model calls cost, and the daily budget that ends them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol

import structlog
from cachetools import TTLCache

from core.kernel.clock import Clock
from core.kernel.errors import ModelUnavailable
from core.kernel.settings import Settings
from core.modelling.wire import Usage

log = structlog.get_logger(__name__)

_REFRESH = 60.0
_MOST = 10_000  # workspaces
"""Seconds after which the ledger is read again, for what other replicas have spent."""


@dataclass(frozen=True)
class Prices:
    """US dollars per million tokens: fresh input, cached input, output."""

    fresh: float
    cached: float
    out: float

    @classmethod
    def of(cls, settings: Settings) -> Prices:
        """The settings' prices."""
        return cls(settings.openai_price_in, settings.openai_price_cached, settings.openai_price_out)

    def cost(self, usage: Usage) -> float:
        """US dollars of some calls."""
        fresh = max(0, usage.tokens_in - usage.tokens_cached)
        return (fresh * self.fresh + usage.tokens_cached * self.cached + usage.tokens_out * self.out) / 1_000_000


class Ledger(Protocol):
    """Where spending is on record (the audit)."""

    async def cost(self, workspace: str, *, since: datetime) -> float:
        """US dollars that a workspace's answers cost since a moment."""
        ...


class Budget:
    """OPENAI_DAILY_BUDGET: US dollars a workspace may spend in one of the plant's days.

    What this process spends is counted at once; what was spent before it started, or by other replicas, is read from
    the ledger on first use and every minute. Without a ledger a restart begins a new count.
    """

    def __init__(
        self,
        limit: float | None,
        clock: Clock,
        ledger: Ledger | None = None,
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.limit = limit
        self._clock = clock
        self._ledger = ledger
        self._day: date | None = None
        self._spent: dict[str, float] = {}
        self._held: dict[str, float] = {}
        self._fresh: TTLCache[str, bool] = TTLCache(_MOST, _REFRESH, timer=monotonic)

    async def check(self, workspace: str) -> None:
        """Let a call pass.

        Raises:
            ModelUnavailable: ``budget_spent``.
        """
        if self.limit is None:
            return
        await self._refresh(workspace)
        if self._spent.get(workspace, 0.0) + self._held.get(workspace, 0.0) >= self.limit:
            raise ModelUnavailable("budget_spent")

    @contextmanager
    def held(self, workspace: str, dollars: float) -> Iterator[None]:
        """Count what a call under way is likely to cost, so that many at once do not spend the budget many times."""
        self._held[workspace] = self._held.get(workspace, 0.0) + dollars
        try:
            yield
        finally:
            self._held[workspace] -= dollars

    def spend(self, workspace: str, dollars: float) -> None:
        """Count what a call cost."""
        self._roll()
        before = self._spent.get(workspace, 0.0)
        self._spent[workspace] = before + dollars
        if self.limit is not None and before < self.limit <= before + dollars:
            log.warning("model_budget_spent", workspace=workspace, limit=self.limit)

    def spent(self, workspace: str) -> float:
        """US dollars so far today, as far as this process knows."""
        self._roll()
        return self._spent.get(workspace, 0.0)

    def _roll(self) -> datetime:
        """Forget yesterday; the aware time at which the plant's present day began."""
        local = self._clock.local(self._clock.now())
        if local.date() != self._day:
            self._day = local.date()
            self._spent.clear()
            self._fresh.clear()
        return local.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)

    async def _refresh(self, workspace: str) -> None:
        midnight = self._roll()
        if self._ledger is None or workspace in self._fresh:
            return
        self._fresh[workspace] = True
        recorded = await self._ledger.cost(workspace, since=midnight)
        self._spent[workspace] = max(self._spent.get(workspace, 0.0), recorded)
