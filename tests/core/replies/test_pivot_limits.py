"""What stands across and down of a breakdown by two things, and what is left as it is (replies/pivot)."""

from __future__ import annotations

from typing import Any

import pytest

from core.kernel.messages import Column
from core.planning.plan import OwnQuery
from core.replies.pivot import MOST_COLUMNS, pivot
from core.semantics.load import load_model
from core.semantics.query import FieldRef, GroupBy, Measure, SemanticQuery
from tests.core.replies.samples import result

MODEL = load_model()
COLUMNS = (
    Column(name="area", label="Área", field="area.name"),
    Column(name="type", label="Tipo", field="work_order.type"),
    Column(name="n", label="OT", kind="integer"),
)
ROWS = (
    ("Paint", "corrective", 4),
    ("Paint", "preventive", 1),
    ("Mixing", "corrective", 2),
    ("Mixing", "preventive", 7),
)
BY_BOTH = (
    GroupBy(field=FieldRef(dataset="area", field="name")),
    GroupBy(field=FieldRef(dataset="work_order", field="type")),
)


def plan(groups: tuple[GroupBy, ...] = BY_BOTH, measure: Measure | None = None, **more: Any) -> OwnQuery:
    measures = (measure or Measure(aggregate="count"),)
    query = SemanticQuery(dataset="work_order", shape="breakdown", groups=groups, measures=measures, **more)
    roles = {"groups": ("area", "type")[: len(groups)], "values": ("n",)}
    return OwnQuery(query=query, sql="SELECT 1", language="es", columns=COLUMNS, roles=roles)


def test_each_value_of_the_second_is_a_column_and_the_largest_stands_first() -> None:
    made = pivot(plan(), COLUMNS, result(COLUMNS, ROWS), MODEL)
    assert made is not None
    assert [column.label for column in made.columns] == ["Área", "preventivo", "correctivo", "Total"]
    assert made.rows == (("Mixing", 7, 2, 9), ("Paint", 1, 4, 5))
    assert made.totals is not None and made.totals[1:] == (8, 6, 14)


@pytest.mark.parametrize(
    "left",
    [
        plan(groups=BY_BOTH[:1]),
        plan(limit=3),
        plan().model_copy(update={"query": None}),
    ],
    ids=["one breakdown", "a ranking", "a query in words of nobody's model"],
)
def test_any_other_answer_is_left_as_it_is(left: OwnQuery) -> None:
    assert pivot(left, COLUMNS, result(COLUMNS, ROWS), MODEL) is None


def test_rows_that_were_cut_have_no_totals_and_are_not_pivoted() -> None:
    assert pivot(plan(), COLUMNS, result(COLUMNS, ROWS, truncated=True), MODEL) is None


def test_one_value_across_says_nothing() -> None:
    assert pivot(plan(), COLUMNS, result(COLUMNS, [row for row in ROWS if row[1] == "corrective"]), MODEL) is None


def test_averages_of_too_many_values_cannot_be_put_together_as_others() -> None:
    many = [(f"area {one}", f"kind {at}", one * at + 1) for one in range(8) for at in range(MOST_COLUMNS + 1)]
    mean = Measure(aggregate="avg", field=FieldRef(dataset="work_order", field="labor_hours"))
    assert pivot(plan(measure=mean), COLUMNS, result(COLUMNS, many), MODEL) is None
    counted = pivot(plan(), COLUMNS, result(COLUMNS, many), MODEL)
    assert counted is not None and counted.totals is not None
    assert [column.label for column in counted.columns][-2:] == ["Otros (2)", "Total"]
    assert counted.totals[-1] == sum(row[2] for row in many)
