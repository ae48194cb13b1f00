"""Prices and the daily budget."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from core.kernel.clock import Clock
from core.kernel.errors import ModelUnavailable
from core.modelling.cost import Budget, Prices
from core.modelling.wire import Usage
from tests.core.modelling.rig import Time

LUNA = Prices(fresh=0.10, cached=0.01, out=0.50)


class Moving(Clock):
    """A clock set by hand."""

    def __init__(self, moment: datetime) -> None:
        super().__init__("America/Mexico_City")
        self.moment = moment

    def now(self) -> datetime:
        return self.moment


class Ledger:
    """Spending on record."""

    def __init__(self, dollars: float) -> None:
        self.dollars = dollars
        self.asked: list[datetime] = []

    async def cost(self, workspace: str, *, since: datetime) -> float:
        self.asked.append(since)
        return self.dollars


NOON = datetime.fromisoformat("2026-11-22T18:00:00+00:00")


def test_cached_tokens_are_cheaper() -> None:
    assert LUNA.cost(Usage(1, 2000, 1900, 100)) == pytest.approx((100 * 0.10 + 1900 * 0.01 + 100 * 0.50) / 1e6)
    assert LUNA.cost(Usage()) == 0


async def test_no_budget_no_limit() -> None:
    budget = Budget(None, Moving(NOON))
    budget.spend("T1", 1e6)
    await budget.check("T1")


async def test_a_spent_budget_ends_one_workspace_until_its_midnight() -> None:
    clock = Moving(NOON)
    budget = Budget(0.01, clock)
    budget.spend("T1", 0.01)
    with pytest.raises(ModelUnavailable) as raised:
        await budget.check("T1")
    assert raised.value.detail == "budget_spent"
    await budget.check("T2")
    clock.moment = NOON + timedelta(hours=11)  # 23:00 in the plant, already the next day in UTC
    with pytest.raises(ModelUnavailable):
        await budget.check("T1")
    clock.moment = NOON + timedelta(hours=12)
    await budget.check("T1")
    assert budget.spent("T1") == 0


async def test_a_budget_of_nothing_allows_nothing() -> None:
    with pytest.raises(ModelUnavailable):
        await Budget(0.0, Moving(NOON)).check("T1")


async def test_what_was_spent_before_a_restart_counts(time: Time) -> None:
    ledger = Ledger(0.02)
    budget = Budget(0.01, Moving(NOON), ledger, monotonic=time)
    with pytest.raises(ModelUnavailable):
        await budget.check("T1")
    assert ledger.asked == [datetime.fromisoformat("2026-11-22T06:00:00+00:00")]


async def test_the_ledger_is_read_once_a_minute(time: Time) -> None:
    ledger = Ledger(0.0)
    budget = Budget(0.01, Moving(NOON), ledger, monotonic=time)
    for _ in range(5):
        await budget.check("T1")
    assert len(ledger.asked) == 1
    ledger.dollars = 0.5  # another replica's
    time.now += 61
    with pytest.raises(ModelUnavailable):
        await budget.check("T1")


async def test_calls_under_way_count_towards_the_budget() -> None:
    budget = Budget(1.0, Clock("UTC"))
    with budget.held("T1", 0.6):
        await budget.check("T1")
        with budget.held("T1", 0.6):
            with pytest.raises(ModelUnavailable):
                await budget.check("T1")
            await budget.check("T2")
    await budget.check("T1")
    assert budget.spent("T1") == 0
