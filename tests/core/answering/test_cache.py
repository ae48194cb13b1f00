"""Caches and the single flight."""

from __future__ import annotations

import asyncio

import pytest

from core.answering import cache as cache_module
from core.answering.cache import CELLS_PER_ENTRY, Cache, PlanCache, ResultCache, SingleFlight
from tests.core.helpers import plan, result


def test_a_plan_is_found_by_its_key_and_counted() -> None:
    cache = PlanCache(10, 60)
    assert cache.get(("q", "ana")) is None
    cache.put(plan(), ("q", "ana"), ("q", "eva"))
    assert cache.get(("q", "ana")) == cache.get(("q", "eva")) == plan()
    assert cache.get(("q", "luis")) is None
    assert (cache.hits, cache.misses, len(cache)) == (2, 2, 2)
    cache.clear()
    assert cache.get(("q", "ana")) is None


@pytest.mark.parametrize(("size", "seconds"), [(0, 60), (10, 0)])
def test_zero_switches_it_off(size: int, seconds: float) -> None:
    cache = PlanCache(size, seconds)
    cache.put(plan(), "k")
    assert cache.get("k") is None
    assert (cache.misses, len(cache)) == (1, 0)


def test_the_least_recently_used_goes_first() -> None:
    cache: Cache[str] = Cache(2, 60)
    cache.put("a", "A")
    cache.put("b", "B")
    cache.get("a")
    cache.put("c", "C")
    assert [cache.get(key) for key in "abc"] == ["A", None, "C"]


def test_what_is_too_old_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    real = cache_module.TTLCache
    monkeypatch.setattr(cache_module, "TTLCache", lambda *args, **more: real(*args, **more, timer=lambda: now[0]))
    cache: Cache[str] = Cache(5, 60)
    cache.put("a", "A")
    now[0] = 59.0
    assert cache.get("a") == "A"
    now[0] = 60.0
    assert cache.get("a") is None


def test_a_write_to_the_data_makes_results_fresh() -> None:
    cache = ResultCache(10, 60)
    cache.put("SELECT 1", "v1", result())
    assert cache.get("SELECT 1", "v1") == result()
    assert cache.get("SELECT 1", "v2") is None
    assert cache.get("SELECT 1", "v1", "other plant") is None
    assert (cache.hits, cache.misses) == (1, 2)


def test_without_a_known_version_nothing_is_kept() -> None:
    cache = ResultCache(10, 60)
    cache.put("SELECT 1", None, result())
    assert cache.get("SELECT 1", None) is None
    assert (cache.misses, len(cache)) == (1, 0)


def test_large_results_take_the_room_of_many() -> None:
    cache = ResultCache(10, 60)
    one = CELLS_PER_ENTRY // 2  # two columns
    cache.put("small", "v", result(one))
    cache.put("large", "v", result(9 * one + 1))
    assert cache.get("small", "v") is None
    assert cache.get("large", "v") is not None
    cache.put("too large", "v", result(11 * one))
    assert cache.get("too large", "v") is None
    assert cache.get("large", "v") is not None


class Maker:
    """Counts how often it is called, and gives when it is told."""

    def __init__(self) -> None:
        self.calls = 0
        self.cancelled = 0
        self.go = asyncio.Event()
        self.error: Exception | None = None

    async def __call__(self) -> int:
        self.calls += 1
        try:
            await self.go.wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        if self.error:
            raise self.error
        return self.calls


async def many(flight: SingleFlight, make: Maker, n: int) -> list[asyncio.Task[int]]:
    tasks = [asyncio.create_task(flight.do("k", make)) for _ in range(n)]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    return tasks


async def test_ten_at_once_cost_one() -> None:
    flight, make = SingleFlight(), Maker()
    tasks = await many(flight, make, 10)
    other = asyncio.create_task(flight.do("other", make))
    await asyncio.sleep(0)
    make.go.set()
    assert await asyncio.gather(*tasks) == [2] * 10  # the count when it gave: "other" had begun too
    await other
    assert (make.calls, flight.shared) == (2, 9)
    assert await flight.do("k", make) == 3


async def test_an_error_reaches_all_and_is_not_kept() -> None:
    flight, make = SingleFlight(), Maker()
    make.error = ValueError("no")
    tasks = await many(flight, make, 3)
    make.go.set()
    assert [type(one) for one in await asyncio.gather(*tasks, return_exceptions=True)] == [ValueError] * 3
    make.error = None
    assert await flight.do("k", make) == 2


@pytest.mark.parametrize("who", [0, 1])
async def test_one_who_leaves_does_not_take_the_others_along(who: int) -> None:
    flight, make = SingleFlight(), Maker()
    tasks = await many(flight, make, 3)
    tasks[who].cancel()
    await asyncio.wait({tasks[who]})
    make.go.set()
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    assert isinstance(outcomes.pop(who), asyncio.CancelledError)
    assert outcomes == [1, 1]
    assert make.cancelled == 0


async def test_when_all_leave_the_flight_ends_and_the_next_starts_anew() -> None:
    flight, make = SingleFlight(), Maker()
    tasks = await many(flight, make, 2)
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
    make.go.set()
    assert await flight.do("k", make) == 2
    assert make.cancelled == 1
