"""Health: parts are asked seldom, nobody waits for one that hangs, and what it said before is given meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from core.kernel.errors import ModelUnavailable
from core.telemetry.health import Health, PartFound


class Part:
    """Works, fails or hangs as it is told to."""

    def __init__(self) -> None:
        self.asked = 0
        self.error: Exception | None = None
        self.free = asyncio.Event()
        self.free.set()

    async def probe(self) -> dict[str, int]:
        self.asked += 1
        await self.free.wait()
        if self.error is not None:
            raise self.error
        return {"asked": self.asked}


@pytest.fixture
async def health() -> AsyncIterator[Health]:
    made = Health(("one", "two"), limit=60, patience=0.01)
    yield made
    await made.close()


@pytest.fixture
async def hasty() -> AsyncIterator[Health]:
    """A part that takes its time is too slow for it."""
    made = Health(("one",), limit=0.05, patience=0.01)
    yield made
    await made.close()


async def says(health: Health, status: str) -> PartFound:
    """What the first part says once it says this."""
    for _ in range(3000):
        if (found := (await health.look())["one"]).status == status:
            return found
        await asyncio.sleep(0.01)
    raise AssertionError(f"it never said {status}")


async def test_what_nobody_watches_is_off(health: Health) -> None:
    health.watch("two", Part().probe)
    found = await health.look()
    assert {name: part.status for name, part in found.items()} == {"one": "off", "two": "ok"}
    assert found["two"].details == {"asked": 1}


async def test_what_was_said_is_believed_for_its_time(health: Health) -> None:
    long, short = Part(), Part()
    health.watch("one", long.probe, every=60)
    health.watch("two", short.probe, every=0)
    for _ in range(3):
        await health.look()
    assert (long.asked, short.asked) == (1, 3)


async def test_a_failure_is_told_by_its_code(health: Health) -> None:
    ours, other = Part(), Part()
    ours.error, other.error = ModelUnavailable("timeout"), OSError("no such host: model.internal")
    health.watch("one", ours.probe)
    health.watch("two", other.probe)
    found = await health.look()
    assert (found["one"].code, found["two"].code) == ("model_unavailable", "unreachable")


async def test_one_that_hangs_from_the_start_has_failed(hasty: Health) -> None:
    part = Part()
    part.free.clear()
    hasty.watch("one", part.probe, needed=True)
    found = (await hasty.look())["one"]
    assert (found.status, found.code, found.needed) == ("failed", "too_slow", True)


async def test_nobody_waits_for_one_that_has_begun_to_hang(health: Health) -> None:
    part = Part()
    health.watch("one", part.probe, every=0)
    assert (await health.look())["one"].status == "ok"
    part.free.clear()
    assert (await health.look())["one"].status == "ok"  # what it said before; it is still being asked
    assert (await health.look())["one"].status == "ok"
    assert part.asked == 2  # and not asked again meanwhile


async def test_one_that_begins_to_hang_is_too_slow_until_it_answers_again(hasty: Health) -> None:
    part = Part()
    hasty.watch("one", part.probe, every=0)
    assert (await hasty.look())["one"].status == "ok"
    part.free.clear()
    assert (await says(hasty, "failed")).code == "too_slow"
    part.free.set()
    await says(hasty, "ok")


async def test_a_caller_that_goes_away_does_not_break_the_question_off(health: Health) -> None:
    part = Part()
    part.free.clear()
    health.watch("one", part.probe, every=60)
    asking = asyncio.create_task(health.look())
    while not part.asked:
        await asyncio.sleep(0)
    asking.cancel()
    part.free.set()
    assert (await health.look())["one"].details == {"asked": 1}


async def test_only_what_taking_in_needs_is_asked_for_readiness(health: Health) -> None:
    plant, state = Part(), Part()
    health.watch("one", plant.probe, needed=True)
    health.watch("two", state.probe, needed=True, accepts=True)
    assert set(await health.accepting()) == {"two"}
    assert plant.asked == 0


async def test_a_part_that_stays_down_is_logged_once(health: Health, caplog: pytest.LogCaptureFixture) -> None:
    from structlog.testing import capture_logs

    part = Part()
    part.error = OSError("down")
    health.watch("one", part.probe, every=0)
    with capture_logs() as lines:
        for _ in range(3):
            await health.look()
        part.error = None
        await health.look()
    assert [line["event"] for line in lines] == ["health_check_failed", "health_check_works_again"]
