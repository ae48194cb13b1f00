"""When machines fail.

The failure rate grows with age (wear-out: a power of age, as in a Weibull hazard with shape above 1), with overdue
preventive maintenance, and with summer for what cools. Times come from thinning a Poisson process (Lewis and Shedler,
1979), so a rate that changes every day costs no more than one that does not.
"""

from __future__ import annotations

from random import Random

from core.demo.calendar import Calendar
from core.demo.equipment import BAD_ACTORS, Machine
from core.demo.preventive import Schedule

_WORST = 3.8  # failures a year of the worst machine that is no bad actor
MATURE_YEARS = 8.0  # at which a machine fails as often as its type does


def next_failure(rng: Random, machine: Machine, schedule: Schedule, calendar: Calendar, when: float) -> float:
    """When the machine fails next; past its history's end when it does not fail again in it."""
    if machine.bad_actor:
        # Its trouble comes back with some regularity, since nobody has removed the cause.
        return when + rng.gammavariate(4, 0.25 / _rate(machine, schedule, calendar, when)) * 365.25
    highest = _highest_rate(machine)
    while when < machine.history_end:
        when += rng.expovariate(highest) * 365.25
        if rng.random() * highest <= _rate(machine, schedule, calendar, when):
            break
    return when


def _rate(machine: Machine, schedule: Schedule, calendar: Calendar, when: float) -> float:
    """Failures a year, just then."""
    neglect = 1.0 + min(2.0, schedule.overdue_days(when) / 20)
    season = 1.0 + machine.kind.cooling * calendar.warmth(when)
    if machine.bad_actor:
        return BAD_ACTORS[machine.tag] * season
    return min(_WORST, machine.kind.failures * machine.frailty * _wear(machine.age_years(when)) * neglect * season)


def _highest_rate(machine: Machine) -> float:
    """What ``_rate`` of a machine that is no bad actor never passes."""
    oldest = _wear(machine.age_years(machine.history_end))
    season = 1.0 + abs(machine.kind.cooling)
    return min(_WORST, machine.kind.failures * machine.frailty * oldest * 3.0 * season)


def _wear(age: float) -> float:
    """How often a machine of that age fails, against one in its eighth year."""
    return float(min(2.6, 0.35 + 0.65 * (age / MATURE_YEARS) ** 1.6))
