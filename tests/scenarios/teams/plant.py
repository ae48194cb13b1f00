"""The whole bot on the demo plant, behind its real server, before the fake of Microsoft's side."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web
from pydantic import SecretStr

from adapters.teams.app import mount
from adapters.teams.cards.validate import problems
from adapters.teams.sdk.endpoints import Endpoints
from bots import server
from core.app import Core, open_core
from core.kernel.settings import Settings
from tests.fakes.teams import APP_ID, SECRET, TENANT, Activities, FakeTeams

TODAY = date(2026, 11, 22)
Json = dict[str, Any]


class Plant:
    """Everything, running. ``count`` asks the plant's database directly."""

    def __init__(
        self, teams: FakeTeams, core: Core, settings: Settings, url: str, session: aiohttp.ClientSession
    ) -> None:
        self.teams, self.core, self.settings, self.url, self.session = teams, core, settings, url, session
        self.say = Activities(teams.service_url)
        self._people = 0

    def person(self) -> str:
        """Somebody whom no other scenario knows."""
        self._people += 1
        return f"person{self._people}"

    def thread(self) -> str:
        """A root message that no other scenario uses."""
        self._people += 1
        return str(170_000_000_000 + self._people)

    def count(self, sql: str) -> int:
        """One number, read past the bot."""
        with sqlite3.connect(f"file:{self.settings.demo_database}?mode=ro", uri=True) as connection:
            return int(connection.execute(sql).fetchone()[0])

    async def post(self, activity: Json, *, token: str | None = None) -> int:
        """Deliver a signed activity, as the Bot Service does; the status."""
        headers = {"Authorization": f"Bearer {token or self.teams.token()}"}
        async with self.session.post(f"{self.url}/api/messages", json=activity, headers=headers) as got:
            return got.status

    async def ask(self, activity: Json) -> Json:
        """Deliver a question; the card of its answer, which keeps every limit."""
        conversation = activity["conversation"]["id"]
        before = len(self.answers(conversation))
        assert await self.post(activity) == 200
        answers = await self.teams.until(lambda: self.answers(conversation)[before:], seconds=60)
        assert problems(answers[0]) == []
        return answers[0]["attachments"][0]["content"]  # type: ignore[no-any-return]

    def answers(self, conversation: str) -> list[Json]:
        """Messages with a card in a conversation."""
        return [
            sent
            for sent in self.teams.sent(conversation=conversation)
            if any(part["contentType"].endswith("card.adaptive") for part in sent.get("attachments", ()))
        ]

    def last_id(self, conversation: str) -> str:
        """The id of the last card in a conversation."""
        return next(
            call.id
            for call in reversed(self.teams.received)
            if call.conversation == conversation and "card.adaptive" in json.dumps(call.activity)
        )


def texts(value: Any) -> list[str]:
    """Every text of a card, in order."""
    if isinstance(value, dict):
        own = [value["text"]] if value.get("type") == "TextRun" else []
        return own + [text for key, part in value.items() if key != "text" for text in texts(part)]
    return [text for part in value for text in texts(part)] if isinstance(value, list) else []


def headline(card: Json) -> str:
    """The answer's sentence: the first paragraph in the size of a headline."""
    for element in card["body"]:
        runs = element.get("inlines", [])
        if runs and runs[0].get("size") == "Medium":
            return "".join(run["text"] for run in runs)
    raise AssertionError("no headline")


def buttons(value: Any, kind: str = "") -> list[Json]:
    """Every button of a card, of one kind or all."""
    if isinstance(value, dict):
        own = [value] if str(value.get("type", "")).startswith(f"Action.{kind}") else []
        return own + [action for part in value.values() for action in buttons(part, kind)]
    return [action for part in value for action in buttons(part, kind)] if isinstance(value, list) else []


def button(card: Json, title: str) -> Json:
    """The button of that title."""
    found = [action for action in buttons(card) if action["title"] == title]
    assert found, [action["title"] for action in buttons(card)]
    return found[0]


@asynccontextmanager
async def serving(folder: Path, endpoints: Endpoints, **more: Any) -> AsyncIterator[tuple[Core, Settings, str]]:
    """The bot alone: its core, its settings and its address; ``more`` are settings."""
    fields: Json = {
        "microsoft_app_id": APP_ID,
        "microsoft_app_password": SecretStr(SECRET),
        "microsoft_app_tenantid": TENANT,
        "public_url": "https://bot.example.com",
        "maintbot_home": folder,
        "chat_docs_dir": str(folder / "files"),
        "secret_key": SecretStr("a secret for tests"),
        "maintbot_today": TODAY,
        "planner": "offline",
    }
    settings = Settings(_env_file=None, **{**fields, **more})
    without = settings.model_copy(update={"microsoft_app_id": None})
    async with open_core(settings) as core:
        app = server.build(core, without)
        mount(app, core, settings, endpoints=endpoints)  # Microsoft's addresses are the fake's
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        await core.start()
        try:
            yield core, settings, f"http://127.0.0.1:{runner.addresses[0][1]}"
        finally:
            await core.drain(2)
            await runner.cleanup()


@asynccontextmanager
async def running(folder: Path, **more: Any) -> AsyncIterator[Plant]:
    """The bot and the fake of Microsoft's side."""
    async with (
        FakeTeams().running() as teams,
        serving(folder, teams.endpoints, **more) as (core, settings, url),
        aiohttp.ClientSession() as session,
    ):
        yield Plant(teams, core, settings, url, session)
