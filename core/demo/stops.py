"""Stops: those that failures cause, planned ones for preventive maintenance, and the small ones of production."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random

from core.demo.calendar import Calendar
from core.demo.equipment import Machine
from core.demo.failures import Failure
from core.demo.orders import OrderRow

_PLANNED = 0.42  # of the preventive orders stop the machine; the others are done while it stands anyway
_MINOR = ("process", "material", "operator", "instrumentation", "mechanical", "electrical")
_MINOR_WEIGHTS = (34, 30, 20, 8, 5, 3)


@dataclass(slots=True)
class Stop:
    """One stop; ``ended`` is None while it goes on. Times are days of the Calendar."""

    machine: Machine
    order: OrderRow | None
    started: float
    ended: float | None
    cause: str
    planned: bool = False


def stops_of(
    machine: Machine, failures: Iterable[Failure], orders: Iterable[OrderRow], calendar: Calendar
) -> list[Stop]:
    """The machine's stops in order of time, none overlapping another."""
    rng = machine.random("stops")
    sure = [
        Stop(machine, failure.order, failure.detected, failure.order.completed, _cause(rng, failure))
        for failure in failures
        if failure.stops
    ]
    others = _planned(rng, machine, orders) + _minor(rng, machine)
    others.sort(key=lambda stop: stop.started)
    result: list[Stop] = []
    taken = [(stop.started, stop.ended or calendar.now) for stop in sure]
    for stop in others:
        assert stop.ended is not None
        if any(start < stop.ended and stop.started < end for start, end in taken):
            continue
        taken.append((stop.started, stop.ended))
        result.append(stop)
    return sorted(result + sure, key=lambda stop: stop.started)


def _cause(rng: Random, failure: Failure) -> str:
    if failure.cause == "operator error":
        return "operator"
    if failure.mode == "electrical fault":
        return "electrical"
    if failure.mode in ("fail to start", "low output"):
        return rng.choice(("electrical", "instrumentation", "mechanical", "process"))
    return "mechanical"


def _planned(rng: Random, machine: Machine, orders: Iterable[OrderRow]) -> list[Stop]:
    return [
        Stop(machine, order, order.started, order.completed, "planned", planned=True)
        for order in orders
        if order.type == "preventive"
        and order.started is not None
        and order.completed is not None
        and rng.random() < _PLANNED
    ]


def _minor(rng: Random, machine: Machine) -> list[Stop]:
    """Jams, missing material, wrong settings: minutes to an hour or two, without an order."""
    yearly = machine.kind.minor_stops * machine.frailty
    if not yearly:
        return []
    result = []
    when = max(0.0, machine.installed)
    while (when := when + rng.expovariate(yearly) * 365.25) < machine.history_end - 0.3:
        minutes = max(4.0, min(240.0, rng.lognormvariate(3.3, 0.8)))
        cause = rng.choices(_MINOR, weights=_MINOR_WEIGHTS)[0]
        result.append(Stop(machine, None, when, when + minutes / 1440, cause))
    return result
