"""Plans and results are reused where that cannot be seen, and nowhere else."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from core.app import Core
from core.kernel.result import Result
from tests.core.asking import Person
from tests.core.opening import Opens

DOWN = "¿cuántas bombas están paradas?"


def stop_a_pump(path: Path) -> None:
    """Somebody else writes to the plant."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(
            "UPDATE equipment SET status = 'down' WHERE id ="
            " (SELECT id FROM equipment WHERE type = 'pump' AND status = 'running' LIMIT 1)"
        )
        connection.commit()


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every query of an answer that reached a database; how fresh the data is, is looked up beside it."""
    from core.data.database import Database

    seen: list[str] = []
    real = Database.run

    async def run(self: Database, sql: str, **more: Any) -> Result:
        if "SELECT MAX(" not in sql:
            seen.append(sql)
        return await real(self, sql, **more)

    monkeypatch.setattr(Database, "run", run)
    return seen


async def test_the_same_question_again_runs_nothing(opens: Opens, runs: list[str]) -> None:
    async with opens() as core:
        first = await Person(core).ask(DOWN)
        ran = len(runs)
        again = await Person(core).ask(DOWN)
    assert len(runs) == ran > 0
    assert (first.cached, again.cached) == (False, True)
    assert again.metrics.flow == "cached" and again.metrics.sql_attempts == 0
    assert (again.text, again.rows) == (first.text, first.rows)


async def test_spelling_that_folds_alike_shares_a_plan_and_paraphrases_share_a_result(
    opens: Opens, runs: list[str]
) -> None:
    async with opens() as core:
        first = await Person(core).ask("¿Cuántos equipos hay en espera?")
        ran = len(runs)
        assert (await Person(core).ask("cuantos  EQUIPOS hay en espera")).rows == first.rows
        assert (await Person(core).ask("how many machines are on standby?")).rows == first.rows
    assert len(runs) == ran


async def test_a_write_between_two_identical_questions_is_seen(opens: Opens, plant_copy: Path) -> None:
    async with opens(maintenance_database_url=f"sqlite:///{plant_copy}") as core:
        person = Person(core)
        counts = []
        for _ in range(4):
            reply = await person.ask(DOWN)
            assert reply.rows is not None
            counts.append(reply.rows[0][0])
            stop_a_pump(plant_copy)
    assert counts == [counts[0] + step for step in range(4)]


async def test_a_database_file_put_in_the_place_of_another_is_seen(
    opens: Opens, plant_copy: Path, tmp_path: Path
) -> None:
    async with opens(maintenance_database_url=f"sqlite:///{plant_copy}") as core:
        before = await Person(core).ask(DOWN)
        other = tmp_path / "other.sqlite"
        other.write_bytes(plant_copy.read_bytes())
        stop_a_pump(other)
        other.replace(plant_copy)
        after = await Person(core).ask(DOWN)
    assert before.rows and after.rows and after.rows[0][0] == before.rows[0][0] + 1


@pytest.mark.parametrize("off", [{"cache_size": 0}, {"cache_ttl": 0}])
async def test_caches_can_be_switched_off(opens: Opens, runs: list[str], off: dict[str, int]) -> None:
    async with opens(**off) as core:
        first = await Person(core).ask(DOWN)
        ran = len(runs)
        again = await Person(core).ask(DOWN)
    assert len(runs) == 2 * ran
    assert not again.cached and again.rows == first.rows


async def test_a_follow_up_is_planned_in_its_own_session(opens: Opens) -> None:
    async with opens() as core:
        fresh = await Person(core).ask("¿y en soldadura?")
        person = Person(core)
        await person.ask("OT abiertas")
        followed = await person.ask("¿y en soldadura?")
        stops = Person(core)
        await stops.ask("paros en curso")
        other = await stops.ask("¿y en soldadura?")
    assert len({fresh.text, followed.text, other.text}) == 3
    assert "OT abiertas" in followed.text


async def test_a_question_that_holds_anywhere_is_planned_once_for_sessions_about_the_same(
    opens: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opens() as core:
        people = [Person(core) for _ in range(3)]
        for index, person in enumerate(people):
            await person.ask(["OT abiertas", "OT vencidas", "OT en espera de refacciones"][index])
        planned = _count_plans(core, monkeypatch)
        answers = [await person.ask("¿cuántas calderas están paradas?") for person in people]
    assert len(planned) == 1
    assert len({answer.rows for answer in answers}) == 1


async def test_plans_are_told_apart_by_day(opens: Opens, monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import date

    async with opens() as core:
        planned = _count_plans(core, monkeypatch)
        for day in (date(2026, 11, 21), date(2026, 11, 22), date(2026, 11, 21)):
            await Person(core).ask("OT cerradas ayer", today=day)
    assert len(planned) == 2


async def test_many_who_ask_the_same_at_once_share_one_plan_and_one_query(
    opens: Opens, runs: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opens() as core:
        await Person(core).ask("¿cuántas bombas hay?")
        planned, ran = _count_plans(core, monkeypatch), len(runs)
        text = "¿cuántos motores hay en espera?"
        replies = await asyncio.gather(*(Person(core).ask(text) for _ in range(8)))
    assert len({reply.rows for reply in replies}) == 1
    assert len(planned) == 1
    assert len(runs[ran:]) == len(set(runs[ran:])) > 0


async def test_a_database_that_cannot_tell_its_version_is_asked_every_time(
    opens: Opens, runs: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opens() as core:

        async def unknown() -> None:
            return None

        monkeypatch.setattr(core.database, "version", unknown)
        await Person(core).ask(DOWN)
        ran = len(runs)
        assert not (await Person(core).ask(DOWN)).cached
    assert len(runs) == 2 * ran


def _count_plans(core: Core, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    planned: list[str] = []
    real = core.pipeline.plans.router.plan

    async def plan(question: Any, *others: Any) -> Any:
        planned.append(question.text)
        return await real(question, *others)

    monkeypatch.setattr(core.pipeline.plans.router, "plan", plan)
    return planned
