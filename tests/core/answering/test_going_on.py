"""What goes on runs on past the newest data, and a day that is not over counts the hours that it has had."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import pytest_asyncio

from core.app import Core
from core.semantics.load import load_model
from core.semantics.sql.compile import Compiler
from core.semantics.sql.now import at
from tests.core.asking import Person
from tests.core.opening import AS_OF, opener
from tests.golden.notation import read

pytestmark = pytest.mark.asyncio(loop_scope="module")
LATER = date(2026, 11, 30)
"""Eight days after the newest row, on a Monday."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def later(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Core]:
    """The plant as it looks when nothing has been written for eight days."""
    async with opener(demo_file, tmp_path_factory.mktemp("later"))(maintbot_today=LATER) as core:
        yield core


def figures(plant: Path, sql: str) -> list[float]:
    connection = sqlite3.connect(f"file:{plant}?mode=ro", uri=True)
    try:
        return [float(value) for value in connection.execute(sql).fetchone()]
    finally:
        connection.close()


RUNNING = "SELECT COUNT(*) FROM downtime WHERE ended_at IS NULL"
PRESENT = "SELECT COUNT(*) FROM equipment WHERE status <> 'retired'"
PASSED = (
    f"100.0 * (1 - (SELECT COUNT(*) FROM downtime d JOIN equipment e ON e.id = d.equipment_id WHERE d.ended_at IS NULL "
    f"AND e.status <> 'retired') * 1.0 / ({PRESENT}))"
)


@pytest.mark.parametrize(
    ("question", "gold"),
    [
        ("disponibilidad de P-139 ayer", "SELECT 0"),
        ("what was the availability of P-139 yesterday?", "SELECT 0"),
        ("horas de paro ayer", f"SELECT 24 * ({RUNNING})"),
        ("downtime hours on 28 November", f"SELECT 24 * ({RUNNING})"),
        ("¿cuántas máquinas estaban paradas ayer?", RUNNING),
        ("how many machines were down yesterday?", RUNNING),
        ("horas de paro por causas mecánicas ayer", f"SELECT 24 * ({RUNNING} AND cause = 'mechanical')"),
        ("downtime of P-139 from 24 to 26 November", "SELECT 72"),
        ("disponibilidad ayer", f"SELECT {PASSED}"),
        ("availability on 25 November", f"SELECT {PASSED}"),
    ],
)
async def test_a_stop_that_nobody_ended_runs_on(later: Core, demo_file: Path, question: str, gold: str) -> None:
    reply = await Person(later).ask(question)
    assert reply.rows[0][0] == pytest.approx(figures(demo_file, gold)[0]), reply.text
    said = "como si siguiera" if reply.language == "es" else "as going on since"
    assert said in reply.text


NOTED = "datetime(started_at, '+' || minutes || ' minutes')"
SIX = "2026-11-22 06:00:00"
OF_TODAY = (
    f"SELECT SUM((julianday(MIN({NOTED}, '2026-11-23')) - julianday(MAX(started_at, '2026-11-22'))) * 24) "
    "FROM downtime d JOIN equipment e ON e.id = d.equipment_id JOIN area a ON a.id = e.area_id "
    f"WHERE {NOTED} > '2026-11-22' AND started_at < '2026-11-23' AND e.status <> 'retired'"
)


@pytest.mark.parametrize(
    ("question", "gold"),
    [
        ("disponibilidad hoy", f"SELECT 100 * (1 - ({OF_TODAY}) / (6 * ({PRESENT})))"),
        ("what is the availability today?", f"SELECT 100 * (1 - ({OF_TODAY}) / (6 * ({PRESENT})))"),
        ("disponibilidad de P-139 hoy", "SELECT 0"),
        ("availability of P-139 today", "SELECT 0"),
        (
            "disponibilidad de Bottling hoy",
            f"SELECT 100 * (1 - ({OF_TODAY} AND a.name = 'Bottling') / (6.0 * (SELECT COUNT(*) FROM equipment e JOIN "
            f"area a ON a.id = e.area_id WHERE a.name = 'Bottling' AND e.status <> 'retired')))",
        ),
        (
            "availability of the pumps today",
            f"SELECT 100 * (1 - ({OF_TODAY} AND e.type = 'pump') / (6.0 * ({PRESENT} AND type = 'pump')))",
        ),
        (
            "MTBF hoy",
            f"SELECT (6 * ({PRESENT}) - ({OF_TODAY} AND planned = 0)) / (SELECT COUNT(*) FROM failure f JOIN equipment "
            f"e ON e.id = f.equipment_id WHERE e.status <> 'retired' AND f.detected_at >= '2026-11-22')",
        ),
        (
            "mean time between failures today",
            f"SELECT (6 * ({PRESENT}) - ({OF_TODAY} AND planned = 0)) / (SELECT COUNT(*) FROM failure f JOIN equipment "
            f"e ON e.id = f.equipment_id WHERE e.status <> 'retired' AND f.detected_at >= '2026-11-22')",
        ),
    ],
)
async def test_today_is_divided_by_the_hours_that_it_has_had(
    shared: Core, demo_file: Path, question: str, gold: str
) -> None:
    assert figures(demo_file, f"SELECT MAX({NOTED}) = '{SIX}' FROM downtime WHERE ended_at IS NULL") == [1]
    reply = await Person(shared).ask(question)
    assert reply.rows[0][0] == pytest.approx(figures(demo_file, gold)[0]), reply.text
    said = "hoy cuenta hasta las 06:00" if reply.language == "es" else "today counts up to 06:00"
    assert said in reply.assumptions


@pytest.mark.parametrize("question", ["disponibilidad por día esta semana", "availability by day this week"])
async def test_the_last_day_of_a_series_is_not_whole(shared: Core, demo_file: Path, question: str) -> None:
    reply = await Person(shared).ask(question)
    by_day = {str(row[0]): row for row in reply.rows}
    gold = f"SELECT 100 * (1 - ({OF_TODAY}) / (6 * ({PRESENT})))"
    assert by_day["2026-11-22"][1] == pytest.approx(figures(demo_file, gold)[0])
    assert [row[-1] for day, row in by_day.items() if day < "2026-11-22"] == [24] * 6
    assert any("06:00" in note for note in reply.assumptions)


@pytest.mark.parametrize("question", ["disponibilidad de P-139 hoy contra ayer", "availability of P-139 last week"])
async def test_days_that_are_over_are_whole_ones(shared: Core, question: str) -> None:
    reply = await Person(shared).ask(question)
    hours = [row[reply.columns.index("period_hours")] for row in reply.rows]
    assert hours == ([24, 6] if "hoy" in question else [168])


@pytest.mark.parametrize("noted", ["0", "NULL"])
async def test_a_length_that_is_noted_at_the_end_alone_goes_up_to_now(plant_copy: Path, noted: str) -> None:
    """A plant whose stops have no length before they are over: today's hours are those of the clock."""
    with sqlite3.connect(plant_copy) as plant:
        plant.executescript("CREATE TABLE was AS SELECT * FROM downtime; DROP TABLE downtime;")
        plant.executescript("ALTER TABLE was RENAME TO downtime;")
        plant.execute(f"UPDATE downtime SET minutes = {noted} WHERE ended_at IS NULL")
    compiler = Compiler(load_model(), "sqlite", to_now=True)
    now = datetime(2026, 11, 22, 14, 58, tzinfo=UTC)
    for query, gold in (
        ("measure downtime: downtime_hours | period 2026-11-22..2026-11-22 | equipment.tag = P-139", 15.0),
        ("measure equipment: availability | period 2026-11-22..2026-11-22 | tag = P-139", 0.0),
    ):
        compiled = compiler.compile(read(query), AS_OF, "en")
        rows = await asyncio.to_thread(figures, plant_copy, at(compiled.sql, now))
        assert rows[0] == pytest.approx(gold)


@pytest.mark.parametrize(
    ("now", "until"), [("00:00", "00:05:00"), ("14:57", "15:00:00"), ("23:54", "23:55:00"), ("23:58", "23:59:59")]
)
async def test_now_is_the_next_five_minutes(now: str, until: str) -> None:
    moment = datetime.fromisoformat(f"2026-11-22 {now}")
    assert at("x < '2026-11-22 {now}'", moment) == f"x < '2026-11-22 {until}'"
