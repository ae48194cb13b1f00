"""Signed activities that are not as Teams makes them, and kinds that nobody asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from adapters.teams.text import plain_text
from tests.adapters.teams.rig import Rig, rig
from tests.fakes.teams import BOT

WRONG: tuple[Any, ...] = (None, [], {}, 5, "", {"a": 1}, ["x"], [None])
KINDS = (
    *("messageReaction", "typing", "messageUpdate", "event", "endOfConversation", "deleteUserData"),
    *("contactRelationUpdate", "handoff", "trace", "suggestion", "command", "neverHeardOf"),
)
INVOKES = ("composeExtension/query", "task/fetch", "adaptiveCard/action", "signin/verifyState", "neverHeardOf")


async def settled(bot: Rig, count: int) -> None:
    """All that was accepted has been answered."""
    await bot.teams.until(lambda: len(bot.core.asked) >= count)


async def test_no_field_of_an_activity_makes_an_outage(tmp_path: Path) -> None:
    async with rig(tmp_path) as bot:
        message, added = bot.say.channel("hola"), bot.say.added()
        number = 0
        for base, fields in (
            (message, ("text", "entities", "attachments", "value", "channelData", "conversation", "from", "recipient")),
            (added, ("membersAdded", "membersRemoved", "channelData", "recipient", "action")),
        ):
            for field in fields:
                for value in WRONG:
                    number += 1
                    status, _ = await bot.post({**base, "id": f"f{number}", field: value})
                    assert status in (200, 400), (field, value)
        for part, fields in (
            ("conversation", ("id", "tenantId", "conversationType", "isGroup")),
            ("from", ("id", "name", "aadObjectId", "role")),
            ("recipient", ("id", "name")),
        ):
            for field in fields:
                for value in WRONG:
                    number += 1
                    changed = {**message[part], field: value}
                    status, _ = await bot.post({**message, "id": f"f{number}", part: changed})
                    assert status in (200, 400), (part, field, value)


@pytest.mark.parametrize("kind", KINDS)
async def test_another_kind_of_activity_is_taken_and_forgotten(tmp_path: Path, kind: str) -> None:
    async with rig(tmp_path) as bot:
        odd = {**bot.say.personal("¿cuántas bombas hay?"), "type": kind}
        if kind == "messageReaction":
            odd |= {"reactionsAdded": [{"type": "like"}], "replyToId": "m-1"}
        if kind == "messageUpdate":
            odd |= {"channelData": {"eventType": "editMessage"}}
        assert (await bot.post(odd))[0] == 200
        assert (await bot.post(bot.say.personal("¿cuántas bombas hay?")))[0] == 200
        await settled(bot, 1)
        assert len(bot.core.asked) == 1


async def test_an_invoke_that_is_not_ours_is_declined(tmp_path: Path) -> None:
    async with rig(tmp_path) as bot:
        for name in INVOKES:
            for value in WRONG:
                odd = bot.say.invoke(bot.say.personal("x"), name, value, reply_to="m-1")
                assert (await bot.post(odd))[0] == 400
        for name in ("fileConsent/invoke", "message/submitAction"):
            for value in WRONG:
                odd = bot.say.invoke(bot.say.personal("x"), name, value, reply_to="m-1")
                assert (await bot.post(odd))[0] == 200
        assert bot.core.asked == []


async def test_another_bots_words_are_no_question(tmp_path: Path) -> None:
    async with rig(tmp_path) as bot:
        for sender in ({"id": "28:other"}, {"id": BOT["id"]}, {"id": "29:x", "role": "bot"}):
            assert (await bot.post({**bot.say.channel("hola"), "from": {**sender, "name": "Otro"}}))[0] == 200
        assert (await bot.post(bot.say.channel("¿cuántas bombas hay?")))[0] == 200
        await settled(bot, 1)
        assert len(bot.core.asked) == 1


async def test_an_update_of_the_app_says_no_second_hello(tmp_path: Path) -> None:
    async with rig(tmp_path) as bot:
        for action in ("add", "remove-upgrade", "add-upgrade"):
            assert (await bot.post(bot.say.added(type="installationUpdate", action=action)))[0] == 200
        await bot.teams.until(lambda: bot.teams.received)
        assert (await bot.post(bot.say.personal("¿cuántas bombas hay?")))[0] == 200
        await settled(bot, 1)
        hellos = [call for call in bot.teams.received if "Pregúntame" in str(call.activity.get("summary"))]
        assert len(hellos) == 1


def test_a_huge_text_is_read() -> None:
    """A pattern that looks from every tag to the text's end would not come back from these."""
    mention = {"type": "mention", "text": "gone", "mentioned": {"id": "28:b", "name": "Bot"}}
    for text in ("<a " * 300_000, "<at <at " * 150_000, "&nbsp;" * 100_000, "<at>Bot" * 150_000):
        read = plain_text({"text": text, "recipient": {"id": "28:b"}, "entities": [mention]})
        assert len(read) < len(text)
