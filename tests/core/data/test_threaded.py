"""Databases asked in threads: what their SQL looks like, and the way of a query, over SQLite's waiting driver.

Neither SQL Server nor Oracle stands here: what they are sent is told by goldens, and no server has read it.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlglot
from sqlalchemy.engine import make_url
from sqlglot import exp

from core.data.access.kinds import access_for
from core.data.access.threaded.access import KINDS, ThreadedAccess, ThreadedKind
from core.data.access.threaded.rewriting import rewritten, shown_name
from core.data.database import Database
from core.data.failures import DatabaseAccessDenied, translate
from core.kernel.errors import ConfigurationError, QueryFailed, QueryTimeout
from core.semantics.load import load_model
from core.semantics.sql.compile import Compiler
from tests import yaml_text
from tests.core.opening import AS_OF
from tests.golden.notation import read

GOLDEN = Path(__file__).parents[2] / "golden"
CASES: list[dict[str, Any]] = yaml_text.read((GOLDEN / "semantic_sql.yaml").read_text("utf-8"))
SAID: list[dict[str, str]] = yaml_text.read((GOLDEN / "threaded_sql.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", SAID, ids=[case["name"] for case in SAID])
def test_compiled_sql_in_their_words(case: dict[str, str]) -> None:
    own = next(item for item in CASES if item["name"] == case["name"])
    sql = Compiler(load_model(), "postgres").compile(read(own["query"]), AS_OF, "en").sql
    assert {name: rewritten(sql, name) for name in ("tsql", "oracle")} == {
        name: case[name] for name in ("tsql", "oracle")
    }


def test_all_compiled_sql_can_be_said_and_read_again() -> None:
    model = load_model()
    for case in CASES:
        sql = Compiler(model, "postgres").compile(read(case["query"]), AS_OF, "en").sql
        for dialect in ("tsql", "oracle", "snowflake", "bigquery", "databricks", "trino", "clickhouse"):
            text = rewritten(sql, dialect)
            assert sqlglot.parse_one(text, dialect=dialect).find(exp.Select), case["name"]
            if dialect in ("tsql", "oracle"):
                assert "EPOCH" not in text and "DISTINCT FROM" not in text, f"{case['name']}: {text}"


def test_names_that_oracle_reserves_come_back_as_they_were() -> None:
    text = rewritten('SELECT o.number AS number, COUNT(*) AS n FROM "work_order" AS o GROUP BY o.number', "oracle")
    assert text == "SELECT o.number_ AS number_, COUNT(*) AS n FROM WORK_ORDER o GROUP BY o.number_"
    assert [shown_name(name, "oracle") for name in ("NUMBER_", "N", "Mixed")] == ["number", "n", "Mixed"]
    assert shown_name("NUMBER_", "tsql") == "NUMBER_"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    with closing(sqlite3.connect(tmp_path / "plant.sqlite")) as database:
        database.executescript(
            "CREATE TABLE area (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO area VALUES (1, 'Paint');"
        )
    return tmp_path / "plant.sqlite"


@pytest.fixture
async def plant(file: Path) -> AsyncIterator[Database]:
    access = ThreadedAccess(make_url(f"sqlite:///{file}"), 5.0, 2, ThreadedKind("sqlite", "sqlite3"))
    database = Database(access, query_timeout=5.0, max_rows=100)
    yield database
    await database.close()


async def test_a_query_its_catalog_and_its_indexes(plant: Database) -> None:
    result = await plant.run("SELECT name AS place, COUNT(*) AS n FROM area GROUP BY name")
    assert (result.columns, result.rows) == (("place", "n"), (("Paint", 1),))
    assert (await plant.catalog()).primary_keys == {"area": ("id",)}
    assert [str(item) for item in await plant.missing_indexes("SELECT 1 FROM area WHERE name = 'x'")] == ["area (name)"]
    assert await plant.version() is None
    with pytest.raises(QueryFailed):
        await plant.run("SELECT colour FROM area")


async def test_what_is_written_is_rolled_back(plant: Database, file: Path) -> None:
    with pytest.raises(QueryFailed):
        await plant.run("DELETE FROM area")
    with closing(sqlite3.connect(file)) as database:
        assert database.execute("SELECT COUNT(*) FROM area").fetchone() == (1,)


ENDLESS = "WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) AS c FROM n"


async def test_who_no_longer_waits_has_the_query_stopped(plant: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = asyncio.create_task(plant.run(ENDLESS))
    await asyncio.sleep(0.3)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert (await plant.run("SELECT 1 AS one")).rows == ((1,),)


async def test_a_driver_that_has_no_limit_of_its_own_is_limited_all_the_same(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("CONNECT_SECONDS", "GRACE_SECONDS"):
        monkeypatch.setattr(f"core.data.access.threaded.access.{name}", 0.1)
    access = ThreadedAccess(make_url(f"sqlite:///{file}"), 0.2, 1, ThreadedKind("sqlite", "sqlite3"))
    database = Database(access, query_timeout=0.2, max_rows=10)
    with pytest.raises(QueryTimeout):
        await database.run(ENDLESS)
    await database.close()


@pytest.mark.parametrize("scheme", list(KINDS))
async def test_each_kind_is_opened_or_says_what_to_install(scheme: str) -> None:
    try:
        access = access_for(f"{scheme}://plant:s3cr3t@127.0.0.1:1/plant", 1.0)
    except ConfigurationError as error:
        for said in (str(error), error.message("es"), error.message("en")):
            assert "s3cr3t" not in said
        assert KINDS[scheme].package in error.message("es") and KINDS[scheme].package in error.message("en")
    else:
        assert access.dialect == "postgres"
        await access.close()


def test_a_refused_login_of_sql_server_is_told_as_one() -> None:
    error = Exception(18456, b"Login failed for user 'plant'.")
    assert isinstance(translate(error, seconds=1.0), DatabaseAccessDenied)
