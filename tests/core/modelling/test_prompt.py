"""The prompt: its size on the demo plant and on 80 tables, what comes before the breakpoint, and that no row is in it."""

from __future__ import annotations

from datetime import date

import pytest

from core.kernel.messages import Language
from core.modelling.names.vocabulary import Vocabulary
from core.modelling.prompt import Prompt
from core.planning.plan import Plan
from core.semantics.load import load_model
from core.semantics.query import Measure, Named, SemanticQuery
from tests.core.modelling.sessions import EMPTY, FakeSession
from tests.plans import a_plan

TODAY = date(2026, 11, 22)
QUESTION = "¿Qué áreas tuvieron más horas de paro no programado que el promedio este trimestre?"
"""Characters a token: o200k_base cuts this very prompt at 3.9, what stands behind the breakpoint at 3.25."""


@pytest.fixture(scope="module")
def prompt() -> Prompt:
    return Prompt(Vocabulary.of(load_model()), "sqlite")


def turn(sql: str, restated: str) -> Plan:
    return a_plan(language="es", action="data", planner="model", sql=sql, restated=restated)


def long_session() -> FakeSession:
    plans = [
        turn("SELECT COUNT(*) AS n FROM work_order WHERE status = 'open'" * 4, f"How many, part {n}?" * 9)
        for n in range(9)
    ]
    pending = a_plan(language="es", action="clarify", planner="model", sentence="¿Qué quieres decir? " * 9)
    return FakeSession(
        language="es", last_plan=plans[-1], pending=pending, recent=tuple((p.restated, p) for p in plans)
    )


def test_the_whole_prompt_fits_the_budget(prompt: Prompt) -> None:
    changing = prompt.changing(QUESTION, TODAY, "es", long_session())
    assert len(changing) / 3.2 <= 300
    assert len(prompt.static) / 3.9 + len(changing) / 3.2 <= 2505


@pytest.mark.parametrize("dialect", ["postgres", "mysql"])
def test_it_fits_on_the_other_databases(dialect: str) -> None:
    static = Prompt(Vocabulary.of(load_model()), dialect).static
    assert len(static) / 4 <= 2250
    assert "julianday" not in static


def test_nothing_that_changes_stands_before_the_breakpoint(prompt: Prompt) -> None:
    again = Prompt(Vocabulary.of(load_model()), "sqlite")
    assert again.static == prompt.static
    assert again.cache_key == prompt.cache_key
    assert "2026-11" not in prompt.static


def test_what_the_plant_means_is_in_it(prompt: Prompt) -> None:
    for said in (
        "Bottling=embotellado",
        "status<>'retired'",
        "equipment_id→equipment.id",
        "next_maintenance<= last day of the current period",
        "maintenance_cost (costado en mantenimiento) = SUM(labor_cost + parts_cost) of work_order @completed_at",
        "- mtbf = ",
        "down(parado)",
        "work_order (orden de trabajo, órdenes de trabajo) @requested_at",
    ):
        assert said in prompt.static, said
    assert ":today" not in prompt.static
    assert "DAY_OF" not in prompt.static
    assert "HOURS_BETWEEN" not in prompt.static


def test_every_table_and_column_of_the_demo_plant_is_named(prompt: Prompt) -> None:
    from core.demo.tables import metadata

    for table in metadata.tables.values():
        for column in table.columns:
            assert column.name in prompt.static, f"{table.name}.{column.name}"


def test_every_name_that_a_plan_may_use_is_told(prompt: Prompt) -> None:
    names = Vocabulary.of(load_model())
    for name in (*names.names, *names.fields, *names.conditions, *names.metrics):
        assert name.rpartition(".")[2] in prompt.static, name
    assert "present_equipment" not in names.metrics
    assert "equipment.present" not in names.conditions
    assert "This is a part" not in prompt.static


def test_the_changing_part_tells_today_the_language_the_turns_and_the_question(prompt: Prompt) -> None:
    last = turn("SELECT COUNT(*) FROM work_order", "How many work orders are open?")
    session = FakeSession(language="es", last_plan=last, recent=(("¿Cuántas OT abiertas?", last),))
    text = prompt.changing("¿y en soldadura?", TODAY, "es", session)
    assert text.startswith("Today: 2026-11-22 (Sunday). Write texts in Spanish.")
    assert "Last SQL: SELECT COUNT(*) FROM work_order" in text
    assert "How many work orders are open?" in text
    assert text.endswith("Question: ¿y en soldadura?")


def test_a_last_answer_in_names_is_told_in_names(prompt: Prompt) -> None:
    query = SemanticQuery(
        dataset="work_order",
        shape="count",
        measures=(Measure(aggregate="count"),),
        filters=(Named(dataset="work_order", condition="open"),),
    )
    last = a_plan(query=query, restated="Open work orders")
    text = prompt.changing("¿y en soldadura?", TODAY, "es", FakeSession(last_plan=last, recent=(("x", last),)))
    assert 'Last plan: {"plan":{"of":"work_order","get":"count"' in text
    assert '{"is":"work_order.open"' in text
    assert "SELECT" not in text.split("Question:")[0].split("Checked")[0]


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_first_question_has_no_turns(prompt: Prompt, language: Language) -> None:
    text = prompt.changing("¿y en soldadura?", TODAY, language, EMPTY)
    assert "Before:" not in text
    assert "Last " not in text


def test_the_nearest_checked_query_comes_along(prompt: Prompt) -> None:
    text = prompt.changing("backlog de OT por línea", TODAY, "es", EMPTY)
    assert "Checked: ¿Cuál es el backlog de OT por área? → SELECT" in text


def test_a_long_question_is_not_cut(prompt: Prompt) -> None:
    question = "¿Cuántas OT? " * 150
    assert question.strip() in prompt.changing(question, TODAY, "es", long_session())
