"""The model's JSON as a Plan."""

from __future__ import annotations

import json
from typing import Any

import pytest

from core.modelling.faults import Fault
from core.modelling.parse import accept, added, refusal, to_plan, usage_of
from core.modelling.wire import Usage
from core.planning.plan import Asks
from tests.fakes.openai_server import plan


def planned(**fields: Any) -> Any:
    return to_plan(accept(json.dumps(plan(**fields))), {})


CHART = {"kind": "barh", "x": "area", "y": ["orders"], "series": None, "title": "OT por área", "unit": None}
COLUMNS = [{"name": "area", "label": "Área", "kind": "text"}, {"name": "orders", "label": "OT", "kind": "integer"}]


def test_a_data_plan() -> None:
    found = planned(sql="SELECT COUNT(*) AS machines FROM equipment;")
    assert found.planner == "model"
    assert found.sql == "SELECT COUNT(*) AS machines FROM equipment"
    assert found.columns[0].label == "Equipos"
    assert found.assumptions == ("sin equipos retirados",)
    assert found.restated == "How many machines are there?"


def test_a_chart_takes_its_labels_from_the_columns() -> None:
    chart = planned(action="data_image", chart=CHART, columns=COLUMNS).chart
    assert (chart.x_label, chart.y_label, chart.value_kind, chart.language) == ("Área", "OT", "integer", "es")


@pytest.mark.parametrize("chart", [None, CHART | {"series": "area"}, CHART | {"y": []}, CHART | {"x": ""}])
def test_a_chart_that_was_asked_for_and_is_not_there_is_chosen_by_code(chart: dict[str, object] | None) -> None:
    plan = planned(action="data_image", chart=chart, columns=COLUMNS)
    assert plan.action == "data_image"
    assert plan.chart is not None
    assert (plan.chart.title, plan.chart.x, plan.chart.y) == ("auto", "", ())


def test_a_data_plan_that_brings_a_chart_draws_none() -> None:
    assert planned(chart=CHART, columns=COLUMNS).chart is None


def test_a_clarification_keeps_its_whole_choices_only() -> None:
    choices = [
        {"label": "OT", "question": "¿OT vencidas?"},
        {"label": " ", "question": "x"},
        {"label": "y", "question": ""},
    ]
    found = planned(action="clarify", clarification="¿Qué?", choices=choices)
    assert isinstance(found, Asks)
    assert [(c.id, c.label, c.text) for c in found.choices] == [("1", "OT", "¿OT vencidas?")]


@pytest.mark.parametrize("action", ["clarify", "help", "refused"])
@pytest.mark.parametrize("language", ["es", "en"])
def test_who_abstains_says_something(action: str, language: str) -> None:
    found = planned(action=action, language=language, clarification=" ")
    assert found.sentence
    assert found.abstains


def test_a_refusal_offers_what_can_be_asked() -> None:
    found = planned(action="refused", clarification="No.", choices=[{"label": "Ver OT", "question": "OT abiertas"}])
    assert found.suggestions[0].text == "OT abiertas"


def test_json_in_a_code_block_is_read() -> None:
    assert accept(f"```json\n{json.dumps(plan())}\n```").action == "data"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{}",
        "hola",
        json.dumps(plan(sql=" ")),
        json.dumps(plan(language="fr")),
        json.dumps(plan(chart=CHART | {"y": "orders"})),
    ],
)
def test_what_breaks_the_schema_is_malformed(text: str) -> None:
    with pytest.raises(Fault) as raised:
        accept(text)
    assert raised.value.kind == "malformed"
    assert raised.value.policy.attempts == 2


def test_the_fault_does_not_quote_the_answer() -> None:
    with pytest.raises(Fault) as raised:
        accept(json.dumps(plan(language="secreto")))
    assert "secreto" not in str(raised.value)


def test_a_refusal_of_the_models_is_told_in_our_words() -> None:
    found = refusal("es", {})
    assert found.action == "refused"
    assert "modelo" in found.sentence


def test_usage_adds_up() -> None:
    first = usage_of(Usage(1, 2000, 1900, 100), 0.5)
    assert added(first, first) == {
        "calls": 2,
        "tokens_in": 4000,
        "tokens_cached": 3800,
        "tokens_out": 200,
        "cost_usd": 1.0,
    }
    assert added({}, first) == first
