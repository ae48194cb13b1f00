"""Forty answers that wait for one channel's limit make about forty calls."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Any

from tests.adapters.slack.rig import rig
from tests.fakes.slack import Fault

EVERY = 0.1  # seconds between the messages that the channel takes


async def test_forty_answers_in_one_channel(tmp_path: Path) -> None:
    async with rig(tmp_path) as r:
        taken_at = [0.0]
        calls = [0]
        as_before = r.slack._fault

        def limited(method: str, args: dict[str, Any]) -> Fault | None:
            if method != "chat.postMessage" or args.get("channel") != "C0MAINT":
                return as_before(method, args)
            calls[0] += 1
            now = time.monotonic()
            if now < taken_at[0] + EVERY:
                return Fault(method, "429", seconds=taken_at[0] + EVERY - now)
            taken_at[0] = now
            return None

        r.slack._fault = limited  # type: ignore[method-assign]
        other = r.slack.channel("C0OTHER")
        threads = await asyncio.gather(*(r.people.ask(f"pregunta {n}") for n in range(40)))
        elsewhere = await r.people.ask("otra", channel=other.id)
        await r.slack.until(lambda: r.slack.said(other.id, elsewhere), 2)
        await r.slack.until(lambda: all(r.slack.said("C0MAINT", ts) for ts in threads), 30)
        assert all(len(r.slack.said("C0MAINT", ts)) == 1 for ts in threads)
        assert calls[0] <= 60
