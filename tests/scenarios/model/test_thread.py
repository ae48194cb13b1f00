"""A thread with a model in it: follow-ups, choices, charts, and questions about the last result."""

from __future__ import annotations

import json

from tests.fakes import openai_server as bad
from tests.fakes.openai_server import FakeOpenAI, asks, changed, of_last
from tests.scenarios.model.bot import BY_AREA, CHART, OpenBot


async def test_a_follow_up_tells_the_model_what_came_before(open_bot: OpenBot, model: FakeOpenAI) -> None:
    bot = await open_bot(planner="model")
    model.answers["flurbos"] = BY_AREA
    await bot.ask("los flurbos por zona")
    await bot.ask("¿y los zurbos?")
    sent = model.requests[1].prompts[-1]
    assert "Machines by area" in sent
    assert "Last SQL: SELECT area.name AS area" in sent
    assert model.requests[0].prompts[0] == model.requests[1].prompts[0]


async def test_a_pressed_choice_of_the_models_is_asked_as_its_question(open_bot: OpenBot, model: FakeOpenAI) -> None:
    bot = await open_bot()
    choices = [
        {"label": "Por zona", "question": "flurbos por zona"},
        {"label": "Todos", "question": "todos los flurbos"},
    ]
    model.answers["flurbos"] = asks("clarify", "¿Cómo?", *choices)
    model.answers["flurbos por zona"] = BY_AREA
    asked = await bot.ask("dame los flurbos")
    assert asked.action == "clarify"
    assert asked.clarification is not None
    assert [choice.label for choice in asked.clarification.choices] == ["Por zona", "Todos"]
    answered = await bot.ask("", choice="1")
    assert answered.action == "data_image"
    assert model.requests[-1].question == "flurbos por zona"


async def test_a_chart_comes_with_its_files(open_bot: OpenBot, model: FakeOpenAI) -> None:
    model.answers["flurbos"] = changed(BY_AREA, chart=CHART)
    reply = await (await open_bot(planner="model")).ask("flurbos por zona, con gráfica")
    assert reply.action == "data_image"
    assert [artifact.kind for artifact in reply.artifacts] == ["data", "workbook", "image", "code"]
    assert len(model.requests) == 1


async def test_which_is_worst_is_told_from_the_stored_result(open_bot: OpenBot, model: FakeOpenAI) -> None:
    bot = await open_bot(planner="model")
    model.answers["flurbos"] = BY_AREA
    first = await bot.ask("flurbos por zona")
    model.answers["peor"] = of_last("highest")
    reply = await bot.ask("¿cuál es la peor?")
    assert first.rows is not None
    assert reply.action == "answer"
    assert reply.text.startswith(str(first.rows[0][0]))
    assert str(first.rows[0][1]) in reply.text
    assert len(model.requests) == 2


async def test_the_sql_that_the_model_wrote_is_shown_when_asked_for(open_bot: OpenBot, model: FakeOpenAI) -> None:
    bot = await open_bot()
    model.answers["flurbos"] = BY_AREA
    first = await bot.ask("los flurbos por zona")
    reply = await bot.ask("muéstrame el SQL")
    assert reply.text == "Este es el SQL de la respuesta anterior."
    assert reply.sql_asked and reply.sql == first.sql
    assert len(model.requests) == 1


async def test_why_is_not_answered_from_rows_that_may_not_leave(open_bot: OpenBot, model: FakeOpenAI) -> None:
    bot = await open_bot(planner="model")
    model.answers["flurbos"] = BY_AREA
    await bot.ask("flurbos por zona")
    model.answers["por qué"] = of_last("why")
    reply = await bot.ask("¿por qué?")
    assert "el modelo de lenguaje no ve las filas" in reply.text
    assert len(model.requests) == 2


async def test_prose_is_one_call_over_head_rows_rows(open_bot: OpenBot, model: FakeOpenAI) -> None:
    bot = await open_bot(planner="model", head_rows=2)
    model.answers["flurbos"] = BY_AREA
    first = await bot.ask("flurbos por zona")
    assert first.rows is not None
    names = [str(row[0]) for row in first.rows]
    model.script.append(bad.text(json.dumps(of_last("why"))))
    model.script.append(bad.text(json.dumps({"text": f"{names[0]} tiene más equipos que {names[1]}."})))
    reply = await bot.ask("¿por qué?")
    assert reply.text == f"{names[0]} tiene más equipos que {names[1]}."
    assert reply.metrics.model_calls == 2
    sent = model.requests[-1].prompts[-1]
    assert names[1] in sent
    assert names[2] not in sent


async def test_a_models_answer_is_charted_and_repeated_without_the_model(open_bot: OpenBot, model: FakeOpenAI) -> None:
    bot = await open_bot(planner="auto")
    model.answers["flurbos"] = BY_AREA
    first = await bot.ask("flurbos por zona")
    charted = await bot.ask("hazme una gráfica de pastel")
    assert charted.action == "image", charted.text
    assert charted.text == first.text
    assert "image" in [artifact.kind for artifact in charted.artifacts]
    repeated = await bot.ask("repítelo")
    assert repeated.rows == first.rows
    assert repeated.text == first.text
    assert len(model.requests) == 1


async def test_a_models_answer_is_exported_and_costs_nothing_more(open_bot: OpenBot, model: FakeOpenAI) -> None:
    bot = await open_bot(planner="auto")
    model.answers["flurbos"] = BY_AREA
    first = await bot.ask("flurbos por zona")
    assert first.metrics.model_calls == 1
    for asked in ("exporta a excel", "download", "repítelo", "hazme una gráfica"):
        again = await bot.ask(asked)
        assert again.rows == first.rows, asked
        assert "data" in [artifact.kind for artifact in again.artifacts], asked
        assert again.metrics.model_calls == 0, asked
        assert again.metrics.cost_usd == 0, asked
    assert len(model.requests) == 1


async def test_a_chart_that_the_model_got_wrong_is_drawn_all_the_same(open_bot: OpenBot, model: FakeOpenAI) -> None:
    model.answers["flurbos"] = changed(BY_AREA, chart=CHART | {"x": "zone"})
    reply = await (await open_bot(planner="model")).ask("flurbos por zona, con gráfica")
    assert reply.action == "data_image"
    assert "image" in [artifact.kind for artifact in reply.artifacts]


async def test_what_narrows_a_models_answer_goes_to_the_model(open_bot: OpenBot, model: FakeOpenAI) -> None:
    bot = await open_bot(planner="auto")
    model.answers["flurbos"] = BY_AREA
    await bot.ask("flurbos por zona")
    for asked in (
        "only pumps",
        "solo las bombas",
        "and motors",
        "in Welding",
        "en soldadura",
        "just the critical ones",
    ):
        before = len(model.requests)
        await bot.ask(asked)
        assert len(model.requests) == before + 1, asked
