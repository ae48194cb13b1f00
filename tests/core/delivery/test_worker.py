"""The worker between inbox and outbox: in order, at once, and whatever an answer does to it."""

from __future__ import annotations

import asyncio

import pytest
from structlog.testing import capture_logs

from core.delivery.adapter import Step
from core.kernel.messages import Question, Reply
from tests.core.delivery.worker_bench import Bench
from tests.core.helpers import FakeAdapter, question, reply, thread, until, viewer


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

    async def only_the_other_is_left() -> bool:
        return await bench.inbox.unfinished() == [other]

    await until(only_the_other_is_left)
    await asyncio.sleep(0.05)  # it would be taken now
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


async def test_a_defect_on_the_way_to_delivery_is_told_and_lets_the_thread_go_on(bench: Bench) -> None:
    class Unstorable(FakeAdapter):
        def steps(self, question: Question, reply: Reply) -> list[Step]:
            made = super().steps(question, reply)
            if reply.action == "error" or question.id != "q1":
                return made
            return [step.model_copy(update={"payload": {"text": object()}}) for step in made]

    bench.adapter = Unstorable(parts=1)
    await bench.put(question("q1", at=thread("a")), question("q2", at=thread("a")))
    await bench.worker().start()
    await bench.done()
    assert bench.sent == ["q1", "q2"]
    assert "q1" in bench.texts[0] and "No pude contestar" in bench.texts[0]
