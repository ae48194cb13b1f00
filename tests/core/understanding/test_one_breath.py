"""Two questions in one breath: where they are cut, and what answers both, beside the plant's own rows."""

from __future__ import annotations

import pytest

from core.planning.plan import Asks, Queried
from core.understanding.threads.one_breath import cut, written
from tests.core.understanding.rig import Bench


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("¿cuál es la OT más vieja y de qué equipo es?", ("cuál es la OT más vieja", "de qué equipo es")),
        ("which is the oldest order, and who has it?", ("which is the oldest order", "who has it")),
        ("OT abiertas por área y por prioridad", None),
        ("open orders by area and by priority", None),
        ("en Embotellado, ¿cuál es la OT más vieja?", None),
    ],
)
def test_where_the_second_question_begins(bench: Bench, text: str, parts: tuple[str, str] | None) -> None:
    found = cut(bench.read(text))
    assert (found and tuple(written(part) for part in found)) == parts


OLDEST = (
    "SELECT number, tag FROM work_order JOIN equipment ON equipment.id = work_order.equipment_id "
    "WHERE work_order.status IN ('open', 'in_progress', 'waiting_parts') ORDER BY requested_at LIMIT 1"
)


@pytest.mark.parametrize(
    "text",
    [
        "¿cuál es la OT abierta más vieja y de qué equipo es?",
        "what is the oldest open work order and which machine is it on?",
    ],
)
def test_a_row_with_what_was_asked_of_it(bench: Bench, text: str) -> None:
    ((number, _, tag, *_),) = bench.rows(bench.plan(text))
    assert (number, tag) == bench.data.ask(OLDEST).rows[0]


@pytest.mark.parametrize(
    "text",
    [
        "¿qué máquina falló más este año y cuántas horas estuvo parada?",
        "which machine failed most this year and how many hours was it down?",
    ],
)
def test_the_winners_other_number(bench: Bench, text: str) -> None:
    failures = (
        "SELECT tag, COUNT(*) FROM failure JOIN equipment ON equipment.id = failure.equipment_id "
        "WHERE detected_at >= '2026-01-01' AND equipment.status <> 'retired' GROUP BY tag ORDER BY 2 DESC"
    )
    ((tag, count, *more),) = bench.rows(bench.plan(text))
    assert (tag, count) == bench.data.ask(failures).rows[0]
    minutes = bench.data.ask(
        "SELECT SUM(minutes) FROM downtime JOIN equipment ON equipment.id = downtime.equipment_id "
        f"WHERE tag = '{tag}' AND started_at >= '2026-01-01'"
    ).rows[0][0]
    assert more[0] == pytest.approx(minutes / 60, abs=0.5)


@pytest.mark.parametrize(
    "text",
    ["¿cuántas OT vencidas hay y de quién son?", "how many overdue orders are there and whose are they?"],
)
def test_a_number_and_of_whom(bench: Bench, text: str) -> None:
    overdue = (
        "SELECT COUNT(*) FROM work_order WHERE status IN ('open', 'in_progress', 'waiting_parts') "
        "AND due_on < '2026-11-22'"
    )
    assert sum(row[1] for row in bench.rows(bench.plan(text))) == bench.data.ask(overdue).rows[0][0]


@pytest.mark.parametrize(
    "text",
    ["¿cuántas OT abiertas hay y cuál es la más vieja?", "how many open orders are there and which is the oldest?"],
)
def test_what_no_one_table_answers_is_asked_which(bench: Bench, text: str) -> None:
    plan = bench.plan(text)
    assert isinstance(plan, Asks) and len(plan.choices) == 2
    assert not isinstance(plan, Queried)
