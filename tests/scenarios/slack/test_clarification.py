"""The bot asks back; a press goes on where the question stopped."""

from __future__ import annotations

from tests.fakes.slack_people import labels, words
from tests.scenarios.slack.plant import Plant


async def test_a_press_continues_the_question(plant: Plant) -> None:
    channel = plant.channel()
    ts, asked = await plant.ask("vencidos", channel)
    choices = [label for label in labels(asked) if label not in ("Ver SQL",)]
    assert len(choices) >= 2
    await plant.people.press(asked, choices[0], channel=channel, user="U0BRUNO")
    answer = (await plant.answers(channel, ts, 2))[1]
    assert "<@U0BRUNO> preguntó" in words(answer)
    assert any(character.isdigit() for character in answer["text"])
