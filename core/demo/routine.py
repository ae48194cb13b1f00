"""The rest of a maintenance day: small repairs that nobody calls a failure, inspections, condition monitoring."""

from __future__ import annotations

from random import Random

from core.demo.equipment import Machine
from core.demo.orders import DUE_DAYS, OrderDesk, OrderRow, office_hour, working_hour

_SMALL_REPAIRS = 2.9  # a year and machine
_INSPECTION_DAYS = 112
_MONITORING_DAYS = {"A": 62, "B": 92, "C": 150}
_TRADES = ("mechanical", "electrical", "instrumentation", "lubrication")
_SMALL = {
    "mechanical": ("Tighten guard on {tag}", "Replace worn coupling insert on {tag}", "Adjust alignment of {tag}"),
    "electrical": ("Replace pilot lamp on {tag} panel", "Repair damaged cable of {tag}", "Tighten terminals of {tag}"),
    "instrumentation": ("Adjust sensor of {tag}", "Replace damaged gauge on {tag}", "Recalibrate switch of {tag}"),
    "lubrication": ("Top up oil of {tag}", "Repair grease line of {tag}"),
}
_LEAD_DAYS = {"emergency": 0.1, "high": 1.3, "medium": 8.0, "low": 18.0}  # median, from request to start


def file_orders(machine: Machine, desk: OrderDesk) -> None:
    """All routine orders of one machine."""
    _small_repairs(machine.random("small repairs"), machine, desk)
    _inspections(machine.random("inspections"), machine, desk)
    if machine.kind.vibration is not None or machine.criticality != "C":
        _monitoring(machine.random("monitoring"), machine, desk)


def _small_repairs(rng: Random, machine: Machine, desk: OrderDesk) -> None:
    yearly = _SMALL_REPAIRS * (0.6 + machine.kind.failures / 3.5)
    when = max(0.0, machine.installed)
    while (when := when + rng.expovariate(yearly) * 365.25) < machine.history_end:
        priority = rng.choices(("emergency", "high", "medium", "low"), weights=(5, 16, 46, 33))[0]
        trade = rng.choices(_TRADES, weights=(50, 26, 14, 10))[0]
        hours = rng.lognormvariate(0.5, 0.5)
        text = rng.choice(_SMALL[trade])
        _file(rng, machine, desk, "corrective", priority, trade, text, when, DUE_DAYS[priority], hours)


def _inspections(rng: Random, machine: Machine, desk: OrderDesk) -> None:
    when = max(0.0, machine.installed) + rng.uniform(0, _INSPECTION_DAYS)
    while when < machine.history_end:
        trade = rng.choices(_TRADES, weights=(35, 25, 25, 15))[0]
        text = "Safety and condition inspection of {tag}"
        priority = rng.choices(("high", "medium", "low"), weights=(6, 44, 50))[0]
        requested = int(when) + office_hour(rng)
        _file(rng, machine, desk, "inspection", priority, trade, text, requested, 21, rng.uniform(0.4, 1.6))
        when += _INSPECTION_DAYS * rng.uniform(0.8, 1.2)


def _monitoring(rng: Random, machine: Machine, desk: OrderDesk) -> None:
    days = _MONITORING_DAYS[machine.criticality]
    turning = machine.kind.vibration is not None
    text = "Vibration analysis of {tag}" if turning else "Thermography of {tag}"
    when = max(0.0, machine.installed) + rng.uniform(0, days)
    while when < machine.history_end:
        trade = "instrumentation" if rng.random() < 0.6 else ("mechanical" if turning else "electrical")
        priority = rng.choices(("high", "medium", "low"), weights=(10, 60, 30))[0]
        requested = int(when) + office_hour(rng)
        _file(rng, machine, desk, "predictive", priority, trade, text, requested, 14, rng.uniform(0.5, 2.0))
        when += days * rng.uniform(0.85, 1.15)


def _file(
    rng: Random,
    machine: Machine,
    desk: OrderDesk,
    type_: str,
    priority: str,
    trade: str,
    text: str,
    requested: float,
    due_days: int,
    hours: float,
) -> None:
    if requested >= machine.history_end - 0.02:
        return
    lead = _LEAD_DAYS[priority] * rng.lognormvariate(0.0, 0.75)
    if type_ != "corrective":
        lead = due_days * 0.45 * rng.lognormvariate(0.0, 0.6)
    started = requested + max(0.02, lead)
    if priority not in ("emergency", "high"):
        day = int(started)
        if desk.calendar.is_sunday(day) and rng.random() < 0.8:
            day += 1
        started = max(requested + 0.02, day + working_hour(rng))
    order = OrderRow(
        machine=machine,
        type=type_,
        priority=priority,
        trade=trade,
        description=text.format(tag=machine.tag),
        requested=requested,
        due=int(requested) + due_days,
        started=started,
        completed=started + hours / 24,
        hours=hours,
    )
    desk.file(order, rng, may_cancel=True)
