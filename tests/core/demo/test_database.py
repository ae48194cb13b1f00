"""The same plant on PostgreSQL, over a real connection."""

from __future__ import annotations

import asyncio
import functools
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from core.demo import database, plant
from core.demo.generate import load, made_for, summary
from core.demo.tables import metadata
from core.kernel.errors import ConfigurationError, DatabaseUnavailable, QueryFailed
from tests.postgres import PostgresServer

DAY = date(2026, 11, 22)
BUILD = plant.build


@functools.cache
def base_tables(as_of: date) -> Mapping[str, list[plant.Row]]:
    """The plant without its history: quickly written."""
    small = ("area", "production_line", "equipment", "technician", "spare_part")
    return {table: rows if table in small else [] for table, rows in BUILD(as_of).items()}


@pytest.fixture
def few_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plant, "build", base_tables)


def as_sqlite(value: object) -> object:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, bool):
        return int(value)
    return str(value) if isinstance(value, (date, datetime)) else value


@pytest.mark.postgres
async def test_postgresql_holds_the_same_rows(postgres_url: str, plant_of: Callable[[date], Path]) -> None:
    import asyncpg

    path = plant_of(DAY)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plant, "build", base_tables)
        await load(postgres_url, date(2026, 11, 21))
    await load(postgres_url, DAY)  # an earlier demo plant is replaced
    connection = await asyncpg.connect(postgres_url, timeout=20)
    try:
        with closing(sqlite3.connect(path)) as local:
            for table in metadata.tables:
                theirs = await connection.fetch(f"SELECT * FROM {table} ORDER BY id")
                ours = local.execute(f"SELECT * FROM {table} ORDER BY id").fetchall()
                assert [tuple(map(as_sqlite, row.values())) for row in theirs] == ours, table
    finally:
        await connection.close()


@pytest.mark.postgres
async def test_postgresql_keeps_the_checks_and_defaults(postgres_server: PostgresServer, few_rows: None) -> None:
    import asyncpg

    url = postgres_server.create_database()
    await load(url, DAY)
    connection = await asyncpg.connect(url, timeout=20)
    try:
        with pytest.raises(asyncpg.CheckViolationError):
            await connection.execute("UPDATE equipment SET status = 'lost' WHERE id = 1")
        with pytest.raises(asyncpg.ForeignKeyViolationError):
            await connection.execute("DELETE FROM area WHERE id = 1")
        await connection.execute(
            "INSERT INTO technician (id, name, trade, shift) VALUES (99, 'x', 'mechanical', 'night')"
        )
        assert await connection.fetchval("SELECT active FROM technician WHERE id = 99") is True
    finally:
        await connection.close()


@pytest.mark.postgres
async def test_another_plants_tables_are_left_alone(postgres_server: PostgresServer, few_rows: None) -> None:
    import asyncpg

    url = postgres_server.create_database()
    connection = await asyncpg.connect(url, timeout=20)
    try:
        await connection.execute("CREATE TABLE equipment (id int, tag text)")
        await connection.execute("INSERT INTO equipment VALUES (1, 'REAL-1')")
        with pytest.raises(ConfigurationError, match="equipment") as caught:
            await load(url, DAY)
        assert "(equipment)" in caught.value.message("es") and "(equipment)" in caught.value.message("en")
        assert await connection.fetchval("SELECT tag FROM equipment") == "REAL-1"
        await connection.execute("DROP TABLE equipment")
        await load(url, DAY)
        await connection.execute("UPDATE equipment SET serial_number = 'REAL' WHERE id = 7")
        with pytest.raises(ConfigurationError, match="equipment"):
            await load(url, DAY)
        assert await connection.fetchval("SELECT serial_number FROM equipment WHERE id = 7") == "REAL"
    finally:
        await connection.close()


@pytest.mark.postgres
async def test_a_load_that_fails_changes_nothing(
    postgres_server: PostgresServer, few_rows: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    import asyncpg

    url = postgres_server.create_database()
    place = list(metadata.tables["spare_part"].columns.keys()).index("stock")

    def broken(as_of: date) -> Mapping[str, list[plant.Row]]:
        tables = dict(base_tables(as_of))
        parts = list(tables["spare_part"])
        parts[5] = (*parts[5][:place], None, *parts[5][place + 1 :])
        return tables | {"spare_part": parts}

    monkeypatch.setattr(plant, "build", broken)
    with pytest.raises(QueryFailed, match="stock"):
        await load(url, DAY)
    connection = await asyncpg.connect(url, timeout=20)
    try:
        assert await connection.fetchval("SELECT COUNT(*) FROM pg_tables WHERE schemaname = 'public'") == 0
    finally:
        await connection.close()


@pytest.mark.postgres
async def test_a_database_that_does_not_exist_is_unavailable(postgres_server: PostgresServer, few_rows: None) -> None:
    url = postgres_server.create_database() + "_none"
    with pytest.raises(DatabaseUnavailable, match="does not exist"):
        await load(url, DAY)


@pytest.mark.parametrize("scheme", ["postgresql", "mysql"])
async def test_a_server_that_is_not_there_is_unavailable(scheme: str, few_rows: None) -> None:
    with pytest.raises(DatabaseUnavailable):
        await load(f"{scheme}://user@127.0.0.1:1/plant", DAY)


@pytest.mark.parametrize("url", ["nonsense", "sqlite://", "sqlite:///:memory:", "unknown://host/plant"])
async def test_urls_that_cannot_be_used_are_refused(url: str, few_rows: None) -> None:
    with pytest.raises(ConfigurationError) as caught:
        await load(url, DAY)
    assert "postgresql://" in caught.value.message("es") and "postgresql://" in caught.value.message("en")


async def test_a_sqlite_url_is_a_file(tmp_path: Path) -> None:
    path = tmp_path / "plant.sqlite"
    await load(f"sqlite:///{path}", DAY)
    assert made_for(path) == DAY
    assert summary(path)["area"] == 8


@pytest.mark.parametrize("scheme", ["postgresql", "mysql"])
async def test_a_server_that_never_answers_is_unavailable(
    scheme: str, few_rows: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "CONNECT_SECONDS", 0.2)
    release = asyncio.Event()

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await release.wait()
        writer.close()

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    try:
        with pytest.raises(DatabaseUnavailable):
            await load(f"{scheme}://user@127.0.0.1:{port}/plant", DAY)
    finally:
        release.set()
        server.close()
