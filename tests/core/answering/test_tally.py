"""A distribution of more rows than MAX_ROWS: sentence and chart are of all of them, and what is cut is said."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from statistics import quantiles

import pytest

from core.answering.tally import tallied
from core.kernel.result import Result
from core.planning.own import wanted_chart
from core.wording import numbers
from tests.core.asking import Person
from tests.core.opening import Opens
from tests.core.replies.words import plan, result
from tests.golden.notation import read


def vibrations(path: Path) -> list[float]:
    """All of them; by SQL of the test's own."""
    with closing(sqlite3.connect(path)) as plant:
        return [row[0] for row in plant.execute("SELECT value FROM meter_reading WHERE meter = 'vibration_mm_s'")]


@pytest.mark.parametrize(
    ("question", "language"), [("histogram of vibration readings", "en"), ("histograma de lecturas de vibración", "es")]
)
async def test_all_rows_are_told_and_what_is_cut_is_said(
    opens: Opens, demo_plant: Path, question: str, language: str
) -> None:
    values = vibrations(demo_plant)
    low, median, high = quantiles(values, n=4, method="inclusive")
    async with opens(max_rows=2000) as core:
        reply = await Person(core).ask(question)
    assert reply.action == "data_image" and reply.rows is not None and len(reply.rows) == 2000
    for value in (len(values), low, median, high, max(values)):
        assert (
            numbers.number(float(Decimal(str(value)).quantize(Decimal("0.01"), ROUND_HALF_UP)), reply.language)
            in reply.text
        )
    assert any("2,000" in line for line in reply.assumptions)
    assert {artifact.kind for artifact in reply.artifacts} >= {"image", "data"}
    assert "code" not in {artifact.kind for artifact in reply.artifacts}  # it would draw the first 2,000


async def test_values_without_ends_are_left_as_they_were_cut(opens: Opens, plant_copy: Path) -> None:
    """SQLite stores infinities; nothing can be laid out between them, and the answer says that it is cut."""
    with closing(sqlite3.connect(plant_copy)) as plant, plant:
        plant.execute("UPDATE meter_reading SET value = ? WHERE id % 500 = 0", (float("inf"),))
        plant.execute("UPDATE meter_reading SET value = ? WHERE id % 500 = 1", (float("-inf"),))
    async with opens(maintenance_database_url=f"sqlite:///{plant_copy}", max_rows=50) as core:
        reply = await Person(core).ask("histogram of vibration readings")
    assert reply.action == "data_image" and "half lie" in reply.text
    assert any("only the first 50 rows" in line for line in reply.assumptions)


async def test_too_many_different_values_are_counted_in_steps(demo_plant: Path) -> None:
    made = plan(read("list meter_reading | show value | meter = vibration_mm_s"))
    made = made.model_copy(update={"chart": wanted_chart("histogram", "es")})
    with closing(sqlite3.connect(demo_plant)) as plant:

        async def run(sql: str) -> Result:
            found = plant.execute(sql)
            names = [column[0] for column in found.description]
            rows = found.fetchall()
            return result(names, rows[:200], truncated="GROUP BY" in sql and len(rows) > 200 and "/" not in sql)

        counted = await tallied(made, result(made.columns, [[1.0]] * 200, truncated=True), "sqlite", run)
        assert len(counted.rows if counted else ()) <= 200
        whole = await tallied(made, result(made.columns, [[1.0]]), "sqlite", run)
    assert whole is None
    assert counted is not None
    values = sorted(vibrations(demo_plant))
    found = sorted(value for value, times in counted.rows for _ in range(int(times or 0)))
    assert len(found) <= len(values)
    assert max(abs(one - other) for one, other in zip(found, values, strict=False)) <= 0.1
