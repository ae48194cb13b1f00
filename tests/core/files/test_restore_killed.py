"""A restore that is killed is finished or taken back: never the half of one, and nobody starts on what is between."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bots import checks
from core.files.artifacts import ArtifactStore
from core.files.backup import backup
from core.files.restore import restore
from core.files.unfinished import LOCK
from core.kernel.errors import StorageFailed
from core.kernel.settings import Settings
from core.state.claims import hold
from core.state.database import State
from core.state.keyvalue import KeyValue
from core.state.secret import secret_key
from tests.bots.process import maintbot

ROOT = Path(__file__).resolve().parents[3]
AT = datetime(2026, 11, 22, 14, 15, 30, tzinfo=UTC)
SHARED = "20261101T080000-0123456789ab"
"""An answer's folder that is in the backup and in the place, with other bytes: it was sealed anew meanwhile."""

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


async def filled(home: Path, name: str, archive: Path | None = None) -> None:
    """A bot's home with a state, a secret and three files, all of which say the name."""
    (home / "data").mkdir(parents=True)
    secret_key(None, home / "data")
    state = await State.open(f"sqlite:///{home / 'data' / 'state.sqlite'}")
    store = ArtifactStore(str(home / "docs"), b"")
    for number in range(3):
        await KeyValue(state).set(f"{name}.{number}", name)
    await store.save({"data": name.encode(), "code": name.encode()}, at=AT)
    await store.write_as_stored(f"{SHARED}/data_0.csv", name.encode())
    if archive is not None:
        await backup(state, store, home / "data", archive)
    await state.close()


def what_is_there(home: Path) -> tuple[list[str], dict[str, bytes], bytes, list[str]]:
    """Keys of the state, files with their content, the secret, and what else lies beside them."""
    with closing(sqlite3.connect(home / "data" / "state.sqlite")) as found:
        keys = sorted(key for (key,) in found.execute("SELECT key FROM keyvalues"))
    files = {str(path.relative_to(home / "docs")): path.read_bytes() for path in sorted((home / "docs").rglob("*.*"))}
    ours = ("state.sqlite", "state.sqlite-wal", "state.sqlite-shm", "state.sqlite-owners", "secret_key")
    beside = [path.name for path in (home / "data").iterdir() if path.name not in ours]
    return keys, files, (home / "data" / "secret_key").read_bytes(), beside


def driven(folder: Path, points: int, *arguments: str) -> dict[str, list[int]]:
    """How each of the killed ended, and how what settled it did."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.core.files.killed_restore", str(folder), str(points), *arguments],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=True,
    )  # fmt: skip
    ends: dict[str, list[int]] = json.loads(done.stdout)
    return ends


async def test_wherever_it_is_killed_it_is_whole_afterwards(tmp_path: Path) -> None:
    await filled(tmp_path / "template", "old")
    await filled(tmp_path / "other", "new", tmp_path / "backup.tar.gz")
    old, new = what_is_there(tmp_path / "template"), what_is_there(tmp_path / "other")
    assert old[1].keys() & new[1].keys() == {f"{SHARED}/data_0.csv"}
    ends = driven(tmp_path, 10, "restore", str(tmp_path / "backup.tar.gz"), "--force")
    assert ends.pop("0") == [0, 0] and what_is_there(tmp_path / "0") == new
    assert all(killed == -signal.SIGKILL for killed, _ in ends.values())
    assert all(again in (0, 2) for _, again in ends.values()), ends  # 2: there was nothing to finish or take back
    became = {point: what_is_there(tmp_path / point) for point in ends}
    assert all(found in (old, new) for found in became.values()), became
    assert {repr(found) for found in became.values()} == {repr(old), repr(new)}, "some each way"


async def test_a_damaged_state_is_there_as_it_was_or_aside_wherever_it_is_killed(tmp_path: Path) -> None:
    await filled(tmp_path / "template", "old")
    await filled(tmp_path / "other", "new", tmp_path / "backup.tar.gz")
    spoilt = b"no database" * 999
    (tmp_path / "template" / "data" / "state.sqlite").write_bytes(spoilt)

    def found(home: Path) -> tuple[object, ...]:
        damaged = [path for path in (home / "data").iterdir() if path.read_bytes() == spoilt] if home.exists() else []
        (file,) = damaged  # it is never lost, and never twice
        if file.name == "state.sqlite":
            files = sorted(path.read_bytes() for path in (home / "docs").rglob("*.*"))
            return files, (home / "data" / "secret_key").read_bytes(), sorted(os.listdir(home / "data"))
        assert file.name.startswith("state.sqlite.damaged-")
        file.unlink()
        return what_is_there(home)

    new = what_is_there(tmp_path / "other")
    ends = driven(tmp_path, 12, "restore", str(tmp_path / "backup.tar.gz"), "--force")
    old = found(tmp_path / "template")
    assert ends.pop("0") == [0, 0] and found(tmp_path / "0") == new
    became = {point: found(tmp_path / point) for point in ends}
    assert all(state in (old, new) for state in became.values()), became
    assert {repr(state) for state in became.values()} == {repr(old), repr(new)}, "some each way"


async def test_nobody_starts_on_what_is_between(tmp_path: Path) -> None:
    await filled(tmp_path / "template", "old")
    await filled(tmp_path / "other", "new", tmp_path / "backup.tar.gz")
    (point,) = driven(tmp_path, 1, "restore", str(tmp_path / "backup.tar.gz"), "--force").keys() - {"0"}
    home = tmp_path / point
    places = {"MAINTBOT_HOME": str(home / "data"), "CHAT_DOCS_DIR": str(home / "docs")}
    for command in (("serve",), ("backup", "more.tar.gz")):
        done = maintbot(home, *command, **places)
        assert done.returncode == 1
        assert "Una restauración quedó a medias" in done.stderr and "maintbot restore" in done.stderr
    settings = Settings(_env_file=None, maintbot_home=home / "data", chat_docs_dir=str(home / "docs"))
    found = await checks.of_state(settings)
    assert (found.level, found.code) == ("error", "restore_unfinished")
    elsewhere = maintbot(home, "restore", **{**places, "CHAT_DOCS_DIR": str(home / "another")})
    assert elsewhere.returncode == 1 and str(home / "docs") in elsewhere.stderr
    done = maintbot(home, "restore", **places)
    assert done.returncode == 0 and "la deshice y todo está como antes" in done.stdout
    assert what_is_there(home) == what_is_there(tmp_path / "template")


async def test_a_move_that_was_killed_is_made_again(tmp_path: Path) -> None:
    await filled(tmp_path / "template", "old")
    ends = driven(tmp_path, 4, "state", "migrate", "--to", "sqlite:///moved.sqlite")
    assert ends.pop("0") == [0, 0]
    assert all(end == [-signal.SIGKILL, 0] for end in ends.values()), ends
    for point in ends:
        with closing(sqlite3.connect(tmp_path / point / "moved.sqlite")) as found:
            assert found.execute("SELECT count(*) FROM keyvalues WHERE key LIKE 'old.%'").fetchone() == (3,)


async def test_a_move_that_is_refused_leaves_nothing(tmp_path: Path) -> None:
    await filled(tmp_path / "home", "old")
    held = hold(tmp_path / "home" / "data" / "state.sqlite-owners" / "another")
    target = tmp_path / "home" / "new" / "folder" / "moved.sqlite"
    done = maintbot(tmp_path / "home", "state", "migrate", "--to", f"sqlite:///{target}")
    os.close(held)
    assert done.returncode == 1 and "un maintbot todavía trabaja con este estado" in done.stderr
    assert not (tmp_path / "home" / "new").exists()
    done = maintbot(tmp_path / "home", "state", "migrate", "--to", "nonsense")
    assert done.returncode == 1 and "--to no es la dirección de una base de datos" in done.stderr


async def test_two_at_once_do_not_meet(tmp_path: Path) -> None:
    await filled(tmp_path / "home", "old")
    held = hold(tmp_path / "home" / "data" / LOCK)
    done = maintbot(tmp_path / "home", "restore", CHAT_DOCS_DIR=str(tmp_path / "home" / "docs"))
    os.close(held)
    assert done.returncode == 1 and "Hay una restauración en curso" in done.stderr


async def test_a_file_that_cannot_be_written_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    await filled(tmp_path / "home", "old")
    await filled(tmp_path / "other", "new", tmp_path / "backup.tar.gz")
    before, home = what_is_there(tmp_path / "home"), tmp_path / "home"
    store, written = ArtifactStore(str(home / "docs"), b""), 0

    async def full(path: str, content: bytes, *, over: bool = False) -> None:
        nonlocal written
        if written == 1:
            raise StorageFailed("full")
        written += 1
        await ArtifactStore.write_as_stored(store, path, content, over=over)

    monkeypatch.setattr(store, "write_as_stored", full)
    with pytest.raises(StorageFailed):
        await restore(
            f"sqlite:///{home / 'data' / 'state.sqlite'}", store, home / "data", tmp_path / "backup.tar.gz", force=True
        )
    assert written == 1 and what_is_there(home) == before
