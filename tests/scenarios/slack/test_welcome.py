"""Somebody adds the bot to a channel."""

from __future__ import annotations

from tests.fakes.slack_people import words
from tests.scenarios.slack.plant import Plant


async def test_it_says_hello_once(plant: Plant) -> None:
    channel = plant.channel()
    joined = {"type": "member_joined_channel", "user": "U0BOT", "channel": channel, "inviter": "U0ASHA"}
    await plant.people.deliver(plant.people.envelope(joined))
    (message,) = await plant.said(channel, None)
    assert plant.core.model.examples("es")[0] in words(message)
    await plant.people.deliver(plant.people.envelope(joined))
    await plant.ask("¿cuántas bombas hay?", channel)
    assert len([one for one in plant.slack.said(channel) if "thread_ts" not in one]) == 1
