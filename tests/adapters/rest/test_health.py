"""/health, /health/live and /health/ready over HTTP: what they say when a part is gone, and whom they keep waiting."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from core.kernel.errors import DatabaseUnavailable
from core.telemetry.health import PARTS
from tests.adapters.rest.rig import Client, Serve


async def status_of(client: Client, path: str = "/health") -> tuple[int, dict[str, Any]]:
    response = await client.get(path)
    assert response.headers["Cache-Control"] == "no-store"
    return response.status, await response.json()


def plant_of(core: SimpleNamespace) -> Path:
    return Path(core.state.url.database).with_name("plant.sqlite")


async def test_every_part_is_named_with_its_time(serve: Serve) -> None:
    async with serve() as (client, _):
        status, found = await status_of(client)
        assert (status, found["status"]) == (200, "ok")
        assert tuple(found["checks"]) == PARTS
        on = {name: part for name, part in found["checks"].items() if part["status"] == "ok"}
        assert set(on) == {"state", "plant", "artifacts", "queue"}
        assert all(part["seconds"] >= 0 for part in on.values())
        assert {found["checks"][name]["status"] for name in ("model", "slack", "teams")} == {"off"}
        assert on["queue"]["details"] == {"unfinished": 0, "oldest_seconds": 0.0}
        assert set(found["versions"]) == {"maintbot", "state_schema"}


async def test_a_plant_whose_file_is_gone_cannot_answer(serve: Serve) -> None:
    async with serve() as (client, core):
        file = plant_of(core)
        file.rename(file.with_name("gone.sqlite"))
        status, found = await status_of(client)
        assert (status, found["status"]) == (503, "failed")
        assert found["checks"]["plant"]["code"] == "database_unavailable"
        assert found["checks"]["state"]["status"] == "ok"
        # What can be stored is answered when the plant is back, so it is taken in.
        assert await status_of(client, "/health/ready") == (200, {"status": "ok"})


async def test_a_plant_without_the_models_tables_cannot_answer(serve: Serve) -> None:
    async with serve() as (client, core):
        with contextlib.closing(sqlite3.connect(plant_of(core))) as connection:
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                connection.execute(f'DROP TABLE "{name}"')
        status, found = await status_of(client)
        assert (status, found["checks"]["plant"]["status"]) == (503, "failed")


async def test_a_state_that_cannot_be_written_takes_nothing_in(serve: Serve) -> None:
    async with serve() as (client, core):
        file = Path(core.state.url.database)
        file.rename(file.with_name("gone.sqlite"))
        status, found = await status_of(client)
        assert (status, found["checks"]["state"]["code"]) == (503, "state_unavailable")
        assert await status_of(client, "/health/ready") == (503, {"status": "failed"})
        assert await status_of(client, "/health/live") == (200, {"status": "ok"})


async def test_a_state_whose_file_was_removed_takes_no_question(serve: Serve) -> None:
    """Its answer would be forgotten: the next start knows nothing of what is written to a file without a name."""
    async with serve() as (client, core):
        Path(core.state.url.database).unlink()
        response = await client.post("/v1/chat", json={"message": "¿cuántas OT hay?"})
        assert (response.status, (await response.json())["error"]["code"]) == (503, "state_unavailable")
        status, found = await status_of(client)
        assert (status, found["checks"]["state"]["code"]) == (503, "state_unavailable")


async def test_a_restore_that_is_unfinished_takes_nothing_in(serve: Serve) -> None:
    async with serve() as (client, core):
        mark = Path(core.settings.maintbot_home) / "restoring"
        mark.mkdir(parents=True)
        status, found = await status_of(client)
        assert (status, found["checks"]["state"]["code"]) == (503, "restore_unfinished")
        assert (await status_of(client, "/health/ready"))[0] == 503


async def test_files_that_cannot_be_stored_leave_it_answering(serve: Serve) -> None:
    async with serve() as (client, core):
        Path(core.artifacts.location).write_text("a file where the folder should be")
        status, found = await status_of(client)
        assert (status, found["status"], found["checks"]["artifacts"]["code"]) == (200, "degraded", "storage_failed")


async def test_looking_at_the_files_leaves_none(serve: Serve) -> None:
    async with serve() as (client, core):
        await status_of(client)
        assert list(Path(core.artifacts.location).iterdir()) == []


async def test_what_begins_to_run_is_not_ready(serve: Serve) -> None:
    async with serve() as (client, core):
        core.health.started = False
        assert await status_of(client, "/health/ready") == (503, {"status": "starting"})
        assert (await status_of(client, "/health/live"))[0] == 200


async def test_what_stops_is_alive_and_not_ready(serve: Serve) -> None:
    from adapters.rest.http.context import REST

    async with serve() as (client, _):
        client.app[REST].draining = True
        assert (await status_of(client))[1]["status"] == "draining"
        assert await status_of(client, "/health/ready") == (503, {"status": "draining"})
        assert (await status_of(client, "/health/live"))[0] == 200


async def test_it_names_what_an_operator_has_to_mend(serve: Serve) -> None:
    async with serve() as (client, core):
        core.troubles.begins("slack T0PLANT", "token_revoked")
        status, found = await status_of(client)
        assert (status, found["troubles"]) == (200, ["slack T0PLANT: token_revoked"])
        core.troubles.ends("slack T0PLANT")
        assert "troubles" not in (await status_of(client))[1]


async def test_asked_often_it_asks_the_plant_once(serve: Serve) -> None:
    async with serve() as (client, core):
        asked = []
        really = core.database.run

        async def counted(sql: str, **limits: Any) -> object:
            asked.append(sql)
            return await really(sql, **limits)

        core.database.run = counted
        answers = await asyncio.gather(*(client.get("/health") for _ in range(10)))
        assert {response.status for response in answers} == {200}
        assert len(asked) == 1


async def test_no_text_of_a_library_is_told(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    async with serve() as (client, core):

        async def gone(sql: str, **limits: Any) -> None:
            raise DatabaseUnavailable("no such host: plant.internal, user maint_ro")

        core.database.run = gone
        text = await (await client.get("/health")).text()
        assert "database_unavailable" in text
        assert "plant.internal" not in text
