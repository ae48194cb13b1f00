"""Two million orders in PostgreSQL without an index: drafted, asked, refused with the index that would help."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from core.data.database import Database
from core.data.sampling import LONG
from core.drafting.draft import draft
from core.drafting.yaml_text import as_yaml
from core.semantics.load import parse_model
from core.semantics.values import ValueIndex
from tests.core.asking import Person
from tests.core.opening import Opens
from tests.postgres import PostgresServer

pytestmark = pytest.mark.slow
ROWS = 2_000_000
_PATIENT = 300.0
"""Seconds: however busy the machine is, what is drafted and answered here is the same."""
_IMPATIENT = 3.0
MADE = f"""
CREATE TABLE assets (id int PRIMARY KEY, code text UNIQUE, name text, area text);
INSERT INTO assets SELECT g, 'M-' || g, 'Machine ' || g, 'Area ' || (g % 7) FROM generate_series(1, 300) AS g;
CREATE UNLOGGED TABLE work_orders AS
SELECT (1000000 + g)::text AS wo_number, 1 + g % 300 AS asset_id,
    (ARRAY['open', 'closed', 'closed', 'cancelled'])[1 + g % 4] AS status,
    timestamp '2020-01-01' + g * interval '108 seconds' AS created_at,
    CASE WHEN g % 4 IN (1, 2) THEN timestamp '2020-01-04' + g * interval '108 seconds' END AS finished_at
FROM generate_series(1, {ROWS}) AS g;
ANALYZE;
"""


@pytest.fixture(scope="module")
def big_url(postgres_server: PostgresServer) -> Iterator[str]:
    url = postgres_server.create_database()

    async def fill() -> None:
        connection = await asyncpg.connect(url)
        await connection.execute(MADE)
        await connection.close()

    asyncio.run(fill())
    yield url


@pytest.fixture(scope="module")
def big_model(big_url: str) -> str:
    async def drafted() -> str:
        database = await Database.open(big_url.replace("postgresql://", "postgresql+asyncpg://"))
        try:
            return as_yaml(await draft(database, seconds=_PATIENT))
        finally:
            await database.close()

    return asyncio.run(drafted())


async def test_values_are_those_of_a_sample_and_codes_are_known_by_how_they_are_written(
    big_url: str, big_model: str
) -> None:
    database = await Database.open(big_url.replace("postgresql://", "postgresql+asyncpg://"))
    model = parse_model(big_model)
    try:
        values = await ValueIndex.read(model, database)
    finally:
        await database.close()
    orders = next(name for name, dataset in model.datasets.items() if dataset.source == "work_orders")
    assert ROWS > LONG
    assert {(orders, "wo_number"), (orders, "status")} <= values.sampled
    assert values.by_field[orders, "status"] == ("cancelled", "closed", "open")
    assert [item.value for item in values.ending(orders, "wo_number", 2_900_000)] == ["2900000"]
    assert values.ending(orders, "wo_number", 17) == []
    assert values.known(orders, "wo_number", "2900000") is None, "nobody can tell without looking"


async def test_an_ordinary_question_is_answered_and_a_slow_one_refused_with_what_would_help(
    big_url: str, big_model: str, opens: Opens, tmp_path: Path
) -> None:
    model = tmp_path / "model.yaml"
    model.write_text(big_model, "utf-8")
    async with opens(semantic_model=model, maintenance_database_url=big_url, query_timeout=_PATIENT) as core:
        person = Person(core)
        opened = await person.ask("How many work orders are open?")
        assert opened.rows is not None and ROWS // 4 in opened.rows[0]
        one = await person.ask("show work order 2900000")
        assert one.rows is not None and "2900000" in one.rows[0]
        many = await person.ask("list the open work orders")
        assert many.table is not None and many.table.truncated and len(many.rows or ()) == 10_000
    async with opens(semantic_model=model, maintenance_database_url=big_url, query_timeout=_IMPATIENT) as core:
        assert (await Person(core).ask("How many machines are there?")).rows is not None
        # However fast the machine: rows that another session holds are waited for until the time is up.
        holder = await asyncpg.connect(big_url)
        async with holder.transaction():
            await holder.execute("LOCK TABLE work_orders IN ACCESS EXCLUSIVE MODE")
            slow = await Person(core).ask("How many work orders were created in October 2026?")
        await holder.close()
    assert (slow.action, slow.error_code) == ("error", "query_timeout")
    assert "work_orders (created_at)" in slow.text and "longer than 3 s" in slow.text
