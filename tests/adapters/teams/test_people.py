"""Arriving, thumbs, other organisations, and the restart of what is remembered."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters.teams.cards.validate import problems
from adapters.teams.tenant.installs import Installs
from core.state.keyvalue import KeyValue
from tests.adapters.teams.rig import Rig, rig
from tests.fakes.teams import TENANT, Activities

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def installs(bot: Rig) -> Installs:
    return Installs(KeyValue(bot.core.state), None, None, "es")  # type: ignore[arg-type]


async def test_one_welcome_however_many_events_tell_of_it(tmp_path: Path) -> None:
    async with rig(tmp_path) as bot:
        for _ in range(2):
            await bot.post(bot.say.added())
            await bot.post(bot.say.added(type="installationUpdate", action="add"))
        await bot.post(bot.say.personal("equipos parados"))
        await bot.teams.wait(2)
        welcomes = [card for card in bot.teams.cards() if "Pregúntame por el mantenimiento" in str(card)]
        assert len(welcomes) == 1
        assert problems(next(sent for sent in bot.teams.sent() if "Pregúntame" in str(sent))) == []


async def test_somebody_else_is_not_welcomed(tmp_path: Path) -> None:
    async with rig(tmp_path) as bot:
        await bot.post(bot.say.added("groupChat", membersAdded=[{"id": "29:luis"}]))
        await bot.post(bot.say.personal("equipos parados"))
        await bot.teams.wait(1)
        assert len(bot.teams.sent()) == 1


async def test_a_channels_welcome_says_to_mention_it(tmp_path: Path) -> None:
    async with rig(tmp_path) as bot:
        await bot.post(bot.say.added("channel", locale="en-US"))
        (sent,) = await bot.teams.wait(1)
        assert "Mention me with your question" in json.dumps(sent)
        assert bot.teams.received[-1].conversation == "19:general@thread.tacv2"


async def test_installs_are_kept_and_forgotten(tmp_path: Path) -> None:
    async with rig(tmp_path) as bot:
        await bot.post(bot.say.added())
        await bot.teams.wait(1)
        (kept,) = await installs(bot).all()
        assert (kept["tenant"], kept["scope"]) == (TENANT, "personal")
        assert kept["reference"]["serviceUrl"] == bot.teams.service_url
        await bot.post(bot.say.added(type="installationUpdate", action="remove"))
        assert await installs(bot).all() == []
        await bot.post(bot.say.added())  # and when it comes back it says hello again
        await bot.teams.wait(2)


async def test_thumbs_are_stored_with_the_answers_question(tmp_path: Path) -> None:
    async with rig(tmp_path) as bot:
        asked = bot.say.channel("equipos parados")
        await bot.post(asked)
        await bot.teams.wait(1)
        await _remembered(bot)
        await bot.post(bot.say.thumb(asked, "m-1", "dislike", "faltan equipos"))
        await bot.post(bot.say.thumb(asked, "m-1", "like", who="luis"))
        given = await bot.core.feedback.given(since=LONG_AGO)
        assert [(row["thumb"], row["comment"]) for row in given] == [("down", "faltan equipos"), ("up", None)]
        assert {row["question_id"] for row in given} == {bot.core.asked[0].id}
        assert (await bot.post(bot.say.thumb(asked, "m-99", "like")))[0] == 200  # not ours: nothing to store
        assert len(await bot.core.feedback.given(since=LONG_AGO)) == 2


async def _remembered(bot: Rig) -> None:
    """The message's id is written down after it was sent."""
    import asyncio

    for _ in range(3000):
        if await KeyValue(bot.core.state).keys("teams.message."):
            return
        await asyncio.sleep(0.01)
    raise AssertionError("the message was not remembered")


async def test_old_answers_are_forgotten(tmp_path: Path) -> None:
    from adapters.teams.tenant.keys import prune

    async with rig(tmp_path) as bot:
        await bot.post(bot.say.personal("equipos parados"))
        await bot.teams.wait(1)
        await _remembered(bot)
        await bot.post(bot.say.added())
        now = datetime.now(UTC)
        assert await prune(bot.core.state, "message", now - timedelta(days=1)) == 0
        assert await prune(bot.core.state, "message", now + timedelta(days=1)) == 1
        assert len(await installs(bot).all()) == 1


async def test_another_organisation_is_refused_once(tmp_path: Path) -> None:
    async with rig(tmp_path) as bot:
        outsider = Activities(bot.teams.service_url, tenant="88888888-0000-4000-8000-000000000002")
        for _ in range(3):
            assert (await bot.post(outsider.personal("equipos parados")))[0] == 200
        (sent,) = await bot.teams.wait(1)
        assert "solo para las personas de esta empresa" in json.dumps(sent, ensure_ascii=False)
        await bot.post(bot.say.personal("equipos parados", who="luis"))
        await bot.teams.wait(2)
        assert len(bot.core.asked) == 1


async def test_allowed_tenants(tmp_path: Path) -> None:
    other = "88888888-0000-4000-8000-000000000002"
    async with rig(tmp_path, teams_allowed_tenants=(other,)) as bot:
        await bot.post(Activities(bot.teams.service_url, tenant=other).personal("equipos parados"))
        await bot.teams.wait(1)
        await bot.post(bot.say.personal("equipos parados", who="luis"))
        await bot.teams.wait(2)
        assert len(bot.core.asked) == 1


async def test_a_multi_tenant_bot_without_a_list_answers_all(tmp_path: Path) -> None:
    async with rig(tmp_path, microsoft_app_type="MultiTenant") as bot:
        other = Activities(bot.teams.service_url, tenant="88888888-0000-4000-8000-000000000002")
        await bot.post(other.personal("equipos parados"))
        await bot.teams.wait(1)
        assert len(bot.core.asked) == 1
        assert bot.teams.token_requests[0]["tenant"] == "botframework.com"


@pytest.mark.parametrize("name", ["task/fetch", "", None, 7])
async def test_an_invoke_that_we_do_not_know_is_nobodys_fault(tmp_path: Path, name: Any) -> None:
    async with rig(tmp_path) as bot:
        invoke = {**bot.say.invoke(bot.say.personal("x"), "x", {}, reply_to="m-1"), "name": name}
        assert (await bot.post(invoke))[0] == 400
