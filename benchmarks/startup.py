"""How fast the command line starts, against the time that its heavy libraries take to import."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import aiohttp

from benchmarks.drill.fleet import Replica
from benchmarks.figure import Figure

HEAVY = "import pandas, matplotlib.figure, openai, slack_bolt, botbuilder.core"
BAR = 0.4
READY_BAR = 1.0
_ROOT = Path(__file__).resolve().parent.parent


def seconds(command: Sequence[str], times: int = 5) -> float:
    """The fastest of several runs: the one that other work on the machine disturbed least."""
    best = float("inf")
    for _ in range(times):
        began = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=_ROOT)
        best = min(best, time.perf_counter() - began)
    return best


def ready(times: int = 3) -> float:
    """The fastest of several starts of ``maintbot serve``, until it takes questions."""

    async def starts() -> float:
        best = float("inf")
        async with aiohttp.ClientSession() as session:
            with tempfile.TemporaryDirectory() as folder:
                for number in range(times + 1):  # the first one makes the demo plant
                    server = Replica(number, Path(folder), {"LOG_LEVEL": "WARNING"})
                    server.start()
                    seconds = await server.ready(session)
                    await server.end(signal.SIGKILL)
                    best = min(best, seconds) if number else best
        return best

    return asyncio.run(starts())


def measure() -> Iterable[Figure]:
    """``maintbot --help``, and a server's start, as parts of importing the heavy libraries."""
    heavy = seconds([sys.executable, "-c", HEAVY])
    helped = seconds([sys.executable, "-m", "bots", "--help"])
    yield Figure("importing the heavy libraries", heavy, "s")
    yield Figure("maintbot --help", helped, "s")
    yield Figure("maintbot --help, as a part of that", helped / heavy, "×", BAR)
    served = ready()
    yield Figure("maintbot serve, until it takes questions", served, "s")
    yield Figure("maintbot serve, as a part of that", served / heavy, "×", READY_BAR)
