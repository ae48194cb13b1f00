"""A person uses "Ask about this message" on what somebody else wrote."""

from __future__ import annotations

from tests.fakes.slack_people import words
from tests.scenarios.slack.plant import Plant


async def test_the_answer_goes_to_that_messages_thread(plant: Plant) -> None:
    channel = plant.channel()
    ts = await plant.people.write("otra vez la P-101", channel=channel, user="U0BRUNO")
    message = next(one for one in plant.slack.channels[channel].messages if one["ts"] == ts)
    before = len(plant.slack.views)
    await plant.people.shortcut(message, channel=channel)
    view = (await plant.slack.until(lambda: plant.slack.views[before:]))[0]
    assert view["blocks"][0]["element"]["initial_value"] == "otra vez la P-101"
    await plant.people.submit(view, "¿cuántas fallas ha tenido P-101?")
    answer = (await plant.said(channel, ts))[0]
    failures = plant.count(
        "SELECT COUNT(*) FROM failure JOIN equipment ON equipment.id = failure.equipment_id WHERE tag = 'P-101'"
    )
    assert str(failures) in answer["text"] or failures == 0
    assert "<@U0ASHA> preguntó" in words(answer)
