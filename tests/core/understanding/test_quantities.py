"""Comparisons with numbers, and their units."""

from __future__ import annotations

import pytest

from core.understanding.quantities import converted, read_quantities
from core.understanding.state import ReadingState
from tests.core.understanding.rig import TODAY, Bench


@pytest.mark.parametrize(
    ("text", "op", "values", "unit"),
    [
        ("más de 10 horas", ">", (10,), "hours"),
        ("al menos tres", ">=", (3,), ""),
        ("menos de 5 días", "<", (5,), "days"),
        ("como máximo 2 horas", "<=", (2,), "hours"),
        ("entre 2 y 4 horas", "between", (2, 4), "hours"),
        ("10 horas o más", ">=", (10,), "hours"),
        ("exactamente 3", "=", (3,), ""),
        ("más de $5,000", ">", (5000,), "money"),
        ("more than a dozen", ">", (12,), ""),
        ("at least 30 minutes", ">=", (30,), "minutes"),
        ("less than 50 %", "<", (50,), "percent"),
        ("between 2 and 4 hours", "between", (2, 4), "hours"),
        ("at most three", "<=", (3,), ""),
        ("3 or more", ">=", (3,), ""),
        ("over 8h", ">", (8,), "hours"),
    ],
)
def test_a_comparison(bench: Bench, text: str, op: str, values: tuple[float, ...], unit: str) -> None:
    read = bench.read(text)
    state = ReadingState(
        bench.planner.model, bench.annotator.values, read.mentions, read.words, read.language or "es", TODAY
    )
    read_quantities(state)
    assert [(item.op, item.values, item.unit) for item in state.quantities] == [(op, values, unit)]


@pytest.mark.parametrize("text", ["más bombas", "entre bombas y motores", "3 bombas", "at least"])
def test_no_comparison(bench: Bench, text: str) -> None:
    read = bench.read(text)
    state = ReadingState(
        bench.planner.model, bench.annotator.values, read.mentions, read.words, read.language or "es", TODAY
    )
    read_quantities(state)
    assert state.quantities == []


@pytest.mark.parametrize(
    ("value", "unit", "kind", "wanted"),
    [
        (10, "hours", "minutes", 600),
        (90, "minutes", "hours", 1.5),
        (2, "days", "minutes", 2880),
        (1, "weeks", "hours", 168),
        (2, "years", "days", 730),
        (48, "hours", "days", 2),
        (5000, "money", "money", 5000),
        (10, "percent", "percent", 10),
        (7, "", "minutes", 7),
        (7, "units", "integer", 7),
        (10, "hours", "money", None),
        (10, "money", "minutes", None),
        (3, "months", "hours", None),
        (10, "percent", "hours", None),
    ],
)
def test_units_are_converted_or_do_not_fit(value: float, unit: str, kind: str, wanted: float | None) -> None:
    found = converted(value, unit, kind)
    assert found == pytest.approx(wanted) if wanted is not None else found is None
