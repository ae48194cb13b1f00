"""The demo plant on a real MariaDB: the same rows as on SQLite, read-only, within its time, stopped when nobody waits.

Skipped, with its reason, where the system has no MariaDB.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from core.data.database import Database
from core.data.failures import DatabaseAccessDenied
from core.demo.generate import load
from core.drafting.draft import draft
from core.drafting.yaml_text import as_yaml
from core.evaluation import questions, report
from core.evaluation.report import Judged
from core.kernel.errors import QueryFailed, QueryTimeout
from core.kernel.messages import Cell
from core.semantics.check import check as findings_of
from core.semantics.load import load_model, parse_model
from core.semantics.sql.compile import Compiler
from tests import yaml_text
from tests.core.golden_answers import GOLDEN, NoCharts, answered
from tests.core.opening import AS_OF, Opens
from tests.golden.notation import read
from tests.mariadb import MariaDBServer, NoMariaDB

pytestmark = pytest.mark.slow
CASES: list[dict[str, Any]] = yaml_text.read((GOLDEN / "semantic_sql.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def server() -> Iterator[MariaDBServer]:
    try:
        server = MariaDBServer()
    except NoMariaDB as reason:
        pytest.skip(f"no MariaDB: {reason}")
    asyncio.run(load(server.url("writer"), AS_OF))
    yield server
    server.stop()


@pytest.fixture
async def maria(server: MariaDBServer) -> AsyncIterator[Database]:
    database = await Database.open(server.url())
    yield database
    await database.close()


@pytest.fixture
async def sqlite(demo_plant: Path) -> AsyncIterator[Database]:
    database = await Database.open(f"sqlite:///{demo_plant}")
    yield database
    await database.close()


def nearly(got: Sequence[Sequence[Cell]], wanted: Sequence[Sequence[Cell]], *, any_order: bool) -> bool:
    """Equal but for the fourth decimal: MariaDB divides as decimals of so many."""
    rows = [[[_rounded(cell) for cell in row] for row in some] for some in (got, wanted)]
    if any_order:
        rows = [sorted(some, key=str) for some in rows]
    return len(rows[0]) == len(rows[1]) and all(
        own == other
        or (isinstance(own, float) and isinstance(other, float) and abs(own - other) <= 2e-3 * max(1.0, abs(other)))
        for ours, theirs in zip(*rows, strict=True)
        for own, other in zip(ours, theirs, strict=True)
    )


def _rounded(cell: Cell) -> object:
    return round(float(cell), 3) if isinstance(cell, int | float | Decimal) else cell


async def test_compiled_queries_give_the_rows_that_sqlite_gives(maria: Database, sqlite: Database) -> None:
    model, wrong = load_model(), []
    for case in CASES:
        query = read(case["query"])
        found = []
        for database in (sqlite, maria):
            try:
                found.append(
                    list((await database.run(Compiler(model, database.dialect).compile(query, AS_OF, "en").sql)).rows)
                )
            except Exception as error:
                wrong.append(f"{case['name']} on {database.dialect}: {error!r}"[:300])
        if len(found) == 2 and not nearly(found[1], found[0], any_order=case.get("any_order", False)):
            wrong.append(f"{case['name']}: {found[0][:4]} {found[1][:4]}")
    assert not wrong, "\n\n".join(wrong)


@pytest.mark.parametrize(("name", "least"), [("questions_everyday.jsonl", 70), ("questions_es.jsonl", 160)])
async def test_golden_questions_are_right_by_golds_computed_on_sqlite(
    name: str, least: int, server: MariaDBServer, sqlite: Database, opens: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A few below the floors on SQLite: the dialect is tested here, and not what is understood."""
    monkeypatch.setattr("core.app.ChartPool", NoCharts)
    judged: list[Judged] = []
    async with opens(maintenance_database_url=server.url()) as core:
        for question in questions.load(GOLDEN / name):
            filled = await questions.fill(question, AS_OF.isoformat(), sqlite.run)
            judged.append(await answered(core, filled))
    outcomes = [one.verdict.outcome for one in judged]
    assert outcomes.count("error") == 0 and outcomes.count("right") >= least, report.mistakes(judged)


async def test_nothing_is_written_whatever_the_account_may(server: MariaDBServer) -> None:
    database = await Database.open(server.url("writer"))
    try:
        for sql in ("DELETE FROM area", "CREATE TABLE x (id INT)", "UPDATE equipment SET status = 'down'"):
            with pytest.raises(QueryFailed):
                await database.run(sql)
        assert (await database.run("SELECT COUNT(*) FROM area")).rows[0][0]
    finally:
        await database.close()


async def test_a_query_ends_in_time_and_when_nobody_waits(server: MariaDBServer) -> None:
    endless = "SELECT COUNT(*) FROM meter_reading AS a, meter_reading AS b, meter_reading AS c WHERE a.value + b.value > c.value"
    short = await Database.open(server.url(), query_timeout=0.5)
    with pytest.raises(QueryTimeout):
        await short.run(endless)
    await short.close()
    patient = await Database.open(server.url(), query_timeout=60)
    waiting = asyncio.create_task(patient.run(f"{endless} AND 1 = 1"))
    for _ in range(600):
        if "1 = 1" in server.sql("SELECT info FROM information_schema.processlist WHERE user = 'reader'"):
            break
        await asyncio.sleep(0.05)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    for _ in range(600):
        if "1 = 1" not in server.sql("SELECT info FROM information_schema.processlist WHERE user = 'reader'"):
            break
        await asyncio.sleep(0.05)
    else:
        pytest.fail("the query runs on")
    await patient.close()


async def test_catalog_indexes_and_a_wrong_password(server: MariaDBServer, maria: Database, sqlite: Database) -> None:
    ours, theirs = await maria.catalog(), await sqlite.catalog()
    assert {name: [*columns] for name, columns in ours.tables.items()} == {
        name: [*columns] for name, columns in theirs.tables.items()
    }
    assert ours.foreign_keys == theirs.foreign_keys
    told = await maria.missing_indexes("SELECT COUNT(*) FROM work_order WHERE id = 1 AND description = 'x'")
    assert [str(item) for item in told] == ["work_order (description)"]
    wrong = await Database.open(server.url().replace("reads", "guessed"))
    with pytest.raises(DatabaseAccessDenied) as caught:
        await wrong.run("SELECT 1")
    assert "guessed" not in f"{caught.value} {caught.value.detail}"
    await wrong.close()


async def test_a_draft_of_it_holds_together(maria: Database) -> None:
    made = await draft(maria)
    orders = made.concepts.of("work_order")
    assert orders is not None and orders.column("due") == "due_on"
    findings = [item for item in await findings_of(parse_model(as_yaml(made)), maria, AS_OF) if item.is_error]
    assert findings == []
