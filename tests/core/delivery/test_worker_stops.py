"""Starting once, and stopping without losing anything."""

from __future__ import annotations

import asyncio
from typing import Any

from core.kernel.errors import DeliveryRateLimited
from core.kernel.messages import Question, Reply
from tests.core.delivery.worker_bench import Bench
from tests.core.helpers import question, reply, until, workers_tasks


async def test_draining_lets_what_runs_end(bench: Bench) -> None:
    begun, go = asyncio.Event(), asyncio.Event()

    async def waits(asked: Question) -> Reply:
        begun.set()
        await go.wait()
        return reply(asked.id)

    await bench.put(question("q1"), question("q2"))
    worker = bench.worker(waits)
    await worker.start()
    await begun.wait()
    draining = asyncio.create_task(worker.drain(30))
    await asyncio.sleep(0.01)
    go.set()
    assert await draining == 0
    assert bench.sent == ["q1"]
    assert [one.id for one in await bench.inbox.unfinished()] == ["q2"]


async def test_what_is_not_done_in_time_is_given_back_and_taken_up_at_once(bench: Bench) -> None:
    begun = asyncio.Event()

    async def never(_: Question) -> Reply:
        begun.set()
        await asyncio.Event().wait()
        raise AssertionError

    await bench.put(question("q1"))
    worker = bench.worker(never, lease_seconds=1000)
    await worker.start()
    await begun.wait()
    assert await worker.drain(0.01) == 1
    (item,) = await bench.inbox.lease("next", ["fake"], limit=1, seconds=1)
    assert item.crashes == 0


async def test_draining_does_not_wait_for_a_platform_that_is_down(bench: Bench) -> None:
    bench.adapter.faults = [DeliveryRateLimited(retry_after=3000)]
    await bench.put(question("q1"))
    worker = bench.worker(lease_seconds=1000)
    await worker.start()
    await until(lambda: ("send", "q1", 0) in bench.adapter.calls)
    assert await worker.drain(3000) == 1
    await bench.worker().start()
    await bench.done()
    assert bench.sent == ["q1"]


async def test_a_lease_that_is_taken_while_draining_is_given_back(bench: Bench) -> None:
    await bench.put(question("q1"))
    worker = bench.worker(lease_seconds=1000)
    real, leasing = bench.inbox.lease, asyncio.Event()

    async def slow(*args: Any, **more: Any) -> Any:
        items = await real(*args, **more)
        leasing.set()
        await asyncio.Event().wait()
        return items

    bench.inbox.lease = slow  # type: ignore[method-assign]
    await worker.start()
    await leasing.wait()
    bench.inbox.lease = real  # type: ignore[method-assign]
    assert await worker.drain(0) == 1
    assert len(await real("next", ["fake"], limit=1, seconds=1)) == 1


async def test_housekeeping_is_done_from_the_start(bench: Bench) -> None:
    kept = asyncio.Event()

    async def keep() -> None:
        kept.set()

    await bench.put(question("q1"))
    await bench.worker(lease_seconds=0.1, housekeeping=keep).start()
    async with asyncio.timeout(60):
        await kept.wait()
    await bench.done()


async def test_starting_twice_starts_once(bench: Bench) -> None:
    worker = bench.worker()
    await worker.start()
    first = workers_tasks()
    await worker.start()
    assert workers_tasks() == first
