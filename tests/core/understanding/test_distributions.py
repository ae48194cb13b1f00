"""How single values lie: the rows of a distribution beside the plant's own rows."""

from __future__ import annotations

import pytest

from core.planning.plan import Asks, Queried
from tests.core.understanding.rig import Bench

STOPS = "SELECT minutes FROM downtime"
COSTS = "SELECT unit_cost FROM spare_part"
# Hours are booked on what was done: an order that is open has none yet.
HOURS = "SELECT labor_hours FROM work_order WHERE status = 'completed'"


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("distribución de la duración de los paros", STOPS),
        ("histogram of stop duration", STOPS),
        ("distribución de horas hombre por orden", HOURS),
        ("histogram of labor hours", HOURS),
        ("histograma del costo unitario de las refacciones", COSTS),
        ("histogram of the unit cost of parts", COSTS),
    ],
)
def test_every_value_is_there_and_is_drawn_as_a_histogram(bench: Bench, text: str, values: str) -> None:
    plan = bench.plan(text)
    assert isinstance(plan, Queried) and plan.chart is not None and plan.chart.kind == "histogram"
    assert sorted(row[-1] for row in bench.rows(plan)) == sorted(row[0] for row in bench.data.ask(values).rows)


@pytest.mark.parametrize("text", ["distribución de OT por estado", "distribution of work orders by status"])
def test_of_groups_it_is_a_breakdown(bench: Bench, text: str) -> None:
    counted = bench.data.ask("SELECT status, COUNT(*) FROM work_order GROUP BY status").rows
    plan = bench.plan(text)
    assert isinstance(plan, Queried) and plan.chart is None
    assert {row[0]: row[1] for row in bench.rows(plan)} == dict(counted)


@pytest.mark.parametrize(
    "text", ["distribución de la duración de los paros en Embotellado", "histogram of stop duration in Bottling"]
)
def test_what_limits_the_rows_limits_the_values(bench: Bench, text: str) -> None:
    there = bench.data.ask(
        "SELECT minutes FROM downtime JOIN equipment ON equipment.id = downtime.equipment_id "
        "JOIN area ON area.id = equipment.area_id WHERE area.name = 'Bottling'"
    ).rows
    assert sorted(row[-1] for row in bench.rows(bench.plan(text))) == sorted(row[0] for row in there)


@pytest.mark.parametrize("text", ["distribución de los equipos", "spread of machines"])
def test_without_a_number_of_theirs_it_is_asked_about(bench: Bench, text: str) -> None:
    assert isinstance(bench.plan(text), Asks)
