"""What still holds of the last query: for other rows (threads/carry), and as a limit of its figure (thresholds)."""

from __future__ import annotations

import pytest

from core.semantics.query import Compare, FieldRef, Filter, Measure, Named, Related
from core.understanding.threads.carry import carried
from core.understanding.threads.thresholds import figure_kind
from tests.core.understanding.rig import Bench

IN_BOTTLING = Compare(field=FieldRef(dataset="area", field="name"), op="=", values=("Bottling",))
OF_CORRECTIVES = Compare(field=FieldRef(dataset="work_order", field="type"), op="=", values=("corrective",))
OPEN = Named(dataset="work_order", condition="open")
OVERDUE = Named(dataset="equipment", condition="overdue")
FAILED = Related(dataset="failure")


@pytest.mark.parametrize(
    ("part", "home", "kept"),
    [
        (IN_BOTTLING, "downtime", IN_BOTTLING),  # stops belong to machines in areas
        (OF_CORRECTIVES, "downtime", None),  # what orders are limited to says nothing of stops
        (OPEN, "equipment", None),
        (OVERDUE, "work_order", Named(dataset="work_order", condition="overdue")),  # orders have a state of that name
        (FAILED, "equipment", FAILED),  # failures are of machines, and of no technician
        (FAILED, "technician", None),
    ],
)
def test_a_limit_holds_for_rows_that_it_can_be_said_of(
    bench: Bench, part: Filter, home: str, kept: Filter | None
) -> None:
    assert carried(bench.planner.model, part, home, same=False) == kept


def test_for_the_same_rows_every_limit_holds(bench: Bench) -> None:
    for part in (IN_BOTTLING, OF_CORRECTIVES, OPEN, FAILED):
        assert carried(bench.planner.model, part, "work_order", same=True) is part


@pytest.mark.parametrize(
    ("measure", "kind"),
    [
        (Measure(aggregate="count"), "integer"),
        (Measure(metric="downtime_hours"), "hours"),
        (Measure(metric="maintenance_cost"), "money"),
        (Measure(metric="downtime_hours", share=True), "percent"),
        (Measure(aggregate="avg", field=FieldRef(dataset="spare_part", field="unit_cost")), "money"),
        (Measure(aggregate="difference", of=(0, 1)), None),
    ],
)
def test_what_kind_of_number_a_figure_is(bench: Bench, measure: Measure, kind: str | None) -> None:
    assert figure_kind(bench.planner.model, measure) == kind


def test_a_comparison_behind_a_breakdown_is_of_the_figure_that_it_shows(bench: Bench) -> None:
    first, second = bench.talk("paros por área este año", "solo las que pasan de 170")
    shown = {row[0]: row[1] for row in bench.rows(first)}
    assert min(shown.values()) <= 170 < max(shown.values()), shown
    assert {row[0]: row[1] for row in bench.rows(second)} == {area: n for area, n in shown.items() if n > 170}
