"""A question that takes long is stopped: by its button, or by deleting the message that asked it."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from adapters.slack import deliver
from tests.fakes.slack_people import labels
from tests.scenarios.endless import endless
from tests.scenarios.slack.plant import Plant


@pytest.fixture
def slow(plant: Plant, monkeypatch: pytest.MonkeyPatch) -> dict[str, asyncio.Event]:
    """The plant's database takes for ever."""
    monkeypatch.setattr(deliver, "STOP_OFFERED_AFTER", 0.05)
    return endless(plant.core, monkeypatch)


def offers(plant: Plant, channel: str) -> list[dict[str, Any]]:
    """The ephemeral messages with a button in a channel."""
    calls = [call.args for call in plant.slack.calls if call.method == "chat.postEphemeral"]
    return [args for args in calls if args.get("channel") == channel and labels(args)]


async def test_the_button_stops_it_and_goes_away(plant: Plant, slow: dict[str, asyncio.Event]) -> None:
    channel = plant.channel()
    ts = await plant.people.ask("OT abiertas por técnico con costo mayor que 4711", channel=channel)
    (offer,) = await plant.slack.until(lambda: offers(plant, channel), 60)
    assert offer["user"] == "U0ASHA" and labels(offer) == ["Detener"]
    status, _ = await plant.people.press({**offer, "ts": plant.slack.ts(), "thread_ts": ts}, "Detener", channel=channel)
    assert status == 200
    (answer,) = await plant.said(channel, ts)
    assert "detuve" in answer["text"]
    assert slow["stopped"].is_set()
    await plant.slack.until(
        lambda: any({"delete_original": True}.items() <= one.items() for one in responses(plant)), 60
    )
    await plant.people.press({**offer, "ts": plant.slack.ts(), "thread_ts": ts}, "Detener", channel=channel)
    await plant.slack.until(lambda: any("ya tiene" in str(one.get("text")) for one in responses(plant)), 60)


def responses(plant: Plant) -> list[dict[str, Any]]:
    return [one for taken in plant.slack.responses.values() for one in taken]


async def test_a_deleted_question_is_stopped_without_a_word(plant: Plant, slow: dict[str, asyncio.Event]) -> None:
    channel = plant.channel()
    ts = await plant.people.ask("OT abiertas por técnico con costo mayor que 4712", channel=channel)
    await slow["begun"].wait()
    deleted = {
        "type": "message",
        "subtype": "message_deleted",
        "hidden": True,
        "channel": channel,
        "channel_type": "channel",
        "deleted_ts": ts,
        "ts": plant.slack.ts(),
        "previous_message": {"type": "message", "user": "U0ASHA", "ts": ts, "text": "…"},
    }
    assert (await plant.people.deliver(plant.people.envelope(deleted)))[-1] == 200
    await slow["stopped"].wait()
    await plant.slack.until(lambda: not plant.core.worker.running, 60)
    assert plant.slack.said(channel, ts) == []
