"""Preventive maintenance: every machine's rhythm, where it slipped, and the orders that came of it.

A machine's schedule is told backwards from its next due date, so that today's state (due this month, overdue, in
maintenance) is chosen and the past agrees with it: next due = last done + interval, all the way back (but for work
moved from a Sunday to the Saturday before).
"""

from __future__ import annotations

from bisect import bisect_right
from random import Random
from typing import NamedTuple

from core.demo.calendar import Calendar
from core.demo.equipment import Machine
from core.demo.orders import OrderDesk, OrderRow, office_hour, working_hour

_LEAD_DAYS = (6, 14)  # the order is entered so long before its due date
_TRADES = ("mechanical", "lubrication", "electrical", "instrumentation")
_TASKS = {
    "mechanical": "Preventive maintenance: inspect, adjust and tighten {name}",
    "lubrication": "Preventive lubrication route: {name}",
    "electrical": "Preventive electrical check: {name}",
    "instrumentation": "Preventive calibration of instruments: {name}",
}


class Cycle(NamedTuple):
    """One preventive maintenance: the days it was due and done."""

    due: int
    done: int


class Schedule:
    """A machine's preventive maintenances, oldest first, and how overdue it was at any time."""

    def __init__(self, cycles: list[Cycle], next_due: int | None) -> None:
        self.cycles = cycles
        self._dues = [cycle.due for cycle in cycles]
        self._next_due = next_due

    def overdue_days(self, when: float) -> float:
        """Days by which maintenance was overdue then, 0 when it was not."""
        if self._next_due is not None and when > self._next_due:
            return when - self._next_due
        place = bisect_right(self._dues, when) - 1
        if place < 0 or self.cycles[place].done < when:
            return 0.0
        return when - self.cycles[place].due


def plan(machine: Machine, calendar: Calendar) -> Schedule:
    """The machine's schedule; sets its ``last_done`` and ``next_due``."""
    interval = machine.interval
    if interval is None:
        return Schedule([], None)
    rng = machine.random("schedule")
    latest = int(machine.history_end) - 1
    done = min(_next_due(rng, machine, interval, calendar) - interval, latest)
    if done <= machine.installed:
        machine.next_due = int(machine.installed) + interval
        return Schedule([], machine.next_due)
    machine.last_done, machine.next_due = done, done + interval
    cycles: list[Cycle] = []
    while done > max(0.0, machine.installed):
        if calendar.is_sunday(done) and cycles and rng.random() < 0.8:
            done -= 1
        due = done - _lateness(rng, machine)
        if due <= machine.installed + _LEAD_DAYS[1]:
            break
        cycles.append(Cycle(due, done))
        done = due - interval
    cycles.reverse()
    return Schedule(cycles, machine.next_due)


def _next_due(rng: Random, machine: Machine, interval: int, calendar: Calendar) -> int:
    today = int(calendar.now)
    if machine.status == "retired":
        return int(machine.history_end) + rng.randint(-10, interval)
    if machine.status == "maintenance":
        return today + rng.randint(-5, 3)
    if machine.lapsing and rng.random() < 0.30:
        return today - rng.randint(2, 48)
    if rng.random() < 0.02:
        return today - rng.randint(1, 6)
    return today + rng.randint(0, interval)


def _lateness(rng: Random, machine: Machine) -> int:
    chance = rng.random()
    if machine.lapsing:
        if chance < 0.50:
            return -rng.randint(0, 3)
        return rng.randint(1, 20) if chance < 0.82 else rng.randint(21, 80)
    return -rng.randint(0, 4) if chance < 0.86 else rng.randint(1, 12)


def file_orders(machine: Machine, schedule: Schedule, desk: OrderDesk) -> None:
    """Orders of the past cycles, and the one that is due when it has been entered already."""
    rng = machine.random("preventive orders")
    for cycle in schedule.cycles:
        _file(rng, machine, desk, cycle.due, cycle.done + working_hour(rng))
        if rng.random() < 0.03:
            _duplicate(rng, desk)
    due = machine.next_due
    if due is None or machine.status == "retired":
        return
    if machine.status == "maintenance":
        _file(rng, machine, desk, due, machine.history_end, goes_on=True)
    elif due - rng.randint(*_LEAD_DAYS) <= int(desk.calendar.now):
        intended = max(due, desk.calendar.now + 1) + rng.random()
        _file(rng, machine, desk, due, intended)


def _file(rng: Random, machine: Machine, desk: OrderDesk, due: int, start: float, *, goes_on: bool = False) -> None:
    requested = due - rng.randint(*_LEAD_DAYS) + office_hour(rng)
    while requested > min(start - 0.05, desk.calendar.now):
        requested -= 1
    if requested < max(0.0, machine.installed):
        return
    trade = rng.choices(_TRADES, weights=(55, 20, 15, 10))[0]
    hours = min(5.5, machine.kind.repair * rng.uniform(0.35, 0.85))
    order = OrderRow(
        machine=machine,
        type="preventive",
        priority=rng.choices(("high", "medium", "low"), weights=_priority_weights(machine))[0],
        trade=trade,
        description=_TASKS[trade].format(name=machine.name),
        requested=requested,
        due=due,
        started=start,
        completed=desk.calendar.now + 0.2 if goes_on else start + hours / 24 * 0.9,
        hours=hours,
    )
    desk.file(order, rng)


def _duplicate(rng: Random, desk: OrderDesk) -> None:
    """Entered twice by mistake: the second one is cancelled."""
    if not desk.orders or desk.orders[-1].type != "preventive":
        return
    first = desk.orders[-1]
    desk.orders.append(
        OrderRow(
            machine=first.machine,
            type=first.type,
            priority=first.priority,
            trade=first.trade,
            description=f"{first.description} (duplicate)",
            requested=first.requested + rng.uniform(0.01, 0.2),
            due=first.due,
            started=None,
            completed=None,
            hours=0.0,
            status="cancelled",
        )
    )


def _priority_weights(machine: Machine) -> tuple[int, int, int]:
    return {"A": (5, 5, 0), "B": (1, 7, 2), "C": (0, 4, 6)}[machine.criticality]
