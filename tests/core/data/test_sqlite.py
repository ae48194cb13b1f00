"""A SQLite plant: read-only, in time, cancelled, replaced under us, and broken in every way."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import time
from pathlib import Path

import pytest

from core.data.database import Database
from core.data.failures import (
    DatabaseBusy,
    DatabaseFileMissing,
    NotADatabase,
    TablesMissing,
)
from core.kernel.errors import ConfigurationError, DatabaseUnavailable, QueryFailed, QueryTimeout
from tests.core.data.plant import ENDLESS, fill_sqlite, open_file, write_sqlite


async def test_rows_come_normalised_and_in_order(plant: Database) -> None:
    result = await plant.run("SELECT id, name, plant FROM area ORDER BY id")
    assert result.columns == ("id", "name", "plant")
    assert result.rows == ((1, "Paint", "North"), (2, "Mixing", "North"))
    assert not result.truncated
    assert result.seconds > 0
    assert result.queried_at.tzinfo is not None


async def test_no_rows_keep_their_columns(plant: Database) -> None:
    result = await plant.run("SELECT id, name FROM area WHERE id > 99")
    assert (result.columns, result.rows) == (("id", "name"), ())


async def test_repeated_names_are_told_apart(plant: Database) -> None:
    result = await plant.run("SELECT a.name, e.name, 1 AS name FROM area AS a JOIN equipment AS e ON e.area_id = a.id")
    assert result.columns == ("name", "name_2", "name_3")


async def test_a_percent_and_a_colon_are_plain_characters(plant: Database) -> None:
    result = await plant.run("SELECT '100% :x %s ?' AS a FROM area WHERE name LIKE '%aint'")
    assert result.rows == (("100% :x %s ?",),)


async def test_more_rows_than_max_are_cut_and_told(plant_file: Path) -> None:
    database = await open_file(plant_file, max_rows=3)
    assert len((await database.run("SELECT id FROM equipment")).rows) == 3
    assert (await database.run("SELECT id FROM equipment")).truncated
    assert not (await database.run("SELECT id FROM equipment LIMIT 3")).truncated
    assert len((await database.run("SELECT id FROM equipment", max_rows=2)).rows) == 2
    assert len((await database.run("SELECT id FROM equipment", max_rows=50)).rows) == 3
    await database.close()


async def test_endless_rows_are_read_only_as_far_as_wanted(plant: Database) -> None:
    endless = "WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT n FROM r"
    result = await plant.run(endless)
    assert (len(result.rows), result.truncated) == (100, True)


async def test_many_rows_are_normalised_off_the_loop(plant_file: Path) -> None:
    database = await open_file(plant_file, max_rows=2000)
    numbers = "WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 1500) SELECT n, n / 2.0 FROM r"
    result = await database.run(numbers)
    assert result.rows[-1] == (1500, 750.0)
    await database.close()


async def test_an_endless_query_ends_in_time(plant_file: Path) -> None:
    database = await open_file(plant_file, query_timeout=0.3)
    with pytest.raises(QueryTimeout) as caught:
        await database.run(ENDLESS)
    assert "0.3 s" in caught.value.message("es")
    assert (await database.run("SELECT 1 AS one")).rows == ((1,),), "the connection is as good as before"
    await database.close()


async def test_a_cancelled_task_stops_its_query(plant_file: Path) -> None:
    database = await open_file(plant_file, query_timeout=60, pool_size=1)
    task = asyncio.create_task(database.run(ENDLESS))
    await asyncio.sleep(0.2)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(task, 60)
    # With one connection in the pool, this can only be answered when the endless query has ended.
    assert (await asyncio.wait_for(database.run("SELECT 2 AS two"), 60)).rows == ((2,),)
    await database.close()


async def test_the_loop_and_other_queries_go_on_while_one_runs(plant_file: Path) -> None:
    database = await open_file(plant_file, query_timeout=60)
    slow = asyncio.create_task(database.run(ENDLESS))
    for _ in range(5):
        assert (await database.run("SELECT COUNT(*) AS n FROM area")).rows == ((2,),)
    assert not slow.done()
    slow.cancel()
    with pytest.raises(asyncio.CancelledError):
        await slow
    await database.close()


async def test_many_readers_at_once(plant: Database) -> None:
    results = await asyncio.gather(*(plant.run(f"SELECT {n} AS n, COUNT(*) AS c FROM equipment") for n in range(60)))
    assert [result.rows for result in results] == [((n, 8),) for n in range(60)]


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO area (id, code, name, plant) VALUES (9, 'X', 'X', 'X')",
        "UPDATE area SET name = 'x'",
        "DELETE FROM area",
        "DROP TABLE area",
        "CREATE TABLE x (a)",
        "CREATE TEMP TABLE x (a)",
        "CREATE VIEW v AS SELECT 1",
        "PRAGMA query_only = OFF",
        "PRAGMA writable_schema = ON",
        "PRAGMA journal_mode = WAL",
        "PRAGMA user_version = 7",
        "ATTACH DATABASE 'other.sqlite' AS other",
        "VACUUM",
        "VACUUM INTO 'copy.sqlite'",
        "REINDEX",
        "ANALYZE",
        "BEGIN IMMEDIATE",
        "SELECT load_extension('x')",
        "SELECT readfile('/etc/passwd')",
        "SELECT LENGTH(zeroblob(100000000))",
        "SELECT 'a' REGEXP '(a+)+$'",
        "SELECT LENGTH(HEX(RANDOMBLOB(9000000)))",
        "SELECT 1; SELECT 2",
        "nonsense",
        "",
    ],
)
async def test_the_connection_itself_refuses(plant: Database, plant_file: Path, sql: str) -> None:
    before = plant_file.read_bytes()
    with pytest.raises(QueryFailed):
        await plant.run(sql)
    assert plant_file.read_bytes() == before
    assert [path.name for path in plant_file.parent.iterdir()] == [plant_file.name], "no file was made"
    assert (await plant.run("SELECT COUNT(*) AS n FROM area")).rows == ((2,),)


async def test_a_refused_query_is_told_in_the_databases_words(plant: Database) -> None:
    with pytest.raises(QueryFailed) as caught:
        await plant.run("SELECT colour FROM area")
    assert caught.value.detail == "no such column: colour"


async def test_text_in_an_old_encoding_is_read(plant_file: Path) -> None:
    write_sqlite(plant_file, "UPDATE area SET name = CAST(X'5069F16172' AS TEXT) WHERE id = 1")
    database = await open_file(plant_file)
    for _ in range(2):
        assert (await database.run("SELECT name FROM area ORDER BY id")).rows == (("Piñar",), ("Mixing",))
    await database.close()


async def test_a_missing_file_is_not_made(tmp_path: Path) -> None:
    missing = tmp_path / "none.sqlite"
    database = await open_file(missing)
    for _ in range(2):
        with pytest.raises(DatabaseFileMissing) as caught:
            await database.run("SELECT 1")
        assert str(missing) in caught.value.detail
    assert not missing.exists()
    assert await database.version() is None
    fill_sqlite(missing)
    assert (await database.run("SELECT COUNT(*) AS n FROM area")).rows == ((2,),), "found as soon as it is there"
    await database.close()


@pytest.mark.parametrize("content", [b"", b"this is not a database, but it is long enough to be looked at" * 40])
async def test_a_file_that_is_no_database(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "plant.sqlite"
    path.write_bytes(content)
    database = await open_file(path)
    for ask in (database.catalog, lambda: database.run("SELECT 1 AS a FROM area")):
        with pytest.raises(NotADatabase) as caught:
            await ask()
        assert "dañado" in caught.value.message("es")
    assert await database.version() is None
    assert path.read_bytes() == content
    await database.close()


async def test_a_damaged_database(plant_file: Path) -> None:
    content = bytearray(plant_file.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    plant_file.write_bytes(content)
    database = await open_file(plant_file)
    with pytest.raises(NotADatabase):
        await database.run("SELECT * FROM equipment")
    await database.close()


async def test_a_folder_is_no_database(tmp_path: Path) -> None:
    database = await open_file(tmp_path)
    with pytest.raises(NotADatabase):
        await database.run("SELECT 1")
    await database.close()


async def test_a_locked_file(plant_file: Path) -> None:
    database = await open_file(plant_file, query_timeout=0.3)
    other = sqlite3.connect(plant_file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(DatabaseBusy) as caught:
        await database.run("SELECT COUNT(*) FROM area")
    assert "locked" in caught.value.detail
    assert caught.value.retryable
    assert await database.version() is None
    other.execute("ROLLBACK")
    other.close()
    assert (await database.run("SELECT COUNT(*) AS n FROM area")).rows == ((2,),)
    await database.close()


async def test_all_connections_taken(plant_file: Path) -> None:
    database = await open_file(plant_file, query_timeout=1.0, pool_size=1)
    outcomes = await asyncio.gather(*(database.run(ENDLESS) for _ in range(4)), return_exceptions=True)
    assert {type(outcome) for outcome in outcomes} == {QueryTimeout, DatabaseBusy}
    assert (await database.run("SELECT 1 AS one")).rows == ((1,),)
    await database.close()


async def test_lacking_tables_are_named(plant: Database) -> None:
    await plant.require(["equipment", "WORK_ORDER"])
    with pytest.raises(TablesMissing) as caught:
        await plant.require(["equipment", "shift", "crew"])
    assert "crew, shift" in caught.value.message("es")
    assert "crew, shift" in caught.value.detail
    assert isinstance(caught.value, DatabaseUnavailable)


async def test_version_changes_with_every_write_and_only_then(plant: Database, plant_file: Path) -> None:
    first = await plant.version()
    assert first is not None
    assert await plant.version() == first
    await plant.run("SELECT COUNT(*) FROM area")
    assert await plant.version() == first
    seen = {first}
    for n in range(5):
        write_sqlite(plant_file, f"UPDATE area SET name = 'n{n}' WHERE id = 1")
        version = await plant.version()
        assert version not in seen
        seen.add(version)
        assert (await plant.run("SELECT name FROM area WHERE id = 1")).rows == ((f"n{n}",),)


async def test_version_sees_a_write_that_keeps_time_and_size(plant: Database, plant_file: Path) -> None:
    before = plant_file.stat()
    first = await plant.version()
    write_sqlite(plant_file, "UPDATE area SET name = 'Taint' WHERE id = 1")
    os.utime(plant_file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert plant_file.stat().st_size == before.st_size
    assert await plant.version() != first


async def test_version_sees_writes_in_the_write_ahead_log(plant_file: Path) -> None:
    writer = sqlite3.connect(plant_file, isolation_level=None)
    writer.execute("PRAGMA journal_mode = WAL")
    writer.execute("UPDATE area SET name = 'one' WHERE id = 1")
    database = await open_file(plant_file)
    first = await database.version()
    writer.execute("UPDATE area SET name = 'two' WHERE id = 1")
    assert await database.version() != first
    assert (await database.run("SELECT name FROM area WHERE id = 1")).rows == (("two",),)
    await database.close()
    writer.close()


async def test_a_file_renamed_over_ours_is_noticed(plant: Database, plant_file: Path, tmp_path: Path) -> None:
    await asyncio.gather(*(plant.run("SELECT COUNT(*) FROM area") for _ in range(8)))
    first = await plant.version()
    other = fill_sqlite(tmp_path / "next.sqlite")
    write_sqlite(other, "INSERT INTO area (id, code, name, plant) VALUES (3, 'A3', 'New', 'South')")
    other.replace(plant_file)
    results = await asyncio.gather(*(plant.run("SELECT COUNT(*) AS n FROM area") for _ in range(8)))
    assert {result.rows for result in results} == {((3,),)}
    assert await plant.version() != first


async def test_a_file_removed_under_us_is_noticed(plant: Database, plant_file: Path) -> None:
    await plant.run("SELECT COUNT(*) FROM area")
    plant_file.unlink()
    with pytest.raises(DatabaseFileMissing):
        await plant.run("SELECT COUNT(*) FROM area")


async def test_the_values_of_a_column(plant: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    status = ["down", "retired", "running", "standby"]
    assert await plant.values_of("equipment", "status", limit=4) == (status, True)
    assert await plant.values_of("equipment", "status", limit=3) == (status[:3], False)
    assert await plant.values_of("equipment", "line_id", limit=5) == ([1], True), "NULL is no value"
    for source, value in (("equipment", "colour"), ("nothing", "id")):
        with pytest.raises(QueryFailed):
            await plant.values_of(source, value, limit=5)


async def test_a_long_table_is_sampled(plant: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.data.sampling.LONG", 2)
    monkeypatch.setattr("core.data.database.LONG", 2)
    found = await plant.values_of("equipment", "tag", limit=9)
    assert len(found.values) == 2 and not found.whole
    assert await plant.values_of("area", "name", limit=9) == (["Mixing", "Paint"], True)


@pytest.mark.parametrize("url", ["sqlite://", "sqlite+aiosqlite:///:memory:", "oracle+x://a/b", "not a url"])
async def test_a_url_that_cannot_be_a_plant(url: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        await Database.open(url)
    assert "MAINTENANCE_DATABASE_URL" in caught.value.message("en")


async def test_closing_leaves_no_thread_behind(plant_file: Path) -> None:
    import threading

    before = threading.active_count()
    database = await open_file(plant_file)
    await asyncio.gather(*(database.run("SELECT 1") for _ in range(5)))
    await database.version()
    await database.close()
    deadline = time.monotonic() + 60
    while threading.active_count() > before and time.monotonic() < deadline:
        await asyncio.sleep(0.02)
    assert threading.active_count() <= before


async def test_closing_twice_does_no_harm(plant_file: Path) -> None:
    database = await open_file(plant_file)
    await database.run("SELECT 1")
    await database.close()
    await database.close()
    with pytest.raises(DatabaseUnavailable):
        await database.run("SELECT 1")
