"""A plant without a public address: everything over the WebSocket that the bot opens."""

from __future__ import annotations

import asyncio
from pathlib import Path

from pydantic import SecretStr

from bots import server
from core.kernel.settings import Settings
from tests.fakes.slack import FakeSlack
from tests.fakes.slack_people import People
from tests.scenarios.slack.plant import TODAY


async def test_a_mention_and_a_command(tmp_path: Path) -> None:
    async with FakeSlack() as slack:
        settings = Settings(
            _env_file=None,
            slack_bot_token=SecretStr(slack.bot_token),
            slack_app_token=SecretStr(slack.app_token),
            slack_api_url=slack.api_url,
            maintbot_home=tmp_path,
            chat_docs_dir=str(tmp_path / "files"),
            maintbot_today=TODAY,
            planner="offline",
            api_port=0,
        )
        stop = asyncio.Event()
        serving = asyncio.create_task(server.serve(settings, stop=stop))
        people = People(slack, None)
        await slack.until(lambda: slack.sockets or serving.done(), 60)
        ts = await people.ask("¿cuántas bombas hay?")
        await slack.until(lambda: slack.said("C0MAINT", ts), 60)
        _, body = await people.command("/equipos")
        assert "equipos" in body["text"]
        stop.set()
        assert await asyncio.wait_for(serving, 30) == 0
        assert slack.sockets == []
