"""Teams delivers a turn again, or a person edits what they asked: one answer."""

from __future__ import annotations

import asyncio

from tests.scenarios.teams.plant import Plant


async def test_five_deliveries_are_one_answer(plant: Plant) -> None:
    asked = plant.say.channel("¿cuántas bombas están paradas?", root=plant.thread())
    statuses = await asyncio.gather(*(plant.post(asked) for _ in range(5)))
    assert statuses == [200] * 5
    await plant.ask(plant.say.channel("¿cuántas bombas hay?", root=plant.thread()))
    await plant.teams.until(lambda: plant.answers(asked["conversation"]["id"]))
    assert len(plant.answers(asked["conversation"]["id"])) == 1


async def test_an_edit_is_not_answered(plant: Plant) -> None:
    who = plant.person()
    asked = plant.say.personal("¿cuántas bombas están paradas?", who=who)
    await plant.ask(asked)
    edited = {
        **asked,
        "type": "messageUpdate",
        "text": "¿cuántos motores?",
        "channelData": {"eventType": "editMessage"},
    }
    assert await plant.post(edited) == 200
    await plant.ask(plant.say.personal("¿cuántas bombas hay?", who=who))
    assert len(plant.answers(asked["conversation"]["id"])) == 2


async def test_a_stranger_is_turned_away(plant: Plant) -> None:
    asked = plant.say.personal("¿cuántas bombas están paradas?", who=plant.person())
    assert await plant.post(asked, token=plant.teams.token(aud="someone-else")) == 401
    await plant.ask(plant.say.personal("¿cuántas bombas hay?", who=plant.person()))
    assert plant.answers(asked["conversation"]["id"]) == []
