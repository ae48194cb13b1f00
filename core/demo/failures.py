"""Failures: how machines fail and why, and what the repair looks like."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from core.demo.equipment import Machine
from core.demo.equipment_types import CAUSES
from core.demo.hazard import MATURE_YEARS, next_failure
from core.demo.orders import DUE_DAYS, OrderDesk, OrderRow
from core.demo.preventive import Schedule

_STOPS = {  # how often a failure of this mode stops the machine
    "breakdown": 0.97,
    "fail to start": 0.97,
    "electrical fault": 0.85,
    "overheating": 0.8,
    "leakage": 0.6,
    "low output": 0.45,
    "vibration": 0.45,
    "noise": 0.25,
}
_PRIORITIES = ("emergency", "high", "medium", "low")
_PRIORITY_OF_STOP = {"A": (60, 38, 2, 0), "B": (34, 52, 14, 0), "C": (14, 46, 38, 2)}
_PRIORITY_OTHERWISE = (2, 22, 58, 18)
_RESPONSE_HOURS = {"emergency": (0.2, 1.5), "high": (0.5, 6.0), "medium": (2.0, 14.0), "low": (10.0, 60.0)}
_WORK = {
    "leakage": "Repair leak on {tag}",
    "vibration": "Correct high vibration on {tag}",
    "overheating": "Correct overheating of {tag}",
    "breakdown": "Repair breakdown of {tag}",
    "fail to start": "{tag} does not start: find and repair",
    "low output": "Restore output of {tag}",
    "noise": "Abnormal noise on {tag}: find and repair",
    "electrical fault": "Repair electrical fault on {tag}",
}


@dataclass(slots=True)
class Failure:
    """One failure and the order that repairs it; ``stops``: the machine stood still from then on."""

    machine: Machine
    mode: str
    cause: str
    detected: float
    stops: bool
    order: OrderRow


def simulate(machine: Machine, schedule: Schedule, desk: OrderDesk) -> Iterator[Failure]:
    """The machine's failures in order of time, their corrective orders filed at the desk.

    A machine that is down today ends with the failure that stopped it.
    """
    rng = machine.random("failures")
    calendar = desk.calendar
    when = max(0.0, machine.installed) + 2
    while (when := next_failure(rng, machine, schedule, calendar, when)) < machine.history_end - 0.02:
        failure = _fail(rng, machine, schedule, desk, when)
        if failure is None:
            break
        yield failure
        when = 1.0 + (failure.order.completed or calendar.now)
    if machine.status == "down":
        yield _down_today(machine.random("down today"), machine, schedule, desk)


def _draw(rng: Random, machine: Machine, schedule: Schedule, when: float) -> tuple[str, str]:
    """Mode and cause: old machines wear, neglected ones lack lubrication."""
    modes = machine.kind.modes
    mode = rng.choices(list(modes), weights=list(modes.values()))[0]
    causes = dict(CAUSES[mode])
    if "wear" in causes:
        causes["wear"] *= 0.3 + machine.age_years(when) / MATURE_YEARS
    if "lubrication" in causes and schedule.overdue_days(when) > 0:
        causes["lubrication"] *= 2.5
    return mode, rng.choices(list(causes), weights=list(causes.values()))[0]


def _order(rng: Random, machine: Machine, mode: str, cause: str, priority: str, detected: float) -> OrderRow:
    """The corrective order as it is meant to go."""
    requested = detected + rng.uniform(1, 20) / 1440
    started = requested + rng.uniform(*_RESPONSE_HOURS[priority]) / 24
    repair = machine.kind.repair * rng.lognormvariate(0.0, 0.45)
    waiting = rng.uniform(18, 100) if rng.random() < 0.10 else 0.0
    return OrderRow(
        machine=machine,
        type="corrective",
        priority=priority,
        trade=_trade(rng, mode, cause),
        description=_WORK[mode].format(tag=machine.tag),
        requested=requested,
        due=int(requested) + DUE_DAYS[priority],
        started=started,
        completed=started + (repair + waiting) / 24,
        hours=repair * rng.choice((0.9, 1.0, 1.0, 1.6, 1.9)),
    )


def _trade(rng: Random, mode: str, cause: str) -> str:
    if mode == "electrical fault":
        return "electrical"
    if cause == "lubrication":
        return "lubrication" if rng.random() < 0.6 else "mechanical"
    if mode in ("fail to start", "low output"):
        return rng.choice(("electrical", "instrumentation", "mechanical"))
    return "mechanical"


def _fail(rng: Random, machine: Machine, schedule: Schedule, desk: OrderDesk, when: float) -> Failure | None:
    """A failure of the past; None when its repair would reach into what is known of the machine today."""
    mode, cause = _draw(rng, machine, schedule, when)
    stops = rng.random() < _STOPS[mode]
    weights = _PRIORITY_OF_STOP[machine.criticality] if stops else _PRIORITY_OTHERWISE
    order = _order(rng, machine, mode, cause, rng.choices(_PRIORITIES, weights=weights)[0], when)
    assert order.started is not None and order.completed is not None
    # The night shift may take half as long again: leave room for it.
    latest = order.started + (order.completed - order.started) * 1.5
    if latest >= machine.history_end and (stops or machine.status in ("down", "maintenance", "retired")):
        return None
    return Failure(machine, mode, cause, when, stops, desk.file(order, rng))


def _down_today(rng: Random, machine: Machine, schedule: Schedule, desk: OrderDesk) -> Failure:
    """The failure that stopped the machine for which people wait today."""
    when, now = machine.history_end, desk.calendar.now
    mode, cause = _draw(rng, machine, schedule, when)
    weights = {"A": (7, 3, 0, 0), "B": (5, 4, 1, 0), "C": (3, 5, 2, 0)}[machine.criticality]
    order = _order(rng, machine, mode, cause, rng.choices(_PRIORITIES, weights=weights)[0], when)
    stood = now - when
    status = rng.choices(("in_progress", "waiting_parts", "open"), weights=(4, 0 if stood < 0.3 else 5, 2))[0]
    order.status, order.completed = status, None
    order.hours = max(0.5, round(order.hours * 2) / 2)
    order.requested = when + min(20 / 1440, stood * 0.2)
    order.due = int(order.requested) + DUE_DAYS[order.priority]
    order.started = None if status == "open" else when + min(stood * 0.6, rng.uniform(0.5, 5) / 24)
    if status != "open" or rng.random() < 0.4:
        order.technician = desk.crew.pick(rng, order.trade, order.started or order.requested)
    desk.orders.append(order)
    return Failure(machine, mode, cause, when, True, order)
