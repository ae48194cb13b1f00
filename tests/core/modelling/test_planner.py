"""The model planner over HTTP: one call a question, usage and money on the Plan, repair with the message."""

from __future__ import annotations

import hashlib

import pytest

from core.kernel.errors import ModelUnavailable
from core.kernel.settings import Settings
from core.modelling.planner import ModelPlanner, hashed
from core.modelling.problem import PlanProblem
from core.planning.plan import Plan
from tests.core.modelling.rig import MakeClient, a_planner
from tests.core.modelling.sessions import EMPTY, FakeSession, data_plan, question
from tests.fakes import openai_server as bad
from tests.fakes.openai_server import FakeOpenAI

SETTINGS = Settings(_env_file=None, openai_daily_budget=0.0002)  # type: ignore[call-arg]


@pytest.fixture
def planner(make_client: MakeClient, api: str) -> ModelPlanner:
    return a_planner(make_client(api), SETTINGS)


async def test_one_call_makes_the_whole_plan(fake: FakeOpenAI, planner: ModelPlanner) -> None:
    plan = await planner.plan(question("¿Cuántos equipos hay?", today="2026-03-05"), EMPTY)
    assert (plan.action, plan.planner, plan.language) == ("data", "model", "es")
    assert plan.usage["calls"] == 1
    assert plan.usage["tokens_cached"] == 1900
    assert plan.usage["cost_usd"] == pytest.approx(7.9e-05)
    assert len(fake.requests) == 1
    assert "Today: 2026-03-05 (Thursday)" in fake.requests[0].prompts[1]


async def test_the_server_learns_no_name(fake: FakeOpenAI, planner: ModelPlanner) -> None:
    asked = question("x")
    assert hashed(asked.viewer) != hashlib.sha256(asked.viewer.key.encode()).hexdigest()[:32]
    await planner.plan(asked, EMPTY)
    sent = str(fake.requests[0].body)
    assert asked.viewer.key not in sent
    assert asked.thread.key not in sent


async def test_a_repair_tells_sql_and_problem_and_counts_both_calls(fake: FakeOpenAI, planner: ModelPlanner) -> None:
    first = await planner.plan(question("¿Cuántos?"), EMPTY)
    again = await planner.repaired(question("¿Cuántos?"), EMPTY, first, PlanProblem("database", "no such column: tagg"))
    assert again.usage["calls"] == 2
    assert fake.requests[1].prompts[0] == fake.requests[0].prompts[0]
    assert "no such column: tagg" in fake.requests[1].prompts[1]
    assert (first.sql or "") in fake.requests[1].prompts[1]


async def test_the_budget_ends_calls(fake: FakeOpenAI, planner: ModelPlanner) -> None:
    details = []
    for _ in range(5):
        try:
            await planner.plan(question("x"), EMPTY)
        except ModelUnavailable as error:
            details.append(error.detail)
    assert details == ["budget_spent", "budget_spent"]
    assert len(fake.requests) == 3


async def test_answers_that_are_of_no_use_are_paid_for(fake: FakeOpenAI, planner: ModelPlanner) -> None:
    fake.always = bad.text("{")
    with pytest.raises(ModelUnavailable):
        await planner.plan(question("x"), EMPTY)
    assert planner.budget.spent("T1") == pytest.approx(2 * 7.9e-05)


async def test_a_declining_model_is_a_refused_plan(fake: FakeOpenAI, planner: ModelPlanner) -> None:
    fake.always = bad.refusal()
    plan = await planner.plan(question("…", language="en"), EMPTY)
    assert (plan.action, plan.language) == ("refused", "en")
    assert "declined" in plan.sentence


@pytest.mark.parametrize(("action", "chart"), [("answer", None), ("image", "pie")])
async def test_there_must_be_a_last_result_to_speak_of(
    fake: FakeOpenAI, planner: ModelPlanner, action: str, chart: str | None
) -> None:
    fake.answers["peor"] = bad.of_last("highest", chart)
    assert (await planner.plan(question("¿cuál es la peor?"), EMPTY)).action == "clarify"
    after = FakeSession(last_plan=data_plan())
    plan: Plan = await planner.plan(question("¿cuál es la peor?"), after)
    assert plan.action == action
