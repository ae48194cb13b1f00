"""``make drill``: 1,000 questions and 50 kills on SQLite, with two processes on SQLite, with three replicas on
PostgreSQL; about ten minutes on a quiet machine.

The last line is what it came to; it ends with 1 when a promise was broken. ``uploads`` instead of a database is another
drill: Slack's host of files is down for a minute.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time

from benchmarks.drill import uploads
from benchmarks.drill.run import drill
from benchmarks.drill.tally import Tally

MOST_QUESTIONS, MOST_KILLS = 10_000, 500
_COUNTED = ("asked", "lost", "twice", "misordered", "window", "put_aside")


def _between(most: int) -> object:
    def read(text: str) -> int:
        number = int(text)
        if not 1 <= number <= most:
            raise argparse.ArgumentTypeError(f"between 1 and {most}")
        return number

    return read


def main() -> int:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.drill", description=__doc__)
    parser.add_argument(
        "what",
        nargs="*",
        default=["sqlite", "workers", "postgresql"],
        help="sqlite, workers (two processes), postgresql, uploads",
    )
    parser.add_argument("--questions", type=_between(MOST_QUESTIONS), default=1000)
    parser.add_argument("--kills", type=_between(MOST_KILLS), default=50)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    given = parser.parse_args()
    whole, missed = Tally(), 0
    for what in given.what:
        if what == "uploads":
            missed += uploads.main()
            continue
        began = time.monotonic()
        print(f"{what}: {given.questions} questions, {given.kills} kills, seed {given.seed}", flush=True)
        tally = asyncio.run(drill(what, given.questions, given.kills, given.seed, say=_said))
        _said(f"{tally}; {time.monotonic() - began:.0f} s")
        for place in tally.where[:10]:
            _said(place)
        for name in _COUNTED:
            setattr(whole, name, getattr(whole, name) + getattr(tally, name))
    print(whole, flush=True)
    return 1 if missed or not whole.clean else 0


def _said(line: str) -> None:
    print(f"  {line}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
