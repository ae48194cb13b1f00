"""A state of the first released form, with data in it, is brought up to today's and works: nothing is lost on the way."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine, text

from core.conversation.sessions import SessionStore
from core.delivery.beside_steps import BesideSteps
from core.delivery.inbox import Inbox
from core.kernel.messages import Artifact
from core.kernel.settings import with_async_driver
from core.state import migrate
from core.state.database import State
from core.state.keyvalue import KeyValue
from core.state.migrations import HEAD
from tests.core.helpers import question, reply, thread
from tests.postgres import PostgresServer

FILE = "20260901T120000-0123456789ab/data_0.csv"
NOW = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)
"""When the first form was in use; naive on SQLite, as it was written."""


def first_form(connection: Connection) -> None:
    """The tables as the first migration makes them."""
    config = Config()
    config.set_main_option("script_location", str(migrate.FOLDER))
    config.attributes["connection"] = connection
    command.upgrade(config, "0001")


def put(connection: Connection, table: str, **row: object) -> None:
    """A row by plain SQL: what today's code knows of the tables must not matter."""
    names = ", ".join(f'"{name}"' for name in row)
    places = ", ".join(f":{name}" for name in row)
    connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({places})"), row)


def data(connection: Connection) -> None:
    """A conversation with its answer, a question that waits, one whose file waits, feedback, audit, a setting."""
    now = NOW if connection.dialect.name == "postgresql" else NOW.replace(tzinfo=None).isoformat(" ")
    common = {"viewer_key": "fake:w:u1", "plant": "default"}
    put(
        connection,
        "sessions",
        id="s1",
        thread_key="fake:w:c:t1",
        generation=1,
        platform="fake",
        viewer_key="fake:w:u1",
        language="es",
        turns=1,
        started_at=now,
        updated_at=now,
    )
    stored = Artifact(kind="data", path=FILE, filename="a.csv", media_type="text/csv", size=1)
    answered = reply("q1", text="Hay 15 bombas paradas.", artifacts=(stored,))
    put(
        connection,
        "turns",
        session_id="s1",
        number=1,
        gives=False,
        question_id="q1",
        viewer_key="fake:w:u1",
        asked_at=now,
        action="answer",
        text="¿cuántas bombas están paradas?",
        question=question("q1").model_dump_json(),
        reply=answered.model_copy(update={"rows": None}).model_dump_json(),
        has_files=True,
    )
    for number, status, finished in ((1, "done", now), (2, "new", None)):
        put(
            connection,
            "inbox",
            platform="fake",
            event_id=f"e{number}",
            question_id=f"q{number}",
            thread_key=f"fake:w:c:t{number}",
            question=question(f"q{number}", at=thread(f"t{number}")).model_dump_json(),
            status=status,
            attempts=number,
            excused=0,
            received_at=now,
            answered_at=finished,
            finished_at=finished,
        )
    for position, optional in ((0, False), (1, True)):
        step = {"index": position, "kind": "files" if optional else "message", "payload": {"text": "x"}}
        put(
            connection,
            "steps",
            question_id="q1",
            position=position,
            step=json.dumps({**step, "optional": optional}, separators=(",", ":")),
            status="waiting" if optional else "sent",
            attempts=0,
            fallback=False,
            updated_at=now,
        )
    put(connection, "feedback", question_id="q1", viewer_key="fake:w:u1", thumb="down", comment="¿y Ñuñoa?", at=now)
    put(connection, "keyvalues", key="slack.team.T1", value='{"token": "sealed"}', updated_at=now)
    put(connection, "people", viewer_key="fake:w:u1", chosen="es", updated_at=now)
    put(connection, "events", key="welcome.T1", at=now)
    figures = {"seconds": 0.2, "model_calls": 0, "tokens_in": 0, "tokens_cached": 0, "tokens_out": 0, "cost_usd": 0.0}
    put(
        connection,
        "audit",
        question_id="q1",
        at=now,
        platform="fake",
        workspace="w",
        thread_key="fake:w:c:t1",
        kind="message",
        language="es",
        action="answer",
        flow="good",
        cached=False,
        **common,
        **figures,
    )


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def old_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A state of the first form with data in it."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'old.sqlite'}"
        engine = create_engine(url)
        with engine.begin() as connection:
            first_form(connection)
            data(connection)
        engine.dispose()
        return url
    server: PostgresServer = request.getfixturevalue("postgres_server")
    return with_async_driver(server.create_database())


async def test_everything_is_there_and_goes_on(old_url: str) -> None:
    if old_url.startswith("postgresql"):
        from sqlalchemy.ext.asyncio import create_async_engine

        engine = create_async_engine(old_url)
        async with engine.begin() as connection:
            await connection.run_sync(first_form)
            await connection.run_sync(data)
        await engine.dispose()
    state = await State.open(old_url)
    try:
        assert await state.read(migrate.version) == HEAD
        sessions, inbox = SessionStore(state), Inbox(state)
        known = await sessions.reply("q1")
        assert known is not None and known.text == "Hay 15 bombas paradas."
        paths = await state.read(lambda connection: connection.scalar(text("SELECT files FROM turns")))
        assert paths == FILE
        session = await sessions.load(question("q3", at=thread("t1")))
        assert session.language == "es"
        assert not await inbox.put("e1", question("q1"))  # an event of then is still known
        (item,) = await inbox.lease("me", ["fake"], limit=9, seconds=60)
        assert (item.question.id, item.crashes, item.received_at) == ("q2", 2, NOW)
        (file,) = await BesideSteps(state).take("me", ["fake"], limit=9, seconds=60)
        assert (file.question.id, file.position, file.look) == ("q1", 1, False)
        assert await KeyValue(state).get("slack.team.T1") == {"token": "sealed"}
        counted = text(
            "SELECT (SELECT count(*) FROM feedback WHERE comment = '¿y Ñuñoa?'), (SELECT count(*) FROM audit), "
            "(SELECT count(*) FROM people WHERE chosen = 'es'), (SELECT count(*) FROM events)"
        )
        assert tuple(await state.read(lambda connection: connection.execute(counted).one())) == (1, 1, 1, 1)
        assert await inbox.put("e3", question("q3", at=thread("t3")))
        assert await inbox.purge(NOW + timedelta(days=1)) == 1
    finally:
        await state.close()
