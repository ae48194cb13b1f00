"""Questions wait in the inbox, each is taken once, a Thread's in their order."""

from __future__ import annotations

import asyncio
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from core.delivery.adapter import Step
from core.delivery.inbox import Backlog, Inbox, Item, LeaseLost, finish, held
from core.delivery.outbox import Outbox
from core.delivery.owner import Owner
from core.kernel.errors import InboxFull, StateUnavailable
from core.kernel.messages import Question
from core.kernel.settings import with_async_driver
from core.state import writer as writer_module
from core.state.database import State
from core.state.tables import inbox as rows
from tests.core.helpers import die, question, thread, viewer


@pytest.fixture
def inbox(state: State) -> Inbox:
    return Inbox(state)


async def take(inbox: Inbox, owner: str = "me", limit: int = 100, seconds: float = 60, **more: Any) -> list[Item]:
    return await inbox.lease(owner, ["fake"], limit=limit, seconds=seconds, **more)


async def end(state: State, item: Item, status: str = "done") -> None:
    await state.write(lambda connection: finish(connection, item, status))


async def set_row(state: State, question_id: str, **values: Any) -> None:
    await state.write(lambda c: c.execute(rows.update().where(rows.c.question_id == question_id).values(**values)))


def ids(items: list[Item]) -> list[str]:
    return [item.question.id for item in items]


async def test_a_question_comes_back_as_it_was_put(inbox: Inbox) -> None:
    asked = question("q1", about="q0", choice="2", delivery={"ts": "1.2", "files": [1, {"ñ": None}]}, offline=True)
    assert await inbox.put("e1", asked)
    (item,) = await take(inbox)
    assert item.question == asked
    assert (item.attempts, item.crashes, item.answered_at, item.owner) == (1, 0, None, "me")


async def test_an_event_is_known_however_often_it_is_delivered(inbox: Inbox) -> None:
    assert await inbox.put("e1", question("q1"))
    assert not await inbox.put("e1", question("q1"))
    assert not await inbox.put("e1", question("another id"))
    assert not await inbox.put("another event", question("q1"))
    other = thread(platform="other")
    assert await inbox.put("e1", question("q2", at=other, viewer=viewer(platform="other")))
    assert await inbox.backlog() == 2


async def test_deliveries_at_the_same_moment_are_stored_once(inbox: Inbox) -> None:
    stored = await asyncio.gather(*(inbox.put(f"e{n % 5}", question(f"q{n % 5}")) for n in range(50)))
    assert sum(stored) == 5


async def test_it_is_on_disk_before_put_returns(sqlite_url: str, tmp_path: Path) -> None:
    state = await State.open(sqlite_url)
    await Inbox(state).put("e1", question())
    with sqlite3.connect(tmp_path / "state.sqlite") as other:
        assert other.execute("SELECT status FROM inbox").fetchall() == [("new",)]
    await state.close()


async def test_an_event_that_cannot_be_stored_is_refused(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(writer_module.CONNECT, "timeout", 0.05)
    state = await State.open(sqlite_url)
    other = sqlite3.connect(tmp_path / "state.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StateUnavailable):
        await Inbox(state).put("e1", question())
    other.execute("ROLLBACK")
    other.close()
    assert await Inbox(state).put("e1", question())
    await state.close()


async def test_a_full_disk_refuses_and_breaks_nothing(sqlite_url: str) -> None:
    state = await State.open(sqlite_url)
    await state.write(lambda connection: connection.exec_driver_sql("PRAGMA max_page_count = 1"))
    refused = [question(f"q{n}", text="¿" + "x" * 4000, at=thread(f"t{n}")) for n in range(50)]
    outcomes = await asyncio.gather(*(Inbox(state).put(one.id, one) for one in refused), return_exceptions=True)
    refusals = [one for one in outcomes if isinstance(one, StateUnavailable)]
    stored = outcomes.count(True)  # a few fit into pages that the migrations left free
    assert stored + len(refusals) == 50
    assert stored < 5
    assert "x" * 20 not in str(refusals[0])
    await state.write(lambda connection: connection.exec_driver_sql("PRAGMA max_page_count = 100000"))
    assert await Inbox(state).put("e1", question("new"))
    assert await Inbox(state).backlog() == stored + 1
    await state.close()


async def test_it_stays_known_after_it_is_done(inbox: Inbox, state: State) -> None:
    await inbox.put("e1", question())
    await end(state, (await take(inbox))[0])
    assert not await inbox.put("e1", question())
    assert await take(inbox) == []


async def test_a_threads_next_question_waits_for_the_one_before(inbox: Inbox, state: State) -> None:
    for n in range(3):
        await inbox.put(f"a{n}", question(f"a{n}", at=thread("a")))
        await inbox.put(f"b{n}", question(f"b{n}", at=thread("b")))
    seen = []
    for _ in range(3):
        items = await take(inbox)
        assert await take(inbox, "another") == []
        seen.append(ids(items))
        for item in items:
            await end(state, item)
    assert seen == [["a0", "b0"], ["a1", "b1"], ["a2", "b2"]]


async def test_a_failed_question_lets_the_next_pass(inbox: Inbox, state: State) -> None:
    await inbox.put("e1", question("q1"))
    await inbox.put("e2", question("q2"))
    await end(state, (await take(inbox))[0], "failed")
    assert ids(await take(inbox)) == ["q2"]


async def test_a_question_that_shows_up_late_does_not_overtake_the_one_being_answered(
    inbox: Inbox, state: State
) -> None:
    await inbox.put("e1", question("early"))
    await inbox.put("e2", question("late"))
    await set_row(state, "early", finished_at=datetime.now(UTC))
    assert ids(await take(inbox)) == ["late"]
    await set_row(state, "early", finished_at=None)  # as PostgreSQL shows a row whose commit came second
    assert await take(inbox) == []


async def test_no_more_than_the_limit_and_only_ones_own_platforms(inbox: Inbox) -> None:
    for n in range(5):
        await inbox.put(f"e{n}", question(f"q{n}", at=thread(f"t{n}")))
    await inbox.put("o", question("o", at=thread(platform="other"), viewer=viewer(platform="other")))
    assert ids(await take(inbox, limit=2)) == ["q0", "q1"]
    assert ids(await take(inbox)) == ["q2", "q3", "q4"]
    assert await inbox.lease("me", [], limit=5, seconds=60) == []


async def test_two_replicas_never_take_the_same(inbox: Inbox) -> None:
    for n in range(40):
        await inbox.put(f"e{n}", question(f"q{n}", at=thread(f"t{n % 25}")))
    taken = await asyncio.gather(*(take(inbox, f"owner{n}", limit=7) for n in range(8)))
    all_ids = [id for items in taken for id in ids(items)]
    assert len(all_ids) == len(set(all_ids)) == 25
    assert {item.question.thread.key for items in taken for item in items} == {thread(f"t{n}").key for n in range(25)}


async def test_a_lease_that_ran_out_is_taken_over_and_the_first_owner_can_do_no_more(
    inbox: Inbox, state: State
) -> None:
    await inbox.put("e1", question())
    (first,) = await take(inbox, "frozen", seconds=-1)
    (second,) = await take(inbox, "awake")
    assert (second.attempts, second.crashes) == (2, 1)
    assert await inbox.renew("frozen", [first.id], seconds=60) == set()
    with pytest.raises(LeaseLost):
        await state.write(lambda connection: held(connection, first))
    with pytest.raises(LeaseLost):
        await Outbox(state).store(first, [Step(index=0, kind="message")])
    assert await inbox.renew("awake", [second.id], seconds=60) == {second.id}


async def test_a_renewed_lease_is_not_taken_over(inbox: Inbox) -> None:
    await inbox.put("e1", question())
    (item,) = await take(inbox, seconds=-1)
    assert await inbox.renew("me", [item.id], seconds=60) == {item.id}
    assert await take(inbox, "another") == []


async def test_ones_own_lease_that_ran_out_is_not_taken_twice(inbox: Inbox) -> None:
    await inbox.put("e1", question())
    (item,) = await take(inbox, seconds=-1)
    assert await take(inbox, without=[item.id]) == []


async def test_giving_back_is_no_crash_and_may_ask_for_a_pause(inbox: Inbox, state: State) -> None:
    await inbox.put("e1", question())
    (item,) = await take(inbox)
    await inbox.release("somebody else", [item.id])
    assert await take(inbox, "another") == []
    await inbox.release("me", [item.id])
    (again,) = await take(inbox)
    assert (again.attempts, again.crashes) == (2, 0)
    await inbox.release("me", [item.id], delay=60)
    assert await take(inbox) == []
    await set_row(state, "q1", not_before=datetime.now(UTC) - timedelta(seconds=1))
    assert len(await take(inbox)) == 1


async def test_what_a_dead_process_held_is_free_at_once_and_counts_as_a_crash(inbox: Inbox) -> None:
    await inbox.put("e1", question())
    await take(inbox, "dead")
    assert await inbox.release_dead(["dead", "unknown"]) == 1
    (item,) = await take(inbox)
    assert (item.attempts, item.crashes) == (2, 1)


async def test_unfinished_lists_what_is_owed(inbox: Inbox, state: State) -> None:
    asked: list[Question] = [question(f"q{n}", at=thread(f"t{n}")) for n in range(3)]
    for n, one in enumerate(asked):
        await inbox.put(f"e{n}", one)
    await end(state, (await take(inbox, limit=1))[0])
    assert await inbox.unfinished() == asked[1:]
    assert await inbox.unfinished(limit=1) == asked[1:2]
    assert await inbox.backlog() == 2


async def test_purging_drops_what_is_long_done_alone(inbox: Inbox, state: State) -> None:
    for n in range(3):
        await inbox.put(f"e{n}", question(f"q{n}", at=thread(f"t{n}")))
    old, recent, _ = await take(inbox)
    await Outbox(state).store(old, [Step(index=0, kind="message")])
    for item in (old, recent):
        await end(state, item)
    await set_row(state, "q0", finished_at=datetime.now(UTC) - timedelta(days=8))
    await set_row(state, "q2", received_at=datetime.now(UTC) - timedelta(days=8))
    assert await inbox.purge(datetime.now(UTC) - timedelta(days=7)) == 1
    assert not await inbox.put("e1", question("q1"))
    assert await inbox.put("e0", question("q0"))
    assert await inbox.backlog() == 2
    assert await state.read(lambda c: c.exec_driver_sql("SELECT count(*) FROM steps").scalar_one()) == 0


async def test_a_dead_process_is_seen_and_a_living_one_is_not_disturbed(sqlite_url: str) -> None:
    state = await State.open(sqlite_url)
    living, dying, me = Owner(state), Owner(state), Owner(state)
    for owner in (living, dying, me):
        owner.claim()
    assert me.dead() == []
    die(dying, state)
    assert me.dead() == [dying.name]
    me.bury([dying.name])
    assert me.dead() == []
    living.leave()
    assert me.dead() == []
    await state.close()


@pytest.mark.postgres
async def test_on_postgres_leases_run_out_by_themselves(postgres_url: str) -> None:
    state = await State.open(with_async_driver(postgres_url))
    owner = Owner(state)
    owner.claim()
    assert owner.dead() == []
    owner.leave()
    await state.close()


async def test_a_question_is_held_until_it_is_purged(inbox: Inbox) -> None:
    await inbox.put("e1", question("q1"))
    assert await inbox.holds("q1")
    assert not await inbox.holds("q2")


async def test_the_queue_counts_what_waits_and_since_when(inbox: Inbox, state: State) -> None:
    assert await inbox.queue() == Backlog(0, 0, 0.0)
    for number in range(3):
        await inbox.put(f"e{number}", question(f"q{number}", at=thread(name=f"t{number}")))
    await set_row(state, "q1", received_at=datetime.now(UTC) - timedelta(seconds=90))
    await take(inbox, limit=1)
    found = await inbox.queue()
    assert (found.unfinished, found.waiting) == (3, 2)
    assert 90 <= found.oldest_seconds < 120
    await set_row(state, "q1", answered_at=datetime.now(UTC))  # it waits for its platform now, not for us
    assert (await inbox.queue()).oldest_seconds < 30


async def test_more_than_the_limit_is_refused_and_what_is_known_is_still_known(state: State) -> None:
    inbox = Inbox(state, limit=3)
    for n in range(3):
        assert await inbox.put(f"e{n}", question(f"q{n}", at=thread(f"t{n}")))
    with pytest.raises(InboxFull) as refused:
        await inbox.put("e3", question("q3"))
    assert refused.value.status == 503
    assert not await inbox.put("e1", question("q1"))  # sent again: it is here
    assert await inbox.backlog() == 3
    (first, *_) = await take(inbox)
    await end(state, first)
    assert await inbox.put("e3", question("q3"))


async def test_a_burst_stops_at_the_limit(sqlite_url: str) -> None:
    state = await State.open(sqlite_url)
    inbox = Inbox(state, limit=20)
    puts = (inbox.put(f"e{n}", question(f"q{n}", at=thread(f"t{n}"))) for n in range(50))
    outcomes = await asyncio.gather(*puts, return_exceptions=True)
    assert [type(one) for one in outcomes].count(InboxFull) == 30
    assert await inbox.backlog() == 20
    await state.close()


@pytest.mark.parametrize("column", ["lease_until", "not_before"])
async def test_a_clock_that_was_put_back_keeps_nothing_waiting(state: State, inbox: Inbox, column: str) -> None:
    """A process of an hour ahead died; its leases, made by that clock, would end in an hour."""
    await inbox.put("e1", question("q1", at=thread("a")))
    await inbox.put("e2", question("q2", at=thread("a")))
    now = datetime.now(UTC)
    await set_row(state, "q1", lease_owner="dead", **{column: now + timedelta(minutes=4)})
    assert ids(await take(inbox)) == []
    await set_row(state, "q1", **{column: now + timedelta(hours=1)})
    assert ids(await take(inbox)) == ["q1"]
