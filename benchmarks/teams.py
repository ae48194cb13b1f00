"""A hundred turns in one second over fifty conversations: how soon each 200 is, and is every turn answered once?

The whole bot runs on the demo plant in this process, answers while the turns come in, and delivers to a connector of
our own, which accepts at once. Teams allows 15 seconds for a 200.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from benchmarks.figure import Figure

TURNS, CONVERSATIONS, SPREAD = 100, 50, 1.0
QUESTIONS = (
    "¿cuántas bombas están paradas?",
    "how many pumps are down?",
    "OT abiertas por área",
    "lista de equipos parados",
    "¿cuántas OT abiertas hay en Packaging?",
    "equipos parados empaque",
    "downtime hours by month this year",
)
BAR = 0.5


def measure() -> Iterable[Figure]:
    """Run it once."""
    with tempfile.TemporaryDirectory() as folder:
        yield from asyncio.run(_measure(Path(folder)))


async def _measure(folder: Path) -> list[Figure]:
    from tests.scenarios.teams.plant import Plant, running

    async with running(folder, log_level="ERROR") as plant:
        await plant.ask(plant.say.personal("¿cuántas bombas hay?", who="warm"))
        plant.teams.received.clear()
        taken: list[float] = []

        async def turn(plant: Plant, number: int) -> None:
            await asyncio.sleep(SPREAD * number / TURNS)
            text = QUESTIONS[number % len(QUESTIONS)]
            asked = plant.say.channel(text, root=str(number % CONVERSATIONS))
            asked["conversation"]["id"] = f"19:c{number % CONVERSATIONS}@thread.tacv2;messageid=1"
            begun = time.perf_counter()
            assert await plant.post(asked) == 200
            taken.append(time.perf_counter() - begun)

        begun = time.perf_counter()
        await asyncio.gather(*(turn(plant, number) for number in range(TURNS)))
        await plant.teams.wait(TURNS, seconds=120)
        answered = time.perf_counter() - begun
        await asyncio.sleep(1.0)  # a second answer would come now
        answers = Counter(call.conversation for call in plant.teams.received if call.activity.get("type") == "message")
        taken.sort()
        return [
            Figure("the 200 of a turn, median", taken[TURNS // 2], "s"),
            Figure("the 200 of a turn, p99", taken[TURNS * 99 // 100 - 1], "s", BAR),
            Figure("from the first turn to the last answer", answered, "s"),
            Figure("turns without an answer", float(TURNS - min(sum(answers.values()), TURNS)), "", 0),
            Figure("answers too many", float(sum(answers.values()) - TURNS), "", 0),
            Figure("token requests", float(len(plant.teams.token_requests)), "", 1),
        ]
