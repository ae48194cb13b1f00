"""A fresh question costs one call, a repeated or verified one none, and ten at once one together."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from tests.fakes.openai_server import FakeOpenAI, plan
from tests.scenarios.model.bot import OpenBot

STRANGE = "¿Cuántos equipos flurbos hay?"
VERIFIED = "¿Cuántos equipos necesitan mantenimiento preventivo este mes?"


async def test_what_the_first_planner_understands_costs_nothing(open_bot: OpenBot, model: FakeOpenAI) -> None:
    reply = await (await open_bot()).ask("¿Qué equipos están parados en Packaging?")
    assert reply.planner == "deterministic"
    assert reply.metrics.model_calls == 0
    assert model.requests == []


async def test_what_it_does_not_understand_costs_one_call(open_bot: OpenBot, model: FakeOpenAI) -> None:
    reply = await (await open_bot()).ask(STRANGE)
    assert (reply.action, reply.planner) == ("data", "model")
    assert reply.text.startswith("Hay ")
    assert "sin equipos retirados" in reply.assumptions
    assert (reply.metrics.model_calls, reply.metrics.sql_attempts) == (1, 1)
    assert reply.metrics.tokens_in == 2000
    assert reply.metrics.tokens_cached == 1900
    assert reply.metrics.cost_usd > 0
    assert len(model.requests) == 1


async def test_the_same_again_costs_nothing(open_bot: OpenBot, model: FakeOpenAI) -> None:
    bot = await open_bot()
    first = await bot.ask(STRANGE, thread="a")
    again = await bot.ask(STRANGE.lower(), thread="b", person="U1")
    assert again.text == first.text
    assert again.metrics.model_calls == 0
    assert again.cached
    assert len(model.requests) == 1


async def test_ten_people_asking_at_once_cost_one_call(open_bot: OpenBot, model: FakeOpenAI) -> None:
    model.delay = 0.2
    replies = await (await open_bot()).all_at_once(STRANGE, 10)
    assert len({reply.text for reply in replies}) == 1
    assert len(model.requests) == 1


async def test_a_write_between_two_identical_questions_is_seen(
    open_bot: OpenBot, model: FakeOpenAI, plant: Path
) -> None:
    bot = await open_bot()
    before = await bot.ask(STRANGE, thread="a")
    with sqlite3.connect(plant) as database:
        database.execute(
            "UPDATE equipment SET status = 'retired' WHERE id = (SELECT MIN(id) FROM equipment WHERE status <> 'retired')"
        )
    database.close()
    after = await bot.ask(STRANGE, thread="b")
    assert before.rows is not None
    assert after.rows is not None
    assert int(str(after.rows[0][0])) == int(str(before.rows[0][0])) - 1
    assert len(model.requests) == 1


async def test_a_verified_question_costs_nothing_and_is_marked(open_bot: OpenBot, model: FakeOpenAI) -> None:
    reply = await (await open_bot(planner="model")).ask(VERIFIED)
    assert reply.verified
    assert reply.planner == "verified"
    assert model.requests == []


async def test_a_slash_command_never_calls(open_bot: OpenBot, model: FakeOpenAI) -> None:
    await (await open_bot(planner="model")).ask(STRANGE, offline=True)
    assert model.requests == []


async def test_no_row_leaves_the_plant(open_bot: OpenBot, model: FakeOpenAI) -> None:
    bot = await open_bot(planner="model")
    model.answers["lista"] = plan(
        sql="SELECT tag FROM equipment ORDER BY tag LIMIT 5", headline="**{tag}** va primero."
    )
    first = await bot.ask("la lista rara")
    await bot.ask("¿y la otra lista?")
    assert first.rows is not None
    sent = model.requests[-1].prompts[-1]
    assert all(str(row[0]) not in sent for row in first.rows)
