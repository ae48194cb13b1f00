"""When the model is away, wrong or too expensive, an answer comes all the same, and says so."""

from __future__ import annotations

import json

import pytest

from tests.fakes import openai_server as bad
from tests.fakes.openai_server import FakeOpenAI
from tests.scenarios.model.bot import OpenBot

STRANGE = "¿Cuántos equipos flurbos hay?"


@pytest.mark.parametrize(
    "behaviour",
    [
        bad.status(503),
        bad.status(401),
        bad.status(429, error={"code": "insufficient_quota"}),
        bad.html(),
        bad.text("{"),
    ],
)
async def test_the_best_offer_stands_in_with_a_note(
    open_bot: OpenBot, model: FakeOpenAI, behaviour: bad.Behaviour
) -> None:
    model.always = behaviour
    reply = await (await open_bot()).ask(STRANGE)
    assert reply.action != "error"
    assert reply.metrics.flow == "degraded"
    assert "El modelo no responde" in reply.text
    assert reply.planner != "model"


async def test_what_the_first_planner_understands_does_not_notice(open_bot: OpenBot, model: FakeOpenAI) -> None:
    model.always = bad.status(503)
    reply = await (await open_bot()).ask("¿Qué equipos están parados?")
    assert reply.metrics.flow == "good"
    assert model.requests == []


async def test_a_spent_budget_is_said(open_bot: OpenBot, model: FakeOpenAI) -> None:
    bot = await open_bot(openai_daily_budget=0.00005)
    assert (await bot.ask(STRANGE)).planner == "model"
    reply = await bot.ask("¿Cuántas bombas zurbas hay?")
    assert "presupuesto" in reply.text
    assert reply.metrics.flow == "degraded"
    assert len(model.requests) == 1


async def test_sql_that_cannot_be_mended_ends_in_an_honest_sentence(open_bot: OpenBot, model: FakeOpenAI) -> None:
    model.always = bad.text(json.dumps(bad.plan(sql="DROP TABLE equipment")))
    reply = await (await open_bot(max_sql_retries=1)).ask(STRANGE)
    assert reply.metrics.flow == "failed"
    assert reply.metrics.sql_attempts == 2
    assert "2 intentos" in reply.text
    assert reply.rows is None


async def test_a_mended_query_is_a_repaired_answer(open_bot: OpenBot, model: FakeOpenAI) -> None:
    model.script.append(bad.text(json.dumps(bad.plan(sql="SELECT COUNT(*) AS machines FROM machinery"))))
    reply = await (await open_bot()).ask(STRANGE)
    assert reply.metrics.flow == "repaired"
    assert (reply.metrics.sql_attempts, reply.metrics.model_calls) == (2, 2)
    assert "machinery" in model.requests[1].prompts[-1]
