"""A backup is taken while others write, holds the state as of one moment, and comes back whole or not at all."""

from __future__ import annotations

import asyncio
import io
import os
import sqlite3
import stat
import tarfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.files.artifacts import ArtifactStore
from core.files.backup import BackupIsThere, BackupNotWritten, backup
from core.files.restore import NotABackup, NotRestored, WouldOverwrite, restore
from core.kernel.errors import ConfigurationError
from core.state.database import State
from core.state.keyvalue import KeyValue
from core.state.secret import secret_key

AT = datetime(2026, 11, 22, 14, 15, 30, tzinfo=UTC)


def files(folder: Path) -> ArtifactStore:
    return ArtifactStore(str(folder / "docs"), b"secret")


async def filled(state: State, home: Path) -> Path:
    """A home with a secret, two files and twenty settings; its backup."""
    home.mkdir(exist_ok=True)
    secret_key(None, home)
    for number in range(20):
        await KeyValue(state).set(f"k.{number}", {"año": number})
    await files(home).save({"data": b"a,b\r\n1,2\r\n", "image": b"\x89PNG"}, at=AT)
    archive = home / "backup.tar.gz"
    kept = await backup(state, files(home), home, archive)
    assert kept.files == 2
    return archive


async def test_it_comes_back_as_it_was(state: State, tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    archive = await filled(state, old)
    new.mkdir()
    url = f"sqlite:///{new / 'state.sqlite'}"
    kept = await restore(url, files(new), new, archive, force=False)
    assert kept.rows["keyvalues"] == 20
    with closing(sqlite3.connect(new / "state.sqlite")) as found:
        assert dict(found.execute("SELECT key, value FROM keyvalues"))["k.7"] == '{"año": 7}'
    assert (new / "secret_key").read_bytes() == (old / "secret_key").read_bytes()
    paths = await files(new).stored()
    assert [(new / "docs" / path).read_bytes() for path in paths] == [b"a,b\r\n1,2\r\n", b"\x89PNG"]


@pytest.mark.postgres
async def test_it_goes_into_postgresql_too(postgres_url: str, tmp_path: Path) -> None:
    from core.kernel.settings import with_async_driver

    source = await State.open(f"sqlite:///{tmp_path / 'state.sqlite'}")
    archive = await filled(source, tmp_path / "home")
    await source.close()
    url = with_async_driver(postgres_url)
    await restore(url, files(tmp_path / "new"), tmp_path, archive, force=True)
    restored = await State.open(url)
    assert await KeyValue(restored).get("k.19") == {"año": 19}
    await restored.close()


async def test_the_archive_is_its_owners_alone(state: State, tmp_path: Path) -> None:
    archive = await filled(state, tmp_path / "home")
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600


async def test_it_is_of_one_moment_while_others_write(state: State, tmp_path: Path) -> None:
    """Two rows are always written together: no backup has one without the other."""
    from sqlalchemy import Connection

    from core.state.tables import keyvalues

    async def write(number: int) -> None:
        def both(connection: Connection) -> None:
            for name in ("left", "right"):
                row = {"key": f"{name}.{number}", "value": "1", "updated_at": AT}
                connection.execute(keyvalues.insert(), row)

        await state.write(both)

    async def writing() -> None:
        for number in range(150):
            await write(number)

    writer = asyncio.create_task(writing())
    for number in range(3):
        await asyncio.sleep(0.02)
        await backup(state, files(tmp_path), tmp_path, tmp_path / f"{number}.tar.gz")
    await writer
    for number in range(3):
        with tarfile.open(tmp_path / f"{number}.tar.gz") as archive:
            archive.extract("state.sqlite", tmp_path / str(number), filter="data")
        with closing(sqlite3.connect(tmp_path / str(number) / "state.sqlite")) as found:
            keys = {key for (key,) in found.execute("SELECT key FROM keyvalues")}
        assert {key.partition(".")[2] for key in keys if key.startswith("left")} == {
            key.partition(".")[2] for key in keys if key.startswith("right")
        }


async def test_nothing_is_overwritten_unless_that_is_said(state: State, tmp_path: Path) -> None:
    archive = await filled(state, tmp_path / "old")
    with pytest.raises(BackupIsThere):
        await backup(state, files(tmp_path), tmp_path, archive)
    home = tmp_path / "home"
    home.mkdir()
    url = f"sqlite:///{home / 'state.sqlite'}"
    there = await State.open(url)
    await KeyValue(there).set("mine", 1)
    await there.close()
    (kept,) = await files(home).save({"data": b"mine"}, at=AT)
    with pytest.raises(WouldOverwrite) as refused:
        await restore(url, files(home), home, archive, force=False)
    assert "state.sqlite" in refused.value.message("es")
    assert await files(home).read(kept.path) == b"mine"
    await restore(url, files(home), home, archive, force=True)
    with closing(sqlite3.connect(home / "state.sqlite")) as found:
        assert found.execute("SELECT count(*) FROM keyvalues WHERE key = 'mine'").fetchone() == (0,)
    assert kept.path not in await files(home).stored()


@pytest.mark.parametrize("name", ["../evil", "files/../../evil", "state.sqlite.py", "/etc/evil", ""])
async def test_what_is_no_backup_changes_nothing(tmp_path: Path, name: str) -> None:
    archive = tmp_path / "backup.tar.gz"
    if name:
        with tarfile.open(archive, "w:gz") as written:
            member = tarfile.TarInfo(name)
            member.size = 1
            written.addfile(member, io.BytesIO(b"x"))
    else:
        archive.write_bytes(b"no archive at all")
    with pytest.raises(NotABackup):
        await restore(f"sqlite:///{tmp_path / 'new.sqlite'}", files(tmp_path), tmp_path, archive, force=True)
    assert not (tmp_path / "new.sqlite").exists()
    assert not (tmp_path.parent / "evil").exists()


async def test_what_a_killed_backup_left_is_removed_by_a_later_one(state: State, tmp_path: Path) -> None:
    left, runs = tmp_path / ".maintbot-backup-left", tmp_path / ".maintbot-backup-runs"
    for folder in (left, runs):
        folder.mkdir()
        (folder / "state.sqlite").write_text("what people asked")
    os.utime(left, (0, 0))
    await backup(state, files(tmp_path), tmp_path, tmp_path / "new.tar.gz")
    assert [path.name for path in tmp_path.glob(".maintbot*")] == [runs.name]


async def test_an_archive_that_cannot_be_written_is_named(state: State, tmp_path: Path) -> None:
    with pytest.raises(BackupNotWritten) as told:
        await backup(state, files(tmp_path), tmp_path, tmp_path / "nowhere" / "new.tar.gz")
    assert str(tmp_path / "nowhere") in told.value.message("es")


async def test_files_that_cannot_be_put_back_are_named(state: State, tmp_path: Path) -> None:
    archive = await filled(state, tmp_path / "old")
    (tmp_path / "file").touch()
    home = tmp_path / "new"
    with pytest.raises(NotRestored) as told:
        store = ArtifactStore(str(tmp_path / "file" / "docs"), b"")
        await restore(f"sqlite:///{home / 'state.sqlite'}", store, home, archive, force=False)
    assert str(tmp_path / "file" / "docs") in told.value.message("es")
    assert [path.name for path in home.iterdir()] == []


@pytest.mark.parametrize("how", ["pages are lost", "no database"])
async def test_a_damaged_state_gives_way_to_a_backup(state: State, tmp_path: Path, how: str) -> None:
    archive, home = await filled(state, tmp_path / "old"), tmp_path / "new"
    home.mkdir()
    url, file = f"sqlite:///{home / 'state.sqlite'}", home / "state.sqlite"
    await (await State.open(url)).close()
    whole = file.read_bytes()
    spoilt = whole[:4096] + b"\xff" * 40_960 + whole[45_056:] if how == "pages are lost" else b"my own notes" * 99
    file.write_bytes(spoilt)
    with pytest.raises(ConfigurationError) as told:
        await restore(url, files(home), home, archive, force=False)
    assert "está dañada" in told.value.message("es") and file.read_bytes() == spoilt
    (home / "none.tar.gz").write_bytes(b"no archive")
    with pytest.raises(NotABackup):
        await restore(url, files(home), home, home / "none.tar.gz", force=True)
    assert file.read_bytes() == spoilt  # where it was
    kept = await restore(url, files(home), home, archive, force=True)
    assert kept.rows["keyvalues"] == 20
    assert kept.aside is not None and kept.aside.parent == home and kept.aside.read_bytes() == spoilt
    with closing(sqlite3.connect(file)) as found:
        assert found.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert found.execute("SELECT count(*) FROM keyvalues").fetchone() == (20,)
