"""How the platforms misbehave meanwhile: throttled, failing, slow, dropping what they took and what they did not."""

from __future__ import annotations

import asyncio
import random

from tests.fakes.slack import FakeSlack, Fault
from tests.fakes.teams import FakeTeams, Trouble

EVERY = 1.2
"""Seconds between two troubles of a platform."""


async def storm(slack: FakeSlack, teams: FakeTeams, chance: random.Random) -> None:
    """Trouble after trouble, until cancelled."""
    while True:
        await asyncio.sleep(chance.uniform(0.5, 1.5) * EVERY)
        kind = chance.choice(["429", "500", "lost", "dropped", "slow", "odd", "odd_after"])
        times = chance.randint(1, 3)
        slack.faults[:] = [fault for fault in slack.faults if fault.times > 0]
        slack.faults.append(Fault("chat.postMessage", kind, times, seconds=1.0, status=502, body="<html>"))
        if chance.random() < 0.2:  # also while it is looked whether a message is there
            slack.faults.append(Fault("conversations.replies", chance.choice(["429", "500", "lost"])))
        for _ in range(times):
            teams.troubles.append(
                chance.choice(
                    [
                        Trouble(status=429, headers={"Retry-After": "1"}),
                        Trouble(status=503),
                        Trouble(drop=True),
                        Trouble(drop=True, seconds=0.5),
                        Trouble(status=502, page="<html>"),
                    ]
                )
            )
        if chance.random() < 0.1:
            teams.troubles.append(Trouble(drop=True, accept=True))
