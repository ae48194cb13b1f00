"""Socket Mode: the same listeners over a WebSocket, acknowledged when stored."""

from __future__ import annotations

from pathlib import Path

from aiohttp import web
from pydantic import SecretStr

from adapters.slack.app import SLACK
from bots import socket_mode
from tests.adapters.slack.rig import rig
from tests.fakes.slack_people import People, words


async def test_a_mention_a_command_and_a_press(tmp_path: Path) -> None:
    async with rig(tmp_path) as r:
        settings = r.core.settings.model_copy(update={"slack_app_token": SecretStr(r.slack.app_token)})
        app = web.Application()
        app[SLACK] = r.app
        async with socket_mode.connected(app, settings):
            people = People(r.slack, None)
            ts = await people.ask("bombas paradas")
            (message,) = await r.slack.until(lambda: r.slack.said("C0MAINT", ts))
            assert words(message)
            _, body = await people.command("/equipos", "parados")
            assert body["text"] == "3 bombas paradas"
            await people.press(message, "Ver SQL")
            await r.slack.until(lambda: r.slack.views)
            await people.ask("otra", thread_ts=ts)
            await r.slack.until(lambda: len(r.slack.said("C0MAINT", ts)) == 2)
        await r.slack.until(lambda: not r.slack.sockets)


async def test_an_event_that_cannot_be_stored_is_not_acknowledged(tmp_path: Path) -> None:
    async with rig(tmp_path) as r:
        settings = r.core.settings.model_copy(update={"slack_app_token": SecretStr(r.slack.app_token)})
        app = web.Application()
        app[SLACK] = r.app
        async with socket_mode.connected(app, settings):
            people = People(r.slack, None)
            r.core.broken = True
            event = {"type": "app_mention", "user": "U0ASHA", "ts": r.slack.ts(), "channel": "C0MAINT", "text": "x"}
            envelope = people.envelope(event)
            try:
                await r.slack.over_socket("events_api", envelope, wait=0.3, tries=1)
                raise SystemExit("acknowledged")
            except AssertionError as error:
                assert "never acknowledged" in str(error)
            r.core.broken = False
            await r.slack.over_socket("events_api", envelope)
            await r.slack.until(lambda: r.slack.said("C0MAINT"))


async def test_it_reconnects_when_slack_closes(tmp_path: Path) -> None:
    async with rig(tmp_path) as r:
        settings = r.core.settings.model_copy(update={"slack_app_token": SecretStr(r.slack.app_token)})
        app = web.Application()
        app[SLACK] = r.app
        async with socket_mode.connected(app, settings):
            first = await r.slack.until(lambda: r.slack.sockets and r.slack.sockets[0])
            await first.close()
            await r.slack.until(lambda: r.slack.sockets and r.slack.sockets[0] is not first)
            ts = await People(r.slack, None).ask("bombas paradas")
            await r.slack.until(lambda: r.slack.said("C0MAINT", ts))


async def test_it_connects_when_slack_comes_back(tmp_path: Path, monkeypatch: object) -> None:
    async with rig(tmp_path) as r:
        settings = r.core.settings.model_copy(update={"slack_app_token": SecretStr(r.slack.app_token)})
        r.slack.fail("apps.connections.open", "lost", times=2)
        app = web.Application()
        app[SLACK] = r.app
        before, socket_mode.RETRY_SECONDS = socket_mode.RETRY_SECONDS, 0.05
        try:
            async with socket_mode.connected(app, settings):
                await r.slack.until(lambda: r.slack.sockets)
        finally:
            socket_mode.RETRY_SECONDS = before


async def test_nothing_without_an_app_token(tmp_path: Path) -> None:
    async with rig(tmp_path) as r:
        app = web.Application()
        app[SLACK] = r.app
        async with socket_mode.connected(app, r.core.settings):
            assert r.slack.calls == [] or all(call.method != "apps.connections.open" for call in r.slack.calls)
