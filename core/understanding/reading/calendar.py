"""Whole days of calendar units around today: what «este mes», "the last 3 weeks", «el 3 de marzo» come to.

GLOSSARY of the product: weeks begin on Monday; "last N days" includes today; "last N months" begins after the same day
N months ago; a quincena is the 1st to 15th or 16th to month's end; a month without a year is the latest that has begun
(ahead: the next that has not ended).
"""

from __future__ import annotations

from datetime import date, timedelta

from core.semantics.calendar import add, end_of, start_of

Days = tuple[date | None, date | None]
_SPANS = {"semester": ("month", 6), "bimester": ("month", 2), "fortnight": ("day", 15)}
"""Units that SQL has no bucket for, in units that it has."""
_LENGTHS = {"day": 1, "week": 7, "fortnight": 15, "month": 31, "bimester": 62, "quarter": 92, "semester": 183}
_FURTHEST = 366 * 500
"""Days from today that people may mean; a number beyond is no period."""


def in_reach(grain: str, count: int) -> bool:
    """Whether so many units from today still lie in a calendar that people mean."""
    return count * _LENGTHS.get(grain, 366) <= _FURTHEST


def unit_around(grain: str, day: date) -> tuple[date, date]:
    """First and last day of the unit around a day; semesters, two-month units and quincenas included."""
    if grain in ("semester", "bimester"):
        months = _SPANS[grain][1]
        first = date(day.year, months * ((day.month - 1) // months) + 1, 1)
        return first, end_of("month", add("month", first, months - 1))
    if grain == "fortnight":
        if day.day <= 15:
            return day.replace(day=1), day.replace(day=15)
        return day.replace(day=16), end_of("month", day)
    return start_of(grain, day), end_of(grain, day)  # type: ignore[arg-type]


def shifted(grain: str, day: date, count: int) -> date:
    """A day in the unit ``count`` units away."""
    if grain in ("semester", "bimester"):
        return add("month", start_of("month", day), _SPANS[grain][1] * count)
    if grain == "fortnight":
        for _ in range(abs(count)):
            first, last = unit_around(grain, day)
            day = last + timedelta(days=1) if count > 0 else first - timedelta(days=1)
        return day
    return add(grain, start_of(grain, day), count)  # type: ignore[arg-type]


def back(grain: str, day: date, count: int) -> date:
    """The same day ``count`` units earlier (later when negative)."""
    unit, factor = _SPANS.get(grain, (grain, 1))
    return add(unit, day, -count * factor)  # type: ignore[arg-type]


def rolling(grain: str, count: int, today: date, *, future: bool) -> Days:
    """The last (or next) ``count`` units, today included."""
    if grain == "day":
        span = timedelta(days=count - 1)
        return (today, today + span) if future else (today - span, today)
    if future:
        return today, back(grain, today, -count) - timedelta(days=1)
    return back(grain, today, count) + timedelta(days=1), today


def month_days(month: int, year: int | None, today: date, ahead: bool) -> tuple[date, date]:
    """A month; without a year the latest that has begun, or ahead the next that has not ended."""
    if year is None:
        year = today.year
        if ahead and month < today.month:
            year += 1
        elif not ahead and month > today.month:
            year -= 1
    first = date(year, month, 1)
    return first, end_of("month", first)


def part_of_year(number: int, months: int, year: int | None, today: date, ahead: bool) -> tuple[date, date]:
    """The ``number``-th part of a year; without one the latest that has begun (ahead: the next that is not over)."""
    first = date(year or today.year, months * (number - 1) + 1, 1)
    last = end_of("month", add("month", first, months - 1))
    if year is None and not ahead and first > today:
        first = first.replace(year=first.year - 1)
    if year is None and ahead and last < today:
        first = first.replace(year=first.year + 1)
    return first, end_of("month", add("month", first, months - 1))


def day_of_month(day: int, month: int, year: int | None, today: date, ahead: bool) -> tuple[date, date] | None:
    """One day; without a year the latest that is over (ahead: the next). None when there is no such day."""
    if year is not None:
        return safe(year, month, day)
    first, _ = month_days(month, None, today, ahead)
    for step in range(9):  # 29 February is not in every year
        found = safe(first.year + step if ahead else first.year - step, month, day)
        if found and (ahead or found[0] <= today):
            return found
    return None


def weekday(wanted: int, today: date, *, ahead: bool, before_today: bool = False) -> date:
    """The latest such day (today counts unless ``before_today``), or ahead the next one."""
    if ahead:
        return today + timedelta(days=(wanted - today.weekday()) % 7)
    return today - timedelta(days=(today.weekday() - wanted) % 7 or (7 if before_today else 0))


def iso_week(number: int, year: int | None, today: date, ahead: bool) -> tuple[date, date] | None:
    """A week by its ISO number: 1 begins on the Monday of the year's first Thursday."""
    try:
        first = date.fromisocalendar(year or today.isocalendar().year, number, 1)
    except ValueError:
        return None
    if year is None and not ahead and first > today:
        first = date.fromisocalendar(today.isocalendar().year - 1, number, 1)
    return first, first + timedelta(days=6)


def on_in_year(day: date, year: int) -> date:
    """The same day of another year; 29 February becomes the 28th where there is none."""
    return date(year, day.month, min(day.day, end_of("month", date(year, day.month, 1)).day))


def safe(year: int, month: int, day: int) -> tuple[date, date] | None:
    """One day as a span, None when the calendar has no such day."""
    try:
        found = date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None
    return found, found
