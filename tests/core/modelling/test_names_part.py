"""The part of a large plant that a question is about, and that its prompt stays small and says what it is."""

from __future__ import annotations

from datetime import date

import pytest

from core.modelling.names.vocabulary import Vocabulary
from core.modelling.prompt import Prompt
from core.modelling.prompts import Prompts
from core.semantics.load import load_model
from core.semantics.model import SemanticModel
from core.semantics.query import SemanticQuery
from core.semantics.values import ValueIndex
from tests.core.modelling.large import large_model
from tests.core.modelling.sessions import EMPTY, FakeSession
from tests.plans import a_plan

TOKEN = 3.5
"""Characters; o200k_base cuts these prompts at 3.7, their schemas at 3.4."""
QUESTIONS = [
    "¿cuántos paros de bomba hubo este mes?",
    "which turbine orders are waiting?",
    "paros de turbina y alarmas de horno por mes",
    "costo de prensa por mes",
    "órdenes, paros, inspecciones, alarmas y permisos de bombas, hornos, molinos, prensas, ventiladores y turbinas",
    "hola, ¿qué sabes?",
    "",
    "bomba " * 300,
]


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> SemanticModel:
    return large_model(tmp_path_factory.mktemp("large"))


@pytest.fixture(scope="module")
def prompts(large: SemanticModel) -> Prompts:
    return Prompts(large, "sqlite")


def datasets(prompt: Prompt) -> list[str]:
    return list(prompt.schema.document["$defs"]["dataset"]["enum"])


@pytest.mark.parametrize("question", QUESTIONS)
def test_prompt_and_schema_stay_small(prompts: Prompts, question: str) -> None:
    prompt = prompts.of(question, EMPTY)
    changing = prompt.changing("¿y el mes pasado?", date(2026, 11, 22), "es", EMPTY)
    assert (len(prompt.static) + len(changing)) / TOKEN <= 2500
    assert (len(prompt.static) + len(prompt.schema.text) + len(changing)) / TOKEN <= 6000
    assert "This is a part of the plant" in prompt.static
    assert 1 <= len(datasets(prompt)) < 40
    for name in datasets(prompt):
        assert f"\n{name} (" in prompt.static


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("¿cuántos paros de bomba hubo este mes?", ["pump_stop", "pump"]),
        ("which turbine orders are waiting?", ["turbine_order", "turbine"]),
        ("paros de turbina y alarmas de horno", ["turbine_stop", "kiln_alarm", "turbine", "kiln"]),
        ("costo de prensa por mes", ["press_order"]),
        ("lubricaciones de los molinos", ["mill_lubrication", "mill"]),
        ("permits of the cranes", ["crane_permit", "crane"]),
    ],
)
def test_what_the_words_touch_is_there_with_what_it_belongs_to(
    prompts: Prompts, question: str, wanted: list[str]
) -> None:
    assert set(wanted) <= set(datasets(prompts.of(question, EMPTY)))


def test_a_follow_up_keeps_what_the_thread_was_about(prompts: Prompts) -> None:
    query = SemanticQuery(dataset="fan_permit", shape="count")
    session = FakeSession(last_plan=a_plan(query=query))
    assert "fan_permit" in datasets(prompts.of("¿y el mes pasado?", session))
    assert "fan" in datasets(prompts.of("¿y el mes pasado?", session))


def test_a_value_that_occurs_touches_its_table(large: SemanticModel, prompts: Prompts) -> None:
    values = ValueIndex(large, {("mill_permit", "code"): ["MP-7731"]})
    assert "mill_permit" in datasets(prompts.of("¿qué pasó con MP-7731?", EMPTY, values))
    assert "mill_permit" in datasets(prompts.of("¿qué pasó con mp 7731?", EMPTY, values))


def test_measures_come_only_with_all_their_tables(large: SemanticModel) -> None:
    part = Vocabulary.of(large, ["pump", "pump_stop"])
    assert part.metrics == ()
    assert Vocabulary.of(large, ["pump_order"]).metrics == ("pump_cost",)
    assert not part.whole


def test_a_plant_that_fits_is_given_whole_and_its_prompt_made_once() -> None:
    prompts = Prompts(load_model(), "sqlite")
    first = prompts.of("¿bombas?", EMPTY)
    assert prompts.of("which stops?", EMPTY) is first
    assert "This is a part" not in first.static
    assert len(datasets(first)) == len(load_model().datasets)
