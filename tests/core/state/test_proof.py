"""What cannot be written is seen at once, and nothing is accepted that a restart would forget."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection

from core.delivery.inbox import Inbox
from core.kernel.errors import StateUnavailable
from core.state import database as database_module
from core.state import writer as writer_module
from core.state.database import State
from core.state.keyvalue import KeyValue
from tests.core.helpers import question


async def test_a_state_that_works_is_left_as_it_was(state: State) -> None:
    await state.prove()
    assert await KeyValue(state).keys() == []


async def test_a_full_disk(sqlite_url: str) -> None:
    state = await State.open(sqlite_url)
    await state.write(lambda connection: connection.exec_driver_sql("PRAGMA max_page_count = 1"))
    with contextlib.suppress(StateUnavailable):  # what the migrations left free
        for n in range(50):
            await KeyValue(state).set(f"fill.{n}", "x" * 4000)
    with pytest.raises(StateUnavailable, match="full"):
        await state.prove()
    await state.close()


async def test_a_locked_file(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(writer_module.CONNECT, "timeout", 0.05)
    state = await State.open(sqlite_url)
    with contextlib.closing(sqlite3.connect(tmp_path / "state.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StateUnavailable, match="locked"):
            await state.prove()
        other.execute("ROLLBACK")
    await state.prove()
    await state.close()


@pytest.mark.parametrize("replaced", [False, True])
async def test_a_deleted_or_replaced_file_ends_acceptance(sqlite_url: str, tmp_path: Path, replaced: bool) -> None:
    state = await State.open(sqlite_url)
    file = tmp_path / "state.sqlite"
    assert await Inbox(state).put("e1", question("q1"))
    file.rename(tmp_path / "elsewhere.sqlite")
    if replaced:
        file.write_bytes((tmp_path / "elsewhere.sqlite").read_bytes())
    with pytest.raises(StateUnavailable, match="replaced" if replaced else "deleted"):
        await Inbox(state).put("e2", question("q2"))
    with pytest.raises(StateUnavailable):
        await state.prove()
    file.unlink(missing_ok=True)
    (tmp_path / "elsewhere.sqlite").rename(file)  # put back, it is taken up again, without what was refused
    assert await Inbox(state).put("e3", question("q3"))
    assert [one.id for one in await Inbox(state).unfinished()] == ["q1", "q3"]
    await state.close()


async def test_nothing_is_made_in_the_place_of_a_file_that_is_gone(sqlite_url: str, tmp_path: Path) -> None:
    state = await State.open(sqlite_url)
    file, log = tmp_path / "state.sqlite", tmp_path / "state.sqlite-wal"
    assert await Inbox(state).put("e1", question("q1"))
    kept = log.read_bytes()
    file.rename(tmp_path / "elsewhere.sqlite")

    def work(connection: Connection) -> int:
        time.sleep(0.05)  # so that each needs a connection of its own, and most are opened now
        return int(connection.exec_driver_sql("SELECT 1").scalar_one())

    found = await asyncio.gather(*(state.read(work) for _ in range(4)), return_exceptions=True)
    assert any(isinstance(one, StateUnavailable) for one in found)
    assert not file.exists() and log.read_bytes() == kept
    (tmp_path / "elsewhere.sqlite").rename(file)
    assert [one.id for one in await Inbox(state).unfinished()] == ["q1"]
    assert await Inbox(state).put("e2", question("q2"))
    await state.close()


def lose_the_log(file: Path) -> None:
    for suffix in ("-wal", "-shm"):
        file.with_name(file.name + suffix).unlink()


def lose_the_log_and_find_another(file: Path) -> None:
    lose_the_log(file)
    for suffix in ("-wal", "-shm"):
        file.with_name(file.name + suffix).touch()


@pytest.mark.parametrize(
    "damage",
    [
        lose_the_log,
        lose_the_log_and_find_another,
        lambda file: file.write_bytes(b""),
        lambda file: os.truncate(file, 8192),
    ],
    ids=["log deleted", "log replaced", "emptied", "cut"],
)
async def test_what_is_damaged_in_place_is_seen_and_ends_acceptance(
    sqlite_url: str, tmp_path: Path, damage: Callable[[Path], object]
) -> None:
    state = await State.open(sqlite_url)
    with contextlib.closing(sqlite3.connect(tmp_path / "state.sqlite", isolation_level=None)) as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert await Inbox(state).put("e1", question("q1"))
    damage(tmp_path / "state.sqlite")
    for _ in range(2):
        with pytest.raises(StateUnavailable):
            await Inbox(state).put("e2", question("q2"))
        with pytest.raises(StateUnavailable):
            await state.prove()
    await state.close()


async def test_a_vacuum_by_somebody_else_is_no_damage(sqlite_url: str, tmp_path: Path) -> None:
    state = await State.open(sqlite_url)
    for n in range(30):
        await KeyValue(state).set(f"fill.{n}", "x" * 4000)
    await state.write(lambda connection: connection.exec_driver_sql("DELETE FROM keyvalues"))
    with contextlib.closing(sqlite3.connect(tmp_path / "state.sqlite", isolation_level=None)) as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        await state.prove()
        before = (tmp_path / "state.sqlite").stat().st_size
        other.execute("VACUUM")
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert (tmp_path / "state.sqlite").stat().st_size < before
    await state.prove()
    assert await Inbox(state).put("e1", question("q1"))
    await state.close()


async def test_a_read_only_folder(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    state = await State.open(sqlite_url)
    monkeypatch.setattr(database_module.os, "access", lambda path, mode: not mode & os.W_OK)
    with pytest.raises(StateUnavailable, match="read-only"):
        await state.prove()
    await state.close()
