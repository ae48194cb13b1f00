"""A few at once, in the order that they came."""

from __future__ import annotations

import asyncio

from core.kernel.pace import Pace, waits_elsewhere


async def turns() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_the_next_begins_when_one_is_done_in_the_order_that_they_came() -> None:
    pace, begun, done = Pace(places=2, moment=600), [], [asyncio.Event() for _ in range(5)]

    async def one(number: int) -> None:
        async with pace.place():
            begun.append(number)
            await done[number].wait()

    async with asyncio.TaskGroup() as group:
        for number in range(5):
            group.create_task(one(number))
        await turns()
        assert begun == [0, 1]
        done[1].set()
        await turns()
        assert begun == [0, 1, 2]
        done[0].set()
        await turns()
        assert begun == [0, 1, 2, 3]
        for event in done:
            event.set()
    assert begun == [0, 1, 2, 3, 4]


async def test_who_waits_for_something_else_keeps_nobody_waiting_and_gives_its_place_once() -> None:
    pace, slow = Pace(places=1, moment=0), asyncio.Event()
    begun = []

    async def one(number: int) -> None:
        async with pace.place():
            begun.append(number)
            await slow.wait()

    tasks = [asyncio.create_task(one(number)) for number in range(3)]
    while len(begun) < 3:
        await asyncio.sleep(0)
    slow.set()
    await asyncio.gather(*tasks)
    # Three places were given back, one is there: of two that come now the second waits.
    pace.moment = 600
    inside, go = [], asyncio.Event()

    async def two(number: int) -> None:
        async with pace.place():
            inside.append(number)
            await go.wait()

    tasks = [asyncio.create_task(two(number)) for number in range(2)]
    await turns()
    assert inside == [0]
    go.set()
    await asyncio.gather(*tasks)
    assert inside == [0, 1]


async def test_who_leaves_or_fails_gives_its_place_back() -> None:
    pace, never = Pace(places=1, moment=600), asyncio.Event()

    async def one(fails: bool) -> None:
        async with pace.place():
            if fails:
                raise ValueError
            await never.wait()

    leaves = asyncio.create_task(one(False))
    await turns()
    waits = asyncio.create_task(one(True))
    leaves.cancel()
    assert isinstance((await asyncio.gather(leaves, waits, return_exceptions=True))[1], ValueError)
    async with asyncio.timeout(60), pace.place():
        pass


async def test_who_asks_a_model_lets_the_next_begin_also_from_a_task_of_its_own() -> None:
    pace, answered = Pace(places=1, moment=600), asyncio.Event()
    begun = []

    async def model() -> None:
        waits_elsewhere()
        waits_elsewhere()  # a second call gives nothing more
        await answered.wait()

    async def one(number: int) -> None:
        async with pace.place():
            begun.append(number)
            await (asyncio.create_task(model()) if number == 0 else answered.wait())

    tasks = [asyncio.create_task(one(number)) for number in range(3)]
    await turns()
    assert begun == [0, 1]
    answered.set()
    await asyncio.gather(*tasks)
    waits_elsewhere()  # nobody holds a place here
    assert begun == [0, 1, 2]
