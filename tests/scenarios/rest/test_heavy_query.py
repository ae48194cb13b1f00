"""A query that would run for hours ends with a sentence, and while it runs the process goes on answering others."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bots import server
from core.app import open_core
from core.kernel.errors import QueryTimeout
from core.kernel.settings import Settings
from tests.homes import furnish

CARTESIAN = "SELECT COUNT(*) AS n FROM work_order AS a, work_order AS b, work_order AS c WHERE a.id + b.id > c.id"


async def test_a_cartesian_join_ends_in_time_and_health_is_told_meanwhile(tmp_path: Path, demo_plant: Path) -> None:
    home = furnish(tmp_path, demo_plant)
    settings = Settings(
        _env_file=None,
        maintbot_home=home,
        chat_docs_dir=str(home / "files"),
        maintbot_today="2026-11-22",
        planner="offline",
        query_timeout=2.0,
    )
    async with open_core(settings, chart_workers=0) as core:
        client: TestClient = TestClient(TestServer(server.build(core, settings)))
        async with client:
            await core.planner.prepare()
            queries = core.pipeline.executors.own.queries
            for _ in range(5):  # a busy machine may be late once
                heavy = asyncio.create_task(queries.run(CARTESIAN))
                async with client.get("/health") as response:
                    health = await response.json()
                answered = not heavy.done()
                with pytest.raises(QueryTimeout) as ended:
                    await heavy
                if answered:
                    break
            assert answered, "the event loop was held up by the query"
            assert health["checks"]["plant"]["status"] == "ok"
            assert ended.value.message("es").startswith("La consulta tardó más de 2 s y la detuve")
            async with client.post("/v1/chat", json={"message": "¿Cuántas bombas hay?"}) as response:
                assert response.status == 200  # the next one is answered
