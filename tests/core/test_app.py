"""Core opened and put together: the demo plant kept of the day, questions accepted, everything closed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from core.app import housekeeping
from core.demo.generate import made_for
from core.kernel.errors import ConfigurationError, StorageFailed
from core.kernel.messages import Question, Thread, Viewer
from core.telemetry import logs, metrics
from tests.core.asking import Person
from tests.core.opening import AS_OF, Opens

ON_DEMO: dict[str, Any] = {"maintenance_database_url": None}


async def test_the_demo_plant_is_made_on_first_use_as_of_today(opens: Opens, tmp_path: Path) -> None:
    plant = tmp_path / "home" / "demo_plant.sqlite"
    async with opens(**ON_DEMO) as core:
        assert made_for(plant) == AS_OF
        assert (await Person(core).ask("how many pumps are down?")).action == "data"


async def test_the_demo_plant_is_made_anew_at_start_up_when_its_date_is_past(
    opens: Opens, demo_file: Path, tmp_path: Path
) -> None:
    plant = tmp_path / "home" / "demo_plant.sqlite"
    plant.parent.mkdir()
    plant.write_bytes(demo_file.read_bytes())
    async with opens(**ON_DEMO, maintbot_today=date(2026, 11, 23)):
        assert made_for(plant) == date(2026, 11, 23)


async def test_the_demo_plant_is_left_alone_on_its_own_day(opens: Opens, demo_file: Path, tmp_path: Path) -> None:
    plant = tmp_path / "home" / "demo_plant.sqlite"
    plant.parent.mkdir()
    plant.write_bytes(demo_file.read_bytes())
    before = plant.stat().st_mtime_ns
    async with opens(**ON_DEMO):
        assert plant.stat().st_mtime_ns == before


async def test_the_demo_plant_is_made_anew_while_the_bot_runs_and_answers_come_from_it(
    opens: Opens, demo_file: Path, tmp_path: Path
) -> None:
    plant = tmp_path / "home" / "demo_plant.sqlite"
    plant.parent.mkdir()
    plant.write_bytes(demo_file.read_bytes())
    async with opens(**ON_DEMO) as core:
        text = "¿cuántas OT se cerraron en total?"
        before = await Person(core).ask(text)
        core.clock.frozen = date(2026, 12, 20)
        await housekeeping(core.settings, core.clock, core.state, core.artifacts)
        assert made_for(plant) == date(2026, 12, 20)
        after = await Person(core).ask(text)
    with closing(sqlite3.connect(plant)) as connection:
        counted = connection.execute("SELECT COUNT(*) FROM work_order WHERE status = 'completed'").fetchone()
    assert after.rows == (counted,) != before.rows


async def test_a_plant_of_ones_own_is_never_written(opens: Opens, plant_copy: Path, tmp_path: Path) -> None:
    before = plant_copy.read_bytes()
    async with opens(maintenance_database_url=f"sqlite:///{plant_copy}", maintbot_today=date(2027, 5, 1)) as core:
        await Person(core).ask("how many pumps are down?")
        await housekeeping(core.settings, core.clock, core.state, core.artifacts)
    assert plant_copy.read_bytes() == before
    assert not (tmp_path / "home" / "demo_plant.sqlite").exists()


async def test_a_home_that_cannot_be_written_is_a_clear_error(opens: Opens, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises((StorageFailed, ConfigurationError)) as caught:
        async with opens(**ON_DEMO, maintbot_home=tmp_path / "file" / "home"):
            pass
    assert caught.value.message("es") and caught.value.message("en")


async def test_a_semantic_model_that_is_missing_is_a_clear_error(opens: Opens, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"none\.yaml: cannot be read"):
        async with opens(semantic_model=tmp_path / "none.yaml"):
            pass


async def test_a_question_is_accepted_once(opens: Opens) -> None:
    question = Question(
        id="q1",
        thread=Thread(platform="slack", workspace="T", channel="C", thread="1"),
        viewer=Viewer(platform="slack", workspace="T", id="U"),
        text="how many pumps are down?",
        received_at=datetime.now(UTC),
    )
    async with opens() as core:
        assert await core.accept(question, "event-1") is True
        before = metrics.REGISTRY.get_sample_value("maintbot_events_repeated_total", {"platform": "slack"}) or 0
        assert await core.accept(question, "event-1") is False
        after = metrics.REGISTRY.get_sample_value("maintbot_events_repeated_total", {"platform": "slack"})
        assert after == before + 1


async def test_what_was_answered_before_a_restart_is_known_after_it(opens: Opens) -> None:
    async with opens() as core:
        person = Person(core, "kept")
        await person.ask("OT abiertas")
    async with opens() as core:
        reply = await Person(core, "kept").ask("¿y en soldadura?")
    assert "OT abiertas" in reply.text and "Welding" in reply.text


async def test_log_lines_carry_the_correlation_id_and_never_the_question(opens: Opens) -> None:
    from structlog.contextvars import merge_contextvars

    async with opens(maintenance_database_url="sqlite:////nowhere/plant.sqlite") as core:
        with capture_logs(processors=[merge_contextvars]) as lines, logs.bind(correlation_id="abc"):
            await Person(core).ask("how many frobnicated pumps are down?")
    failed = [line for line in lines if line["event"] == "question_failed"]
    assert failed and all(line["correlation_id"] == "abc" for line in failed)
    assert failed[0]["code"] == "database_unavailable" and failed[0]["question_id"]
    assert "frobnicated" not in str(lines)


async def test_retention_forgets_old_answers_in_housekeeping(opens: Opens) -> None:
    from datetime import timedelta

    async with opens(retention_days=1) as core:
        person = Person(core)
        await person.ask("OT abiertas")
        question = person.asked[-1]
        await housekeeping(core.settings, core.clock, core.state, core.artifacts)
        assert await core.sessions.reply(question.id) is not None
        later = core.clock.now() + timedelta(days=3)
        core.clock.now = lambda: later  # type: ignore[method-assign]
        await housekeeping(core.settings, core.clock, core.state, core.artifacts)
        assert await core.sessions.reply(question.id) is None
