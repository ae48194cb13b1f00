"""Two replicas on one PostgreSQL: whichever is asked, it is one bot. Sessions, redeliveries, thumbs, installations, links,
limits and what was deleted are the same on both."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web
from pydantic import SecretStr
from sqlalchemy import select

from bots import server
from core.app import Core, open_core
from core.kernel.settings import Settings
from core.state.tables import feedback
from tests.adapters.slack.oauth import OAUTH, grant, install
from tests.fakes.slack import FakeSlack
from tests.fakes.slack_people import People
from tests.homes import furnish
from tests.scenarios.slack.plant import TODAY

pytestmark = [pytest.mark.postgres, pytest.mark.asyncio(loop_scope="module")]


class Replica:
    """One of them."""

    def __init__(self, core: Core, url: str) -> None:
        self.core, self.url = core, url


class Bot:
    """Both, before one Slack; ``people`` write to whichever ``to`` names."""

    def __init__(self, slack: FakeSlack, replicas: list[Replica], http: aiohttp.ClientSession) -> None:
        self.slack, self.replicas, self.http = slack, replicas, http
        self.people = People(slack, None)
        self.url = replicas[0].url
        self.to(0)

    def to(self, number: int) -> People:
        """From now on Slack delivers there."""
        self.people.url = f"{self.replicas[number].url}/slack/events"
        return self.people

    async def call(self, number: int, method: str, path: str, **more: Any) -> tuple[int, Any]:
        """A call of the API of one of them."""
        headers = {"Authorization": "Bearer key-of-the-page"}
        async with self.http.request(method, f"{self.replicas[number].url}{path}", headers=headers, **more) as answer:
            return answer.status, await answer.json() if answer.content_type == "application/json" else None

    async def chat(self, number: int, message: str, session: str) -> dict[str, Any]:
        """A question over REST."""
        status, answer = await self.call(number, "POST", "/v1/chat", json={"message": message, "session_id": session})
        assert status == 200, answer
        return dict(answer)


@asynccontextmanager
async def _replica(settings: Settings) -> AsyncIterator[Replica]:
    async with open_core(settings, chart_workers=0) as core:
        runner = web.AppRunner(server.build(core, settings), access_log=None, shutdown_timeout=1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        await core.start()
        try:
            yield Replica(core, f"http://127.0.0.1:{runner.addresses[0][1]}")
        finally:
            await core.drain(2)
            await runner.cleanup()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bot(tmp_path_factory: pytest.TempPathFactory, demo_plant: Path, postgres_url: str) -> AsyncIterator[Bot]:
    """Two replicas, running."""
    folder = tmp_path_factory.mktemp("replicas")
    furnish(folder / "home", demo_plant)
    async with AsyncExitStack() as stack:
        slack = await stack.enter_async_context(FakeSlack())
        fields: dict[str, Any] = {
            "slack_signing_secret": SecretStr(slack.signing_secret),
            "slack_api_url": slack.api_url,
            "maintbot_home": folder / "home",
            "chat_docs_dir": str(folder / "files"),
            "state_database_url": postgres_url,
            "secret_key": SecretStr("a secret for tests"),
            "maintbot_today": TODAY,
            "planner": "offline",
            "auto_charts": False,
            "api_keys": ("key-of-the-page", "key-that-is-limited"),
            "rate_limit": "60/minute",
            **OAUTH,
        }
        settings = Settings(_env_file=None, **fields)
        replicas = [await stack.enter_async_context(_replica(settings)) for _ in range(2)]
        http = await stack.enter_async_context(aiohttp.ClientSession())
        bot = Bot(slack, replicas, http)
        stack.push_async_callback(bot.people.close)
        assert await install(bot, grant(bot, "T0PLANT", "xoxb-one")) == 200  # at one of them, for both
        yield bot


async def test_a_question_that_both_are_given_is_answered_once(bot: Bot) -> None:
    people = bot.to(0)
    where = bot.slack.channel("C0BOTH").id
    ts = await people.ask("¿cuántas OT abiertas hay?", channel=where)
    event = {**bot.slack.channels[where].messages[0], "type": "app_mention", "channel": where, "event_ts": ts}
    again = people.envelope(event)
    bot.to(1)
    assert await people.deliver(again) == [200]
    await bot.slack.until(lambda: bot.slack.said(where, ts))
    await asyncio.sleep(0.3)
    assert len(bot.slack.said(where, ts)) == 1


async def test_a_thread_goes_on_at_the_other_and_its_thumb_counts_once(bot: Bot) -> None:
    where = bot.slack.channel("C0THREAD").id
    ts = await bot.to(0).ask("¿cuántas OT abiertas hay?", channel=where)
    await bot.slack.until(lambda: bot.slack.said(where, ts))
    await bot.to(1).ask("¿y en soldadura?", channel=where, thread_ts=ts)
    await bot.slack.until(lambda: len(bot.slack.said(where, ts)) >= 2)
    followed = bot.slack.said(where, ts)[1]
    assert "Welding" in followed["text"] and "OT abiertas" in followed["text"]
    for number in (0, 1):  # pressed twice, at either
        status, _ = await bot.to(number).thumb(followed, "negative", channel=where)
        assert status == 200
    asked = followed["metadata"]["event_payload"]["question"]
    wanted = select(feedback.c.thumb).where(feedback.c.question_id == asked)
    state = bot.replicas[0].core.state

    async def thumbs() -> list[str]:
        return list(await state.read(lambda connection: connection.execute(wanted).scalars().all()))

    for _ in range(1500):
        if await thumbs():
            break
        await asyncio.sleep(0.02)
    assert await thumbs() == ["down"]


async def test_sessions_links_and_what_is_deleted(bot: Bot) -> None:
    first = await bot.chat(0, "equipos por área", "plant tour")
    second = await bot.chat(1, "¿y en soldadura?", "plant tour")
    assert second["session_id"] == first["session_id"]
    status, shown = await bot.call(0, "GET", "/v1/sessions/plant tour")
    assert (status, [turn["answer"]["question_id"] for turn in shown["turns"]]) == (
        200,
        [first["question_id"], second["question_id"]],
    )
    link = urlsplit(first["links"]["data"]).path
    async with bot.http.get(f"{bot.replicas[1].url}{link}") as file:
        assert file.status == 200 and (await file.text()).count("\n") > 2
    assert (await bot.call(1, "DELETE", "/v1/sessions/plant tour"))[0] == 204
    assert (await bot.call(0, "GET", "/v1/sessions/plant tour"))[0] == 404
    async with bot.http.get(f"{bot.replicas[0].url}{link}") as file:
        assert file.status in (404, 410)


async def test_two_at_once_in_one_session_both_stand_in_it(bot: Bot) -> None:
    """Each replica answers one; neither is lost, and they are numbered one after the other."""
    asked = [bot.chat(n % 2, "¿cuántas refacciones hay?", "both at once") for n in range(6)]
    answers = await asyncio.gather(*asked)
    _, shown = await bot.call(0, "GET", "/v1/sessions/both at once")
    assert {turn["answer"]["question_id"] for turn in shown["turns"]} == {one["question_id"] for one in answers}
    assert len(shown["turns"]) == 6


async def test_the_same_key_at_either_is_one_question(bot: Bot) -> None:
    sent = {"message": "¿cuántas refacciones hay?", "session_id": "once"}
    ids = set()
    for replica in bot.replicas:
        headers = {"Authorization": "Bearer key-of-the-page", "Idempotency-Key": "k1"}
        async with bot.http.post(f"{replica.url}/v1/chat", json=sent, headers=headers) as answer:
            ids.add((await answer.json())["question_id"])
    assert len(ids) == 1


async def test_a_limit_counts_over_both(bot: Bot) -> None:
    headers = {"Authorization": "Bearer key-that-is-limited"}
    met = []
    for n in range(62):
        async with bot.http.get(f"{bot.replicas[n % 2].url}/v1/sessions", headers=headers) as answer:
            met.append(answer.status)
    assert met == [200] * 60 + [429] * 2
