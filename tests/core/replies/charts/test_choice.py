"""Which chart an answer gets, what it is called, and when there is none."""

from __future__ import annotations

from typing import Any

import pytest

from core.kernel.messages import Column
from core.replies.charts.choice import chartable, choose
from tests.core.replies.charts.choosing import MONTHS, chosen
from tests.core.replies.words import (
    TODAY,
    model,
    plan,
    result,
)
from tests.golden.notation import read
from tests.plans import a_plan

AREAS = [[name, 9 - place] for place, name in enumerate(("Mixing", "Paint", "Welding", "Assembly"))]


def test_time_is_a_line_and_its_last_bucket_unfinished() -> None:
    spec = chosen(read("breakdown failure: count | by month | period 2026-01-01..2026-11-22 (current year)"), MONTHS)
    assert (spec.kind, spec.time, spec.grain, spec.incomplete_last, spec.zero_when_missing) == (
        "line",
        True,
        "month",
        True,
        True,
    )
    assert (spec.title, spec.x_label, spec.y_label) == ("Fallas por mes, 1 ene al 22 nov 2026", "Mes", "Fallas")


def test_a_period_that_is_over_has_no_unfinished_bucket() -> None:
    whole = "breakdown failure: count | by month | period 2025-01-01..2025-12-31"
    rows = [[f"2025-{number:02d}", 1] for number in range(1, 13)]
    assert not chosen(read(whole), rows).incomplete_last


def test_a_mean_over_time_has_gaps() -> None:
    asked = read("breakdown work_order: mttr | by month | period 2026-01-01..2026-11-22 (current year)")
    spec = chosen(asked, [[*row, 3] for row in MONTHS])
    assert (spec.additive, spec.zero_when_missing, spec.value_kind, spec.unit) == (False, False, "hours", "h")


def test_few_short_names_stand_many_or_long_ones_lie() -> None:
    asked = read("breakdown work_order: count | open | by area.name")
    assert chosen(asked, AREAS).kind == "bar"
    assert chosen(asked, [[f"Area {place}", 1] for place in range(7)]).kind == "barh"
    assert chosen(asked, [["Packaging and palletising", 2], ["Paint", 1]]).kind == "barh"


def test_long_words_of_values_count_not_the_datas_own() -> None:
    asked = read("breakdown work_order: count | everyone | by status")
    assert chosen(asked, [["waiting_parts", 2], ["open", 1]]).kind == "barh"


def test_a_pie_only_when_it_is_asked_for_and_adds_up() -> None:
    asked = read("breakdown work_order: count | open | by type")
    rows = [["preventive", 6], ["corrective", 3]]
    assert chosen(asked, rows).kind == "bar"
    assert chosen(asked, rows, "auto").kind == "bar"
    assert chosen(asked, rows, "pie").kind == "pie"
    mean = read("breakdown work_order: mttr | by area.name | period 2026-01-01..2026-11-22 (current year)")
    assert chosen(mean, [["Paint", 2.5, 3], ["Mixing", 3.5, 4]], "pie").kind == "bar"


@pytest.mark.parametrize(("wanted", "kind"), [("bar", "bar"), ("area", "area"), ("pie", "pie"), ("stacked", "line")])
def test_an_explicit_kind_wins_where_it_can_be_drawn(wanted: Any, kind: str) -> None:
    asked = read("breakdown failure: count | by month | period 2026-01-01..2026-11-22 (current year)")
    assert chosen(asked, MONTHS, wanted).kind == kind


def test_a_line_needs_time() -> None:
    assert chosen(read("breakdown work_order: count | open | by area.name"), AREAS, "line").kind == "bar"


def test_two_breakdowns_are_stacked_where_they_add_up() -> None:
    asked = read("breakdown work_order: count | open | by area.name, type")
    rows = [["Mixing", "preventive", 3], ["Mixing", "corrective", 1], ["Paint", "preventive", 2]]
    spec = chosen(asked, rows, language="en")
    assert (spec.kind, spec.x, spec.series) == ("stacked", "area", "type")
    assert spec.title == "Open work orders by area and type"
    assert chosen(asked, rows, "grouped").kind == "grouped"


def test_time_lies_along_the_axis_in_whatever_order_it_was_asked() -> None:
    asked = read("breakdown failure: count | by area.name, month | period 2026-01-01..2026-11-22 (current year)")
    spec = chosen(asked, [["Mixing", "2026-01", 3], ["Paint", "2026-02", 1]])
    assert (spec.x, spec.series, spec.kind) == ("month", "area", "stacked")
    mean = read("breakdown work_order: mttr | by area.name, month | period 2026-01-01..2026-11-22 (current year)")
    assert chosen(mean, [["Mixing", "2026-01", 3.0, 1], ["Paint", "2026-02", 1.0, 1]]).kind == "line"


def test_two_measures_stand_side_by_side() -> None:
    asked = read("breakdown failure: count in failure, downtime_hours | by area.name")
    assert chosen(asked, [["Mixing", 3, 2.5], ["Paint", 1, 4.5]]).kind == "grouped"


def test_of_two_measures_and_their_ratio_the_ratio_is_drawn() -> None:
    asked = read("breakdown work_order: maintenance_cost, count in failure, ratio 1 2 | by area.name")
    spec = chosen(asked, [["Mixing", 900.0, 3, 300.0], ["Paint", 100.0, 1, 100.0]])
    assert spec.y == ("ratio",) and spec.title == "Costo de mantenimiento por falla por área"
    over_time = chosen(read("breakdown work_order: labor_cost, parts_cost, difference 1 2 | by month"), [
        [month, 5.0, 3.0, 2.0] for month, _ in MONTHS
    ])  # fmt: skip
    assert (over_time.kind, over_time.y) == ("line", ("difference",))


def test_the_first_of_each_are_bars_of_their_own() -> None:
    asked = read("ranking failure: count | by area.name, equipment.tag | most measure | top 2 each area.name")
    rows = [["Mixing", "P-117", "Feed pump 4", 7], ["Mixing", "M-117", "Gear motor", 4], ["Paint", "P-1", "Pump", 2]]
    spec = chosen(asked, rows)
    assert (spec.x, spec.series) == ("tag", None)


def test_averages_over_units_are_levels_and_not_parts() -> None:
    spec = chosen(
        read("breakdown failure: average_per per month | by area.name"), [["Mixing", 3.5, 7, 2], ["Paint", 1.0, 2, 2]]
    )
    assert not spec.additive and spec.y == ("average",)
    assert chosen(read("breakdown work_order: count | open | by whether overdue"), [[0, 120], [1, 39]]).kind == "bar"


def test_two_periods_are_grouped_by_what_they_are_broken_down_by() -> None:
    asked = read(
        "breakdown failure: count | by area.name | period 2026-11-01..2026-11-22 (current month 'este mes') | beside 2026-10-01..2026-10-31 (past month)"
    )
    rows = [["2026-10-01/2026-10-31", "Mixing", 3], ["2026-11-01/2026-11-22", "Mixing", 2]]
    spec = chosen(asked, rows)
    assert (spec.kind, spec.x, spec.series) == ("grouped", "area", "period")


def test_one_number_no_rows_and_plain_lists_make_no_chart() -> None:
    count = read("count work_order | open")
    assert chosen(count, [[5]]) is None
    assert chosen(read("breakdown work_order: count | open | by area.name"), []) is None
    assert chosen(read("breakdown work_order: count | open | by area.name"), [["Paint", 3]]) is None
    made = plan(read("list equipment"))
    row = [None] * len(made.columns)
    assert not chartable(made, result(made.columns, [row, row]))


def test_a_list_sorted_by_a_number_is_drawn_by_name() -> None:
    asked = read("list spare_part | most unit_cost | top 2")
    made = plan(asked)
    rows = [
        [{"sku": f"A-{cost}", "unit_cost": cost}.get(column.name) for column in made.columns] for cost in (900, 800)
    ]
    spec = chosen(asked, rows)
    assert (spec.x, spec.y, spec.value_kind) == ("sku", ("unit_cost",), "money")


def test_readings_are_points_over_time() -> None:
    asked = read(
        "list meter_reading | show read_at, equipment.tag, value | meter = vibration_mm_s | most read_at | top 4"
    )
    rows = [["2026-11-18 08:39:00", "P-101", 2.59], ["2026-11-11 08:39:00", "P-101", 2.46]]
    spec = chosen(asked, rows, "auto")
    assert (spec.kind, spec.x, spec.y, spec.series) == ("scatter", "read_at", ("value",), None)
    assert spec.unit == "mm/s"
    of_two = chosen(asked, [rows[0], ["2026-11-11 08:39:00", "P-102", 2.46]], "line")
    assert of_two.series == "tag"
    mixed = read("list meter_reading | show read_at, equipment.tag, value | most read_at | top 4")
    assert chosen(mixed, rows) is None  # degrees and mm/s have no common axis


def test_points_when_they_are_asked_for() -> None:
    asked = read("breakdown failure: count in failure, downtime_hours | by area.name")
    rows = [["Mixing", 3, 2.5], ["Paint", 1, 4.5]]
    scatter = chosen(asked, rows, "scatter")
    assert (scatter.kind, len(scatter.y)) == ("scatter", 1) and scatter.x not in scatter.y
    assert chosen(asked, rows, "histogram").kind == "grouped"  # two areas make no classes
    lengths = read("list downtime | show minutes")
    assert chosen(lengths, [[at] for at in range(40)], "histogram").kind == "histogram"
    one = read("breakdown work_order: count | open | by area.name")
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
    unplanned = read(
        "breakdown downtime: downtime_hours | unplanned | by area.name | period 2026-10-01..2026-10-31 (past month)"
    )
    assert chosen(unplanned, AREAS).title == "Horas de paro no programado por área, octubre de 2026"
    assert chosen(unplanned, AREAS, language="en").title == "Unplanned downtime by area, October 2026"
