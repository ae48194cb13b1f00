"""A model that answers in the plant's names: worded, charted, continued and kept as if no model had been there."""

from __future__ import annotations

import pytest

from core.telemetry.metrics import REGISTRY
from tests.fakes import openai_server as bad
from tests.fakes.openai_server import FakeOpenAI, asks, compares, holds, named, plan
from tests.scenarios.model.bot import OpenBot

DOWN = named("equipment", where=[holds("equipment.down")])
BY_AREA = named("equipment", by=["area.name"])


def counted(kind: str) -> float:
    return REGISTRY.get_sample_value("maintbot_model_plans_total", {"kind": kind}) or 0.0


async def test_its_answer_is_worded_as_the_other_planners(open_bot: OpenBot, model: FakeOpenAI) -> None:
    bot = await open_bot()
    model.answers["flurbos"] = DOWN
    before = counted("own")
    by_model = await bot.ask("¿cuántos flurbos hay parados?", thread="a")
    own = await bot.ask("¿cuántos equipos hay parados?", thread="b")
    assert (by_model.planner, own.planner) == ("model", "deterministic")
    assert by_model.text == own.text
    assert by_model.assumptions == own.assumptions
    assert by_model.sql == own.sql
    assert (by_model.metrics.model_calls, by_model.metrics.sql_attempts) == (1, 1)
    assert counted("own") == before + 1


async def test_follow_ups_go_on_without_the_model(open_bot: OpenBot, model: FakeOpenAI) -> None:
    bot = await open_bot()
    model.answers["flurbos"] = DOWN
    await bot.ask("¿cuántos flurbos hay parados?")
    for asked in ("solo las bombas", "por área", "con gráfica"):
        reply = await bot.ask(asked)
        assert reply.planner == "deterministic" or reply.action == "image", asked
        assert reply.metrics.model_calls == 0, asked
    assert len(model.requests) == 1


async def test_the_model_goes_on_from_the_other_planners_answer(open_bot: OpenBot, model: FakeOpenAI) -> None:
    bot = await open_bot()
    await bot.ask("¿cuántos equipos hay parados?")
    await bot.ask("¿y los flurbos zurbos?")
    sent = model.requests[-1].prompts[-1]
    assert 'Last plan: {"plan":{"of":"equipment"' in sent
    assert '"is":"equipment.down"' in sent


async def test_the_same_again_costs_nothing(open_bot: OpenBot, model: FakeOpenAI) -> None:
    bot = await open_bot()
    model.answers["flurbos"] = BY_AREA
    first = await bot.ask("flurbos por zona", thread="a")
    again = await bot.ask("Flurbos por zona", thread="b")
    assert again.rows == first.rows
    assert (again.metrics.model_calls, again.cached) == (0, True)
    assert len(model.requests) == 1


async def test_a_chart_of_a_kind_is_drawn_from_the_names(open_bot: OpenBot, model: FakeOpenAI) -> None:
    model.answers["flurbos"] = named("equipment", by=["area.name"], chart="pie")
    reply = await (await open_bot(planner="model")).ask("flurbos por zona, en pastel")
    assert reply.action == "data_image"
    assert [artifact.kind for artifact in reply.artifacts] == ["data", "workbook", "image", "code"]
    assert reply.chart_title


async def test_a_summary_of_its_own_rows_is_told_beside(open_bot: OpenBot, model: FakeOpenAI) -> None:
    more = {
        "vs": None,
        "everyone": False,
        "having": [],
        "split": None,
        "skip": None,
        "within": None,
        "latest": None,
        "spans": [],
        "also": "summary",
    }
    model.answers["flurbos"] = named("equipment", by=["area.name"], more=more)
    reply = await (await open_bot(planner="model")).ask("flurbos por zona y resúmelo")
    assert reply.rows is not None
    assert f"{len(reply.rows)} filas" in reply.text


async def test_a_repaired_answer_says_so_in_its_metrics(open_bot: OpenBot, model: FakeOpenAI) -> None:
    model.answers["Problem:"] = DOWN
    model.answers["flurbos"] = named("machines")
    reply = await (await open_bot()).ask("¿cuántos flurbos hay parados?")
    assert reply.action == "data"
    assert (reply.metrics.flow, reply.metrics.model_calls) == ("repaired", 2)


async def test_an_unknown_value_is_asked_and_its_choice_answers_without_the_model(
    open_bot: OpenBot, model: FakeOpenAI
) -> None:
    bot = await open_bot()
    model.answers["flurbos"] = named("failure", where=[compares("equipment.tag", "=", "P-1011")])
    asked = await bot.ask("¿cuántas fallas tiene el flurbos?")
    assert asked.action == "clarify"
    assert asked.clarification is not None and asked.clarification.choices
    answered = await bot.ask("", choice=asked.clarification.choices[0].id)
    assert answered.action == "data"
    assert len(model.requests) == 1


@pytest.mark.parametrize(
    ("question", "language"), [("¿cuántos flurbos hay?", "es"), ("how many flurbos are there?", "en")]
)
async def test_a_model_that_speaks_another_language_is_not_listened_to(
    open_bot: OpenBot, model: FakeOpenAI, question: str, language: str
) -> None:
    other = {"es": "Which of the machines do you mean?", "en": "¿De cuáles de los equipos hablas?"}[language]
    model.answers["flurbos"] = asks("clarify", other)
    reply = await (await open_bot(planner="model")).ask(question)
    assert reply.language == language
    assert other not in reply.text
    headline = {"es": "There are **{machines}** of them.", "en": "Hay **{machines} de ellos**."}[language]
    model.answers["flurbos"] = plan(headline=headline, assumptions=[other])
    reply = await (await open_bot(planner="model")).ask(question, thread="t2")
    assert reply.language == language
    assert other not in reply.assumptions
    assert reply.text not in (headline.replace("**", ""), other)


# ---- routing by doubt ----


async def test_want_of_a_word_goes_to_the_model_and_two_readings_are_asked_at_once(
    open_bot: OpenBot, model: FakeOpenAI
) -> None:
    bot = await open_bot()
    model.answers["flurbos"] = DOWN
    assert (await bot.ask("¿cuántos flurbos hay parados?", thread="a")).planner == "model"
    calls = len(model.requests)
    doubtful = await bot.ask("¿cuáles están vencidas?", thread="b")
    assert (doubtful.action, doubtful.planner) == ("clarify", "deterministic")
    missing = await bot.ask("estado de la P-99999", thread="c")
    assert (missing.action, missing.planner) == ("clarify", "deterministic")
    assert len(model.requests) == calls


async def test_calls_that_came_to_nothing_are_in_the_answers_metrics(open_bot: OpenBot, model: FakeOpenAI) -> None:
    model.always = bad.text("{")
    reply = await (await open_bot()).ask("¿cuántos flurbos hay?")
    assert reply.metrics.flow == "degraded"
    assert reply.metrics.model_calls == 2
    assert reply.metrics.cost_usd > 0
