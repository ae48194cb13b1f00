"""Semantic queries give the rows that hand-written SQL gives, on SQLite and on PostgreSQL."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from core.data.database import Database
from core.data.guard.guard import Guard
from core.kernel.messages import Cell
from core.semantics.model import SemanticModel
from core.semantics.sql.compile import Compiler
from tests import yaml_text
from tests.core.opening import AS_OF
from tests.golden.notation import read, write

CASES: list[dict[str, Any]] = yaml_text.read(
    (Path(__file__).parents[2] / "golden" / "semantic_sql.yaml").read_text("utf-8")
)
PAGE = (Path(__file__).parents[3] / "docs" / "queries.md").read_text("utf-8")
Rows = list[tuple[Cell, ...]]


def test_there_are_enough_and_each_has_a_name_of_its_own() -> None:
    assert len(CASES) >= 60
    assert len({case["name"] for case in CASES}) == len(CASES)
    assert all(set(case) <= {"name", "query", "sql", "postgres", "columns", "any_order"} for case in CASES)


def test_every_shape_and_every_kind_of_measure_is_there() -> None:
    assert {read(case["query"]).shape for case in CASES} == {
        "count", "list", "lookup", "measure", "breakdown", "ranking", "exists",
    }  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
async def test_on_sqlite(case: dict[str, Any], model: SemanticModel, plant: Database) -> None:
    await check(case, model, plant)


@pytest.mark.postgres
async def test_on_postgres(model: SemanticModel, postgres_plant: Database) -> None:
    wrong = []
    for case in CASES:
        try:
            await check(case, model, postgres_plant)
        except Exception as error:
            wrong.append(f"{case['name']}: {type(error).__name__}: {str(error)[:400]}")
    assert not wrong, "\n\n".join(wrong)


async def test_on_mysql_the_guard_takes_what_is_compiled(model: SemanticModel, plant: Database) -> None:
    """No server stands here; that the SQL is MySQL's, of allowed parts alone, is what can be told."""
    guard = Guard(await plant.catalog(), "mysql", 1_000)
    for case in CASES:
        sql = guard.check(Compiler(model, "mysql").compile(read(case["query"]), AS_OF, "en").sql).sql
        assert "JULIANDAY" not in sql and "MATERIALIZED" not in sql, case["name"]


LINES = re.findall(r"^    (\w+ \w+(?::? .+)?)$", PAGE, re.MULTILINE)


@pytest.mark.parametrize("line", LINES)
async def test_the_page_tells_queries_that_run(line: str, model: SemanticModel, plant: Database) -> None:
    query = read(line)
    assert write(query) == line
    compiled = Compiler(model, plant.dialect).compile(query, AS_OF, "en")
    guard = Guard(await plant.catalog(), plant.dialect, 10_000)
    result = await plant.run(guard.check(compiled.sql).sql)
    assert result.columns == tuple(column.name for column in compiled.columns)


def test_the_page_shows_enough() -> None:
    assert len(LINES) > 25


async def check(case: dict[str, Any], model: SemanticModel, database: Database) -> None:
    """The compiled query's rows, and those of the hand-written one."""
    compiled = Compiler(model, database.dialect).compile(read(case["query"]), AS_OF, "en")
    own = await database.run(compiled.sql)
    hand_written = case.get(database.dialect, case["sql"])
    wanted = (await database.run(hand_written)).rows
    assert wanted and any(cell is not None for row in wanted for cell in row), "the case tells nothing"
    kept = case.get("columns", range(len(own.columns)))
    got = [tuple(row[index] for index in kept) for row in own.rows]
    assert tuple(column.name for column in compiled.columns) == own.columns
    assert alike(got, list(wanted), case.get("any_order", False)), f"{compiled.sql}\n{got[:8]}\n{wanted[:8]}"


def alike(got: Rows, wanted: Rows, any_order: bool) -> bool:
    """Equal but for a float's last digits; numbers that are equal may differ in type."""
    rounded = [[[_plain(cell) for cell in row] for row in rows] for rows in (got, wanted)]
    if any_order:
        rounded = [sorted(rows, key=str) for rows in rounded]
    return rounded[0] == rounded[1]


def _plain(cell: Cell) -> Any:
    return f"{float(cell):.6g}" if isinstance(cell, int | float) else cell
