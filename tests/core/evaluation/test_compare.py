"""When an answer is right: each rule with a case on both of its sides."""

from __future__ import annotations

import pytest

from core.evaluation.cells import same
from core.evaluation.compare import Gold, matches


def gold(*rows: tuple, columns: str = "", **more: object) -> Gold:
    width = len(rows[0]) if rows else 1
    names = tuple(columns.split()) or tuple(f"c{index}" for index in range(width))
    return Gold(sql="", columns=names, rows=rows, **more)


@pytest.mark.parametrize(
    ("wanted", "given", "right"),
    [
        (6, 6, True), (6, 6.0, True), (6, "6", True), (6, "1,006", False), (6, 7, False), (1006, "1,006", True),
        (6, True, False), (1, True, True), (0, None, False), (None, 0, False), (None, None, True), (None, "", True),
        (None, "Sin asignar", True), (None, "x", False), (0, 0, True),
        (100.0, 100.4, True), (100.0, 100.6, False), (0.44, 0.4, True), (0.46, 0.4, False),
        ("Álvaro  Núñez", "alvaro nuñez", True), ("Welding", "Mixing", False), ("12", 12, True), ("012", 12, False),
        ("2026-11-22", "2026-11-22 08:15:00", True), ("2026-11-22 08:15:00", "2026-11-22", True),
        ("2026-11", "2026-11-01", True), ("2026-11", "2026-12-01", False), ("2026-11-22", "2026-11-23", False),
    ],
)  # fmt: skip
def test_values(wanted: object, given: object, right: bool) -> None:
    assert same(wanted, given) is right


@pytest.mark.parametrize(
    ("wanted", "given", "right"),
    [
        (40.0, 0.4, True), (40.0, 40.19, True), (40.0, 40.3, False), (99.8, 99.84, True), (99.8, 99.9, False),
        (99.8, 100, False), (0.2, 0.24, True), (50, "50 %", True), (0.5, 0.5, True), (100, 1, True),
    ],
)  # fmt: skip
def test_percentages(wanted: float, given: object, right: bool) -> None:
    assert same(wanted, given, percent=True) is right


def test_columns_may_come_in_any_order_and_with_others() -> None:
    wanted = gold(("Welding", 6), ("Mixing", 2))
    assert matches(wanted, [(2, "x", "Mixing"), (6, "y", "Welding")])
    assert not matches(wanted, [(2, "Welding"), (6, "Mixing")]), "the right columns, paired wrongly"
    assert not matches(wanted, [("Welding",), ("Mixing",)]), "one column cannot stand for two"


def test_one_column_cannot_be_used_twice() -> None:
    assert not matches(gold((5, 5)), [(5, 6)])
    assert matches(gold((5, 5)), [(5, 6, 5)])


def test_rows_are_a_multiset() -> None:
    wanted = gold(("a",), ("a",), ("b",))
    assert matches(wanted, [("b",), ("a",), ("a",)])
    assert not matches(wanted, [("a",), ("b",), ("b",)])
    assert not matches(wanted, [("a",), ("b",)])


def test_nothing_is_answered_by_nothing() -> None:
    assert matches(gold(), [])
    assert not matches(gold((1,)), [])
    assert not matches(gold(), [(1,)])


def test_short_rows_are_filled_up() -> None:
    assert matches(gold(("a", None), ("b", 1)), [("a",), ("b", 1)])


def test_tolerances_do_not_tear_rows_apart() -> None:
    # Sorted by their figures the two sides lie crosswise; matched one by one they fit.
    assert matches(gold(("x", 100.0), ("x", 100.3)), [("x", 100.35), ("x", 100.2)])


def test_order_counts_where_it_is_asked_for() -> None:
    wanted = gold(("a", 2), ("b", 1), ordered=True)
    assert matches(wanted, [("a", 2), ("b", 1)])
    assert not matches(wanted, [("b", 1), ("a", 2)])
    assert matches(wanted, [("b", 1), ("a", 2)], ordered=False)


def test_rows_that_tie_may_come_in_any_order() -> None:
    wanted = gold(("a",), ("b",), ("c",), keys=((2,), (1,), (1,)), ordered=True)
    assert matches(wanted, [("a",), ("c",), ("b",)])
    assert not matches(wanted, [("b",), ("a",), ("c",)])


@pytest.mark.parametrize("ordered", [True, False])
def test_rows_tied_at_the_cut_stand_for_each_other(ordered: bool) -> None:
    wanted = gold(("a",), ("b",), ("c",), ("d",), keys=((9,), (5,), (5,), (1,)), limit=2, ordered=ordered)
    assert matches(wanted, [("a",), ("b",)])
    assert matches(wanted, [("a",), ("c",)])
    assert matches(wanted, [("a",), ("c",), ("b",)]), "all that are tied is right too"
    assert not matches(wanted, [("a",), ("d",)])
    assert not matches(wanted, [("b",), ("c",)]), "the first is certain"
    assert not matches(wanted, [("a",)])
    assert not matches(wanted, [("a",), ("b",), ("c",), ("d",)])


def test_a_top_that_is_longer_than_the_table_is_the_table() -> None:
    wanted = gold(("a",), ("b",), keys=((2,), (1,)), limit=5)
    assert wanted.wanted == 2
    assert matches(wanted, [("b",), ("a",)])
    assert not matches(wanted, [("a",)])


def test_a_breakdowns_zero_rows_may_be_there_or_not() -> None:
    wanted = gold(("a", 3), ("b", 0), breakdown=True)
    assert matches(wanted, [("a", 3)])
    assert matches(wanted, [("a", 3), ("b", 0)])
    assert matches(gold(("a", 3), breakdown=True), [("a", 3), ("b", None)])
    assert not matches(gold(("a", 3), ("b", 0)), [("a", 3)]), "only in a breakdown"
    assert not matches(wanted, [("b", 3)])


def test_percent_columns_are_known_by_their_name() -> None:
    assert matches(gold(("a", 40.0), columns="area pct_share"), [("a", 0.4)])
    assert not matches(gold(("a", 40.0), columns="area share"), [("a", 0.4)])
