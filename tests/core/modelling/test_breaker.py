"""The circuit breaker by a hand-moved clock."""

from __future__ import annotations

from core.modelling.breaker import Breaker
from tests.core.modelling.rig import Time


def failing(breaker: Breaker, times: int) -> None:
    for _ in range(times):
        breaker.failed("server_error")


def test_it_opens_after_three_failures_in_a_row(time: Time) -> None:
    breaker = Breaker(clock=time)
    failing(breaker, 2)
    assert breaker.admit() == "call"
    failing(breaker, 1)
    assert (breaker.admit(), breaker.reason) == ("refuse", "server_error")


def test_a_success_in_between_starts_the_count_anew(time: Time) -> None:
    breaker = Breaker(clock=time)
    failing(breaker, 2)
    breaker.succeeded()
    failing(breaker, 2)
    assert breaker.position == "closed"


def test_one_probe_at_a_time(time: Time) -> None:
    breaker = Breaker(clock=time)
    failing(breaker, 3)
    time.now += 15
    assert [breaker.admit() for _ in range(3)] == ["probe", "refuse", "refuse"]
    breaker.released()
    assert breaker.admit() == "probe"


def test_it_stays_open_longer_each_time_up_to_a_limit(time: Time) -> None:
    breaker = Breaker(clock=time)
    failing(breaker, 3)
    lengths = []
    for _ in range(6):
        opened = time.now
        while breaker.position == "open":
            time.now += 1
        lengths.append(time.now - opened)
        breaker.failed("server_error")
    assert lengths == [15, 30, 60, 120, 120, 120]


def test_what_cannot_pass_opens_it_at_once(time: Time) -> None:
    breaker = Breaker(clock=time)
    breaker.failed("wrong_key", open_for=60)
    time.now += 59
    assert breaker.admit() == "refuse"
    time.now += 1
    assert breaker.admit() == "probe"
    breaker.succeeded()
    assert breaker.admit() == "call"
