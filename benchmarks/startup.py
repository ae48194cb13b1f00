"""How fast the command line starts, against the time that its heavy libraries take to import."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.figure import Figure

HEAVY = "import pandas, matplotlib.figure, openai, slack_bolt, botbuilder.core"
BAR = 0.4
_ROOT = Path(__file__).resolve().parent.parent


def seconds(command: Sequence[str], times: int = 5) -> float:
    """The fastest of several runs: the one that other work on the machine disturbed least."""
    best = float("inf")
    for _ in range(times):
        began = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=_ROOT)
        best = min(best, time.perf_counter() - began)
    return best


def measure() -> Iterable[Figure]:
    """``maintbot --help`` as a part of importing the heavy libraries."""
    heavy = seconds([sys.executable, "-c", HEAVY])
    helped = seconds([sys.executable, "-m", "bots", "--help"])
    yield Figure("importing the heavy libraries", heavy, "s")
    yield Figure("maintbot --help", helped, "s")
    yield Figure("maintbot --help, as a part of that", helped / heavy, "×", BAR)
