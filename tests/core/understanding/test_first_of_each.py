"""The newest of each thing, and the first few of each group: beside the rows themselves, sorted by Python."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest

from core.understanding.derive import bags_of
from core.understanding.kinds.first_of_each import newest, top_of_each
from tests.core.understanding.rig import Bench


def grouped(bench: Bench, sql: str) -> dict[Any, list[tuple[Any, ...]]]:
    """Rows by their first cell."""
    found: dict[Any, list[tuple[Any, ...]]] = defaultdict(list)
    for row in bench.data.ask(sql).rows:
        found[row[0]].append(tuple(row[1:]))
    return found


@pytest.mark.parametrize("text", ["the oldest machine in each area", "la máquina más vieja de cada área"])
def test_the_oldest_machine_of_each_area(bench: Bench, text: str) -> None:
    machines = grouped(
        bench,
        "SELECT area.name, equipment.installed_on, equipment.tag FROM equipment "
        "JOIN area ON area.id = equipment.area_id WHERE equipment.status <> 'retired'",
    )
    shown = bench.rows(bench.plan(text))
    assert {row[0] for row in shown} == set(machines)
    for area, tag, installed in [row[:3] for row in shown]:
        assert installed == min(machines[area])[0]
        assert (installed, tag) in machines[area]


def test_the_three_longest_stops_of_each_area(bench: Bench) -> None:
    lengths = grouped(
        bench,
        "SELECT area.name, downtime.minutes FROM downtime JOIN equipment ON equipment.id = downtime.equipment_id "
        "JOIN area ON area.id = equipment.area_id WHERE downtime.minutes IS NOT NULL",
    )
    plan = bench.plan("los 3 paros más largos de cada área")
    shown: dict[Any, list[Any]] = defaultdict(list)
    for row in bench.rows(plan):
        shown[row[0]].append(row[-1])
    assert {area: sorted(found) for area, found in shown.items()} == {
        area: sorted(row[0] for row in sorted(rows)[-3:]) for area, rows in lengths.items()
    }


def test_a_question_with_nothing_that_is_the_last_has_no_newest(bench: Bench) -> None:
    read = bench.read("OT abiertas por área")
    assert bench.planner.values is not None
    bag = next(bags_of(read, bench.planner.lexicon, bench.planner.values, "es"))
    assert list(newest(bag)) == []
    assert [attempt.home for attempt in top_of_each(bag)] == ["work_order"]
