"""The whole bot on the demo plant, behind its real server, before the fake Slack."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any

from aiohttp import web
from pydantic import SecretStr

from bots import server
from core.app import Core, open_core
from core.kernel.settings import Settings
from tests.fakes.slack import FakeSlack
from tests.fakes.slack_people import People

TODAY = date(2026, 11, 22)


class Plant:
    """Everything, running. ``count`` asks the plant's database directly."""

    def __init__(self, slack: FakeSlack, people: People, core: Core, settings: Settings, url: str) -> None:
        self.slack, self.people, self.core, self.settings, self.url = slack, people, core, settings, url
        self._channels = 0

    def channel(self, kind: str = "channel") -> str:
        """A conversation that no other scenario uses."""
        self._channels += 1
        letter = {"channel": "C", "group": "G", "mpim": "G"}[kind]
        return self.slack.channel(f"{letter}0{kind.upper()}{self._channels}", kind).id

    def person(self) -> str:
        """A person whom no other scenario knows."""
        self._channels += 1
        name = f"U0P{self._channels}"
        self.slack.users[name] = {"id": name, "team_id": self.slack.team, "name": name.lower()}
        return name

    def count(self, sql: str) -> int:
        """One number, read past the bot."""
        with sqlite3.connect(f"file:{self.settings.demo_database}?mode=ro", uri=True) as connection:
            return int(connection.execute(sql).fetchone()[0])

    def column(self, sql: str) -> list[str]:
        """One column, read past the bot."""
        with sqlite3.connect(f"file:{self.settings.demo_database}?mode=ro", uri=True) as connection:
            return [str(row[0]) for row in connection.execute(sql)]

    async def said(self, channel: str, ts: str | None, count: int = 1) -> list[dict[str, Any]]:
        """Wait for so many posts of the bot in a thread."""
        found: list[dict[str, Any]] = await self.slack.until(
            lambda: len(self.slack.said(channel, ts)) >= count and self.slack.said(channel, ts), 60
        )
        return found

    async def ask(self, text: str, channel: str, **more: Any) -> tuple[str, dict[str, Any]]:
        """Mention the bot in a new thread; gives the thread and the answer."""
        ts = await self.people.ask(text, channel=channel, **more)
        return ts, (await self.said(channel, ts))[0]

    async def answers(self, channel: str, ts: str, count: int) -> list[dict[str, Any]]:
        """Wait for so many answers (posts with words) in a thread; files do not count."""

        def worded() -> list[dict[str, Any]]:
            return [message for message in self.slack.said(channel, ts) if message.get("text")]

        found: list[dict[str, Any]] = await self.slack.until(lambda: len(worded()) >= count and worded(), 60)
        return found


@asynccontextmanager
async def running(folder: Path, **more: Any) -> AsyncIterator[Plant]:
    """Start it all; ``more`` are settings."""
    async with FakeSlack() as slack:
        fields: dict[str, Any] = {
            "slack_bot_token": SecretStr(slack.bot_token),
            "slack_signing_secret": SecretStr(slack.signing_secret),
            "slack_api_url": slack.api_url,
            "maintbot_home": folder,
            "chat_docs_dir": str(folder / "files"),
            "secret_key": SecretStr("a secret for tests"),
            "maintbot_today": TODAY,
            "planner": "offline",
        }
        settings = Settings(_env_file=None, **{**fields, **more})
        async with open_core(settings) as core:
            runner = web.AppRunner(server.build(core, settings), access_log=None, shutdown_timeout=1)
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            url = f"http://127.0.0.1:{runner.addresses[0][1]}"
            await core.start()
            people = People(slack, f"{url}/slack/events")
            try:
                yield Plant(slack, people, core, settings, url)
            finally:
                await people.close()
                await core.drain(2)
                await runner.cleanup()
