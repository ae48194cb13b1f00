"""Results as people read them: values in their words, calendar buckets by name, the raw result untouched."""

from __future__ import annotations

from typing import Any

import pytest

from core.wording.localise import shown
from tests.core.replies.words import model, plan, result
from tests.golden.notation import read


def test_enumerated_values_are_in_the_persons_words() -> None:
    made = plan(read("breakdown work_order: count | everyone | by status"))
    raw = result(made.columns, [["open", 3], ["waiting_parts", 2], ["something new", 1]])
    assert shown(made.columns, raw, model(), "es").column("status") == [
        "abierta",
        "en espera de refacciones",
        "something new",
    ]
    assert shown(made.columns, raw, model(), "en").column("status") == ["open", "waiting for parts", "something new"]
    assert raw.column("status") == ["open", "waiting_parts", "something new"]


def test_nobody_is_unassigned_and_other_gaps_stay() -> None:
    made = plan(read("breakdown work_order: count | open | by technician.name"))
    raw = result(made.columns, [[None, 3], ["Ana", 2]])
    assert shown(made.columns, raw, model(), "es").column("technician") == ["sin asignar", "Ana"]
    assert shown(made.columns, raw, model(), "en").column("technician") == ["unassigned", "Ana"]
    lines = plan(read("breakdown equipment: count | by production_line.name"))
    assert shown(lines.columns, result(lines.columns, [[None, 3]]), model(), "es").rows[0][0] is None


def test_names_of_the_data_stay() -> None:
    made = plan(read("breakdown failure: count | by area.name"))
    raw = result(made.columns, [["Bottling", 3]])
    assert shown(made.columns, raw, model(), "es").column("area") == ["Bottling"]


def test_yes_and_no_of_a_field_with_words() -> None:
    made = plan(read("breakdown downtime: count | by planned"))
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
        asked = read(f"breakdown failure: count | by {grain} | period 2026-01-01..2026-11-22 (current year)")
        for language, text in (("es", es), ("en", en)):
            made = plan(asked, language)  # type: ignore[arg-type]
            raw = result(made.columns, [[value, 3]])
            assert shown(made.columns, raw, model(), language).column(grain) == [text]  # type: ignore[arg-type]
            assert shown(made.columns, raw, model(), language, buckets=False).column(grain) == [value]  # type: ignore[arg-type]


def test_the_two_periods_of_a_comparison() -> None:
    made = plan(
        read(
            "count failure | period 2026-11-01..2026-11-22 (current month 'este mes') | beside 2026-10-01..2026-10-31 (past month)"
        )
    )
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
    made = plan(read("measure failure: count"))
    raw = result(made.columns, [[3]])
    assert shown(made.columns, raw, model(), "es") is raw


@pytest.mark.parametrize(("language", "said"), [("es", "sin línea"), ("en", "with no line")])
def test_a_gap_of_a_breakdown_is_a_group_with_a_name(language: Any, said: str) -> None:
    lines = plan(read("breakdown equipment: count | by production_line.name"))
    raw = result(lines.columns, [["Line 2", 4], [None, 3]])
    named = shown(lines.columns, raw, model(), language, groups=lines.roles["groups"])
    assert [row[0] for row in named.rows] == ["Line 2", said]
