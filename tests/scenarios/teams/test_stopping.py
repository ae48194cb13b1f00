"""A question that takes long is stopped: by its button, which goes away, or by deleting the message that asked it."""

from __future__ import annotations

import asyncio
import json

import pytest

from adapters.teams import deliver
from tests.scenarios.endless import endless
from tests.scenarios.teams.plant import Json, Plant, buttons


@pytest.fixture
def slow(plant: Plant, monkeypatch: pytest.MonkeyPatch) -> dict[str, asyncio.Event]:
    """The plant's database takes for ever."""
    monkeypatch.setattr(deliver, "TYPING_SECONDS", 0.05)
    return endless(plant.core, monkeypatch)


def cards(plant: Plant, conversation: str) -> list[Json]:
    return [sent["attachments"][0]["content"] for sent in plant.answers(conversation)]


async def test_the_button_stops_it_and_goes_away(plant: Plant, slow: dict[str, asyncio.Event]) -> None:
    asked = plant.say.personal("OT abiertas por técnico con costo mayor que 4713", who=plant.person())
    conversation = asked["conversation"]["id"]
    assert await plant.post(asked) == 200
    (offer,) = await plant.teams.until(lambda: cards(plant, conversation), seconds=60)
    offered = plant.last_id(conversation)
    (stop,) = buttons(offer, "Submit")
    assert stop["title"] == "Detener"
    assert await plant.post(plant.say.press(asked, stop)) == 200
    _, answer = await plant.teams.until(lambda: len(found := cards(plant, conversation)) > 1 and found, seconds=60)
    assert "detuve" in json.dumps(answer, ensure_ascii=False)
    assert slow["stopped"].is_set()
    await plant.teams.until(lambda: offered in plant.teams.deleted(), seconds=60)


async def test_a_deleted_question_is_stopped_without_a_word(plant: Plant, slow: dict[str, asyncio.Event]) -> None:
    asked = plant.say.personal("OT abiertas por técnico con costo mayor que 4714", who=plant.person())
    conversation = asked["conversation"]["id"]
    assert await plant.post(asked) == 200
    await slow["begun"].wait()
    await plant.teams.until(lambda: cards(plant, conversation), seconds=60)
    deleted = {**asked, "type": "messageDelete", "channelData": {"eventType": "softDeleteMessage"}}
    deleted.pop("text", None)
    assert await plant.post(deleted) == 200
    await slow["stopped"].wait()
    await plant.teams.until(lambda: not plant.core.worker.running, seconds=60)
    (offer,) = cards(plant, conversation)
    assert "detuve" not in json.dumps(offer)
    await plant.teams.until(lambda: plant.last_id(conversation) in plant.teams.deleted(), seconds=60)
