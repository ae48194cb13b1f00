"""At start-up an example question is played: the plant's values are there before the first person asks."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from core.answering import rehearsal
from core.answering.rehearsal import rehearse
from tests.core.asking import Person
from tests.core.opening import Opens


async def test_the_values_are_read_before_anybody_asks_and_nothing_is_recorded(opens: Opens) -> None:
    async with opens() as core:
        assert core.planner.values is None
        await rehearse(core.planner, core.pipeline.executors.own, core.clock)
        assert core.planner.values is not None
        assert core.planner.values.known("equipment", "tag", "P-101")
        assert len(core.pipeline.executors.own.queries.results) == len(core.pipeline.plans.kept) == 0
        assert await core.inbox.backlog() == 0
        assert await core.audit.lines(since=core.clock.now().replace(year=2000)) == []
        assert (await Person(core).ask("¿cuántas bombas hay?")).action == "data"


async def test_a_plant_that_is_down_at_start_up_is_asked_again_when_somebody_asks(
    opens: Opens, plant_copy: Path
) -> None:
    aside = plant_copy.rename(plant_copy.with_suffix(".away"))
    async with opens(maintenance_database_url=f"sqlite:///{plant_copy}") as core:
        with capture_logs() as said:
            await rehearse(core.planner, core.pipeline.executors.own, core.clock)
        assert [line["event"] for line in said if line["log_level"] == "warning"] == ["not_rehearsed"]
        assert (await Person(core).ask("¿cuántas bombas hay?")).action == "error"
        aside.rename(plant_copy)
        assert (await Person(core).ask("¿cuántas bombas hay?")).action == "data"


async def test_a_plant_that_never_answers_does_not_hold_up_the_start(
    opens: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opens() as core:

        async def never(*args: Any, **options: Any) -> None:
            await asyncio.Event().wait()

        monkeypatch.setattr(rehearsal, "SECONDS", 0.05)
        monkeypatch.setattr(core.database, "values_of", never)
        with capture_logs() as said:
            await rehearse(core.planner, core.pipeline.executors.own, core.clock)
        assert [(line["event"], line.get("code")) for line in said] == [("not_rehearsed", "timeout")]
