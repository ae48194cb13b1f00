"""The loop that takes work: woken at once, patient otherwise, and never ended by what taking raises."""

from __future__ import annotations

import asyncio

import pytest
from structlog.testing import capture_logs

from core.delivery.taking import TakeLoop
from core.kernel.errors import StateUnavailable


class Till:
    """Work to take: each entry is a number of things there, or what goes wrong on looking."""

    def __init__(self, *looks: int | Exception) -> None:
        self.looks = list(looks)
        self.empty = asyncio.Event()

    async def take(self) -> int:
        if not self.looks:
            self.empty.set()
            return 0
        look = self.looks.pop(0)
        if isinstance(look, Exception):
            raise look
        return look


@pytest.mark.parametrize(
    ("wrong", "told"),
    [(RuntimeError("secret row 42"), "worker_defect"), (StateUnavailable("locked"), "inbox_unavailable")],
)
async def test_what_goes_wrong_is_logged_and_the_loop_goes_on(wrong: Exception, told: str) -> None:
    till = Till(wrong, 2, 1)
    loop = TakeLoop(till.take, poll_seconds=0.01)
    with capture_logs() as logs:
        running = asyncio.create_task(loop.run())
        await asyncio.wait_for(till.empty.wait(), 60)
        loop.stop()
        await asyncio.wait_for(running, 60)
    assert told in [line["event"] for line in logs]


async def test_a_wake_does_not_wait_for_the_pause() -> None:
    till = Till()
    loop = TakeLoop(till.take, poll_seconds=3600)
    running = asyncio.create_task(loop.run())
    await asyncio.wait_for(till.empty.wait(), 60)
    till.empty.clear()
    loop.wake()
    await asyncio.wait_for(till.empty.wait(), 60)
    loop.stop()
    await asyncio.wait_for(running, 60)


async def test_it_goes_on_at_once_while_there_is_work() -> None:
    till = Till(1, 1, 1)
    loop = TakeLoop(till.take, poll_seconds=3600)
    running = asyncio.create_task(loop.run())
    await asyncio.wait_for(till.empty.wait(), 60)
    loop.stop()
    await asyncio.wait_for(running, 60)
