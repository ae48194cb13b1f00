"""Doubt: of readings that are as good, one is enough where their rows are the same; else it is asked which."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import pytest

from core.kernel.errors import DatabaseUnavailable
from core.kernel.result import Result
from core.semantics.query import SemanticQuery
from core.understanding.derive import Derivation
from core.understanding.doubt import MOST, Doubt, Near
from tests.core.understanding.plants import Plant
from tests.core.understanding.rig import TODAY


def near(*queries: SemanticQuery) -> list[Near]:
    """Readings that make these queries; the gate looks at nothing else of them."""
    return [(query, cast(Derivation, object())) for query in queries]


async def left(plant: Plant, *texts: str) -> list[int]:
    """Which of the readings are left, by their places, when the plant is asked."""
    readings = near(*(plant.query(text) for text in texts))
    gate = Doubt(plant.bench.planner.compiler, plant.bench.data.run)
    return [readings.index(item) for item in await gate.left(readings, TODAY)]


def ask(plant: Plant, *texts: str) -> list[int]:
    return plant.bench.wait(left(plant, *texts))


# What the demo plant holds on this day, counted in its file: no equipment is of the type fan and down; the pumps are those of type pump.
@pytest.mark.parametrize(
    ("texts", "wanted"),
    [
        (("count equipment", "count work_order"), [0, 1]),
        (("count equipment | type = pump", "count equipment | type in pump"), [0]),
        (("list equipment | type = pump | show tag", "list equipment | type = pump, present | show tag"), [0]),
        (("exists equipment | type = pump", "list equipment | type = pump"), [0]),
        (("count equipment | type = pump",), [0]),
        ((), []),
    ],
)
def test_readings_with_the_same_rows_are_one(plant: Plant, texts: Sequence[str], wanted: list[int]) -> None:
    assert ask(plant, *texts) == wanted


def test_none_by_each_reading_is_no_answer_to_which_was_meant(plant: Plant) -> None:
    """Both lists are empty, and still it is asked: «there are none» would say something of only one of them."""
    nobody, nothing = "list technician | name = Nobody", "list equipment | tag = Nothing"
    assert ask(plant, nobody, nothing) == [0, 1]


def test_a_reading_that_there_is_no_sql_for_is_not_offered(plant: Plant) -> None:
    """A technician has no stock."""
    assert ask(plant, "breakdown technician: sum stock | by category", "count equipment", "count work_order") == [1, 2]


def test_no_more_readings_are_offered_than_a_person_reads(plant: Plant) -> None:
    datasets = ["equipment", "work_order", "technician", "failure", "downtime", "area"]
    assert ask(plant, *(f"count {name}" for name in datasets)) == list(range(MOST))


def test_where_the_plant_does_not_answer_it_is_asked(plant: Plant) -> None:
    async def away(sql: str) -> Result:
        raise DatabaseUnavailable

    readings = near(plant.query("count equipment | type = pump"), plant.query("count equipment | type in pump"))
    for run in (away, None):
        gate = Doubt(plant.bench.planner.compiler, run)
        assert plant.bench.wait(gate.left(readings, TODAY)) == readings
