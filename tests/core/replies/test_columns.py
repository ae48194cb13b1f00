"""Which rows and columns of an answer a person sees first: the newest periods, the columns that were asked about."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from core.app import Core
from core.kernel.messages import Column, Reply, Table
from core.kernel.result import Result
from core.planning.plan import Plan
from core.replies.columns import chronological
from core.replies.table import preview
from tests.core.asking import Person
from tests.plans import a_plan

pytestmark = pytest.mark.asyncio(loop_scope="module")


def labels(reply: Reply) -> list[str]:
    assert reply.table is not None
    return [str(row[0]) for row in reply.table.rows]


def leading(reply: Reply) -> tuple[str, ...]:
    assert reply.table is not None
    return reply.table.leading


async def test_the_months_of_this_year_stand_whole(shared: Core) -> None:
    reply = await Person(shared).ask("downtime by month this year")
    assert reply.table is not None and reply.table.chronological
    assert labels(reply)[0] == "Jan 2026" and labels(reply)[-1] == "Nov 2026"
    assert len(reply.table.rows) == reply.table.total == 11


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("horas de paro por día en octubre", "20 oct 2026", "31 oct 2026"),
        ("horas de paro por semana este año", "semana del 31 ago 2026", "semana del 16 nov 2026"),
        ("failures by month", "Dec 2025", "Nov 2026"),
    ],
)
async def test_a_longer_series_shows_its_newest_periods_in_order(
    shared: Core, question: str, first: str, last: str
) -> None:
    reply = await Person(shared).ask(question)
    assert reply.table is not None and reply.table.chronological
    assert len(reply.table.rows) == 12 < reply.table.total
    assert (labels(reply)[0], labels(reply)[-1]) == (first, last)


@pytest.mark.parametrize("question", ["OT abiertas por área", "máquinas que más fallan", "OT vencidas"])
async def test_other_tables_show_their_first_rows(shared: Core, question: str) -> None:
    reply = await Person(shared).ask(question)
    assert reply.table is not None and not reply.table.chronological
    assert len(reply.table.rows) <= 10


async def test_months_from_the_highest_down_show_the_highest(shared: Core) -> None:
    reply = await Person(shared).ask("top 12 months by downtime")
    assert reply.table is None or not reply.table.chronological


async def test_overdue_orders_show_when_they_were_due(shared: Core) -> None:
    for question in ("OT vencidas", "overdue work orders"):
        assert leading(await Person(shared).ask(question))[:2] == ("number", "due_on")


async def test_what_is_the_same_in_every_row_is_not_leading(shared: Core) -> None:
    reply = await Person(shared).ask("open work orders with high priority")
    assert "priority" not in leading(reply) and leading(reply)[0] == "number"


def series(*labels: str, truncated: bool = False) -> Result:
    rows = tuple((label, number) for number, label in enumerate(labels))
    at = datetime(2026, 11, 22, tzinfo=UTC)
    return Result(columns=("month", "n"), rows=rows, truncated=truncated, seconds=0.0, queried_at=at)


COLUMNS = (Column(name="month", label="Month"), Column(name="n", label="Orders", kind="integer"))


def plan() -> Plan:
    return a_plan(language="en", action="data", planner="model", sql="SELECT 1")


@pytest.mark.parametrize(
    ("result", "columns", "expected"),
    [
        (series("2026-01", "2026-02", "2026-03"), COLUMNS, True),
        (series("2026-03", "2026-02", "2026-01"), COLUMNS, False),
        (series("2026-01", "2026-02", truncated=True), COLUMNS, False),
        (series("2026-01"), COLUMNS, False),
        (series("2026-01", "2026-01"), COLUMNS, False),
        (series("2026-01", "2026-W07"), COLUMNS, False),
        (series("2026-01", "—"), COLUMNS, False),
        (series("2026-01", "2026-02"), (COLUMNS[0], Column(name="n", label="Who")), False),
    ],
)
async def test_a_series_of_a_query_that_a_model_wrote(result: Result, columns: Any, expected: bool) -> None:
    assert chronological(plan(), columns, result) is expected


async def test_a_table_that_shows_fewer_rows_keeps_the_right_ones() -> None:
    found = series(*(f"2026-{month:02}" for month in range(1, 8)))
    newest = preview(COLUMNS, found, 5, chronological=True)
    assert [row[0] for row in newest.rows] == ["2026-03", "2026-04", "2026-05", "2026-06", "2026-07"]
    assert [row[0] for row in newest.some(2)] == ["2026-06", "2026-07"]
    assert newest.some(0) == () and newest.some(99) == newest.rows
    first = preview(COLUMNS, found, 5)
    assert [row[0] for row in first.some(2)] == ["2026-01", "2026-02"]


async def test_columns_by_importance() -> None:
    columns = tuple(Column(name=name, label=name) for name in "abcd")
    table = Table(columns=columns, rows=(), total=0, leading=("a", "d", "gone"))
    assert table.by_importance() == (0, 3, 1, 2)
