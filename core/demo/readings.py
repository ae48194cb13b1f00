"""Meter readings: operating hours once a month, vibration and temperature on the weekly round.

Vibration and temperature rise with age and overdue maintenance, temperature with summer too; in the three weeks before
a failure by vibration or overheating the reading climbs, which is what condition monitoring looks for.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from core.demo.calendar import Calendar
from core.demo.equipment import Machine
from core.demo.failures import Failure
from core.demo.preventive import Schedule

_ROUND_DAYS = 7
_MONTH_DAYS = 30.4
_WARNING_DAYS = 21.0


class Reading(NamedTuple):
    """One reading; ``when`` in days of the Calendar."""

    machine: Machine
    meter: str
    value: float
    when: float


def readings_of(machine: Machine, schedule: Schedule, failures: list[Failure], calendar: Calendar) -> Iterator[Reading]:
    """The machine's readings, meter by meter. A machine that stands or is gone is not read."""
    first = max(0.0, machine.installed) + 1
    yield from _operating_hours(machine, first)
    kind = machine.kind
    if kind.vibration is not None:
        warnings = [failure.detected for failure in failures if failure.mode in ("vibration", "noise")]
        yield from _round(machine, schedule, "vibration_mm_s", kind.vibration, warnings, calendar, first)
    if kind.temperature is not None:
        warnings = [failure.detected for failure in failures if failure.mode == "overheating"]
        yield from _round(machine, schedule, "temperature_c", kind.temperature, warnings, calendar, first)


def _operating_hours(machine: Machine, first: float) -> Iterator[Reading]:
    rng = machine.random("operating hours")
    load = machine.kind.hours * (0.12 if machine.status == "standby" else rng.uniform(0.8, 1.1))
    total = (first - machine.installed) * load
    when = first + rng.random() * _MONTH_DAYS
    since = first
    while when < machine.history_end:
        total += (when - since) * load * rng.uniform(0.92, 1.05)
        yield Reading(machine, "operating_hours", round(total, 1), when)
        since, when = when, when + _MONTH_DAYS


def _round(
    machine: Machine,
    schedule: Schedule,
    meter: str,
    healthy: float,
    warnings: list[float],
    calendar: Calendar,
    first: float,
) -> Iterator[Reading]:
    rng = machine.random(meter)
    random, gauss = rng.random, rng.gauss
    heat = meter == "temperature_c"
    spread = 0.03 if heat else 0.09
    digits = 1 if heat else 2
    own = healthy * (0.9 + 0.2 * random()) * (1.12 if machine.bad_actor else 1.0)
    # The round passes each machine on its own week day, in the morning.
    when = int(first) + rng.randrange(_ROUND_DAYS) + (7 + 4 * random()) / 24
    while when < machine.history_end:
        value = own * (1 + machine.age_years(when) * (0.004 if heat else 0.03))
        if heat:
            value += 3.5 * calendar.warmth(when)
        overdue = schedule.overdue_days(when)
        if overdue:
            value *= 1 + min(overdue, 60) * (0.001 if heat else 0.006)
        place = bisect_left(warnings, when)
        if place < len(warnings) and (ahead := warnings[place] - when) < _WARNING_DAYS:
            value *= 1 + (0.30 if heat else 1.1) * (1 - ahead / _WARNING_DAYS) ** 2
        yield Reading(machine, meter, round(value * (1 + spread * gauss(0.0, 1.0)), digits), when)
        when += _ROUND_DAYS
