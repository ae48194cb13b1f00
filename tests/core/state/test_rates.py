"""RATE_LIMIT's counters: over processes, over time, on both databases."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.state.database import State
from core.state.rates import Rates


async def test_a_burst_is_counted_over_processes_and_let_in_again_by_and_by(state: State) -> None:
    now = [600_000.0]  # the begin of a minute
    one, other = [Rates(state, lambda: now[0]) for _ in range(2)]
    waits = [await rates.hit("ana", 4, 60) for rates in (one, other, one, other, one)]
    assert waits[:4] == [0.0] * 4 and waits[4] > 0
    assert await one.hit("beto", 4, 60) == 0.0
    now[0] += waits[4] - 0.5
    assert await other.hit("ana", 4, 60) > 0
    now[0] += 0.6
    assert [await other.hit("ana", 4, 60) == 0.0 for _ in range(5)] == [True] * 4 + [False]
    now[0] += 120
    assert await one.purge() == 3  # ana's two stretches and beto's


async def test_who_comes_at_the_same_moment_is_counted_too(state: State) -> None:
    rates = Rates(state, lambda: 1_000_000.0)
    waits = await asyncio.gather(*(rates.hit("ana", 7, 60) for _ in range(30)))
    assert sum(wait == 0.0 for wait in waits) == 7


_STEPS = st.lists(st.floats(0, 30), min_size=1, max_size=60)


@given(people=st.lists(st.tuples(st.integers(1, 8), _STEPS), min_size=6, max_size=6))
@settings(deadline=None, max_examples=4)  # each opens a state, and six people make sequences of their own in it
def test_no_window_has_more_and_whoever_waits_as_told_comes_in(
    tmp_path_factory: pytest.TempPathFactory, people: list[tuple[int, list[float]]]
) -> None:
    async def one(rates: Rates, now: list[float], who: str, limit: int, steps: list[float]) -> None:
        counted: list[float] = []
        for step in steps:
            now[0] += step
            if wait := await rates.hit(who, limit, 60):
                assert 0 < wait <= 60
                now[0] += wait + 1e-6
                assert await rates.hit(who, limit, 60) == 0.0
            counted.append(now[0])
        for first in counted:  # the window moves on in tenths
            assert sum(first <= one < first + 54 for one in counted) <= limit

    async def run() -> None:
        opened = await State.open(f"sqlite:///{tmp_path_factory.mktemp('rates')}/state.sqlite")
        now = [1_000_000.0]
        rates = Rates(opened, lambda: now[0])
        for number, (limit, steps) in enumerate(people):
            await one(rates, now, f"person {number}", limit, steps)
        await opened.close()

    asyncio.run(run())
