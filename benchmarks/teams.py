"""A hundred turns in one second over fifty conversations: how soon each 200 is, and is every turn answered once?

The whole bot serves the demo plant in a process of its own and answers while the turns come in. This process is
Microsoft's side: it signs the turns and is the connector, which accepts at once. Teams allows 15 seconds for a 200.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import aiohttp

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
_ROOT = Path(__file__).resolve().parent.parent


def measure() -> Iterable[Figure]:
    """Run it once."""
    with tempfile.TemporaryDirectory() as folder:
        yield from asyncio.run(_measure(folder))


async def _measure(folder: str) -> list[Figure]:
    from tests.fakes.teams import Activities, FakeTeams

    async with FakeTeams().running() as teams, aiohttp.ClientSession() as session:
        server = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "benchmarks.teams",
            folder,
            json.dumps(asdict(teams.endpoints)),
            cwd=_ROOT,
            stdout=subprocess.PIPE,
        )
        assert server.stdout is not None
        try:
            url = await _address(server.stdout)
            say, headers = Activities(teams.service_url), {"Authorization": f"Bearer {teams.token()}"}

            async def turn(number: int, text: str) -> float:
                await asyncio.sleep(SPREAD * number / TURNS)
                asked = say.channel(text)
                asked["conversation"]["id"] = f"19:c{number % CONVERSATIONS}@thread.tacv2;messageid=1"
                begun = time.perf_counter()
                async with session.post(f"{url}/api/messages", json=asked, headers=headers) as got:
                    assert got.status == 200
                return time.perf_counter() - begun

            for warm in range(len(QUESTIONS)):
                await turn(0, QUESTIONS[warm])
            await teams.wait(len(QUESTIONS), seconds=60)
            teams.received.clear()
            begun = time.perf_counter()
            taken = sorted(await asyncio.gather(*(turn(n, QUESTIONS[n % len(QUESTIONS)]) for n in range(TURNS))))
            await teams.wait(TURNS, seconds=120)
            answered = time.perf_counter() - begun
            await asyncio.sleep(1.0)  # a second answer would come now
        finally:
            server.terminate()
            await server.wait()
    answers = Counter(call.conversation for call in teams.received if call.activity.get("type") == "message")
    return [
        Figure("the 200 of a turn, median", taken[TURNS // 2], "s"),
        Figure("the 200 of a turn, p99", taken[TURNS * 99 // 100 - 1], "s", BAR),
        Figure("from the first turn to the last answer", answered, "s"),
        Figure("turns without an answer", float(TURNS - min(sum(answers.values()), TURNS)), "", 0),
        Figure("answers too many", float(sum(answers.values()) - TURNS), "", 0),
        Figure("token requests", float(len(teams.token_requests)), "", 1),
    ]


async def _address(output: asyncio.StreamReader) -> str:
    """What the server prints once it is ready."""
    async with asyncio.timeout(60):
        while not (line := await output.readline()).startswith(b"http://"):
            assert line, "the server ended"
    # What else it prints is read and dropped, so that it never waits for us.
    asyncio.get_running_loop().create_task(output.read(-1)).set_name("server output")
    return line.decode().strip()


async def _serve(folder: Path, endpoints: str) -> None:
    """The server process."""
    from adapters.teams.sdk.endpoints import Endpoints
    from core.telemetry import logs
    from tests.scenarios.teams.plant import serving

    fields = {name: tuple(value) if isinstance(value, list) else value for name, value in json.loads(endpoints).items()}
    async with serving(folder, Endpoints(**fields), log_level="WARNING") as (_, settings, url):
        logs.configure(settings)
        print(url, flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1]), sys.argv[2]))
