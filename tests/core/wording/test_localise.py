"""Results as people read them: values in their words, calendar buckets by name, the raw result untouched."""

from __future__ import annotations

from core.semantics.query import Measure
from core.wording.localise import shown
from tests.core.replies.words import LAST_MONTH, THIS_MONTH, THIS_YEAR, by, model, named, plan, query, result


def test_enumerated_values_are_in_the_persons_words() -> None:
    made = plan(query("work_order", "breakdown", groups=by("work_order.status"), everyone=True))
    raw = result(made.columns, [["open", 3], ["waiting_parts", 2], ["something new", 1]])
    assert shown(made.columns, raw, model(), "es").column("status") == [
        "abierta",
        "en espera de refacciones",
        "something new",
    ]
    assert shown(made.columns, raw, model(), "en").column("status") == ["open", "waiting for parts", "something new"]
    assert raw.column("status") == ["open", "waiting_parts", "something new"]


def test_nobody_is_unassigned_and_other_gaps_stay() -> None:
    made = plan(query("work_order", "breakdown", named("work_order.open"), groups=by("technician.name")))
    raw = result(made.columns, [[None, 3], ["Ana", 2]])
    assert shown(made.columns, raw, model(), "es").column("technician") == ["sin asignar", "Ana"]
    assert shown(made.columns, raw, model(), "en").column("technician") == ["unassigned", "Ana"]
    lines = plan(query("equipment", "breakdown", groups=by("production_line.name")))
    assert shown(lines.columns, result(lines.columns, [[None, 3]]), model(), "es").rows[0][0] is None


def test_names_of_the_data_stay() -> None:
    made = plan(query("failure", "breakdown", groups=by("area.name")))
    raw = result(made.columns, [["Bottling", 3]])
    assert shown(made.columns, raw, model(), "es").column("area") == ["Bottling"]


def test_yes_and_no_of_a_field_with_words() -> None:
    made = plan(query("downtime", "breakdown", groups=by("downtime.planned")))
    assert shown(made.columns, result(made.columns, [[1, 3], [0, 9]]), model(), "es").column("planned") == [
        "programado",
        "no programado",
    ]


def test_buckets_by_name_unless_they_are_to_be_drawn() -> None:
    for grain, value, es, en in (
        ("month", "2026-10", "oct 2026", "Oct 2026"),
        ("quarter", "2026-Q3", "T3 2026", "Q3 2026"),
        ("week", "2026-11-16", "semana del 16 nov 2026", "week of 16 Nov 2026"),
        ("day", "2026-11-16", "16 nov 2026", "16 Nov 2026"),
        ("year", "2026", "2026", "2026"),
    ):
        asked = query("failure", "breakdown", groups=by(grain), period=THIS_YEAR)
        for language, text in (("es", es), ("en", en)):
            made = plan(asked, language)  # type: ignore[arg-type]
            raw = result(made.columns, [[value, 3]])
            assert shown(made.columns, raw, model(), language).column(grain) == [text]  # type: ignore[arg-type]
            assert shown(made.columns, raw, model(), language, buckets=False).column(grain) == [value]  # type: ignore[arg-type]


def test_the_two_periods_of_a_comparison() -> None:
    made = plan(query("failure", "count", period=THIS_MONTH, compare_to=LAST_MONTH))
    raw = result(
        made.columns, [["2026-10-01/2026-10-31", 3], ["2026-11-01/2026-11-22", 2], ["/2026-01-05", 1], ["odd", 0]]
    )
    assert shown(made.columns, raw, model(), "es").column("period") == [
        "oct 2026",
        "1 al 22 nov 2026",
        "hasta el 5 ene 2026",
        "odd",
    ]


def test_a_result_without_such_columns_is_itself() -> None:
    made = plan(query("failure", "measure", measures=(Measure(aggregate="count"),)))
    raw = result(made.columns, [[3]])
    assert shown(made.columns, raw, model(), "es") is raw
