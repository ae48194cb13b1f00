"""Which chart an answer gets, what it is called, and when there is none."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from core.kernel.messages import Column
from core.replies.charts.charts import drawable
from core.replies.charts.choice import chartable, choose
from core.semantics.query import Measure, Order, Period
from tests.core.replies.words import (
    LAST_MONTH,
    THIS_MONTH,
    THIS_YEAR,
    TODAY,
    by,
    model,
    named,
    plan,
    query,
    ref,
    result,
)
from tests.plans import a_plan

OPEN = named("work_order.open")
MONTHS = [[f"2026-{number:02d}", number] for number in range(1, 12)]
AREAS = [[name, 9 - place] for place, name in enumerate(("Mixing", "Paint", "Welding", "Assembly"))]


def chosen(asked: Any, rows: list[list[Any]], wanted: Any = None, language: Any = "es") -> Any:
    made = plan(asked, language)
    found = result(made.columns, rows)
    spec = choose(made, found, wanted, model(), today=TODAY)
    if spec is not None:
        assert drawable(spec, made.columns, found)
    return spec


def test_time_is_a_line_and_its_last_bucket_unfinished() -> None:
    spec = chosen(query("failure", "breakdown", groups=by("month"), period=THIS_YEAR), MONTHS)
    assert (spec.kind, spec.time, spec.grain, spec.incomplete_last, spec.zero_when_missing) == (
        "line",
        True,
        "month",
        True,
        True,
    )
    assert (spec.title, spec.x_label, spec.y_label) == ("Fallas por mes, 1 ene al 22 nov 2026", "Mes", "Fallas")


def test_a_period_that_is_over_has_no_unfinished_bucket() -> None:
    whole = Period(start=date(2025, 1, 1), end=date(2025, 12, 31))
    rows = [[f"2025-{number:02d}", 1] for number in range(1, 13)]
    assert not chosen(query("failure", "breakdown", groups=by("month"), period=whole), rows).incomplete_last


def test_a_mean_over_time_has_gaps() -> None:
    asked = query("work_order", "breakdown", measures=(Measure(metric="mttr"),), groups=by("month"), period=THIS_YEAR)
    spec = chosen(asked, [[*row, 3] for row in MONTHS])
    assert (spec.additive, spec.zero_when_missing, spec.value_kind, spec.unit) == (False, False, "hours", "h")


def test_few_short_names_stand_many_or_long_ones_lie() -> None:
    asked = query("work_order", "breakdown", OPEN, groups=by("area.name"))
    assert chosen(asked, AREAS).kind == "bar"
    assert chosen(asked, [[f"Area {place}", 1] for place in range(7)]).kind == "barh"
    assert chosen(asked, [["Packaging and palletising", 2], ["Paint", 1]]).kind == "barh"


def test_long_words_of_values_count_not_the_datas_own() -> None:
    asked = query("work_order", "breakdown", groups=by("work_order.status"), everyone=True)
    assert chosen(asked, [["waiting_parts", 2], ["open", 1]]).kind == "barh"


def test_a_pie_only_when_it_is_asked_for_and_adds_up() -> None:
    asked = query("work_order", "breakdown", OPEN, groups=by("work_order.type"))
    rows = [["preventive", 6], ["corrective", 3]]
    assert chosen(asked, rows).kind == "bar"
    assert chosen(asked, rows, "auto").kind == "bar"
    assert chosen(asked, rows, "pie").kind == "pie"
    mean = query(
        "work_order", "breakdown", measures=(Measure(metric="mttr"),), groups=by("area.name"), period=THIS_YEAR
    )
    assert chosen(mean, [["Paint", 2.5, 3], ["Mixing", 3.5, 4]], "pie").kind == "bar"


@pytest.mark.parametrize(("wanted", "kind"), [("bar", "bar"), ("area", "area"), ("pie", "pie"), ("stacked", "line")])
def test_an_explicit_kind_wins_where_it_can_be_drawn(wanted: Any, kind: str) -> None:
    asked = query("failure", "breakdown", groups=by("month"), period=THIS_YEAR)
    assert chosen(asked, MONTHS, wanted).kind == kind


def test_a_line_needs_time() -> None:
    assert chosen(query("work_order", "breakdown", OPEN, groups=by("area.name")), AREAS, "line").kind == "bar"


def test_two_breakdowns_are_stacked_where_they_add_up() -> None:
    asked = query("work_order", "breakdown", OPEN, groups=by("area.name", "work_order.type"))
    rows = [["Mixing", "preventive", 3], ["Mixing", "corrective", 1], ["Paint", "preventive", 2]]
    spec = chosen(asked, rows, language="en")
    assert (spec.kind, spec.x, spec.series) == ("stacked", "area", "type")
    assert spec.title == "Open work orders by area and type"
    assert chosen(asked, rows, "grouped").kind == "grouped"


def test_time_lies_along_the_axis_in_whatever_order_it_was_asked() -> None:
    asked = query("failure", "breakdown", groups=by("area.name", "month"), period=THIS_YEAR)
    spec = chosen(asked, [["Mixing", "2026-01", 3], ["Paint", "2026-02", 1]])
    assert (spec.x, spec.series, spec.kind) == ("month", "area", "stacked")
    mean = query(
        "work_order", "breakdown", measures=(Measure(metric="mttr"),), groups=by("area.name", "month"), period=THIS_YEAR
    )
    assert chosen(mean, [["Mixing", "2026-01", 3.0, 1], ["Paint", "2026-02", 1.0, 1]]).kind == "line"


def test_two_measures_stand_side_by_side() -> None:
    asked = query(
        "failure",
        "breakdown",
        measures=(Measure(aggregate="count", dataset="failure"), Measure(metric="downtime_hours")),
        groups=by("area.name"),
    )
    assert chosen(asked, [["Mixing", 3, 2.5], ["Paint", 1, 4.5]]).kind == "grouped"


def test_two_periods_are_grouped_by_what_they_are_broken_down_by() -> None:
    asked = query("failure", "breakdown", groups=by("area.name"), period=THIS_MONTH, compare_to=LAST_MONTH)
    rows = [["2026-10-01/2026-10-31", "Mixing", 3], ["2026-11-01/2026-11-22", "Mixing", 2]]
    spec = chosen(asked, rows)
    assert (spec.kind, spec.x, spec.series) == ("grouped", "area", "period")


def test_one_number_no_rows_and_plain_lists_make_no_chart() -> None:
    count = query("work_order", "count", OPEN)
    assert chosen(count, [[5]]) is None
    assert chosen(query("work_order", "breakdown", OPEN, groups=by("area.name")), []) is None
    assert chosen(query("work_order", "breakdown", OPEN, groups=by("area.name")), [["Paint", 3]]) is None
    made = plan(query("equipment", "list"))
    row = [None] * len(made.columns)
    assert not chartable(made, result(made.columns, [row, row]))


def test_a_list_sorted_by_a_number_is_drawn_by_name() -> None:
    asked = query("spare_part", "list", order=Order(field=ref("spare_part.unit_cost")), limit=2)
    made = plan(asked)
    rows = [
        [{"sku": f"A-{cost}", "unit_cost": cost}.get(column.name) for column in made.columns] for cost in (900, 800)
    ]
    spec = chosen(asked, rows)
    assert (spec.x, spec.y, spec.value_kind) == ("sku", ("unit_cost",), "money")


def test_points_when_they_are_asked_for() -> None:
    asked = query(
        "failure",
        "breakdown",
        measures=(Measure(aggregate="count", dataset="failure"), Measure(metric="downtime_hours")),
        groups=by("area.name"),
    )
    rows = [["Mixing", 3, 2.5], ["Paint", 1, 4.5]]
    scatter = chosen(asked, rows, "scatter")
    assert (scatter.kind, len(scatter.y)) == ("scatter", 1) and scatter.x not in scatter.y
    assert chosen(asked, rows, "histogram").kind == "histogram"
    one = query("work_order", "breakdown", OPEN, groups=by("area.name"))
    assert chosen(one, AREAS, "scatter").kind == "bar"


def test_a_models_plan_is_read_from_its_result() -> None:
    columns = (Column(name="month", label="Mes"), Column(name="cost", label="Costo", kind="money"))
    made = a_plan(language="es", action="data", planner="model", columns=columns)
    found = result(columns, [["2026-01", 5.0], ["2026-02", 7.0]])
    spec = choose(made, found, None, model(), today=TODAY)
    assert spec is not None
    assert (spec.kind, spec.x, spec.y, spec.value_kind, spec.title) == (
        "line",
        "month",
        ("cost",),
        "money",
        "Costo por mes",
    )
    assert chartable(made, found)
    assert not chartable(made, result(columns, [["2026-01", None], ["2026-02", None]]))


def test_titles_name_the_filters_and_no_relative_days() -> None:
    unplanned = query(
        "downtime",
        "breakdown",
        named("downtime.unplanned"),
        measures=(Measure(metric="downtime_hours"),),
        groups=by("area.name"),
        period=LAST_MONTH,
    )
    assert chosen(unplanned, AREAS).title == "Horas de paro no programado por área, octubre de 2026"
    assert chosen(unplanned, AREAS, language="en").title == "Unplanned downtime by area, October 2026"
