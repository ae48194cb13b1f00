"""Thanks in a chat are answered with a line, not with a help card."""

from __future__ import annotations

import pytest

from tests.scenarios.teams.plant import Plant, buttons, headline


@pytest.mark.parametrize(("text", "line"), [("gracias", "De nada."), ("Thank you!", "You're welcome."), ("👍", "")])
async def test_a_courtesy_gets_a_line(plant: Plant, text: str, line: str) -> None:
    card = await plant.ask(plant.say.personal(text, who=plant.person()))
    assert headline(card).startswith(line)
    assert len(headline(card)) < 80
    assert buttons(card) == []


async def test_thanks_to_the_bot_in_a_channel_too(plant: Plant) -> None:
    card = await plant.ask(plant.say.channel("gracias", root=plant.thread()))
    assert headline(card).startswith("De nada.")


async def test_what_people_say_to_each_other_in_a_channel_is_not_ours(plant: Plant) -> None:
    """Teams sends only mentions, unless an administrator grants more."""
    root = plant.thread()
    first = plant.say.channel("¿cuántas bombas hay?", root=root)
    await plant.ask(first)
    conversation = first["conversation"]["id"]
    before = len(plant.answers(conversation))
    assert await plant.post(plant.say.channel("¿y motores?", root=root, mention=False)) == 200
    await plant.ask(plant.say.channel("¿cuántas bombas están paradas?", root=root))
    assert len(plant.answers(conversation)) == before + 1
