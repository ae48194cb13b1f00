"""Tables of two breakdowns, and of a Pareto, over the demo plant: beside SQL of the test's own."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from core.app import Core
from core.kernel.messages import Reply
from tests.core.asking import Person

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture
def sql(demo_file: Path) -> Any:
    def run(query: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(demo_file)) as connection:
            return connection.execute(query).fetchall()

    return run


async def shown(core: Core, text: str) -> Reply:
    reply = await Person(core).ask(text)
    assert reply.table is not None, reply.text
    return reply


async def test_the_second_breakdown_stands_across_with_totals(shared: Core, sql: Any) -> None:
    table = (await shown(shared, "open work orders by area and type")).table
    assert table is not None
    counted = sql(
        "SELECT a.name, w.type, COUNT(*) FROM work_order w JOIN equipment e ON e.id = w.equipment_id "
        "JOIN area a ON a.id = e.area_id WHERE w.status IN ('open', 'in_progress', 'waiting_parts') GROUP BY 1, 2"
    )
    kinds = sorted({kind for _, kind, _ in counted}, key=lambda kind: -sum(n for _, k, n in counted if k == kind))
    assert [column.label for column in table.columns] == ["Area", *kinds, "Total"]
    cells = {(area, kind): n for area, kind, n in counted}
    for name, *numbers in table.rows[:-1]:
        assert numbers == [*(cells.get((name, kind), 0) for kind in kinds), sum(n for a, _, n in counted if a == name)]
    totals = [row[-1] for row in table.rows[:-1]]
    assert totals == sorted(totals, reverse=True)
    assert table.rows[-1][0] == "Total" and table.rows[-1][-1] == sum(n for *_, n in counted)
    assert table.total == len({area for area, *_ in counted})


async def test_values_with_an_order_of_their_own_keep_it_and_time_runs_down(shared: Core) -> None:
    by_priority = (await shown(shared, "open work orders by area and priority")).table
    assert by_priority is not None
    assert [column.label for column in by_priority.columns][1:-1] == ["emergency", "high", "medium", "low"]
    by_month = (await shown(shared, "costo por área y mes este año")).table
    assert by_month is not None and by_month.chronological
    assert [row[0] for row in by_month.rows] == [
        "ene 2026", "feb 2026", "mar 2026", "abr 2026", "may 2026", "jun 2026", "jul 2026", "ago 2026", "sep 2026",
        "oct 2026", "nov 2026", "Total",
    ]  # fmt: skip
    assert by_month.columns[-2].label == "Otros (2)"  # six of eight areas, and the rest summed
    for row in by_month.rows:
        assert sum(row[1:-1]) == pytest.approx(row[-1])


async def test_averages_stand_across_without_totals(shared: Core) -> None:
    table = (await shown(shared, "MTTR by area and priority")).table
    assert table is not None
    assert [column.label for column in table.columns] == ["Area", "emergency", "high", "medium", "low"]
    assert "Total" not in [row[0] for row in table.rows]


async def test_a_name_beside_the_first_breakdown_stays_beside_it(shared: Core) -> None:
    table = (await shown(shared, "failures by machine and cause")).table
    assert table is not None
    assert [column.label for column in table.columns][:2] == ["Machine", "Name"]
    assert table.columns[-1].label == "Total" and table.rows[-1][:2] == ("Total", None)
    assert len(table.rows) == 10 and table.total > 100


async def test_a_pareto_is_counted_sorted_and_cumulative(shared: Core, sql: Any) -> None:
    reply = await shown(shared, "pareto of failure causes")
    counted = sql("SELECT cause, COUNT(*) AS n FROM failure GROUP BY cause ORDER BY n DESC")
    total = sum(n for _, n in counted)
    assert [row[1] for row in reply.rows or ()] == [n for _, n in counted]
    assert [row[2] for row in reply.rows or ()] == pytest.approx([100 * n / total for _, n in counted])
    together = [100 * sum(n for _, n in counted[: at + 1]) / total for at in range(len(counted))]
    assert [row[3] for row in reply.rows or ()] == pytest.approx(together)
    assert reply.table is not None
    assert [column.label for column in reply.table.columns] == ["Cause", "Failures", "% of total", "Cumulative %"]
    assert reply.artifact("image") is not None and reply.artifact("workbook") is not None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("gráfica de pastel de MTTR por área", "va en barras: esa gráfica muestra partes de un total"),
        ("pareto de los equipos con más fallas", "un Pareto necesita todas las categorías"),
        ("histogram of failures by area", "not a histogram: it needs many single values"),
        ("open work orders by area as a line", "a line joins moments"),
        ("gráfica apilada de OT abiertas por área", "falta un segundo desglose"),
    ],
)
async def test_a_kind_that_does_not_fit_is_answered_with_why(shared: Core, text: str, why: str) -> None:
    reply = await shown(shared, text)
    assert reply.artifact("image") is not None
    assert any(why in line for line in reply.assumptions), reply.assumptions


@pytest.mark.parametrize(
    "text", ["gráfica de pastel de OT abiertas por área", "histograma de la duración de los paros"]
)
async def test_a_kind_that_fits_needs_no_word(shared: Core, text: str) -> None:
    reply = await shown(shared, text)
    assert reply.artifact("image") is not None
    assert not any("barras" in line or "histograma" in line for line in reply.assumptions)


async def test_a_list_that_makes_no_chart_says_so(shared: Core) -> None:
    reply = await shown(shared, "gráfica de la lista de OT vencidas")
    assert any(line.startswith("De una lista no sale una gráfica") for line in reply.assumptions)
