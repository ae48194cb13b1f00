"""A state moves from SQLite to PostgreSQL and back: every row is there and equal, numbers go on, and it works."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, Table, select

from core.conversation.feedback import Feedback
from core.conversation.sessions import SessionStore
from core.delivery.adapter import Step
from core.delivery.inbox import Inbox
from core.delivery.outbox import Outbox
from core.delivery.owner import Owner
from core.kernel.errors import ConfigurationError
from core.kernel.settings import with_async_driver
from core.state.database import State
from core.state.keyvalue import KeyValue
from core.state.moving import StateNotMoved, move
from core.state.rates import Rates
from core.state.tables import events, metadata
from tests.core.helpers import plan, question, reply, result, thread, viewer
from tests.postgres import PostgresServer

Rows = dict[str, list[tuple[object, ...]]]


async def fill(state: State, count: int = 450) -> None:
    """Something in every table; more events than a page of the copy."""
    store, inbox = SessionStore(state), Inbox(state)
    for n in range(3):
        asked = question(f"q{n}", at=thread(f"t{n}"), text="¿cuántas bombas están «paradas»? 🛠")
        await store.record(await store.load(asked), asked, plan(), result(), reply(asked.id))
        await inbox.put(f"e{n}", asked)
    (item, *_) = await inbox.lease("dead", ["fake"], limit=1, seconds=-1)
    await Outbox(state).store(item, [Step(index=0, kind="message", payload={"text": "ñ"})])
    await Feedback(state).thumb("q0", viewer(), "down")
    await KeyValue(state).set("slack.team.T1", {"token": "sealed", "ñ": None})
    await Rates(state).hit("ana", 4, 60)
    moment = datetime(2026, 11, 22, 8, 0, 0, 123456, tzinfo=UTC)
    rows = [{"key": f"event {n % 7} Ñandú {n}", "at": moment} for n in range(count)]
    await state.write(lambda connection: connection.execute(events.insert(), rows))


async def everything(state: State) -> Rows:
    def read(connection: Connection, table: Table) -> list[tuple[object, ...]]:
        found = [tuple(map(repr, row)) for row in connection.execute(select(table))]
        return sorted(found)

    return {
        table.name: await state.read(lambda connection, table=table: read(connection, table))
        for table in metadata.sorted_tables
    }


async def test_there_and_back(sqlite_url: str, tmp_path: Path, postgres_server: PostgresServer) -> None:
    old = await State.open(sqlite_url)
    await fill(old)
    before = await everything(old)
    assert all(before.values()), {name for name, rows in before.items() if not rows}
    there = await State.open(with_async_driver(postgres_server.create_database()))
    counts = await move(old, there)
    assert counts == {name: len(rows) for name, rows in before.items()}
    assert await everything(old) == await everything(there) == before
    # It goes on: numbers follow those that came, and what was unfinished is answered.
    assert await Inbox(there).put("e9", question("q9", at=thread("t9")))
    assert {item.question.id for item in await Inbox(there).lease("me", ["fake"], limit=9, seconds=60)} == {
        "q0",
        "q1",
        "q2",
        "q9",
    }
    await Inbox(there).release("me")
    back = await State.open(f"sqlite:///{tmp_path / 'back.sqlite'}")
    now = await everything(there)
    await move(there, back)
    assert await everything(back) == now
    with sqlite3.connect(tmp_path / "back.sqlite") as plain:  # and past our own reading
        assert plain.execute("SELECT count(*), count(DISTINCT key) FROM events").fetchone() == (450, 450)
    for state in (old, there, back):
        await state.close()


async def test_a_target_that_holds_something_is_left_alone(sqlite_url: str, tmp_path: Path) -> None:
    source, target = await State.open(sqlite_url), await State.open(f"sqlite:///{tmp_path / 'other.sqlite'}")
    await fill(source, 3)
    await KeyValue(target).set("mine", 1)
    with pytest.raises(ConfigurationError) as refused:
        await move(source, target)
    assert "keyvalues" in refused.value.message("en")
    assert await KeyValue(target).get("mine") == 1 and await Inbox(target).backlog() == 0
    with pytest.raises(ConfigurationError):
        await move(source, source)
    await source.close()
    await target.close()


async def test_a_state_that_somebody_works_on_is_not_moved(sqlite_url: str, tmp_path: Path) -> None:
    source, target = await State.open(sqlite_url), await State.open(f"sqlite:///{tmp_path / 'other.sqlite'}")
    owner = Owner(source)
    owner.claim()
    with pytest.raises(ConfigurationError) as refused:
        await move(source, target)
    assert "still runs" in refused.value.message("en")
    owner.leave()
    await Inbox(source).put("e1", question("q1"))
    await Inbox(source).lease("elsewhere", ["fake"], limit=1, seconds=60)
    with pytest.raises(ConfigurationError):
        await move(source, target)
    await Inbox(source).release("elsewhere")
    assert (await move(source, target))["inbox"] == 1
    await source.close()
    await target.close()


async def test_a_replica_that_is_connected_is_seen(postgres_server: PostgresServer, tmp_path: Path) -> None:
    url = with_async_driver(postgres_server.create_database())
    one, other = await State.open(url), await State.open(url)
    assert await one.others() == 1
    await other.close()
    assert await one.others() == 0
    await one.close()


async def test_a_copy_that_differs_is_taken_back(sqlite_url: str, tmp_path: Path) -> None:
    source, target = await State.open(sqlite_url), await State.open(f"sqlite:///{tmp_path / 'other.sqlite'}")
    await fill(source, 3)

    spoiling = "CREATE TRIGGER spoiling AFTER INSERT ON turns BEGIN UPDATE sessions SET title = 'another'; END"
    await target.write(lambda connection: connection.exec_driver_sql(spoiling))
    before = await everything(source)
    with pytest.raises(StateNotMoved):
        await move(source, target)
    assert not any((await everything(target)).values())
    assert await everything(source) == before
    await source.close()
    await target.close()
