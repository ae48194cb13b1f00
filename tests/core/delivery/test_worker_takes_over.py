"""What a process leaves behind, another one finishes: crashes, frozen workers, leases, a state that is away."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

from sqlalchemy import select
from structlog.testing import capture_logs

from core.conversation.sessions import SessionStore
from core.delivery.inbox import SUSPECT
from core.delivery.worker import MAX_ATTEMPTS
from core.kernel.errors import StateUnavailable
from core.kernel.messages import Question, Reply
from core.state.database import State
from core.state.tables import inbox
from tests.core.delivery.worker_bench import Bench
from tests.core.helpers import plan, question, reply, thread, until, workers_tasks


async def test_a_question_that_kills_the_process_is_put_aside(bench: Bench, state: State) -> None:
    asked: list[str] = []

    async def kills(one: Question) -> Reply:
        asked.append(one.id)
        return reply(one.id)

    await bench.put(question("poison"), question("next"))
    for n in range(MAX_ATTEMPTS):
        (item,) = await bench.inbox.lease(f"dead{n}", ["fake"], limit=1, seconds=-1)
        assert item.crashes == n
    await bench.worker(kills).start()
    await bench.done()
    assert asked == ["next"]
    assert bench.sent == ["poison", "next"]
    assert bench.texts[0].startswith("No pude contestar: esta pregunta me hizo reiniciar")


async def holders(state: State) -> list[str]:
    """Who holds leases."""
    held = select(inbox.c.lease_owner).where(inbox.c.lease_owner.is_not(None)).distinct()
    return list(await state.read(lambda connection: connection.execute(held).scalars().all()))


async def test_who_only_stood_beside_the_poison_gets_through(bench: Bench) -> None:
    """The process dies at the moment at which the poison is answered, again and again, with whatever it holds then."""
    names = ["poison", *(f"q{n}" for n in range(12))]
    await bench.put(*(question(name, at=thread(name)) for name in names))
    answered: list[str] = []
    poisoned = asyncio.Event()

    async def answer(one: Question) -> Reply:
        if one.id == "poison":
            poisoned.set()
            await asyncio.Event().wait()
        await asyncio.sleep(0.001)
        answered.append(one.id)
        return reply(one.id)

    for _ in range(MAX_ATTEMPTS):
        await bench.worker(answer, concurrency=4).start()
        await asyncio.wait_for(poisoned.wait(), 60)
        for task in (ended := workers_tasks()):
            task.cancel()
        await asyncio.gather(*ended, return_exceptions=True)
        await bench.inbox.release_dead(await holders(bench.state))
        poisoned.clear()
    await bench.worker(answer).start()
    await bench.done()
    # One that died between its answer and keeping it is worked out again; what matters is that each gets through.
    assert set(answered) == set(names[1:])
    assert [text for text in bench.texts if not text.startswith("Hay 3")] == [bench.texts[-1]]
    assert bench.sent[-1] == "poison"


async def test_a_suspect_that_waits_for_its_platform_keeps_no_other_waiting(bench: Bench) -> None:
    for name in ("first", "second"):
        await bench.put(question(name, at=thread(name)))
    for n in range(SUSPECT):
        await bench.inbox.lease(f"dead{n}", ["fake"], limit=2, seconds=-1)
    platform_is_back = asyncio.Event()

    async def down(moment: str) -> None:
        if moment == "before send" and len(bench.sent) == 0 and bench.adapter.calls[-1][1] == "first":
            await platform_is_back.wait()

    bench.adapter.pause = down
    await bench.worker().start()
    await until(lambda: bench.sent == ["second"])
    platform_is_back.set()
    await bench.done()
    assert bench.sent == ["second", "first"]


async def test_crashes_below_the_bound_are_forgiven(bench: Bench) -> None:
    await bench.put(question("q1"))
    for n in range(MAX_ATTEMPTS - 1):
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
    for task in workers_tasks("worker-"):  # no sign of life any more
        task.cancel()
    await bench.worker(freezes_once).start()
    await bench.done()
    thaw.set()
    await until(lambda: frozen.running == 0)
    assert bench.texts == ["answer 2"]


async def lease_ends(state: State) -> datetime:
    """When the one lease runs out that is held."""
    until_when = select(inbox.c.lease_until).where(inbox.c.lease_owner.is_not(None))
    return await state.read(lambda connection: connection.execute(until_when).scalar_one())


async def test_a_long_answer_keeps_its_lease(bench: Bench, state: State) -> None:
    calls: list[str] = []

    async def long(asked: Question) -> Reply:
        calls.append(asked.id)
        ends = {await lease_ends(state)}

        async def renewed_twice() -> bool:
            ends.add(await lease_ends(state))
            return len(ends) > 2

        await until(renewed_twice)
        return reply(asked.id)

    await bench.put(question("q1"))
    for _ in range(2):
        await bench.worker(long, lease_seconds=4.0).start()
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
