"""What one process stores is known to the others at once, on PostgreSQL, also after the connection was lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text

from core.delivery.inbox import Inbox
from core.kernel.settings import with_async_driver
from core.state.database import State
from core.state.notices import WORK, Notices
from tests.core.delivery.worker_bench import Bench
from tests.core.helpers import question, thread, until


@pytest.fixture
async def two(postgres_url: str) -> AsyncIterator[tuple[State, State]]:
    one, other = [await State.open(with_async_driver(postgres_url)) for _ in range(2)]
    yield one, other
    await one.close()
    await other.close()


async def heard(told: asyncio.Event) -> None:
    async with asyncio.timeout(60):
        await told.wait()
    told.clear()


async def test_what_is_stored_or_given_back_is_told_and_a_lost_connection_comes_back(two: tuple[State, State]) -> None:
    one, other = two
    told = asyncio.Event()
    notices = Notices(other, WORK, told.set, first_wait=0.02)
    notices.start()
    inbox = Inbox(one)
    try:
        await heard(told)  # connected: look once
        await inbox.put("e1", question("q1", at=thread("a")))
        await heard(told)
        (item,) = await inbox.lease("me", ["fake"], limit=1, seconds=60)
        await inbox.release("me", [item.id])
        await heard(told)
        await inbox.put("e1", question("q1"))  # known: nobody need look
        await inbox.release("me", [item.id])  # nothing to give back
        ended = text("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'")
        assert not told.is_set()
        assert await one.read(lambda connection: connection.scalar(ended)) == 1
        await heard(told)  # connected again
        await inbox.put("e2", question("q2", at=thread("b")))
        await heard(told)
    finally:
        await notices.close()


async def test_a_connection_is_tried_now_and_then_and_kept(two: tuple[State, State]) -> None:

    one, other = two
    told = asyncio.Event()
    notices = Notices(other, WORK, told.set, first_wait=0.02, alive_seconds=0.02)
    notices.start()
    try:
        await heard(told)
        await asyncio.sleep(0.1)  # tried a few times, and kept
        assert not told.is_set()
        await Inbox(one).put("e3", question("q3", at=thread("c")))
        await heard(told)
    finally:
        await notices.close()


async def test_a_worker_that_sleeps_takes_what_another_process_stored(two: tuple[State, State]) -> None:
    """It would look by itself only after minutes."""
    one, other = two
    bench = Bench(other)
    worker = bench.worker(poll_seconds=300)
    told = asyncio.Event()

    def heard_of_it() -> None:
        worker.wake()
        told.set()

    notices = Notices(other, WORK, heard_of_it, first_wait=0.02)
    await worker.start()
    notices.start()
    try:
        await heard(told)
        await Inbox(one).put("e9", question("q9", at=thread("sleeps")))
        await until(lambda: "q9" in bench.sent)
    finally:
        await notices.close()
        await worker.drain(0)


async def test_a_file_tells_nobody(tmp_path: object) -> None:
    state = await State.open(f"sqlite:///{tmp_path}/state.sqlite")
    notices = Notices(state, WORK, lambda: pytest.fail("heard"))
    notices.start()
    await Inbox(state).put("e1", question("q1"))
    await notices.close()
    await state.close()
