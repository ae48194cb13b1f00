"""The model's JSON: what breaks the schema, and what becomes of SQL, of the last answer, and of a question back."""

from __future__ import annotations

import json
from typing import Any

import pytest

from core.kernel.messages import Language
from core.modelling import parse
from core.modelling.faults import Fault
from core.modelling.names.plan_json import WireAsk, WireLast, WireSql
from core.modelling.wire import Usage
from core.planning.plan import Asks, ChartOfLast, ModelQuery, OfLast
from core.planning.usage import added
from tests.core.modelling.rig import making
from tests.fakes.openai_server import asks, changed, named, of_last, plan

SPEECH = making().speech
CHART = {"kind": "barh", "x": "area", "y": ["orders"], "series": None, "title": "OT por área", "unit": None}
COLUMNS = [{"name": "area", "label": "Área", "kind": "text"}, {"name": "orders", "label": "OT", "kind": "integer"}]


def in_sql(language: Language = "es", **fields: Any) -> ModelQuery:
    wire = parse.accept(json.dumps(plan(**fields)))
    assert isinstance(wire, WireSql)
    return parse.model_query(wire, language, SPEECH, {})


def asked(answer: dict[str, Any], language: Language = "es", *known: str) -> Asks:
    wire = parse.accept(json.dumps(answer))
    assert isinstance(wire, WireAsk)
    return parse.asks(wire, language, SPEECH, known, {})


def test_sql_comes_with_its_words() -> None:
    found = in_sql(sql="SELECT COUNT(*) AS machines FROM equipment;")
    assert found.planner == "model"
    assert found.sql == "SELECT COUNT(*) AS machines FROM equipment"
    assert found.columns[0].label == "Equipos"
    assert found.assumptions == ("sin equipos retirados",)
    assert found.restated == "How many machines are there?"


def test_a_chart_takes_its_labels_from_the_columns() -> None:
    chart = in_sql(chart=CHART, columns=COLUMNS).chart
    assert chart is not None
    assert (chart.x_label, chart.y_label, chart.value_kind, chart.language) == ("Área", "OT", "integer", "es")


@pytest.mark.parametrize("chart", [CHART | {"series": "area"}, CHART | {"y": []}, CHART | {"x": ""}])
def test_a_chart_that_cannot_be_drawn_so_is_chosen_by_code(chart: dict[str, object]) -> None:
    found = in_sql(chart=chart, columns=COLUMNS)
    assert found.chart is not None
    assert (found.chart.title, found.chart.x, found.chart.y) == ("auto", "", ())


def test_a_clarification_keeps_its_whole_choices_only() -> None:
    found = asked(
        asks(
            "clarify",
            "¿Qué?",
            {"label": "OT", "question": "¿OT vencidas?"},
            {"label": " ", "question": "x"},
            {"label": "y", "question": ""},
        )
    )
    assert [(c.id, c.label, c.text) for c in found.choices] == [("1", "OT", "¿OT vencidas?")]


@pytest.mark.parametrize("action", ["clarify", "help", "refused"])
@pytest.mark.parametrize("language", ["es", "en"])
def test_who_abstains_says_something(action: str, language: Language) -> None:
    found = asked(asks(action, " "), language)
    assert found.sentence
    assert (found.abstains, found.language, found.action) == (True, language, action)


def test_a_refusal_offers_what_can_be_asked() -> None:
    found = asked(asks("refused", "No.", {"label": "Ver OT", "question": "OT abiertas"}))
    assert found.suggestions[0].text == "OT abiertas"


def test_a_question_about_the_last_answer_or_a_chart_of_it() -> None:
    for answer, wanted in ((of_last("highest"), OfLast), (of_last("chart"), ChartOfLast)):
        wire = parse.accept(json.dumps(answer))
        assert isinstance(wire, WireLast)
        assert isinstance(parse.of_last(wire, "es", {}), wanted)
    drawn = parse.of_last(WireLast(last="why", chart="pie"), "es", {})
    assert isinstance(drawn, ChartOfLast)
    assert (drawn.chart.kind, drawn.topic) == ("pie", "why")


# ---- language and figures ----


def test_words_in_the_other_language_give_way_to_ours() -> None:
    english = {
        "headline": "There are **{machines}** machines.",
        "columns": [{"name": "machines", "label": "Number of the machines", "kind": "integer"}],
        "assumptions": ["the machines that are retired are not counted", "sin equipos retirados"],
    }
    found = in_sql(**english)
    assert found.language == "es"
    assert found.headline is None
    assert found.columns[0].label == "machines"
    assert found.assumptions == ("sin equipos retirados",)
    assert in_sql("en", **english).headline is not None


def test_a_clarification_in_the_other_language_is_asked_in_ours() -> None:
    answer = asks(
        "clarify",
        "Which of the machines do you mean?",
        {"label": "The pumps", "question": "How many pumps are down?"},
        {"label": "Bombas", "question": "¿Cuántas bombas están paradas?"},
    )
    found = asked(answer)
    assert "¿A qué te refieres" in found.sentence
    assert [choice.label for choice in found.choices] == ["Bombas"]
    assert asked(answer, "en").sentence == "Which of the machines do you mean?"


def test_a_figure_of_the_models_own_is_not_asked_back() -> None:
    figure = asks("clarify", "Hay 34 bombas, ¿cuáles?", {"label": "34 bombas", "question": "¿Qué bombas hay?"})
    found = asked(figure)
    assert "34" not in found.sentence
    assert [choice.label for choice in found.choices] == ["¿Qué bombas hay?"]
    repeated = asked(figure, "es", "¿cuáles de las 34?")
    assert "34" in repeated.sentence


# ---- the schema ----


def test_json_in_a_code_block_is_read() -> None:
    assert isinstance(parse.accept(f"```json\n{json.dumps(plan())}\n```"), WireSql)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{}",
        "hola",
        '{"plan": null}',
        json.dumps(plan()["plan"]),
        json.dumps(plan(sql=" ")),
        json.dumps(plan(also="secreto")),
        json.dumps(plan(chart=CHART | {"y": "orders"})),
        json.dumps(named("equipment", "guess")),
        json.dumps(changed(named("equipment"), extra=1)),
        json.dumps(named("equipment", top="five")),
    ],
)
def test_what_breaks_the_schema_is_malformed(text: str) -> None:
    with pytest.raises(Fault) as raised:
        parse.accept(text)
    assert raised.value.kind == "malformed"
    assert raised.value.policy.attempts == 2


def test_the_fault_does_not_quote_the_answer() -> None:
    with pytest.raises(Fault) as raised:
        parse.accept(json.dumps(plan(also="secreto")))
    assert "secreto" not in str(raised.value)


def test_a_refusal_of_the_models_is_told_in_our_words() -> None:
    found = parse.refusal("es", {})
    assert found.action == "refused"
    assert "modelo" in found.sentence


def test_usage_adds_up() -> None:
    first = parse.usage_of(Usage(1, 2000, 1900, 100), 0.5)
    assert added(first, first) == {
        "calls": 2,
        "tokens_in": 4000,
        "tokens_cached": 3800,
        "tokens_out": 200,
        "cost_usd": 1.0,
    }
    assert added({}, first) == first
