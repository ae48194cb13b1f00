"""Many who want the same at once."""

from __future__ import annotations

import asyncio

import pytest

from core.kernel.flights import SingleFlight


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
