"""What holds of figures made of two, of the first few of each, of states at a moment and of the newest of each."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

import pytest

from core.semantics.query import SemanticQuery
from core.semantics.sql.compile import Compiler
from tests.core.understanding.rig import TODAY, Bench
from tests.golden.notation import read

RATIOS = [
    "cost per failure by equipment type this year",
    "horas de paro por falla por área este año",
    "costo de mantenimiento por paro por planta en octubre",
]
TOPS = [
    ("top 3 machines by failures in each area this year", 3),
    ("for pumps, motors and conveyors give me the top 2 failure modes of each this year", 2),
    ("las 3 máquinas con más paro de cada área este año", 3),
]
NEWEST = ["última lectura de temperatura de cada compresor", "latest operating hours reading of each forklift"]
SHARES = [("unplanned", "planned"), ("planned", "unplanned")]


def rows(bench: Bench, query: SemanticQuery, today: date = TODAY) -> list[tuple[object, ...]]:
    """What a query finds."""
    return [
        tuple(row)
        for row in bench.data.ask(Compiler(bench.planner.model, "sqlite").compile(query, today, "en").sql).rows
    ]


@pytest.mark.parametrize("question", RATIOS)
def test_a_ratio_is_its_parts(bench: Bench, question: str) -> None:
    found = bench.rows(bench.plan(question))
    assert found
    for _, dividend, divisor, ratio in found:
        assert ratio == (pytest.approx(dividend / divisor) if divisor else None)


@pytest.mark.parametrize(("question", "most"), TOPS)
def test_each_group_has_no_more_than_asked_for_but_for_ties(bench: Bench, question: str, most: int) -> None:
    found = bench.rows(bench.plan(question))
    for group, count in Counter(row[0] for row in found).items():
        amounts = sorted((row[-1] for row in found if row[0] == group), reverse=True)
        assert count <= most or amounts[most - 1] == amounts[-1]


@pytest.mark.parametrize("question", NEWEST)
def test_each_thing_has_one_newest_row(bench: Bench, question: str) -> None:
    found = bench.rows(bench.plan(question))
    assert found
    assert max(Counter((row[1], row[2]) for row in found).values()) == 1


def test_the_state_at_the_end_of_today_is_the_state_now(bench: Bench) -> None:
    now = rows(bench, read("count work_order | open"))
    close = datetime(TODAY.year, TODAY.month, TODAY.day, 23, 59).isoformat(" ", "minutes")
    then = rows(bench, read(f"count work_order | during work_order.open {TODAY}..{TODAY} at '{close}'"))
    assert then == now


@pytest.mark.parametrize(("one", "other"), SHARES)
def test_the_parts_of_a_sum_are_the_whole(bench: Bench, one: str, other: str) -> None:
    line = "measure downtime: share metric downtime_hours of {} | period 2026-11-01..2026-11-22"
    parts = [rows(bench, read(line.format(state)))[0][0] for state in (one, other)]
    assert sum(parts) == pytest.approx(100)  # type: ignore[arg-type]


def test_more_and_fewer_do_not_overlap(bench: Bench) -> None:
    more, fewer = (
        {row[0] for row in bench.rows(bench.plan(f"en qué áreas hubo {word} fallas en octubre que en septiembre"))}
        for word in ("más", "menos")
    )
    assert more
    assert not more & fewer
