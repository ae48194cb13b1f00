"""The worker between inbox and outbox."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any

import pytest
from structlog.testing import capture_logs

from core.delivery import Step
from core.errors import DeliveryRateLimited, StateUnavailable
from core.memory.inbox import Inbox
from core.memory.outbox import Outbox
from core.memory.owner import Owner
from core.memory.sessions import SessionStore
from core.memory.state import State
from core.memory.worker import CRASHES, Worker
from core.messages import Question, Reply
from tests.core.memory.helpers import FakeAdapter, plan, question, reply, thread, until, viewer

Answer = Callable[[Question], Awaitable[Reply]]


async def plainly(asked: Question) -> Reply:
    return reply(asked.id)


class Bench:
    """Workers over one state, all drained at the end."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.inbox = Inbox(state)
        self.adapter = FakeAdapter(parts=1)
        self.workers: list[Worker] = []
        self.seen: list[tuple[str, Mapping[str, Any]]] = []

    def worker(self, answer: Answer = plainly, **more: Any) -> Worker:
        more = {"poll_seconds": 0.02, "lease_seconds": 5.0, "observer": self._see, **more}
        outbox = Outbox(self.state, first_wait=0.001, longest_wait=0.002)
        worker = Worker(self.inbox, outbox, answer, owner=Owner(self.state), **more)
        worker.use(self.adapter)
        self.workers.append(worker)
        return worker

    def _see(self, name: str, fields: Mapping[str, Any]) -> None:
        self.seen.append((name, fields))

    async def put(self, *asked: Question) -> None:
        for one in asked:
            await self.inbox.put(f"event of {one.id}", one)

    async def done(self) -> None:
        async def empty() -> bool:
            return await self.inbox.backlog() == 0

        await until(empty)

    @property
    def sent(self) -> list[str]:
        return [id for id, _, _ in self.adapter.to.messages]

    @property
    def texts(self) -> list[str]:
        return [text for _, _, text in self.adapter.to.messages]


@pytest.fixture
async def bench(state: State) -> AsyncIterator[Bench]:
    made = Bench(state)
    yield made
    for worker in made.workers:
        await worker.drain(0)


async def test_a_question_is_answered_and_delivered(bench: Bench) -> None:
    worker = bench.worker()
    await worker.start()
    await bench.put(question())
    worker.wake()
    await bench.done()
    assert bench.sent == ["q1"]
    assert ("working", "q1", -1) in bench.adapter.calls
    assert [name for name, _ in bench.seen] == ["question_taken", "question_answered"]
    fields = bench.seen[1][1]
    assert (fields["platform"], fields["reply"].action) == ("fake", "data")
    assert fields["seconds"] >= 0


async def test_waking_is_enough(bench: Bench) -> None:
    worker = bench.worker(poll_seconds=1000)
    await worker.start()
    await asyncio.sleep(0.05)
    for n in range(3):
        await bench.put(question(f"q{n}"))
        worker.wake()
    await bench.done()
    assert bench.sent == ["q0", "q1", "q2"]


async def test_what_another_process_stored_is_seen_without_waking(bench: Bench) -> None:
    await bench.worker().start()
    await bench.put(question())
    await bench.done()
    assert bench.sent == ["q1"]


async def test_what_was_unfinished_at_the_start_is_taken_up(bench: Bench) -> None:
    await bench.put(*(question(f"q{n}", at=thread(f"t{n}")) for n in range(5)))
    await bench.worker().start()
    await bench.done()
    assert sorted(bench.sent) == [f"q{n}" for n in range(5)]


async def test_a_thread_is_answered_in_order_one_at_a_time(bench: Bench) -> None:
    at_work: list[str] = []

    async def slowly(asked: Question) -> Reply:
        at_work.append(asked.thread.key)
        assert at_work.count(asked.thread.key) == 1
        await asyncio.sleep(0.01 if asked.id.endswith("0") else 0)
        at_work.remove(asked.thread.key)
        return reply(asked.id)

    asked = [question(f"{name}{n}", at=thread(name)) for n in range(4) for name in "abc"]
    await bench.put(*asked)
    await bench.worker(slowly).start()
    await bench.done()
    assert len(bench.sent) == 12
    for name in "abc":
        assert [id for id in bench.sent if id.startswith(name)] == [f"{name}{n}" for n in range(4)]
    assert set(bench.texts) == {"Hay 3."}


async def test_many_threads_are_answered_at_once_up_to_the_bound(bench: Bench) -> None:
    go = asyncio.Event()
    at_once = most = 0

    async def counted(asked: Question) -> Reply:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        await go.wait()
        at_once -= 1
        return reply(asked.id)

    await bench.put(*(question(f"q{n}", at=thread(f"t{n}")) for n in range(9)))
    await bench.worker(counted, concurrency=4).start()
    await until(lambda: at_once == 4)
    await asyncio.sleep(0.05)
    assert most == 4
    go.set()
    await bench.done()
    assert most == 4
    assert len(bench.sent) == 9


async def test_a_delivery_that_waits_holds_no_place_of_the_planner(bench: Bench) -> None:
    hold = asyncio.Event()

    async def wait_for_slow(_: str) -> None:
        if bench.adapter.calls[-1][1] == "slow":
            await hold.wait()

    bench.adapter.pause = wait_for_slow
    await bench.put(question("slow", at=thread("s")))
    worker = bench.worker(concurrency=1)
    await worker.start()
    await until(lambda: ("send", "slow", 0) in bench.adapter.calls)
    await bench.put(question("quick", at=thread("t")))
    worker.wake()
    await until(lambda: "quick" in bench.sent)
    hold.set()
    await bench.done()


async def test_no_more_is_held_than_in_flight_allows(bench: Bench) -> None:
    go = asyncio.Event()

    async def waits(asked: Question) -> Reply:
        await go.wait()
        return reply(asked.id)

    await bench.put(*(question(f"q{n}", at=thread(f"t{n}")) for n in range(6)))
    worker = bench.worker(waits, in_flight=2)
    await worker.start()
    await until(lambda: worker.running == 2)
    await asyncio.sleep(0.06)
    assert worker.running == 2
    go.set()
    await bench.done()
    assert len(bench.sent) == 6


async def test_platforms_without_an_adapter_are_left_for_others(bench: Bench) -> None:
    other = question("o", at=thread(platform="other"), viewer=viewer(platform="other"))
    await bench.put(other, question("q1"))
    await bench.worker().start()
    await until(lambda: bench.sent == ["q1"])
    await asyncio.sleep(0.05)
    assert await bench.inbox.unfinished() == [other]


async def test_a_working_sign_neither_delays_nor_breaks_the_answer(bench: Bench) -> None:
    async def hangs(asked: Question) -> None:
        if asked.id == "q1":
            await asyncio.Event().wait()
        raise RuntimeError("no typing today")

    bench.adapter.working = hangs  # type: ignore[method-assign]
    await bench.put(question("q1"), question("q2"))
    await bench.worker().start()
    await bench.done()
    assert bench.sent == ["q1", "q2"]


async def test_an_answer_that_takes_too_long_is_cut_and_said_so(bench: Bench) -> None:
    async def never(asked: Question) -> Reply:
        if asked.id == "q1":
            await asyncio.Event().wait()
        return reply(asked.id)

    await bench.put(question("q1", language="en"), question("q2"))
    await bench.worker(never, answer_limit=0.05).start()
    await bench.done()
    assert bench.texts[0].startswith("The answer took longer than 0.05 s")
    assert bench.sent == ["q1", "q2"]


async def test_a_pipeline_that_raises_becomes_a_sentence_with_a_reference(bench: Bench) -> None:
    async def breaks(asked: Question) -> Reply:
        raise RuntimeError("secret row 42")

    await bench.put(question("q1"))
    with capture_logs() as logs:
        await bench.worker(breaks).start()
        await bench.done()
    assert "q1" in bench.texts[0]
    assert "42" not in bench.texts[0]
    assert "pipeline_defect" in [line["event"] for line in logs]
    answered = next(fields for name, fields in bench.seen if name == "question_answered")
    assert (answered["reply"].action, answered["reply"].metrics.flow) == ("error", "failed")


@pytest.mark.parametrize("always", [False, True])
async def test_an_answer_that_cannot_be_rendered_becomes_a_sentence(bench: Bench, always: bool) -> None:
    plain = bench.adapter.steps

    def breaks(asked: Question, said: Reply) -> list[Step]:
        if always or said.action != "error":
            raise KeyError("blocks")
        return plain(asked, said)

    bench.adapter.steps = breaks  # type: ignore[method-assign]
    await bench.put(question("q1"))
    await bench.worker().start()
    await bench.done()
    assert [text.startswith("No pude contestar") for text in bench.texts] == ([] if always else [True])


async def test_a_question_that_kills_the_process_is_put_aside(bench: Bench, state: State) -> None:
    asked: list[str] = []

    async def kills(one: Question) -> Reply:
        asked.append(one.id)
        return reply(one.id)

    await bench.put(question("poison"), question("next"))
    for n in range(CRASHES):
        (item,) = await bench.inbox.lease(f"dead{n}", ["fake"], limit=1, seconds=-1)
        assert item.crashes == n
    await bench.worker(kills).start()
    await bench.done()
    assert asked == ["next"]
    assert bench.sent == ["poison", "next"]
    assert bench.texts[0].startswith("No pude contestar: esta pregunta me hizo reiniciar")


async def test_crashes_below_the_bound_are_forgiven(bench: Bench) -> None:
    await bench.put(question("q1"))
    for n in range(CRASHES - 1):
        await bench.inbox.lease(f"dead{n}", ["fake"], limit=1, seconds=-1)
    await bench.worker().start()
    await bench.done()
    assert bench.texts == ["Hay 3."]


async def test_an_answer_that_was_recorded_before_a_crash_is_not_made_again(bench: Bench, state: State) -> None:
    store = SessionStore(state)
    asked = question("q1")
    await bench.put(asked)
    await bench.inbox.lease("dead", ["fake"], limit=1, seconds=-1)
    await store.record(await store.load(asked), asked, plan(), None, reply("q1", text="recorded"))

    async def not_again(_: Question) -> Reply:
        raise AssertionError("planned twice")

    await bench.worker(not_again, replied=store.reply).start()
    await bench.done()
    assert bench.texts == ["recorded"]


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


async def test_a_frozen_workers_question_is_taken_over_and_sent_once(bench: Bench) -> None:
    begun = asyncio.Event()
    thaw = asyncio.Event()
    asked = 0

    async def freezes_once(one: Question) -> Reply:
        nonlocal asked
        asked += 1
        if asked == 1:
            begun.set()
            await thaw.wait()
        return reply(one.id, text=f"answer {asked}")

    frozen = bench.worker(freezes_once, lease_seconds=0.08)
    await bench.put(question("q1"))
    await frozen.start()
    await begun.wait()
    for task in frozen._background:  # no sign of life any more
        task.cancel()
    await bench.worker(freezes_once).start()
    await bench.done()
    thaw.set()
    await until(lambda: frozen.running == 0)
    assert bench.texts == ["answer 2"]


async def test_a_long_answer_keeps_its_lease(bench: Bench) -> None:
    calls: list[str] = []

    async def long(asked: Question) -> Reply:
        calls.append(asked.id)
        await asyncio.sleep(4.0)
        return reply(asked.id)

    await bench.put(question("q1"))
    for _ in range(2):
        await bench.worker(long, lease_seconds=1.5).start()
    await bench.done()
    assert calls == ["q1"]
    assert bench.sent == ["q1"]


async def test_two_workers_share_the_work(bench: Bench) -> None:
    await bench.put(*(question(f"q{n}", at=thread(f"t{n % 20}")) for n in range(60)))
    for _ in range(3):
        await bench.worker(in_flight=5).start()
    await bench.done()
    assert sorted(bench.sent) == sorted(f"q{n}" for n in range(60))
    for name in range(20):
        ids = [id for id in bench.sent if int(id[1:]) % 20 == name]
        assert ids == sorted(ids, key=lambda id: int(id[1:]))


async def test_a_state_that_is_away_for_a_while_loses_nothing(bench: Bench, state: State) -> None:
    real, away = state.write, [0]

    async def flaky(work: Any, **more: Any) -> Any:
        away[0] += 1
        if away[0] < 30 and away[0] % 3 == 0:
            raise StateUnavailable("disk full")
        return await real(work, **more)

    await bench.put(*(question(f"q{n}", at=thread(f"t{n % 3}")) for n in range(9)))
    state.write = flaky  # type: ignore[method-assign]
    worker = bench.worker(lease_seconds=0.2)
    with capture_logs() as logs:
        await worker.start()
        await bench.done()
    state.write = real  # type: ignore[method-assign]
    assert sorted(bench.sent) == [f"q{n}" for n in range(9)]
    assert {"state_unavailable"} <= {line["event"] for line in logs}


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
    async with asyncio.timeout(20):
        await kept.wait()
    await bench.done()


async def test_starting_twice_starts_once(bench: Bench) -> None:
    worker = bench.worker()
    await worker.start()
    first = list(worker._background)
    await worker.start()
    assert worker._background == first
