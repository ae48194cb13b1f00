"""The clock jumps back by an hour: what it has written meanwhile lies in the future, and keeps nobody waiting.

Times in the database are moved on by an hour instead, which is the same to whoever reads them.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Table, select, update

from core.conversation.sessions import SessionStore
from core.state.database import State
from core.state.rates import Rates
from core.state.tables import Moment, inbox, metadata, steps
from tests.core.delivery.worker_bench import Bench
from tests.core.helpers import plan, question, reply, result, thread, until

HOUR = timedelta(hours=1)


async def _sent(bench: Bench, count: int) -> bool:
    return len(bench.adapter.to.messages) >= count


async def jump(state: State, *tables: Table) -> None:
    """Every time that is stored lies an hour later."""

    def work(connection: Connection) -> None:
        for table in tables or metadata.sorted_tables:
            key = list(table.primary_key.columns)
            times = [column for column in table.columns if isinstance(column.type, Moment)]
            for row in connection.execute(select(table)).mappings().all():
                later = {one.name: row[one.name] + HOUR for one in times if row[one.name] is not None}
                here = [column == row[column.name] for column in key]
                if later:
                    connection.execute(update(table).where(*here).values(later))

    await state.write(work)


async def test_what_was_held_what_waits_and_what_goes_out_beside(bench: Bench) -> None:
    bench.adapter.parts, bench.adapter.optional = 2, True
    for n in range(4):
        await bench.put(question(f"q{n}", at=thread(f"t{n % 2}")))
    (held, *_) = await bench.inbox.lease("a process that died", ["fake"], limit=1, seconds=20)
    await bench.inbox.release("a process that died", [held.id], delay=5)
    await bench.inbox.lease("a process that died", ["fake"], limit=1, seconds=20)
    await jump(bench.state)
    await bench.worker().start()
    await bench.done()

    await until(lambda: _sent(bench, 8))
    assert sorted(id for id, index, _ in bench.adapter.to.messages if index == 1) == ["q0", "q1", "q2", "q3"]
    texts = [id for id, index, _ in bench.adapter.to.messages if index == 0]
    assert sorted(texts) == ["q0", "q1", "q2", "q3"]
    assert texts.index("q0") < texts.index("q2") and texts.index("q1") < texts.index("q3")


async def test_a_file_that_rests_is_tried_when_its_time_is_past_belief(bench: Bench) -> None:
    bench.adapter.parts, bench.adapter.optional = 2, True
    await bench.put(question("q0"))
    first = bench.worker()
    await first.start()
    await bench.done()
    await until(lambda: _sent(bench, 2))
    await first.drain(1)

    def rests(connection: Connection) -> None:
        until_then = datetime.now(UTC) + timedelta(hours=3)
        connection.execute(update(steps).where(steps.c.beside).values(status="waiting", not_before=until_then))

    await bench.state.write(rests)
    bench.adapter.to.messages.clear()
    await bench.worker().start()
    await until(lambda: _sent(bench, 1))


async def test_a_conversation_goes_on(state: State) -> None:
    store = SessionStore(state, idle_minutes=60)
    first = question("q1")
    await store.record(await store.load(first), first, plan(), result(), reply("q1"))
    await jump(state)
    going_on = await store.load(question("q2"))
    assert (going_on.generation, going_on.turns) == (1, 1) and going_on.last_plan is not None


async def test_a_limit_counts_from_now_on(state: State) -> None:
    now = [1_000_000.0]
    rates = Rates(state, lambda: now[0])
    assert [await rates.hit("ana", 2, 60) == 0.0 for _ in range(3)] == [True, True, False]
    now[0] -= 3600
    assert [await rates.hit("ana", 2, 60) == 0.0 for _ in range(3)] == [True, True, False]


async def test_a_redelivery_is_still_known(bench: Bench) -> None:
    await bench.put(question("q0"))
    await jump(bench.state, inbox)
    assert not await bench.inbox.put("event of q0", question("q0"))
