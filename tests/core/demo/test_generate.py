"""The file: deterministic, made anew when its date is past, never half written."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from core.demo import sqlite_file
from core.demo.generate import ensure, generate, load, made_for, summary
from core.kernel.errors import ConfigurationError, StorageFailed

DAY = date(2026, 11, 22)
PlantOf = Callable[[date], Path]
# A little plant in place of the whole: what is written is not what these tests are about.
LITTLE = {"area": [(1, "PKG", "Packaging", "North")], "technician": [(1, "Ana Ruiz", "mechanical", "night", True)]}


@pytest.fixture
def little(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_file, "build", lambda as_of: LITTLE)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_same_date_gives_the_same_bytes_in_another_process(tmp_path: Path, plant_of: PlantOf) -> None:
    here, there = plant_of(DAY), tmp_path / "there.sqlite"
    code = (
        "import sys; from datetime import date; from pathlib import Path\n"
        "from core.demo.generate import generate; generate(Path(sys.argv[1]), date(2026, 11, 22))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}
    root = Path(__file__).parents[3]
    subprocess.run([sys.executable, "-c", code, str(there)], check=True, cwd=root, env=environment, timeout=60)
    assert digest(here) == digest(there)


def test_another_date_shifts_the_calendar(plant_of: PlantOf) -> None:
    """The same machines are down on any date; what happened to them moves along."""
    seen = []
    for day in (DAY, DAY + timedelta(days=3)):
        with closing(sqlite3.connect(plant_of(day))) as connection:
            tags = connection.execute("SELECT tag, status FROM equipment ORDER BY id").fetchall()
            (newest,) = connection.execute("SELECT MAX(started_at) FROM downtime WHERE ended_at IS NULL").fetchone()
        seen.append((tags, newest))
    assert seen[0][0] == seen[1][0]
    shifted = date.fromisoformat(seen[1][1][:10]) - date.fromisoformat(seen[0][1][:10])
    assert shifted == timedelta(days=3)


def test_counts(plant_of: PlantOf) -> None:
    path = plant_of(DAY)
    counts = summary(path)
    exact = {"area": 8, "production_line": 24, "equipment": 240, "technician": 40, "spare_part": 150}
    assert {table: counts[table] for table in exact} == exact
    assert 11_400 <= counts["work_order"] <= 12_600
    assert 57_000 <= counts["meter_reading"] <= 63_000
    assert 1_200 <= counts["failure"] <= 1_800
    assert 5_500 <= counts["downtime"] <= 7_500
    assert 5_500 <= counts["part_usage"] <= 8_000
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


@pytest.mark.parametrize("day", [date(1999, 12, 31), date(1, 1, 1), date(2101, 1, 1), date.max])
async def test_absurd_dates_are_refused(tmp_path: Path, day: date) -> None:
    path = tmp_path / "plant.sqlite"
    for make in (generate, ensure):
        with pytest.raises(ConfigurationError) as caught:
            make(path, day)
        for language in ("es", "en"):
            assert f"{day.isoformat()} " in caught.value.message(language)
    with pytest.raises(ConfigurationError):
        await load("postgresql://nobody@127.0.0.1:1/none", day)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("day", [date(2000, 1, 1), date(2100, 12, 31)])
def test_dates_at_the_limits_are_made(tmp_path: Path, day: date) -> None:
    path = tmp_path / "plant.sqlite"
    generate(path, day)
    assert made_for(path) == day
    assert summary(path)["work_order"] > 11_000


def test_ensure_makes_once_and_anew_when_the_date_passes(tmp_path: Path, little: None) -> None:
    path = tmp_path / "new" / "folder" / "plant.sqlite"
    ensure(path, DAY)
    first = path.stat().st_ino
    ensure(path, DAY)
    assert path.stat().st_ino == first
    ensure(path, DAY + timedelta(days=1))
    assert path.stat().st_ino != first
    assert made_for(path) == DAY + timedelta(days=1)


@pytest.mark.parametrize("content", [b"", b"not a database" * 100, b"SQLite format 3\x00" + bytes(4096)])
def test_ensure_mends_a_damaged_file(tmp_path: Path, little: None, content: bytes) -> None:
    path = tmp_path / "plant.sqlite"
    path.write_bytes(content)
    assert made_for(path) is None
    ensure(path, DAY)
    assert summary(path)["area"] == 1


def test_generate_leaves_another_database_alone(tmp_path: Path, little: None) -> None:
    path = tmp_path / "plant.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE work_order (id INTEGER)")
        connection.commit()
    before = digest(path)
    with pytest.raises(ConfigurationError) as caught:
        generate(path, DAY)
    assert "«plant.sqlite»" in caught.value.message("es") and "“plant.sqlite”" in caught.value.message("en")
    assert digest(path) == before and list(tmp_path.iterdir()) == [path]


def test_generate_replaces_an_earlier_plant_and_an_empty_file(tmp_path: Path, little: None) -> None:
    path = tmp_path / "plant.sqlite"
    path.touch()
    generate(path, DAY)
    generate(path, DAY + timedelta(days=1))
    assert made_for(path) == DAY + timedelta(days=1)


def test_a_reader_keeps_its_plant_while_it_is_made_anew(tmp_path: Path, little: None) -> None:
    path = tmp_path / "plant.sqlite"
    generate(path, DAY)
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as reader:
        generate(path, DAY + timedelta(days=1))
        assert reader.execute("SELECT name FROM area").fetchall() == [("Packaging",)]
        assert reader.execute("PRAGMA user_version").fetchone() == (20261122,)


def fail_halfway(as_of: date) -> dict[str, list[tuple[object, ...]]]:
    return {**LITTLE, "spare_part": [(1, "BRG-6205", "Bearing", "bearing", None, 1, 1.0, "SKF", 3)]}


def test_a_failed_write_leaves_the_old_plant_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "plant.sqlite"
    monkeypatch.setattr(sqlite_file, "build", lambda as_of: LITTLE)
    generate(path, DAY)
    before = digest(path)
    monkeypatch.setattr(sqlite_file, "build", fail_halfway)
    with pytest.raises(StorageFailed):
        generate(path, DAY + timedelta(days=1))
    assert digest(path) == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_is_storage_failed(tmp_path: Path, little: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite's own page limit stands in for the disk's end: the same error, at the same place."""
    path = tmp_path / "plant.sqlite"
    connect = sqlite3.connect

    def small(database: object, **options: object) -> sqlite3.Connection:
        connection = connect(database, **options)  # type: ignore[call-overload]
        connection.execute("PRAGMA max_page_count = 8")
        return connection

    monkeypatch.setattr(sqlite_file.sqlite3, "connect", small)
    with pytest.raises(StorageFailed, match="full"):
        generate(path, DAY)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="file size limits are POSIX")
def test_a_refused_write_is_storage_failed(tmp_path: Path) -> None:
    """A real refusal by the system, in a process of its own: files may not grow past 32 KiB."""
    path = tmp_path / "plant.sqlite"
    code = (
        "import resource, signal, sys; from datetime import date; from pathlib import Path\n"
        "from core.demo import generate as module, sqlite_file; from core.kernel.errors import StorageFailed\n"
        f"sqlite_file.build = lambda as_of: {LITTLE}\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (32768, 32768))\n"
        "try:\n    module.generate(Path(sys.argv[1]), date(2026, 11, 22))\n"
        "except StorageFailed as error:\n    sys.exit(42)\n"
    )
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", code, str(path)], cwd=root, env=environment, timeout=60)
    assert done.returncode == 42
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_storage_failed(tmp_path: Path, little: None) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageFailed):
        generate(tmp_path / "file" / "plant.sqlite", DAY)


def test_a_rename_that_fails_leaves_nothing_behind(
    tmp_path: Path, little: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, target: Path) -> None:
        raise PermissionError(13, "no")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(StorageFailed):
        generate(tmp_path / "plant.sqlite", DAY)
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_process_left_is_swept_later(tmp_path: Path, little: None) -> None:
    old, young = tmp_path / ".plant.sqlite.abc.new", tmp_path / ".plant.sqlite.def.new"
    old.write_bytes(b"half")
    young.write_bytes(b"being written")
    os.utime(old, (time.time() - 7200,) * 2)
    generate(tmp_path / "plant.sqlite", DAY)
    assert {path.name for path in tmp_path.iterdir()} == {"plant.sqlite", young.name}


def test_two_processes_at_once_make_one_whole_plant(tmp_path: Path) -> None:
    """Each waits in the midst of building until it sees the other one's file beside its own."""
    path = tmp_path / "plant.sqlite"
    code = (
        "import sys, time; from datetime import date; from pathlib import Path\n"
        "from core.demo import generate as module, sqlite_file\n"
        "path = Path(sys.argv[1])\n"
        "def build(as_of):\n"
        "    for _ in range(2000):\n"
        "        if len(list(path.parent.glob('.*.new'))) == 2: break\n"
        "        time.sleep(0.01)\n"
        "    else: sys.exit('alone')\n"
        f"    return {LITTLE}\n"
        "sqlite_file.build = build\n"
        "module.ensure(path, date(2026, 11, 22))"
    )
    root = Path(__file__).parents[3]
    both = [subprocess.Popen([sys.executable, "-c", code, str(path)], cwd=root) for _ in range(2)]
    assert [process.wait(60) for process in both] == [0, 0]
    assert list(tmp_path.iterdir()) == [path]
    assert made_for(path) == DAY
    assert summary(path)["area"] == 1


def test_summary_of_no_plant_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(StorageFailed):
        summary(tmp_path / "none.sqlite")
