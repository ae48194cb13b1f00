"""What a chart decides before it is drawn."""

from __future__ import annotations

import pickle
from datetime import date, timedelta

import pytest

from core.kernel.messages import Column
from core.planning.chart_spec import ChartSpec
from core.replies.charts.job import chart_job, drawable
from core.replies.charts.labelling.chart import drawing
from tests.core.replies.samples import (
    AREA_ROWS,
    BY_AREA,
    BY_MONTH,
    BY_TYPE,
    MONTH_ROWS,
    POINTS,
    TYPE_ROWS,
    every_kind,
    result,
)

BARS = ChartSpec(kind="bar", x="area", y=("n",), title="OT por área")


def many(count: int) -> list[tuple[str, int]]:
    return [(f"P-{at}", 100 - at) for at in range(count)]


def test_every_kind_keeps_its_kind():
    for kind, (spec, columns, found) in every_kind().items():
        assert drawable(spec, columns, found)
        assert drawing(spec, columns, found, "MXN").kind == kind


def test_a_stack_and_a_pareto_stand_by_size_unless_the_order_is_given():
    rows = [("a", "x", 1), ("b", "x", 5), ("c", "x", 3), ("a", "y", 1), ("b", "y", 1), ("c", "y", 9)]
    stacked = ChartSpec(kind="stacked", x="area", y=("n",), series="type")
    assert drawing(stacked, BY_TYPE, result(BY_TYPE, rows), "MXN").labels == ("c", "b", "a")
    kept = drawing(stacked.model_copy(update={"ranked": False}), BY_TYPE, result(BY_TYPE, rows), "MXN")
    assert kept.labels == ("a", "b", "c")
    pareto = drawing(BARS.model_copy(update={"kind": "pareto"}), BY_AREA, result(BY_AREA, many(30)[::-1]), "MXN")
    assert pareto.labels[:2] == ("P-0", "P-1") and pareto.labels[-1] == "Otros (17)" and len(pareto.labels) == 14
    assert sum(pareto.series[0].values) == sum(n for _, n in many(30)) and pareto.rest_cut is None


@pytest.mark.parametrize("rows", [[("a", -1), ("b", 2), ("c", 3)], [("a", 0), ("b", 0), ("c", 0)]])
def test_a_pareto_of_no_whole_is_bars(rows):
    spec = BARS.model_copy(update={"kind": "pareto"})
    assert drawing(spec, BY_AREA, result(BY_AREA, rows), "MXN").kind == "barh"


def test_a_year_of_days_is_weeks_and_says_so():
    spec = ChartSpec(kind="line", x="month", y=("h",), time=True, grain="day", title="x", language="en")
    first = date(2026, 1, 1)  # a Thursday
    rows = [((first + timedelta(days=at)).isoformat(), 1.0) for at in range(150)]
    made = drawing(spec, BY_MONTH, result(BY_MONTH, rows), "MXN")
    assert (made.grain, made.starts[0], made.starts[1]) == ("week", date(2025, 12, 29), date(2026, 1, 5))
    assert made.series[0].values[:3] == (4.0, 7.0, 7.0) and sum(made.series[0].values) == 150
    assert made.partial_first and made.incomplete and made.x_label == "Week"
    assert made.notes[0] == "150 days, summed by week"
    average = drawing(spec.model_copy(update={"additive": False}), BY_MONTH, result(BY_MONTH, rows), "MXN")
    assert average.grain == "day" and len(average.starts) == 150


def test_a_long_tail_is_counted_together_and_long_durations_are_hours():
    columns = (Column(name="took", label="Duración", kind="minutes"),)
    spec = ChartSpec(kind="histogram", x="took", y=(), value_kind="minutes", unit="min")
    rows = [(float(at % 900),) for at in range(1800)] + [(50_000.0,), (60_000.0,)]
    made = drawing(spec, columns, result(columns, rows), "MXN")
    assert made.beyond >= 2 and made.beyond + len(made.series[0].values) == len(rows)
    assert max(made.series[0].values) <= 15 and made.x_label == "Duración (h)"
    assert any("van juntos en la última barra" in note for note in made.notes)
    even = drawing(spec, columns, result(columns, rows[:900]), "MXN")
    assert even.beyond == 0 and len(even.series[0].values) == 900


def test_the_payload_is_plain_small_and_holds_only_what_is_drawn():
    columns = (*BY_AREA, Column(name="secret", label="Secreto"))
    found = result(columns, [(*row, "never drawn") for row in AREA_ROWS])
    packed = pickle.dumps(chart_job(BARS, columns, found, "MXN"))
    assert b"never drawn" not in packed
    assert len(packed) < 2000


def test_twenty_bars_stand_and_of_more_the_rest_is_others():
    assert len(drawing(BARS, BY_AREA, result(BY_AREA, many(20)), "MXN").labels) == 20
    made = drawing(BARS, BY_AREA, result(BY_AREA, many(34)), "MXN")
    assert len(made.labels) == 20
    assert made.labels[-1] == "Otros (15)"
    assert made.series[0].values[-1] == sum(100 - at for at in range(19, 34))
    english = drawing(BARS.model_copy(update={"language": "en"}), BY_AREA, result(BY_AREA, many(21)), "MXN")
    assert english.labels[-1] == "Other (2)"


def test_the_largest_stay_whatever_the_order():
    rows = sorted(many(30))
    made = drawing(BARS, BY_AREA, result(BY_AREA, rows), "MXN")
    assert set(made.series[0].values[:-1]) == {100 - at for at in range(19)}
    assert list(made.labels[:-1]) == [name for name, value in rows if value > 81]


def test_the_bar_of_the_others_is_cut_when_it_would_dwarf_all():
    made = drawing(BARS, BY_AREA, result(BY_AREA, many(60)), "MXN")
    assert made.rest_cut is not None
    assert 100 < made.rest_cut < made.series[0].values[-1]
    assert made.notes == ("La barra de «Otros (41)» está recortada",)


@pytest.mark.parametrize("kind", ["percent", "hours", "number"])
def test_averages_are_never_summed(kind):
    spec = BARS.model_copy(update={"value_kind": kind, "language": "en"})
    made = drawing(spec, BY_AREA, result(BY_AREA, many(34)), "MXN")
    assert len(made.labels) == 20
    assert not made.rest
    assert made.notes == ("Showing 20 of 34",)


def test_the_spec_says_whether_hours_may_be_summed():
    spec = BARS.model_copy(update={"value_kind": "hours", "additive": True})
    assert drawing(spec, BY_AREA, result(BY_AREA, many(34)), "MXN").rest


def test_a_pie_has_six_parts_and_the_rest():
    spec = ChartSpec(kind="pie", x="area", y=("n",))
    assert len(drawing(spec, BY_AREA, result(BY_AREA, many(7)), "MXN").labels) == 7
    made = drawing(spec, BY_AREA, result(BY_AREA, many(9)), "MXN")
    assert len(made.labels) == 7
    assert made.labels[-1] == "Otros (3)"
    assert sum(made.series[0].values) == sum(value for _, value in many(9))


@pytest.mark.parametrize(
    ("rows", "value_kind"),
    [([("a", -1), ("b", 4)], "integer"), ([("a", 0), ("b", 0)], "integer"), ([("a", 40), ("b", 60)], "percent")],
)
def test_what_is_no_part_of_a_whole_is_no_pie(rows, value_kind):
    spec = ChartSpec(kind="pie", x="area", y=("n",), value_kind=value_kind)
    assert drawing(spec, BY_AREA, result(BY_AREA, rows), "MXN").kind == "barh"


def test_twenty_four_grouped_bars_are_stacked_instead():
    spec = ChartSpec(kind="grouped", x="area", y=("n",), series="type")
    assert drawing(spec, BY_TYPE, result(BY_TYPE, TYPE_ROWS), "MXN").kind == "stacked"
    averages = drawing(spec.model_copy(update={"additive": False}), BY_TYPE, result(BY_TYPE, TYPE_ROWS), "MXN")
    assert averages.kind == "grouped"
    assert len(averages.labels) * len(averages.series) <= 20
    assert averages.notes == ("Se muestran 6 de 8",)


def test_averages_and_negatives_are_not_stacked():
    spec = ChartSpec(kind="stacked", x="area", y=("n",), series="type", value_kind="percent")
    assert drawing(spec, BY_TYPE, result(BY_TYPE, TYPE_ROWS), "MXN").kind == "grouped"
    negative = result(BY_TYPE, [("a", "x", -1), ("a", "y", 2)])
    assert drawing(spec.model_copy(update={"value_kind": "integer"}), BY_TYPE, negative, "MXN").kind == "grouped"


def test_many_series_keep_the_largest_and_the_rest():
    spec = ChartSpec(kind="line", x="area", y=("n",), series="type")
    rows = [(area, f"t{at}", at + 1) for area in ("a", "b") for at in range(9)]
    made = drawing(spec, BY_TYPE, result(BY_TYPE, rows), "MXN")
    assert [one.name for one in made.series] == ["t8", "t7", "t6", "t5", "t4", "Otros (4)"]
    assert made.series[-1].values == (10.0, 10.0)
    averages = drawing(spec.model_copy(update={"additive": False}), BY_TYPE, result(BY_TYPE, rows), "MXN")
    assert averages.notes == ("Se muestran 6 de 9 series",)


def test_time_goes_forward_without_holes():
    spec = ChartSpec(kind="line", x="month", y=("h",), time=True, value_kind="hours")
    rows = [("2026-03", 3), ("2025-12", 1), ("2026-01", 2)]
    made = drawing(spec, BY_MONTH, result(BY_MONTH, rows), "MXN")
    assert made.grain == "month"
    assert made.starts == (date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1))
    assert made.labels == ("dic 2025", "ene 2026", "feb 2026", "mar 2026")
    assert made.series[0].values == (1.0, 2.0, None, 3.0)
    zero = drawing(spec.model_copy(update={"zero_when_missing": True}), BY_MONTH, result(BY_MONTH, rows), "MXN")
    assert zero.series[0].values == (1.0, 2.0, 0.0, 3.0)


def test_a_part_without_rows_is_zero_where_it_adds_up_and_a_gap_where_it_does_not():
    columns = (*BY_MONTH, Column(name="type", label="Tipo"))
    spec = ChartSpec(kind="line", x="month", y=("h",), series="type", time=True)
    rows = [("2026-01", 1, "a"), ("2026-01", 2, "b"), ("2026-02", 3, "a"), ("2026-04", 4, "b")]
    made = drawing(spec, columns, result(columns, rows), "MXN")
    assert [one.values for one in made.series] == [(1.0, 3.0, None, 0.0), (2.0, 0.0, None, 4.0)]
    averages = drawing(spec.model_copy(update={"additive": False}), columns, result(columns, rows), "MXN")
    assert [one.values for one in averages.series] == [(1.0, 3.0, None, None), (2.0, None, None, 4.0)]


def test_measures_in_another_unit_do_not_share_the_axis():
    columns = (*BY_AREA, Column(name="h", label="Horas de paro", kind="hours"))
    found = result(columns, [("a", 3, 120.5), ("b", 5, 80)])
    made = drawing(ChartSpec(kind="bar", x="area", y=("n", "h")), columns, found, "MXN")
    assert len(made.series) == 1
    assert made.title == "OT abiertas por área"
    assert made.notes == ("En otra unidad, no se dibuja: Horas de paro",)
    both = drawing(ChartSpec(kind="bar", x="area", y=("n", "m")), (*BY_AREA, Column(name="m", label="OT cerradas", kind="integer")),
                   result((*BY_AREA, Column(name="m", label="x")), [("a", 3, 4)]), "MXN")  # fmt: skip
    assert both.kind == "grouped"
    assert [one.name for one in both.series] == ["OT abiertas", "OT cerradas"]


def test_ranked_months_keep_their_order_in_bars():
    spec = ChartSpec(kind="bar", x="month", y=("h",), time=True, value_kind="hours")
    made = drawing(spec, BY_MONTH, result(BY_MONTH, [("2026-03", 9), ("2025-12", 5)]), "MXN")
    assert made.labels == ("mar 2026", "dic 2025")


def test_of_many_time_bars_the_latest_are_kept():
    rows = [(f"{2023 + at // 12}-{at % 12 + 1:02d}", at) for at in range(36)]
    spec = ChartSpec(kind="bar", x="month", y=("h",), time=True)
    made = drawing(spec, BY_MONTH, result(BY_MONTH, rows), "MXN")
    assert made.labels[0] == "may 2024"
    assert made.labels[-1] == "dic 2025"
    assert made.notes == ("Se muestran 20 de 36",)


def test_a_bucket_that_is_not_over_is_said():
    spec = ChartSpec(kind="line", x="month", y=("h",), time=True, incomplete_last=True)
    made = drawing(spec, BY_MONTH, result(BY_MONTH, MONTH_ROWS), "MXN")
    assert made.incomplete
    assert made.notes == ("nov 2026 aún no termina",)


@pytest.mark.parametrize("values", [[("soon", 1), ("2026-01", 2)], [(None, 1), ("x", 2)]])
def test_what_is_no_time_stays_as_it_comes(values):
    spec = ChartSpec(kind="line", x="month", y=("h",), time=True)
    made = drawing(spec, BY_MONTH, result(BY_MONTH, values), "MXN")
    assert made.starts == ()
    assert len(made.labels) == 2


def test_weeks_quarters_and_years():
    for keys, grain, labels in (
        (("2026-11-09", "2026-11-16"), "week", ("semana del 9 nov 2026", "semana del 16 nov 2026")),
        (("2026-Q2", "2026-Q3"), None, ("T2 2026", "T3 2026")),
        ((2025, 2026), None, ("2025", "2026")),
    ):
        spec = ChartSpec(kind="bar", x="month", y=("h",), time=True, grain=grain)
        assert drawing(spec, BY_MONTH, result(BY_MONTH, [(key, 1) for key in keys]), "MXN").labels == labels


@pytest.mark.parametrize(
    ("value_kind", "unit", "language", "label"),
    [
        ("hours", None, "es", "Paro (h)"), ("percent", None, "es", "Paro (%)"), ("money", None, "es", "Paro (MXN)"),
        ("days", None, "es", "Paro (días)"), ("days", None, "en", "Paro (days)"), ("number", "mm/s", "en", "Paro (mm/s)"),
        ("integer", None, "es", "Paro"),
    ],
)  # fmt: skip
def test_the_unit_stands_in_the_label(value_kind, unit, language, label):
    spec = ChartSpec(
        kind="bar", x="area", y=("n",), y_label="Paro", value_kind=value_kind, unit=unit, language=language
    )
    assert drawing(spec, BY_AREA, result(BY_AREA, AREA_ROWS), "MXN").y_label == label


def test_words_that_the_spec_leaves_out_come_from_the_columns():
    made = drawing(ChartSpec(kind="bar", x="area", y=("n",)), BY_AREA, result(BY_AREA, AREA_ROWS), "MXN")
    assert (made.title, made.x_label, made.y_label) == ("OT abiertas por área", "Área", "OT abiertas")


def test_a_category_that_comes_twice_is_summed_and_none_has_a_name():
    made = drawing(BARS, BY_AREA, result(BY_AREA, [("a", 1), ("a", 2), (None, 4)]), "MXN")
    assert made.labels == ("a", "Sin dato")
    assert made.series[0].values == (3.0, 4.0)


def test_a_cut_result_is_said():
    made = drawing(BARS, BY_AREA, result(BY_AREA, AREA_ROWS, truncated=True), "MXN")
    assert made.notes == ("Solo las primeras 8 filas",)


def test_points_without_a_value_are_counted():
    spec = ChartSpec(kind="scatter", x="age", y=("n",))
    made = drawing(spec, POINTS, result(POINTS, [(1, 2, "a"), (None, 3, "a"), (4, None, "a")]), "MXN")
    assert made.series[0].xs == (1.0,)
    assert made.notes == ("2 filas sin dato, no dibujadas",)


@pytest.mark.parametrize(
    ("spec", "rows"),
    [
        (BARS, []),
        (BARS, [("a", None), ("b", None)]),
        (BARS, [("a", "text")]),
        (BARS, [("a", float("nan"))]),
        (BARS.model_copy(update={"x": "gone"}), AREA_ROWS),
        (BARS.model_copy(update={"y": ()}), AREA_ROWS),
        (BARS.model_copy(update={"series": "gone"}), AREA_ROWS),
        (BARS.model_copy(update={"y": ("area",), "x": "area"}), AREA_ROWS),
        (BARS.model_copy(update={"kind": "scatter"}), AREA_ROWS),
        (BARS.model_copy(update={"kind": "histogram"}), AREA_ROWS),
    ],
)
def test_what_cannot_be_drawn_is_known_before(spec, rows):
    found = result(BY_AREA, rows)
    assert not drawable(spec, BY_AREA, found)
    with pytest.raises(ValueError, match="cannot be drawn"):
        drawing(spec, BY_AREA, found, "MXN")
