"""The drill in small: the real bot is killed while people ask in Slack, in Teams and over REST, the platforms misbehave."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.drill.run import drill
from benchmarks.drill.tally import Tally
from tests.homes import furnish


@pytest.mark.slow
@pytest.mark.timeout(300)
async def test_nothing_lost_nothing_twice_in_order(tmp_path: Path, demo_plant: Path) -> None:
    furnish(tmp_path / "data", demo_plant)
    said: list[str] = []
    tally = await drill("sqlite", 25, 2, seed=7, home=tmp_path, say=said.append)
    assert (tally.asked, tally.lost, tally.twice, tally.misordered, tally.put_aside) == (25, 0, 0, 0, 0), tally.where
    assert said[0].startswith("kills 2: ")


@pytest.mark.parametrize(
    ("asked", "answered", "excused", "counted"),
    [
        ("abc", "abc", "", (0, 0, 0, 0)),
        ("abc", "ac", "", (1, 0, 0, 0)),
        ("abc", "abbbc", "", (0, 2, 0, 0)),
        ("abc", "abbc", "b", (0, 0, 0, 1)),
        ("abc", "bac", "", (0, 0, 2, 0)),
        ("abc", "abca", "", (0, 1, 0, 0)),
        ("abc", "", "", (3, 0, 0, 0)),
        ("abc", "xabc", "", (0, 0, 0, 0)),
    ],
)
def test_the_tally_counts(asked: str, answered: str, excused: str, counted: tuple[int, int, int, int]) -> None:
    tally = Tally()
    tally.add("thread", asked, answered, excused)
    assert (tally.lost, tally.twice, tally.misordered, tally.window) == counted
    assert tally.clean is (counted[:3] == (0, 0, 0))
    assert bool(tally.where) is not tally.clean
