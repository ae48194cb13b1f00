"""The prompt on the demo plant: its size, what comes before the breakpoint, and that no row is in it."""

from __future__ import annotations

from datetime import date

import pytest

from core.kernel.messages import Language
from core.modelling.plant import PlantText
from core.modelling.prompt import Prompt
from core.planning.plan import Plan
from core.semantics.load import load_model
from tests.core.modelling.sessions import EMPTY, FakeSession
from tests.plans import a_plan

TODAY = date(2026, 11, 22)
QUESTION = "¿Qué áreas tuvieron más horas de paro no programado que el promedio este trimestre?"


@pytest.fixture(scope="module")
def prompt() -> Prompt:
    return Prompt(PlantText(load_model()), "sqlite")


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
    assert len(changing) / 4 <= 300
    assert (len(prompt.static) + len(changing)) / 4 <= 2500


@pytest.mark.parametrize("dialect", ["postgres", "mysql"])
def test_it_fits_on_the_other_databases(dialect: str) -> None:
    static = Prompt(PlantText(load_model(), dialect), dialect).static
    assert len(static) / 4 <= 2200
    assert "julianday" not in static


def test_nothing_that_changes_stands_before_the_breakpoint(prompt: Prompt) -> None:
    again = Prompt(PlantText(load_model()), "sqlite")
    assert again.static == prompt.static
    assert again.cache_key == prompt.cache_key
    assert "2026-11" not in prompt.static


def test_what_the_plant_means_is_in_it(prompt: Prompt) -> None:
    for said in (
        "Bottling=embotellado",
        "status<>'retired'",
        "equipment_id→equipment.id",
        "next_maintenance<= last day of the current period",
        "SUM(labor_cost + parts_cost) of work_order @completed_at",
        "mtbf = ",
    ):
        assert said in prompt.static
    assert ":today" not in prompt.static
    assert "DAY_OF" not in prompt.static
    assert "HOURS_BETWEEN" not in prompt.static


def test_every_table_and_column_of_the_demo_plant_is_named(prompt: Prompt) -> None:
    from core.demo.tables import metadata

    for table in metadata.tables.values():
        for column in table.columns:
            assert column.name in prompt.static, f"{table.name}.{column.name}"


def test_the_changing_part_tells_today_the_turns_and_the_question(prompt: Prompt) -> None:
    last = turn("SELECT COUNT(*) FROM work_order", "How many work orders are open?")
    session = FakeSession(language="es", last_plan=last, recent=(("¿Cuántas OT abiertas?", last),))
    text = prompt.changing("¿y en soldadura?", TODAY, "es", session)
    assert text.startswith("Today: 2026-11-22 (Sunday). Person's language: es.")
    assert "Last SQL: SELECT COUNT(*) FROM work_order" in text
    assert "How many work orders are open?" in text
    assert text.endswith("Question: ¿y en soldadura?")


@pytest.mark.parametrize("language", ["es", None])
def test_a_first_question_has_no_turns(prompt: Prompt, language: Language | None) -> None:
    text = prompt.changing("¿y en soldadura?", TODAY, language, EMPTY)
    assert "Before:" not in text
    assert "Last SQL" not in text


def test_the_nearest_checked_query_comes_along_unless_it_stands_before_the_breakpoint(prompt: Prompt) -> None:
    assert "Checked: " in prompt.changing("backlog de OT por línea", TODAY, "es", EMPTY)
    fixed = prompt.changing("¿Qué equipos están parados en pintura?", TODAY, "es", EMPTY)
    assert "Checked: " not in fixed


def test_a_long_question_is_not_cut(prompt: Prompt) -> None:
    question = "¿Cuántas OT? " * 150
    assert question.strip() in prompt.changing(question, TODAY, "es", long_session())
