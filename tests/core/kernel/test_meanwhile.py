"""Work of ours is done while somebody else works; neither is left behind when the other fails."""

from __future__ import annotations

import asyncio
import threading

import pytest

from core.kernel.meanwhile import meanwhile


async def test_work_is_done_while_a_thread_works() -> None:
    begun, done = threading.Event(), threading.Event()

    def in_thread() -> str:
        begun.set()
        assert done.wait(60), "the work was to be done meanwhile"
        return "thread"

    def work() -> str:
        assert begun.wait(60), "the thread was to be set going first"
        done.set()
        return "work"

    async def nested() -> str:
        return await asyncio.ensure_future(asyncio.create_task(asyncio.to_thread(in_thread)))

    assert await meanwhile(nested(), work) == ("thread", "work")


async def test_what_the_other_raises_is_raised_after_the_work() -> None:
    worked: list[bool] = []

    async def fails() -> None:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await meanwhile(fails(), lambda: worked.append(True))
    assert worked == [True]


async def test_work_that_fails_cancels_the_other() -> None:
    ended = asyncio.Event()

    async def waits() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    with pytest.raises(ZeroDivisionError):
        await meanwhile(waits(), lambda: 1 // 0)
    async with asyncio.timeout(60):
        await ended.wait()


async def test_a_caller_who_leaves_takes_the_other_along() -> None:
    ended = asyncio.Event()

    async def waits() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    task = asyncio.create_task(meanwhile(waits(), lambda: None))
    for _ in range(10):
        await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with asyncio.timeout(60):
        await ended.wait()
