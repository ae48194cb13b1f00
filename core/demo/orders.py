"""A work order, and what becomes of it by today: completed, still open, or cancelled."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from core.demo.calendar import Calendar, shift_at
from core.demo.equipment import Machine
from core.demo.people import HOURLY_RATE, Crew, Technician

DUE_DAYS = {"emergency": 1, "high": 3, "medium": 14, "low": 30}
# What an hour costs more when it cannot wait: call-outs and overtime.
_URGENCY = {"emergency": 1.6, "high": 1.15, "medium": 1.0, "low": 1.0}
_NIGHT_SLOWNESS = 1.35  # fewer hands, no stockroom clerk, no engineer to ask
_CANCELLED = 0.035
_CONTRACTED = 0.012  # done by an outside firm: nobody of ours is assigned


@dataclass(slots=True)
class OrderRow:
    """One work order; times are days of the Calendar. ``id`` and ``number`` are given when all are sorted."""

    machine: Machine
    type: str
    priority: str
    trade: str
    description: str
    requested: float
    due: int
    started: float | None
    completed: float | None
    hours: float
    status: str = "completed"
    technician: Technician | None = None
    labor_cost: float = 0.0
    parts_cost: float = 0.0
    id: int = 0
    number: str = ""


class OrderDesk:
    """Takes requests for work and settles each as of today."""

    def __init__(self, calendar: Calendar, crew: Crew) -> None:
        self.calendar = calendar
        self.crew = crew
        self.orders: list[OrderRow] = []

    def file(self, order: OrderRow, rng: Random, *, may_cancel: bool = False) -> OrderRow:
        """Keep an order whose ``started`` and ``completed`` are intentions, and settle what came of them.

        The night shift takes longer than was intended. An order of a machine that was retired before it was done is
        cancelled.
        """
        assert order.started is not None and order.completed is not None
        if shift_at(order.started) == "night":
            order.completed = order.started + (order.completed - order.started) * _NIGHT_SLOWNESS
            order.hours *= _NIGHT_SLOWNESS
        machine = order.machine
        gone = machine.status == "retired" and order.completed > machine.history_end
        if gone or (may_cancel and rng.random() < _CANCELLED):
            self._cancel(order)
        elif order.completed <= self.calendar.now:
            self._complete(order, rng)
        else:
            self._keep_open(order, rng)
        self.orders.append(order)
        return order

    def _cancel(self, order: OrderRow) -> None:
        order.status, order.started, order.completed, order.hours = "cancelled", None, None, 0.0

    def _complete(self, order: OrderRow, rng: Random) -> None:
        assert order.started is not None
        order.status = "completed"
        order.hours = max(0.25, round(order.hours * 4) / 4)
        if order.type == "preventive" or rng.random() >= _CONTRACTED:
            order.technician = self.crew.pick(rng, order.trade, order.started)
        factor = _URGENCY[order.priority] * (1.12 if shift_at(order.started) == "night" else 1.0)
        order.labor_cost = round(order.hours * HOURLY_RATE[order.trade] * factor, 2)

    def _keep_open(self, order: OrderRow, rng: Random) -> None:
        """Open orders carry planned hours, to the half hour, and no cost."""
        now = self.calendar.now
        order.completed = None
        order.hours = max(0.5, round(order.hours * 2) / 2)
        assert order.started is not None
        chance = rng.random()
        waits = 0.3 if order.type == "corrective" else 0.09
        if order.started <= now:
            order.status = "in_progress"
        elif chance < waits:
            order.status = "waiting_parts"
        elif chance < waits + 0.2 and order.type != "preventive" and now - order.requested > 0.5:
            # Begun between other jobs, on a machine that goes on running.
            order.status = "in_progress"
            order.started = now - (now - order.requested) * rng.uniform(0.05, 0.6)
        else:
            order.status = "open"
        if order.status != "in_progress":
            order.started = None
        if order.status != "open" or rng.random() < 0.6:
            order.technician = self.crew.pick(rng, order.trade, order.started or int(now) + working_hour(rng))


def working_hour(rng: Random) -> float:
    """When on a day planned work begins, as a part of the day: mostly on the morning shift, seldom at night."""
    chance = rng.random()
    if chance < 0.60:
        return rng.uniform(6.2, 12.5) / 24
    return rng.uniform(14.1, 17.5) / 24 if chance < 0.90 else rng.uniform(0.2, 2.5) / 24


def office_hour(rng: Random) -> float:
    """When on a day the planners enter orders, as a part of the day."""
    return rng.uniform(7.0, 17.0) / 24
