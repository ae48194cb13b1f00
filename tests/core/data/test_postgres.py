"""A PostgreSQL plant, on a real server: read-only, in time, cancelled, and its version never stale."""

from __future__ import annotations

import asyncio
import socket
from typing import Any

import asyncpg
import pytest

from core.data.catalog import ForeignKey
from core.data.database import Database
from core.data.failures import DatabaseAccessDenied, DatabaseUnreachable
from core.kernel.errors import QueryFailed, QueryTimeout

pytestmark = pytest.mark.postgres

ENDLESS = "SELECT COUNT(*) FROM generate_series(1, 10000000000) AS a (n)"


async def writer(filled_url: str) -> Any:
    return await asyncpg.connect(filled_url.replace("+asyncpg", ""))


async def test_rows_come_normalised(postgres_plant: Database) -> None:
    result = await postgres_plant.run(
        "SELECT id, tag, replacement_cost, installed_on, next_maintenance, installed_on > DATE '2020-01-02' AS young,"
        " TIMESTAMP '2026-10-05 08:30:15.75' AS moment, INTERVAL '26 hours' AS span, 'NaN'::float8 AS nan,"
        " ARRAY[1, 2] AS list FROM equipment WHERE id = 3"
    )
    row = (3, "P-103", 1250.5, "2020-01-03", None, 1, "2026-10-05 08:30:15", "26:00:00", None, "[1, 2]")
    assert result.rows == (row,)


async def test_timestamps_with_a_zone_are_told_in_the_plants(postgres_plant: Database) -> None:
    result = await postgres_plant.run(
        "SELECT TIMESTAMPTZ '2026-01-01 03:00:00+00' AS t, (TIMESTAMPTZ '2026-01-01 03:00:00+00')::date AS d"
    )
    assert result.rows == (("2025-12-31 21:00:00", "2025-12-31"),)


async def test_repeated_names_percent_and_limit(postgres_plant: Database) -> None:
    result = await postgres_plant.run("SELECT id, id, '50% :x $1' AS t FROM equipment ORDER BY id", max_rows=2)
    assert result.columns == ("id", "id_2", "t")
    assert result.rows == ((1, 1, "50% :x $1"), (2, 2, "50% :x $1"))
    assert result.truncated


async def test_a_slow_query_ends_in_time(postgres_plant: Database) -> None:
    for sql in ("SELECT pg_sleep(60)", ENDLESS):
        with pytest.raises(QueryTimeout) as caught:
            await postgres_plant.run(sql)
        assert "1 s" in caught.value.message("en")
    assert (await postgres_plant.run("SELECT 1 AS one")).rows == ((1,),)


async def test_a_cancelled_task_stops_its_query_on_the_server(filled_url: str) -> None:
    database = await Database.open(filled_url, query_timeout=60)
    task = asyncio.create_task(database.run("SELECT pg_sleep(59) AS endless_for_this_test"))
    watcher = await writer(filled_url)
    running = (
        "SELECT COUNT(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%endless_for_this_test%'"
        " AND pid <> pg_backend_pid()"
    )
    for _ in range(1_000):  # a busy machine is slow to connect
        if await watcher.fetchval(running):
            break
        assert not task.done(), task
        await asyncio.sleep(0.05)
    assert await watcher.fetchval(running) == 1
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(task, 30)
    for _ in range(600):
        if not await watcher.fetchval(running):
            break
        await asyncio.sleep(0.05)
    assert await watcher.fetchval(running) == 0
    await watcher.close()
    await database.close()


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO area (id, code, name, plant) VALUES (9, 'X', 'X', 'X')",
        "UPDATE area SET name = 'x'",
        "DELETE FROM area",
        "WITH x AS (DELETE FROM area RETURNING *) SELECT * FROM x",
        "DROP TABLE area",
        "CREATE TABLE x (a INT)",
        "TRUNCATE area",
        "SELECT * INTO copy FROM area",
        "SELECT * FROM area FOR UPDATE",
        "SELECT nextval('missing')",
        "SELECT set_config('transaction_read_only', 'off', FALSE), (SELECT COUNT(*) FROM area)",
        "COPY area TO '/tmp/never.csv'",
        "SELECT 1; SELECT 2",
        "nonsense",
    ],
)
async def test_the_connection_itself_refuses(postgres_plant: Database, sql: str) -> None:
    with pytest.raises(QueryFailed):
        await postgres_plant.run(sql)
    assert (await postgres_plant.run("SELECT COUNT(*) AS n FROM area")).rows == ((2,),)


async def test_a_setting_undone_in_one_query_holds_again_in_the_next(filled_url: str) -> None:
    database = await Database.open(filled_url, query_timeout=1.0, pool_size=1)
    await database.run("SELECT set_config('default_transaction_read_only', 'off', FALSE)")
    await database.run("SELECT set_config('statement_timeout', '0', FALSE)")
    with pytest.raises(QueryFailed, match="read-only"):
        await database.run("DELETE FROM area")
    with pytest.raises(QueryTimeout):
        await database.run("SELECT pg_sleep(60)")
    await database.close()


async def test_catalog(postgres_plant: Database, filled_url: str) -> None:
    connection = await writer(filled_url)
    await connection.execute("CREATE OR REPLACE VIEW machine AS SELECT id, tag FROM equipment")
    catalog = await postgres_plant.catalog()
    assert catalog.schema == "public"
    assert list(catalog.tables["area"]) == ["id", "code", "name", "plant"]
    assert catalog.tables["downtime"]["started_at"] == "timestamp without time zone"
    assert catalog.primary_keys["area"] == ("id",)
    assert ForeignKey("failure", ("equipment_id",), "equipment", ("id",)) in catalog.foreign_keys
    assert catalog.views == {"machine"}
    assert not any(name.startswith("pg_") for name in catalog.tables)
    await connection.execute("DROP VIEW machine")
    await connection.close()


async def test_the_values_of_a_column(postgres_plant: Database) -> None:
    status = ["down", "retired", "running", "standby"]
    assert await postgres_plant.values_of("equipment", "status", limit=4) == (status, True)
    assert await postgres_plant.values_of("equipment", "status", limit=3) == (status[:3], False)


async def test_version_changes_with_every_commit_at_once(postgres_plant: Database, filled_url: str) -> None:
    connection = await writer(filled_url)
    version = await postgres_plant.version()
    assert version is not None
    await postgres_plant.run("SELECT COUNT(*) FROM area")
    seen = {version}
    for n in range(20):
        await connection.execute(f"UPDATE technician SET name = 'n{n}'")
        version = await postgres_plant.version()
        assert version not in seen
        seen.add(version)
    await connection.close()


async def test_version_sees_the_commit_of_an_older_transaction(postgres_plant: Database, filled_url: str) -> None:
    older, newer = await writer(filled_url), await writer(filled_url)
    transaction = older.transaction()
    await transaction.start()
    await older.execute("UPDATE technician SET name = 'older' WHERE id = 1")
    await newer.execute("UPDATE area SET name = 'newer' WHERE id = 1")
    before = await postgres_plant.version()
    await transaction.commit()
    assert await postgres_plant.version() != before
    await newer.execute("UPDATE area SET name = 'Paint' WHERE id = 1")
    await older.close()
    await newer.close()


async def test_no_version_with_foreign_tables(postgres_plant: Database, filled_url: str) -> None:
    connection = await writer(filled_url)
    await connection.execute("CREATE FOREIGN DATA WRAPPER far; CREATE SERVER there FOREIGN DATA WRAPPER far")
    await connection.execute("CREATE FOREIGN TABLE distant (a INT) SERVER there")
    assert await postgres_plant.version() is None
    await connection.execute("DROP FOREIGN DATA WRAPPER far CASCADE")
    assert await postgres_plant.version() is not None
    await connection.close()


async def test_connections_that_the_server_closed_are_replaced(filled_url: str) -> None:
    database = await Database.open(filled_url, query_timeout=5.0, pool_size=2)
    await database.run("SELECT 1")
    connection = await writer(filled_url)
    await connection.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'maintbot'"
    )
    await connection.close()
    assert (await database.run("SELECT 1 AS one")).rows == ((1,),)
    await database.close()


async def test_nobody_listens() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    database = await Database.open(f"postgresql+asyncpg://plant:s3cr3t@127.0.0.1:{port}/plant", query_timeout=1.0)
    with pytest.raises(DatabaseUnreachable) as caught:
        await database.run("SELECT 1")
    assert "s3cr3t" not in f"{caught.value} {caught.value.detail} {caught.value.message('en')}"
    assert caught.value.retryable
    assert await database.version() is None
    await database.close()


async def test_a_server_that_never_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.data.access.postgres.CONNECT_SECONDS", 0.3)
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen()
        url = f"postgresql+asyncpg://plant:s3cr3t@127.0.0.1:{mute.getsockname()[1]}/plant"
        database = await Database.open(url, query_timeout=1.0)
        with pytest.raises(DatabaseUnreachable):
            await database.run("SELECT 1")
        await database.close()


async def test_the_ssl_wish_of_other_programs_is_understood(filled_url: str) -> None:
    database = await Database.open(f"{filled_url}?sslmode=disable")
    assert (await database.run("SELECT 1 AS one")).rows == ((1,),)
    await database.close()
    demanding = await Database.open(f"{filled_url}?sslmode=require")
    with pytest.raises(DatabaseUnreachable):
        await demanding.run("SELECT 1")
    await demanding.close()


async def test_a_database_that_is_not_there(filled_url: str) -> None:
    database = await Database.open(filled_url.rpartition("/")[0] + "/nowhere")
    with pytest.raises(DatabaseUnreachable, match="nowhere"):
        await database.run("SELECT 1")
    await database.close()


async def test_a_role_that_may_not_log_in(filled_url: str) -> None:
    connection = await writer(filled_url)
    await connection.execute("CREATE ROLE outsider NOLOGIN; CREATE ROLE clerk LOGIN")
    head, _, tail = filled_url.partition("://")
    for role, problem in (("outsider", "not permitted to log in"), ("clerk", "permission denied")):
        database = await Database.open(f"{head}://{role}:s3cr3t@{tail.rpartition('@')[2]}")
        with pytest.raises(DatabaseAccessDenied, match=problem) as caught:
            await database.run("SELECT COUNT(*) FROM area")
        assert "s3cr3t" not in caught.value.detail
        await database.close()
    await connection.execute("DROP ROLE outsider; DROP ROLE clerk")
    await connection.close()


async def test_a_table_that_changes_between_two_equal_queries(filled_url: str) -> None:
    database = await Database.open(filled_url, pool_size=1)
    connection = await writer(filled_url)
    await connection.execute("CREATE TABLE changing (a INT); INSERT INTO changing VALUES (1)")
    assert (await database.run("SELECT * FROM changing")).rows == ((1,),)
    await connection.execute("ALTER TABLE changing ALTER a TYPE TEXT, ADD b TEXT")
    assert (await database.run("SELECT * FROM changing")).rows == (("1", None),)
    await connection.execute("DROP TABLE changing")
    await connection.close()
    await database.close()
