"""A question that is stopped: while it is answered, while it waits, here and in another process, with and without words."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from core.delivery.stops import Stops
from core.kernel.messages import Question, Reply
from tests.core.delivery.worker_bench import Bench
from tests.core.helpers import question, until


class Endless:
    """An answer that never comes; ``broken_off`` when its making was cancelled, as a query in a database would be."""

    def __init__(self) -> None:
        self.begun, self.broken_off = asyncio.Event(), asyncio.Event()

    async def __call__(self, asked: Question) -> Reply:
        self.begun.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            self.broken_off.set()
            raise
        raise AssertionError


async def test_it_is_broken_off_and_the_person_is_told_once(bench: Bench) -> None:
    endless = Endless()
    worker = bench.worker(endless, stops=Stops(bench.state))
    await bench.put(question("q1"))
    await worker.start()
    await endless.begun.wait()
    assert await worker.stop("q1")
    await bench.done()
    assert endless.broken_off.is_set()
    assert bench.sent == ["q1"] and "detuve" in bench.texts[0]
    assert not await worker.stop("q1")  # it has its answer


async def test_a_deleted_question_gets_no_word(bench: Bench) -> None:
    endless = Endless()
    worker = bench.worker(endless, stops=Stops(bench.state))
    await bench.put(question("q1"))
    await worker.start()
    await endless.begun.wait()
    assert await worker.stop("q1", quiet=True)
    await until(lambda: endless.broken_off.is_set() and not worker.running)
    assert await bench.inbox.unfinished() == []
    assert not await worker.stop("never asked")


async def test_one_that_waits_for_its_turn_is_never_begun(bench: Bench) -> None:
    old = datetime.now(UTC) - timedelta(seconds=30)
    await bench.put(question("q1").model_copy(update={"received_at": old}))
    await Stops(bench.state).want("q1", quiet=False)
    endless = Endless()
    await bench.worker(endless, stops=Stops(bench.state)).start()
    await bench.done()
    assert bench.sent == ["q1"] and not endless.begun.is_set()


async def test_another_process_stops_what_this_one_answers(bench: Bench) -> None:
    endless = Endless()
    await bench.put(question("q1"))
    await bench.worker(endless, stops=Stops(bench.state), lease_seconds=0.4).start()
    await endless.begun.wait()
    other = bench.worker(stops=Stops(bench.state))  # not started: it only hears of the press
    assert await other.stop("q1")
    await bench.done()
    assert endless.broken_off.is_set() and bench.sent == ["q1"]


@pytest.mark.parametrize("quiet", [True, False])
async def test_others_go_on(bench: Bench, quiet: bool) -> None:
    endless = Endless()

    async def answer(asked: Question) -> Reply:
        from tests.core.helpers import reply

        return await endless(asked) if asked.id == "q1" else reply(asked.id)

    worker = bench.worker(answer, stops=Stops(bench.state))
    await bench.put(question("q1"), question("q2"))  # of one Thread: the second waits for the first
    await worker.start()
    await endless.begun.wait()
    await worker.stop("q1", quiet=quiet)
    await until(lambda: "q2" in bench.sent)
    await bench.done()
