"""Questions about the last result: by code, by prose, or an honest no."""

from __future__ import annotations

import json
from typing import Any

import pytest

from core.kernel.messages import Column, Span
from core.kernel.result import Result
from core.modelling.planner import ModelPlanner
from core.modelling.prose import Told, told
from tests.core.modelling.rig import MakeClient, a_planner
from tests.core.modelling.sessions import data_plan, question, result
from tests.fakes import openai_server as bad
from tests.fakes.openai_server import FakeOpenAI

ROWS = result("area orders", ("Packaging", 41), ("Utilities", 33), ("Paint", 6))
LAST = data_plan(
    restated="Open work orders by area",
    sql="SELECT area.name AS area, COUNT(*) AS orders FROM work_order",
    columns=(Column(name="area", label="Área"), Column(name="orders", label="OT abiertas", kind="integer")),
)


@pytest.fixture
def planner(make_client: MakeClient) -> ModelPlanner:
    return a_planner(make_client())


async def asked(
    topic: str | None, planner: ModelPlanner | None, rows: Result = ROWS, head_rows: int = 0, **plan: Any
) -> Told:
    now = data_plan(action="answer", topic=topic, sql=None, **plan)
    return await told(question("¿por qué?"), now, LAST, rows, planner=planner, head_rows=head_rows, currency="MXN")


def text(spans: tuple[Span, ...]) -> str:
    return "".join(f"**{span.text}**" if span.bold else span.text for span in spans)


@pytest.mark.parametrize(
    ("topic", "sentence"),
    [
        ("highest", "**Packaging** tiene el valor más alto de OT abiertas: 41."),
        ("lowest", "**Paint** tiene el valor más bajo de OT abiertas: 6."),
        ("total", "OT abiertas en total: **80**."),
        ("average", "OT abiertas en promedio: **26.67**."),
        ("summary", "**3 filas**; OT abiertas: total 80, de 6 (Paint) a 41 (Packaging)."),
        ("explain", "**Entendí: «Open work orders by area», y lo conté con la consulta SQL que se muestra.**"),
    ],
)
async def test_by_code(fake: FakeOpenAI, planner: ModelPlanner, topic: str, sentence: str) -> None:
    found = await asked(topic, planner)
    assert text(found.headline) == sentence
    assert fake.requests == []
    assert not found.by_model


async def test_why_without_rows_says_that_prose_is_off(fake: FakeOpenAI, planner: ModelPlanner) -> None:
    found = await asked("why", planner)
    assert "no ve las filas" in text(found.headline)
    assert "HEAD_ROWS" not in text(found.headline)
    assert fake.requests == []


async def test_prose_sees_head_rows_rows_and_no_more(fake: FakeOpenAI, planner: ModelPlanner) -> None:
    fake.always = bad.text(json.dumps({"text": "**Packaging** tiene 41, más que Utilities (33)."}))
    found = await asked("why", planner, head_rows=2)
    assert text(found.headline) == "**Packaging** tiene 41, más que Utilities (33)."
    assert found.by_model
    assert found.usage["calls"] == 1
    sent = fake.requests[0].prompts[1]
    assert "Utilities,33" in sent
    assert "Paint" not in sent


@pytest.mark.parametrize("said", ["Hay 42 OT en Packaging.", "Paint tiene 6.", "P-101 falla mucho."])
async def test_prose_with_numbers_that_it_did_not_see_is_dropped(
    fake: FakeOpenAI, planner: ModelPlanner, said: str
) -> None:
    fake.always = bad.text(json.dumps({"text": said}))
    found = await asked("why", planner, head_rows=2)
    assert said not in text(found.headline)
    assert "no cuadraba" in text(found.headline)
    assert "41 (Packaging)" in text(found.headline)
    assert not found.by_model


@pytest.mark.parametrize("behaviour", [bad.text("just words"), bad.status(503)])
async def test_a_model_that_is_away_gives_way_to_a_summary(
    fake: FakeOpenAI, planner: ModelPlanner, behaviour: bad.Behaviour
) -> None:
    fake.always = behaviour
    found = await asked("why", planner, head_rows=2)
    assert text(found.headline).startswith("El modelo no responde. **3 filas**")
    assert found.degraded


async def test_a_declining_model_is_said(fake: FakeOpenAI, planner: ModelPlanner) -> None:
    fake.always = bad.refusal()
    assert "no quiso" in text((await asked("why", planner, head_rows=2)).headline)


async def test_an_empty_result() -> None:
    assert text((await asked("summary", None, result("area orders"))).headline) == "**No hay ninguno.**"


async def test_percentages_are_not_summed() -> None:
    shares = result("area orders", ("Packaging", 60.0), ("Paint", 40.0))
    last = LAST.model_copy(update={"columns": (LAST.columns[0], Column(name="orders", label="Parte", kind="percent"))})
    from core.modelling.prose import from_result

    assert from_result("total", last, shares, "es", "MXN") is None
    assert "total" not in text(from_result("summary", last, shares, "es", "MXN") or ())


async def test_a_list_of_names_is_summed_up_by_its_first_ones() -> None:
    names = result("area", *((f"A{n}",) for n in range(7)))
    assert text((await asked("summary", None, names)).headline) == "**7 filas**: A0, A1, A2, A3, A4, …."
