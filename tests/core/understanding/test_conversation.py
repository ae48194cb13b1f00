"""Help, refusals, orders to change something, SQL typed, other languages, and answers to what was asked."""

from __future__ import annotations

import pytest

from core.semantics.query import Related
from core.understanding.conversation import recognise
from tests.core.understanding.rig import Bench, Talk
from tests.golden.plans import written


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ayuda", "help"),
        ("hola", "help"),
        ("¿qué puedes hacer?", "help"),
        ("help", "help"),
        ("good morning", "help"),
        ("gracias", "help"),
        ("nuevo tema", "new_topic"),
        ("start over", "new_topic"),
        ("", "no_words"),
        ("???", "no_words"),
        ("SELECT * FROM equipment", "sql_typed"),
        ("drop table equipment", "sql_typed"),
        ("update equipment set status = 'down'", "sql_typed"),
        ("with x as (select 1) select * from x", "sql_typed"),
        ("cierra la OT 2026-00123", "write"),
        ("por favor asigna la orden a Luis", "write"),
        ("close all open orders", "write"),
        ("please delete the pumps", "write"),
        ("¿por qué falla tanto la bomba?", "why"),
        ("why does the pump fail", "why"),
        ("¿va a fallar la bomba?", "future"),
        ("what should we do, any recommendation?", "future"),
        ("¿cuánto gana el técnico?", "unavailable"),
        ("what is the weather", "unavailable"),
        ("¿cuántas piezas producidas hoy?", "unavailable"),
    ],
)
def test_what_is_no_question_of_data(bench: Bench, text: str, kind: str) -> None:
    talk = recognise(bench.read(text), pending=0, has_result=False)
    assert talk is not None
    assert talk.kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "¿cuántas OT se cerraron?",
        "muestra las órdenes cerradas",
        "órdenes canceladas",
        "show closed orders",
        "orders created this month",
        "which orders were cancelled",
        "select the pumps",
        "equipos con más fallas",
        "paros programados",
    ],
)
def test_what_is_one(bench: Bench, text: str) -> None:
    assert recognise(bench.read(text), pending=0, has_result=False) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2", 2),
        ("la 2", 2),
        ("la segunda", 2),
        ("the second one", 2),
        ("first", 1),
        ("la primera", 1),
        ("la última", 3),
        ("the last one", 3),
        ("option 3", 3),
    ],
)
def test_a_choice_by_number(bench: Bench, text: str, number: int) -> None:
    talk = recognise(bench.read(text), pending=3, has_result=True)
    assert talk is not None
    assert (talk.kind, talk.number) == ("choose", number)


@pytest.mark.parametrize("text", ["4", "0", "la cuarta", "bombas paradas", "sí"])
def test_no_choice_among_three(bench: Bench, text: str) -> None:
    talk = recognise(bench.read(text), pending=3, has_result=True)
    assert talk is None or talk.kind != "choose"


@pytest.mark.parametrize("text", ["sí", "si", "claro", "yes", "yes please", "ok, yes", "eso"])
def test_yes_takes_the_only_one(bench: Bench, text: str) -> None:
    talk = recognise(bench.read(text), pending=1, has_result=False)
    assert talk is not None
    assert (talk.kind, talk.number) == ("choose", 1)


@pytest.mark.parametrize("text", ["no", "ninguna", "none", "no thanks", "never mind"])
def test_no_dismisses_the_question(bench: Bench, text: str) -> None:
    talk = recognise(bench.read(text), pending=2, has_result=False)
    assert talk is not None
    assert talk.kind == "dismiss"


@pytest.mark.parametrize(
    "text", ["Wie viele Pumpen stehen heute still", "combien des machines sont arretees aujourd'hui ici"]
)
def test_another_language_is_declined(bench: Bench, text: str) -> None:
    assert bench.plan(text).abstains


def test_nothing_to_explain_without_a_result(bench: Bench) -> None:
    assert written(bench.plan("¿cómo lo calculaste?")) == "help"


def test_a_button_is_the_choice(bench: Bench) -> None:
    session = Talk()
    asked = bench.plan("vencidas", session)
    session.heard("vencidas", asked)
    pressed = bench.plan("whatever the label says", session, choice=asked.choices[1].id)
    assert pressed.query == asked.choices[1].query


def test_a_write_order_offers_to_list_what_was_meant(bench: Bench) -> None:
    plan = bench.plan("cierra las órdenes vencidas")
    assert plan.action == "refused"
    assert plan.abstains
    assert [bench.plan(suggestion.text).query is not None for suggestion in plan.suggestions] == [True]


@pytest.mark.parametrize("text", ["fallas por día de la semana", "failures by day of the week", "downtime by weekday"])
def test_days_of_the_week_are_declined_but_left_to_a_model(bench: Bench, text: str) -> None:
    plan = bench.plan(text)
    assert plan.action == "refused"
    assert plan.unknown
    assert "semana" in plan.sentence or "week" in plan.sentence


def test_days_and_weeks_themselves_are_understood(bench: Bench) -> None:
    assert not bench.plan("fallas por día esta semana").abstains
    assert not bench.plan("failures by week").abstains


@pytest.mark.parametrize("text", ["costo acumulado por mes este año", "cumulative downtime by month this year"])
def test_a_running_sum_is_not_taken_for_each_months_own(bench: Bench, text: str) -> None:
    assert bench.plan(text).abstains


def test_what_has_accumulated_in_all_is_the_sum(bench: Bench) -> None:
    assert written(bench.plan("horas de paro acumuladas este año")) == written(bench.plan("horas de paro este año"))


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("equipos sin OT abiertas ni fallas este año", ["none", "2026-01-01"]),
        ("equipos con fallas y sin OT este mes", ["2026-11-01", "2026-11-01"]),
        ("equipos con paros la semana pasada y fallas este mes", ["2026-11-09", "2026-11-01"]),
    ],
)
def test_a_period_is_that_of_all_facts_unless_each_has_its_own(bench: Bench, text: str, periods: list[str]) -> None:
    query = bench.plan(text).query
    assert query is not None
    related = [item for item in query.filters if isinstance(item, Related)]
    assert sorted(str(item.period.start) if item.period else "none" for item in related) == sorted(periods)
