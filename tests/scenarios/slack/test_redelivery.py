"""Slack delivers an event again, or in another order."""

from __future__ import annotations

import asyncio

from tests.scenarios.slack.plant import Plant


async def test_one_answer_however_often_it_is_delivered(plant: Plant) -> None:
    channel = plant.channel()
    ts = plant.slack.ts()
    event = {"user": "U0ASHA", "ts": ts, "channel": channel, "text": "<@U0BOT> ¿cuántas bombas hay?", "event_ts": ts}
    mention = plant.people.envelope({**event, "type": "app_mention"})
    copy = plant.people.envelope({**event, "type": "message", "channel_type": "channel"})
    await asyncio.gather(*(plant.people.deliver(one) for one in (copy, mention, mention, copy, mention)))
    await plant.said(channel, ts)
    await plant.ask("¿cuántos motores hay?", channel)
    assert len([message for message in plant.slack.said(channel, ts) if message.get("text")]) == 1
