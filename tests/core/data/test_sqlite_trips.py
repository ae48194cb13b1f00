"""How a SQLite plant is reached: one trip to a thread a query, few threads, and a drive that hangs."""

from __future__ import annotations

import asyncio
import logging
import subprocess
import sys
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from core.data.access.sqlite import locked, pool
from core.data.database import Database
from core.data.failures import DatabaseBusy, NotADatabase, check_file
from core.kernel.errors import DatabaseUnavailable, QueryFailed
from tests.core.data.plant import ENDLESS, fill_sqlite, open_file

ONE = "SELECT name FROM area WHERE id = 1"


class Drive:
    """The disk, as our threads see it: it remembers who looked at a file, and hangs when it is told to."""

    def __init__(self) -> None:
        self.threads: list[threading.Thread] = []
        self._answers = threading.Event()
        self._answers.set()

    def look(self, path: Path) -> tuple[int, int, int, int]:
        self.threads.append(threading.current_thread())
        self._answers.wait(120)
        return check_file(path)

    def hang(self) -> None:
        self._answers.clear()

    def answer(self) -> None:
        self._answers.set()


@pytest.fixture
def drive(monkeypatch: pytest.MonkeyPatch) -> Iterator[Drive]:
    """The drive of the plant's file; nobody waits long for it."""
    drive = Drive()
    monkeypatch.setattr(locked, "check_file", drive.look)
    monkeypatch.setattr(pool, "GRACE_SECONDS", 0.1)
    monkeypatch.setattr(pool, "CLOSE_SECONDS", 0.3)
    yield drive
    drive.answer()


@pytest.fixture
def trips(caplog: pytest.LogCaptureFixture) -> Callable[[], int]:
    """How many calls aiosqlite's threads have executed; it logs each of them before it does."""
    caplog.set_level(logging.DEBUG, "aiosqlite")
    return lambda: sum(record.msg.startswith("executing") for record in caplog.records)


async def threads_end(wanted: int) -> None:
    """Wait until no more than so many threads run."""
    deadline = time.monotonic() + 60
    while threading.active_count() > wanted and time.monotonic() < deadline:
        await asyncio.sleep(0.02)
    assert threading.active_count() <= wanted


async def test_a_query_is_one_trip(plant: Database, trips: Callable[[], int]) -> None:
    await plant.values_of("equipment", "status", limit=10)  # once it is known that the table is short
    await plant.run(ONE)
    await plant.version()
    await plant.catalog()

    async def refused() -> None:
        with pytest.raises(QueryFailed):
            await plant.run("SELECT colour FROM area")

    asked: list[Callable[[], Awaitable[object]]] = [
        lambda: plant.run(ONE),
        lambda: plant.run("SELECT * FROM equipment, work_order, meter_reading"),
        lambda: plant.run(ONE, max_rows=1),
        lambda: plant.values_of("equipment", "status", limit=10),
        plant.version,
        refused,
    ]
    for ask in asked:
        before = trips()
        await ask()
        assert trips() - before == 1


async def test_twenty_at_once_are_twenty_trips(plant: Database, trips: Callable[[], int]) -> None:
    await asyncio.gather(*(plant.run(ONE) for _ in range(20)))
    before = trips()
    results = await asyncio.gather(*(plant.run(ONE) for _ in range(20)))
    assert {result.rows for result in results} == {(("Paint",),)}
    assert trips() - before == 20


async def test_one_after_the_other_needs_one_thread(plant: Database, drive: Drive) -> None:
    for _ in range(5):
        await plant.run(ONE)
    assert len(set(drive.threads)) == 1


async def test_however_many_at_once_need_few_threads(plant_file: Path, drive: Drive) -> None:
    database = await open_file(plant_file, pool_size=50)
    await asyncio.gather(*(database.run(ONE) for _ in range(60)))
    assert 1 < len(set(drive.threads)) <= 8
    await database.close()


async def test_the_event_loop_never_looks_at_the_file(plant: Database, drive: Drive) -> None:
    await plant.run(ONE)
    await plant.version()
    await plant.catalog()
    assert drive.threads
    assert threading.main_thread() not in drive.threads


async def test_a_file_that_cannot_be_opened_leaves_no_thread(plant_file: Path) -> None:
    plant_file.write_bytes(b"this is not a database, but it is long enough to be looked at" * 40)
    before = threading.active_count()
    database = await open_file(plant_file)
    for _ in range(3):
        with pytest.raises(NotADatabase):
            await database.run(ONE)
    await database.close()
    await threads_end(before)


async def test_connections_to_a_replaced_file_are_closed(plant: Database, plant_file: Path, tmp_path: Path) -> None:
    before = threading.active_count()
    await asyncio.gather(*(plant.run(ONE) for _ in range(20)))
    fill_sqlite(tmp_path / "next.sqlite").replace(plant_file)
    assert (await plant.run(ONE)).rows == (("Paint",),)
    await threads_end(before + 1)


async def test_a_hanging_drive_is_left_alone_and_used_again(plant_file: Path, drive: Drive) -> None:
    database = await open_file(plant_file, pool_size=1)
    await database.run(ONE)
    before = set(threading.enumerate())
    drive.hang()
    for _ in range(2):
        hanging = asyncio.create_task(database.run(ONE))
        await asyncio.sleep(0.05)
        hanging.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asyncio.wait_for(hanging, 60)
    assert set(threading.enumerate()) <= before, "its place stays taken, so no second thread hangs"
    drive.answer()
    assert (await asyncio.wait_for(database.run(ONE), 60)).rows == (("Paint",),)
    await database.close()


async def test_who_waits_for_a_hanging_drive_is_told(plant_file: Path, drive: Drive) -> None:
    database = await open_file(plant_file, pool_size=1, query_timeout=0.2)
    await database.run(ONE)
    drive.hang()
    hanging = asyncio.create_task(database.run(ONE))
    await asyncio.sleep(0.05)
    with pytest.raises(DatabaseBusy, match="taken"):
        await database.run(ONE)
    drive.answer()
    assert (await hanging).rows == (("Paint",),)
    await database.close()


async def test_a_drive_that_hangs_at_the_first_look(plant_file: Path, drive: Drive) -> None:
    database = await open_file(plant_file, pool_size=1)
    drive.hang()
    opening = asyncio.create_task(database.run(ONE))
    await asyncio.sleep(0.05)
    opening.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(opening, 60)
    drive.answer()
    assert (await asyncio.wait_for(database.run(ONE), 60)).rows == (("Paint",),)
    assert len(set(drive.threads)) == 1, "the connection that was opened late is used"
    await database.close()


async def test_closing_does_not_wait_for_a_hanging_drive(plant_file: Path, drive: Drive) -> None:
    before = threading.active_count()
    database = await open_file(plant_file)
    await asyncio.gather(*(database.run(ONE) for _ in range(8)))
    drive.hang()
    hanging = asyncio.create_task(database.run(ONE))
    await asyncio.sleep(0.05)
    await asyncio.wait_for(database.close(), 60)
    assert not hanging.done()
    drive.answer()
    assert (await asyncio.wait_for(hanging, 60)).rows == (("Paint",),)
    await threads_end(before)


@pytest.mark.parametrize("leaves", ["return", "raise SystemExit", "os.kill(os.getpid(), signal.SIGINT)"])
def test_a_process_ends_though_nobody_closed_and_a_query_runs(plant_file: Path, leaves: str) -> None:
    script = f"""
import asyncio, os, signal
from core.data.database import Database

async def main():
    database = await Database.open({f"sqlite:///{quote(str(plant_file))}"!r}, query_timeout=600)
    await database.run("SELECT 1")
    running = asyncio.create_task(database.run({ENDLESS!r}))
    await asyncio.sleep(0.1)
    print("running" if not running.done() else "over", flush=True)
    {leaves}
    await running

asyncio.run(main())
"""
    ended = subprocess.run([sys.executable, "-c", script], timeout=60, check=False, capture_output=True, text=True)
    assert ended.stdout == "running\n", ended.stderr


async def test_closing_turns_away_who_still_waits(plant_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "CLOSE_SECONDS", 0.1)  # the query that runs is left to its end
    database = await open_file(plant_file, pool_size=1, query_timeout=60)
    running = asyncio.create_task(database.run(ENDLESS))
    waiting = asyncio.create_task(database.run(ONE))
    await asyncio.sleep(0.1)
    await database.close()
    assert not running.done()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    with pytest.raises(DatabaseUnavailable):
        await waiting
