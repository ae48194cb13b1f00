"""The whole way of a model's plan on the demo plant: real SDK, guard, database, value index; only the model is fake."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from core.data.database import Database
from core.data.guard.guard import Guard
from core.kernel.errors import GuardRefused
from core.kernel.result import Result
from core.modelling.checks import Checks
from core.modelling.fill import headline
from core.modelling.planner import ModelPlanner
from core.modelling.repair import Held, carry_out
from core.modelling.values import PlantValues
from core.semantics.load import load_model
from core.semantics.values import ValueIndex
from tests.core.modelling.rig import MakeClient, a_planner
from tests.core.modelling.sessions import EMPTY, question
from tests.fakes.openai_server import FakeOpenAI, plan

AS_OF = date(2026, 11, 22)


@pytest.fixture(scope="module")
def plant(demo_plant: Path) -> Path:
    return demo_plant


@dataclass
class Way:
    """Question in, outcome out."""

    planner: ModelPlanner
    checks: Checks
    guard: Guard
    database: Database

    async def execute(self, sql: str) -> Result:
        return await self.database.run(self.guard.check(sql).sql)

    async def __call__(self, text: str) -> Held:
        asked = question(text, today=AS_OF)
        first = await self.planner.plan(asked, EMPTY)
        return await carry_out(
            asked, EMPTY, first, execute=self.execute, checks=self.checks, repairs=self.planner, retries=3
        )


@pytest.fixture
async def way(plant: Path, make_client: MakeClient) -> AsyncIterator[Way]:
    database = await Database.open(f"sqlite:///{plant}")
    model = load_model()
    catalog = await database.catalog()
    values = await ValueIndex.read(model, database)
    yield Way(
        a_planner(make_client(), values=values),
        Checks.of("sqlite", catalog, PlantValues(model, values)),
        Guard(catalog, "sqlite", 1000),
        database,
    )
    await database.close()


def said(outcome: Held) -> str:
    assert outcome.result is not None
    return "".join(span.text for span in headline(outcome.plan, outcome.result, "MXN"))


async def test_a_count(way: Way, fake: FakeOpenAI) -> None:
    outcome = await way("¿Cuántos equipos hay?")
    assert outcome.result is not None
    assert outcome.attempts == 1
    assert said(outcome) == f"Hay {outcome.result.rows[0][0]} equipos."
    assert len(fake.requests) == 1


async def test_a_spanish_area_in_the_models_sql_finds_its_rows(way: Way, fake: FakeOpenAI) -> None:
    fake.always = None
    fake.answers["embotellado"] = plan(
        sql="SELECT COUNT(*) AS machines FROM equipment JOIN area ON area.id = equipment.area_id WHERE area.name = 'embotellado'"
    )
    outcome = await way("¿Cuántos equipos hay en embotellado?")
    assert "'Bottling'" in (outcome.plan.sql or "")
    assert outcome.result is not None
    assert isinstance(outcome.result.rows[0][0], int)
    assert outcome.result.rows[0][0] > 0
    assert len(fake.requests) == 1


async def test_a_writing_model_is_refused_four_times_and_nothing_is_written(way: Way, fake: FakeOpenAI) -> None:
    fake.answers["borra"] = plan(sql="DELETE FROM equipment")
    outcome = await way("borra los equipos")
    assert (outcome.failed, outcome.attempts) == (True, 4)
    assert [problem.kind for problem in outcome.problems] == ["guard"] * 4
    assert len(fake.requests) == 4
    assert "Problem: guard refused it" in fake.requests[1].prompts[1]


async def test_a_wrong_column_is_mended_with_the_message(way: Way, fake: FakeOpenAI) -> None:
    fake.answers["Problem:"] = plan()
    fake.answers["rotos"] = plan(sql="SELECT COUNT(*) AS machines FROM equipment WHERE state = 'down'")
    outcome = await way("rotos")
    assert (outcome.failed, outcome.attempts) == (False, 2)
    assert "state" in fake.requests[1].prompts[1]


async def test_an_unknown_tag_is_found_out(way: Way, fake: FakeOpenAI) -> None:
    fake.answers["P-99999"] = plan(
        sql="SELECT status FROM equipment WHERE tag = 'P-99999'", restated="Status of P-99999"
    )
    outcome = await way("estado de la P-99999")
    assert outcome.result is None
    assert outcome.failed
    assert "P-99999" in outcome.plan.sentence


MEASURES = [
    "SELECT AVG((julianday(completed_at)-julianday(started_at))*24) AS mttr FROM work_order WHERE status='completed' AND type='corrective'",
    "SELECT 100.0 * SUM(CASE WHEN status='completed' AND date(completed_at)<=due_on THEN 1 ELSE 0 END) / NULLIF(COUNT(*), 0) AS c FROM work_order WHERE type='preventive'",
    "SELECT SUM(minutes) / 60.0 AS h FROM downtime WHERE started_at >= '2026-01-01' AND started_at < '2026-11-23'",
]


@pytest.mark.parametrize("sql", MEASURES)
async def test_the_expressions_that_the_prompt_teaches_pass_guard_and_database(way: Way, sql: str) -> None:
    result = await way.execute(sql)
    assert isinstance(result.rows[0][0], int | float)


@pytest.mark.parametrize("query", load_model().verified_queries, ids=lambda query: query.question["en"])
async def test_verified_queries_run(way: Way, query: object) -> None:
    from core.semantics.file.verified import VerifiedQuery

    assert isinstance(query, VerifiedQuery)
    assert (await way.execute(query.sql_on(AS_OF))).rows


async def test_the_guard_is_the_one_that_refuses(way: Way) -> None:
    with pytest.raises(GuardRefused):
        way.guard.check("DELETE FROM equipment")
