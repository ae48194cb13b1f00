"""Which questions a verified query answers, and which it must not."""

from __future__ import annotations

from datetime import date

import pytest
import sqlglot
from pydantic import ValidationError

from core.kernel.result import Result
from core.planning.verified import agrees, match, nearest
from core.semantics.file.verified import VerifiedQuery, calendar
from core.semantics.load import load_model
from tests.core.modelling.sessions import result

DEMO = load_model().verified_queries
WHOLE = {"question": {"es": "x"}, "sql": "SELECT 1", "verified_by": "x", "verified_at": "2026-01-01"}


def read(**more: object) -> VerifiedQuery:
    """A verified query as a file writes it, with some keys of its own."""
    return VerifiedQuery.model_validate(WHOLE | more)


NUMBERED = (
    read(
        question={"es": "Equipos con más de 20 horas de paro", "en": "Machines with more than 20 hours of downtime"},
        sql="SELECT 20",
    ),
    read(question={"es": "OT abiertas de la P-101"}, sql="SELECT 101"),
)


@pytest.mark.parametrize(
    ("asked", "answers"),
    [
        ("¿Cuántos equipos necesitan mantenimiento preventivo este mes?", "How many machines need preventive"),
        ("cuantos equipos necesitan mantenimiento preventivo este mes", "How many machines need preventive"),
        ("hola, ¿me dices cuántos equipos necesitan mantenimiento preventivo este mes?", None),
        ("cuantos equipos necesitan mantenimeinto preventivo este mes", "How many machines need preventive"),
        ("how many machines need preventive maintenance this month", "How many machines need preventive"),
        ("which machines are down?", "Which machines are down"),
        ("qué equipos están parados", "Which machines are down"),
        ("backlog de OT por área", "What is the work order backlog"),
    ],
)
def test_the_same_question_in_other_words_order_or_spelling(asked: str, answers: str | None) -> None:
    found = match(asked, DEMO)
    if answers is None:
        assert found is None
    else:
        assert found is not None
        assert found.query.question["en"].startswith(answers)


@pytest.mark.parametrize(
    "asked",
    [
        "¿Cuántos equipos necesitan mantenimiento preventivo?",
        "¿Cuántos equipos necesitan mantenimiento predictivo este mes?",
        "¿Cuántos equipos necesitan mantenimiento preventivo el próximo mes?",
        "¿Qué equipos necesitan mantenimiento preventivo este mes?",
        "¿Cuántos equipos no necesitan mantenimiento preventivo este mes?",
        "¿Cuántos equipos están parados?",
        "¿Qué equipos no están parados?",
        "¿Qué equipos están parados en Packaging?",
        "which machines were down",
        "backlog de OT por área, con gráfica",
        "backlog de OT por línea",
        "¿y en soldadura?",
        "",
    ],
)
def test_another_question_is_not_answered(asked: str) -> None:
    assert match(asked, DEMO) is None


def test_numbers_and_codes_must_be_equal() -> None:
    assert match("equipos con más de 20 horas de paro", NUMBERED) is not None
    assert match("equipos con más de 30 horas de paro", NUMBERED) is None
    assert match("OT abiertas de la P-101", NUMBERED) is not None
    assert match("OT abiertas de la P-102", NUMBERED) is None


def test_the_language_is_that_of_the_wording_that_matched() -> None:
    found = match("machines with more than 20 hours of downtime", NUMBERED)
    assert found is not None
    assert found.language == "en"


@pytest.mark.parametrize("query", DEMO, ids=lambda query: query.question["en"])
def test_the_demo_plants_verified_sql_is_whole_on_any_day(query: object) -> None:
    assert isinstance(query, VerifiedQuery)
    sql = query.sql_on(date(2026, 11, 22))
    assert "{" not in sql
    sqlglot.parse_one(sql, dialect="sqlite")
    assert query.verified_by
    assert date.fromisoformat(query.verified_at)


def test_the_calendar_of_a_day() -> None:
    days = calendar(date(2026, 11, 22))
    assert days["week_start"] == date(2026, 11, 16)
    assert days["next_month_start"] == date(2026, 12, 1)
    assert days["last_month_start"] == date(2026, 10, 1)
    assert days["quarter_start"] == date(2026, 10, 1)
    assert days["next_quarter_start"] == date(2027, 1, 1)
    assert days["last_quarter_start"] == date(2026, 7, 1)
    assert days["days_ago_30"] == date(2026, 10, 24)
    assert calendar(date(2026, 12, 31))["next_month_start"] == date(2027, 1, 1)
    assert calendar(date(2026, 1, 1))["last_month_start"] == date(2025, 12, 1)


@pytest.mark.parametrize(
    "broken",
    [
        {},
        WHOLE | {"question": "no languages"},
        WHOLE | {"sql": "SELECT {no_such_day}"},
        WHOLE | {"sql": "SELECT {today"},
        {key: value for key, value in WHOLE.items() if key != "verified_by"},
        WHOLE | {"question": {}},
        WHOLE | {"question": {"es": " "}},
    ],
)
def test_a_broken_entry_is_refused(broken: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        VerifiedQuery.model_validate(broken)


def test_two_that_match_answer_neither() -> None:
    twice = {"question": {"es": "equipos parados"}}
    assert match("equipos parados", (read(**twice, sql="SELECT 1"), read(**twice, sql="SELECT 2"))) is None


def test_the_nearest_comes_first() -> None:
    assert nearest("backlog por línea", DEMO, 1)[0].query.question["en"].startswith("What is the work order backlog")
    assert nearest("x", (), 1) == []


def test_an_entry_may_bring_its_sentence_and_labels() -> None:
    query = read(
        headline={"es": "Hay **{n} parados**."},
        assumptions={"es": ["sin retirados"]},
        columns={"n": {"label": {"es": "Equipos"}, "kind": "integer"}},
    )
    assert query.headline == {"es": "Hay **{n} parados**."}
    assert query.assumptions["es"] == ("sin retirados",)
    assert [(column.name, column.label, column.kind) for column in query.columns_in("es")] == [
        ("n", "Equipos", "integer")
    ]
    assert query.columns_in("en") == ()


COUNTED = result("area orders", ("Paint", 12), ("Mixing", 24))


@pytest.mark.parametrize(
    ("own", "same"),
    [
        (result("n name id", (24, "Mixing", 1), (12, "Paint", 2)), True),
        (result("n name", (24.0, "Mixing"), (12, "Paint")), True),
        (result("n name", (24, "Mixing"), (13, "Paint")), False),
        (result("n name", (24, "Mixing")), False),
        (result("n", (24,), (12,)), False),
    ],
)
def test_agreement(own: Result, same: bool) -> None:
    assert agrees(COUNTED, own) is same
