"""Teams is away for minutes, or its name is not found: answered later, in order, and whoever waited is told."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters.teams.cards.validate import problems
from core.delivery import lateness, outbox
from tests.adapters.teams.rig import Rig, rig
from tests.clocks import set_ahead
from tests.fakes.names import NameAway
from tests.fakes.teams import FakeTeams, Trouble

LATE = "Esta respuesta llega 20 minutos después de tu pregunta."


async def three_in_a_chain(bot: Rig) -> None:
    for n in range(3):
        assert (await bot.post(bot.say.channel(f"equipos parados {n}", root="17")))[0] == 200


async def answered_in_order(bot: Rig) -> None:
    """Each once, in the order of the questions, and each card says above its answer that it is late."""
    await bot.teams.wait(3)
    await asyncio.sleep(0.3)  # what came twice would come soon
    cards = bot.teams.cards()
    assert len(cards) == 3
    about = [
        f'"about": "{question.id}"' in json.dumps(card) for question, card in zip(bot.core.asked, cards, strict=True)
    ]
    assert about == [True] * 3
    for card in cards:
        assert LATE in json.dumps(card["body"][0], ensure_ascii=False)
        assert "P-103" in json.dumps(card["body"][1])
        assert problems(card) == []


@pytest.mark.parametrize(
    "trouble",
    [Trouble(status=503), Trouble(drop=True), Trouble(status=502, page="<html>")],
    ids=["503", "drop", "page"],
)
async def test_away_for_twenty_minutes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trouble: Trouble) -> None:
    async with rig(tmp_path) as bot:
        tried: list[Any] = []

        def down(activity: Any) -> Trouble:
            tried.append(activity)
            return trouble

        bot.teams.trouble_with = down
        await three_in_a_chain(bot)
        await bot.teams.until(lambda: len(tried) >= 6)
        assert bot.teams.sent() == [] and await bot.core.inbox.backlog() == 3
        set_ahead(monkeypatch, timedelta(minutes=20), outbox, lateness)
        before = len(tried)
        await bot.teams.until(lambda: len(tried) >= before + 8)  # the attempt that is under way knows the old time
        bot.teams.trouble_with = lambda activity: None
        await answered_in_order(bot)


async def test_its_name_is_not_found_for_a_while(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = NameAway(monkeypatch)
    async with FakeTeams().running() as teams, rig(tmp_path, teams=teams) as bot:
        asked = [bot.say.channel(f"equipos parados {n}", root="17") for n in range(3)]
        named = teams.service_url.replace("127.0.0.1", "localhost")
        for one in asked:
            status, _ = await bot.post({**one, "serviceUrl": named}, token=teams.token(serviceurl=named))
            assert status == 200
        await teams.until(lambda: name.looked >= 3)
        assert teams.sent() == [] and await bot.core.inbox.backlog() == 3
        set_ahead(monkeypatch, timedelta(minutes=20), outbox, lateness)
        before = name.looked
        await teams.until(lambda: name.looked >= before + 8)
        name.is_back()
        await answered_in_order(bot)


async def test_words_in_the_cards_place_say_so_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A card that is refused as malformed leaves as plain text."""
    async with rig(tmp_path) as bot:
        set_ahead(monkeypatch, timedelta(minutes=20), outbox, lateness)
        bot.teams.trouble_with = lambda activity: Trouble(status=400) if activity.get("attachments") else None
        await bot.post(bot.say.channel("equipos parados", root="18"))
        (said,) = await bot.teams.wait(1)
        assert said["text"].startswith(f"{LATE}\n\n3 equipos parados")
