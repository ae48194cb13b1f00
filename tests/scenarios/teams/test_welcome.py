"""The bot is added: it says hello once, and its examples answer when they are pressed."""

from __future__ import annotations

from tests.scenarios.teams.plant import Plant, buttons, headline


async def test_every_example_is_answered(plant: Plant) -> None:
    who = plant.person()
    added = plant.say.added("personal", who=who)
    assert await plant.post(added) == 200
    conversation = added["conversation"]["id"]
    (welcome,) = await plant.teams.until(lambda: plant.answers(conversation))
    examples = buttons(welcome["attachments"][0]["content"], "Submit")
    assert len(examples) == 3
    for example in examples:
        card = await plant.ask(plant.say.press(added, example, who=who))
        assert any(character.isdigit() for character in headline(card)), example["title"]
        assert next((part for part in card["body"] if part.get("id") == "sql"), None), example["title"]


async def test_once(plant: Plant) -> None:
    added = plant.say.added("groupChat")
    for _ in range(3):
        assert await plant.post({**added, "id": plant.thread()}) == 200
    await plant.ask(plant.say.group("¿cuántas bombas hay?"))
    welcomes = [sent for sent in plant.answers("19:shift@thread.v2") if "Pregúntame" in sent["summary"]]
    assert len(welcomes) == 1
