"""«…con gráfica, y explícame por qué»: the model writes about the new result while its chart is drawn."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from tests.fakes import openai_server as bad
from tests.fakes.openai_server import FakeOpenAI, changed, of_last
from tests.scenarios.model.bot import BY_AREA, CHART, OpenBot

WHY = changed(BY_AREA, chart=CHART, also="why")
ASKED = "flurbos por zona con gráfica, y explícame por qué"
PATIENCE = 60.0
"""Seconds after which a test gives up on what never comes."""


async def test_the_chart_is_drawn_while_the_model_writes(
    open_bot: OpenBot, model: FakeOpenAI, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot = await open_bot(planner="model", head_rows=3)
    writing, drawing = asyncio.Event(), asyncio.Event()
    render = bot.core.charts.render

    async def drawn_meanwhile(*args: Any) -> bytes:
        drawing.set()
        async with asyncio.timeout(PATIENCE):
            await writing.wait()
        return await render(*args)  # type: ignore[no-any-return]

    async def written_meanwhile(*args: Any) -> Any:
        writing.set()
        async with asyncio.timeout(PATIENCE):
            await drawing.wait()
        return await bad.text(json.dumps({"text": "Es el área más grande."}))(*args)

    monkeypatch.setattr(bot.core.charts, "render", drawn_meanwhile)
    model.script.extend([bad.text(json.dumps(WHY)), written_meanwhile])
    reply = await bot.ask(ASKED)
    assert reply.action == "data_image"
    assert [artifact.kind for artifact in reply.artifacts] == ["data", "workbook", "image", "code"]
    assert reply.rows is not None
    assert reply.text.startswith(str(reply.rows[0][0]))
    assert reply.text.endswith("Es el área más grande.")
    assert reply.metrics.model_calls == 2
    assert reply.metrics.tokens_in == 2 * bad.USAGE["in"]


async def test_rows_that_may_not_leave_give_the_answer_and_say_so(open_bot: OpenBot, model: FakeOpenAI) -> None:
    bot = await open_bot(planner="model")
    model.script.append(bad.text(json.dumps(WHY)))
    reply = await bot.ask(ASKED)
    assert reply.action == "data_image"
    assert "el modelo de lenguaje no ve las filas" in reply.text
    assert len(model.requests) == reply.metrics.model_calls == 1


async def test_a_summary_is_told_by_code(open_bot: OpenBot, model: FakeOpenAI) -> None:
    bot = await open_bot(planner="model")
    model.script.append(bad.text(json.dumps(changed(WHY, also="summary"))))
    reply = await bot.ask("flurbos por zona con gráfica, y resúmelo")
    assert reply.rows is not None
    assert f"{len(reply.rows)} filas" in reply.text
    assert len(model.requests) == 1


async def test_prose_that_fails_leaves_the_answer(open_bot: OpenBot, model: FakeOpenAI) -> None:
    bot = await open_bot(planner="model", head_rows=3)
    model.script.extend([bad.text(json.dumps(WHY)), bad.status(401)])
    reply = await bot.ask(ASKED)
    assert reply.action == "data_image"
    assert reply.rows is not None
    assert "modelo" in reply.text
    assert f"{len(reply.rows)} filas" in reply.text


async def test_a_number_of_the_models_own_is_dropped(open_bot: OpenBot, model: FakeOpenAI) -> None:
    bot = await open_bot(planner="model", head_rows=3)
    model.script.extend([bad.text(json.dumps(WHY)), bad.text(json.dumps({"text": "Son 98765 paros."}))])
    reply = await bot.ask(ASKED)
    assert "98765" not in reply.text


async def test_a_chart_of_the_last_result_may_be_explained_too(open_bot: OpenBot, model: FakeOpenAI) -> None:
    bot = await open_bot(planner="model")
    model.answers["flurbos"] = BY_AREA
    await bot.ask("flurbos por zona")
    last = of_last("summary", "bar")
    model.script.append(bad.text(json.dumps(last)))
    reply = await bot.ask("ahora hazlo dibujo y resúmelo")
    assert reply.action == "image"
    assert reply.rows is not None
    assert f"{len(reply.rows)} filas" in reply.text
