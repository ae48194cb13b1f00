"""Forty answers that wait for one channel's limit make about forty calls."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.adapters.slack.rig import rig

EVERY = 0.1  # seconds between the messages that the channel takes


async def test_forty_answers_in_one_channel(tmp_path: Path) -> None:
    async with rig(tmp_path) as r:
        r.slack.every["C0MAINT"] = EVERY
        other = r.slack.channel("C0OTHER")
        threads = await asyncio.gather(*(r.people.ask(f"pregunta {n}") for n in range(40)))
        elsewhere = await r.people.ask("otra", channel=other.id)
        await r.slack.until(lambda: r.slack.said(other.id, elsewhere))
        assert not all(r.slack.said("C0MAINT", ts) for ts in threads)
        await r.slack.until(lambda: all(r.slack.said("C0MAINT", ts) for ts in threads))
        assert all(len(r.slack.said("C0MAINT", ts)) == 1 for ts in threads)
        calls = [call for call in r.slack.calls if call.method == "chat.postMessage"]
        assert len([call for call in calls if call.args["channel"] == "C0MAINT"]) <= 120  # without turns some 800
