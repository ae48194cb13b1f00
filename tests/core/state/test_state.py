"""Opening the state: what is made, what is refused, and how writes share a commit."""

from __future__ import annotations

import asyncio
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import ProgrammingError

from core.delivery.events import Events
from core.kernel.errors import ConfigurationError, StateUnavailable
from core.kernel.settings import with_async_driver
from core.state import writer as writer_module
from core.state.database import State
from core.state.tables import events
from tests.core.helpers import NOW
from tests.core.state_watch import watched


async def test_sqlite_is_opened_for_power_cuts(tmp_path: Path) -> None:
    state = await State.open(f"sqlite:///{tmp_path / 'new' / 'deep' / 'state.sqlite'}")

    def pragmas(connection: Connection) -> dict[str, object]:
        names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        return {name: connection.execute(text(f"PRAGMA {name}")).scalar() for name in names}

    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10_000}
    assert await state.write(pragmas) == wanted
    assert await state.read(pragmas) == wanted
    await state.close()


@pytest.mark.parametrize("url", ["mysql+aiomysql://u@localhost/x", "not a url", "sqlite://", "sqlite:///:memory:"])
async def test_other_databases_are_refused(url: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        await State.open(url)
    assert "STATE_DATABASE_URL" in refused.value.message("en")


async def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "state.sqlite"
    file.write_bytes(b"a picture, perhaps" * 200)
    with pytest.raises(ConfigurationError) as refused:
        await State.open(f"sqlite:///{file}")
    assert str(file) in refused.value.message("es")
    assert "\n" not in refused.value.message("es")
    assert file.read_bytes().startswith(b"a picture")


async def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigurationError):
        await State.open(f"sqlite:///{tmp_path / 'file' / 'state.sqlite'}")


async def test_a_locked_file_is_unavailable_and_not_misconfigured(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await (await State.open(sqlite_url)).close()
    monkeypatch.setitem(writer_module.CONNECT, "timeout", 0.05)
    state = await State.open(sqlite_url)
    other = sqlite3.connect(tmp_path / "state.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StateUnavailable, match="locked"):
        await Events(state).once("k")
    other.execute("ROLLBACK")
    assert await Events(state).once("k")
    other.close()
    await state.close()


async def test_a_newer_versions_database_is_refused(sqlite_url: str, tmp_path: Path) -> None:
    await (await State.open(sqlite_url)).close()
    with sqlite3.connect(tmp_path / "state.sqlite") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(ConfigurationError, match="9999") as refused:
        await State.open(sqlite_url)
    assert "newer version" in refused.value.message("en")


async def test_a_server_that_is_down_is_unavailable_and_the_password_is_not_told() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(StateUnavailable) as down:
        await State.open(f"postgresql+asyncpg://bot:s3cret@127.0.0.1:{port}/state")
    assert "s3cret" not in down.value.detail


@pytest.mark.postgres
async def test_a_database_that_does_not_exist_is_the_operators_to_mend(postgres_url: str) -> None:
    wrong = with_async_driver(postgres_url.rpartition("/")[0] + "/no_such_database")
    with pytest.raises(ConfigurationError):
        await State.open(wrong)


@pytest.mark.postgres
async def test_a_server_that_was_restarted_costs_nobody_an_error(postgres_url: str) -> None:
    state = await State.open(with_async_driver(postgres_url))
    assert await Events(state).once("before the restart")

    def kill_others(connection: Connection) -> int:
        killed = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        connection.exec_driver_sql(f"{killed} AND datname = current_database()")
        return int(connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one())

    own = await state.read(kill_others)
    other = await State.open(with_async_driver(postgres_url))
    await other.read(lambda c: c.exec_driver_sql(f"SELECT pg_terminate_backend({own})").all())
    assert await Events(state).once("after the restart")
    assert not await Events(state).once("before the restart")
    await other.close()
    await state.close()


async def test_processes_that_start_together_migrate_once(state_url: str) -> None:
    opened = await asyncio.gather(*(State.open(state_url) for _ in range(4)))
    for state in opened:
        assert await state.read(lambda c: c.execute(text("SELECT count(*) FROM alembic_version")).scalar()) == 1
    await asyncio.gather(*(state.close() for state in opened))


def test_a_new_state_and_a_known_one_need_no_alembic(sqlite_url: str) -> None:
    code = (
        "import asyncio, sys\nfrom core.state.database import State\n"
        f"async def main():\n    await (await State.open({sqlite_url!r})).close()\n    print('alembic' in sys.modules)\n"
        "asyncio.run(main())"
    )
    runs = [subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60) for _ in range(2)]
    assert [run.stdout.strip() for run in runs] == ["False", "False"], runs[1].stderr


async def test_one_failing_write_undoes_itself_alone(state: State) -> None:
    def fails(connection: Connection) -> None:
        connection.execute(events.insert().values(key="lost", at=NOW))
        raise ValueError("mine")

    def works(connection: Connection) -> str:
        connection.execute(events.insert().values(key="kept", at=NOW))
        return "done"

    def is_wrong(connection: Connection) -> None:
        connection.exec_driver_sql("SELECT no_such_column FROM events")

    first = asyncio.create_task(Events(state).once("first"))
    outcomes = await asyncio.gather(
        state.write(fails), state.write(works), state.write(is_wrong), state.write(fails), return_exceptions=True
    )
    assert await first
    assert [type(one) for one in outcomes[:2]] == [ValueError, str]
    assert isinstance(outcomes[2], StateUnavailable | ProgrammingError)
    assert isinstance(outcomes[3], ValueError)
    assert await Events(state).once("lost")
    assert not await Events(state).once("kept")


async def test_writes_at_the_same_time_share_commits_on_sqlite(sqlite_url: str) -> None:
    state = await State.open(sqlite_url)
    with watched() as seen:
        assert await asyncio.gather(*(Events(state).once(f"k{n}") for n in range(100))) == [True] * 100
    assert 0 < seen.commits <= 8  # sixteen a commit, and the first may go alone
    await state.close()


async def test_on_a_slow_disk_all_that_wait_share_the_next_commit(sqlite_url: str) -> None:
    state = await State.open(sqlite_url)
    with watched() as seen:
        slow = state.write(lambda _: time.sleep(0.1), first=True)
        await asyncio.gather(slow, *(Events(state).once(f"k{n}") for n in range(100)))
    assert seen.commits == 2
    await state.close()


async def test_what_fails_costs_the_others_no_commit_of_their_own(sqlite_url: str) -> None:
    state = await State.open(sqlite_url)

    def fails(connection: Connection) -> None:
        raise ValueError("mine")

    with watched() as seen:
        writes = [state.write(fails) if n % 5 == 2 else Events(state).once(f"k{n}") for n in range(15)]
        outcomes = await asyncio.gather(*writes, return_exceptions=True)
    assert [type(one) for one in outcomes] == [ValueError if n % 5 == 2 else bool for n in range(15)]
    assert seen.commits == 1
    await state.close()


async def test_an_event_is_stored_before_what_waits_already(sqlite_url: str) -> None:
    state = await State.open(sqlite_url)
    order: list[str] = []
    waiting = [asyncio.create_task(state.write(lambda _, n=n: order.append(f"later {n}"))) for n in range(3)]  # type: ignore[misc]
    urgent = asyncio.create_task(state.write(lambda _: order.append("event"), first=True))
    await asyncio.gather(urgent, *waiting)
    assert order == ["event", "later 0", "later 1", "later 2"]
    await state.close()


async def test_a_cancelled_writer_leaves_the_others_alone(state: State) -> None:
    tasks = [asyncio.create_task(Events(state).once(f"k{n}")) for n in range(10)]
    await asyncio.sleep(0)
    tasks[3].cancel()
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    assert [one for n, one in enumerate(outcomes) if n != 3] == [True] * 9
    assert isinstance(outcomes[3], asyncio.CancelledError)


async def test_a_closed_state_is_unavailable(sqlite_url: str) -> None:
    state = await State.open(sqlite_url)
    await state.close()
    with pytest.raises(StateUnavailable):
        await Events(state).once("late")
