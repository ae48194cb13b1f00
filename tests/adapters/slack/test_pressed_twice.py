"""People press twice: within a few seconds that is one question, however the seconds fall."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path
from typing import Any

import pytest

from tests.adapters.slack.rig import Rig, rig
from tests.fakes.slack_people import elements


async def answered(r: Rig) -> tuple[dict[str, Any], dict[str, Any]]:
    root = await r.people.ask("bombas paradas")
    (message,) = await r.slack.until(lambda: r.slack.said("C0MAINT", root))
    about = json.loads(elements(message)[0]["value"])["q"]
    return message, {"type": "button", "action_id": "ask:0", "value": json.dumps({"q": about, "t": "paros"})}


async def asked(r: Rig, action: dict[str, Any]) -> int:
    last = await r.people.ask("otra")
    await r.slack.until(lambda: r.slack.said("C0MAINT", last))
    while await r.core.inbox.backlog():  # Threads go on beside each other
        await asyncio.sleep(0.01)
    return len([question for question in r.core.asked if question.text == "paros"])


@pytest.mark.parametrize("first", [0.0, 3.0, 4.9, 7.5, 9.9])
async def test_one_button_twice_within_five_seconds(tmp_path: Path, first: float) -> None:
    async with rig(tmp_path) as r:
        message, action = await answered(r)
        base = time.time() // 10 * 10 + first
        for seconds in (0.0, 0.3, 4.9):
            await r.people.act(message, "C0MAINT", {**action, "action_ts": f"{base + seconds:.6f}"})
        assert await asked(r, action) == 1


@pytest.mark.parametrize("first", [0.0, 2.5, 7.5])
async def test_later_or_by_another_person_it_is_another_question(tmp_path: Path, first: float) -> None:
    async with rig(tmp_path) as r:
        message, action = await answered(r)
        base = time.time() // 10 * 10 + first
        await r.people.act(message, "C0MAINT", {**action, "action_ts": f"{base:.6f}"})
        await r.people.act(message, "C0MAINT", {**action, "action_ts": f"{base + 5.2:.6f}"})
        await r.people.act(message, "C0MAINT", {**action, "action_ts": f"{base:.6f}"}, user="U0BRUNO")
        assert await asked(r, action) == 3
