"""Periods: our own small grammar of time, in both languages, resolved to whole days.

A ``TimeExpression`` is what was written; it becomes days only when it is known whether it is bound to what happened
(up to today) or to what lies ahead (due dates). GLOSSARY of the product: weeks begin on Monday; "last N days" includes
today; "last N months" begins after the same day N months ago; a quincena is the 1st to 15th or 16th to month's end.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from core.semantics.calendar import add, end_of, start_of
from core.semantics.query import Grain, Period
from core.understanding.timewords import GRAINS, MONTHS, NUMBER_WORDS, ORDINALS, WEEKDAYS

Days = tuple[date | None, date | None]
_FURTHEST_YEARS = 500


@dataclass(frozen=True)
class TimeExpression:
    """A period as it was written.

    Attributes:
        make: (today, ahead) → first and last day, either open.
        grain: the calendar unit that it is one of.
        relative: current, past, future or fixed, as Period says.
        bare_month: a month by its name without a year; then the present one counts as current.
    """

    make: Callable[[date, bool], Days]
    grain: str = "range"
    relative: str = "fixed"
    phrase: str = ""
    bare_month: int | None = None
    open_start: bool = False
    days_count: int | None = None

    def resolve(self, today: date, *, ahead: bool) -> Period:
        """The days. What happened never reaches past today."""
        start, end = self.make(today, ahead)
        relative = self.relative
        grain = "range" if self.grain == "semester" else self.grain
        if self.bare_month is not None and start and start <= today <= (end or today):
            relative = "current"
        if not ahead and (end is None or end > today) and (start is None or start <= today):
            end = today
        return Period(start=start, end=end, grain=grain, relative=relative, phrase=self.phrase)


@dataclass(frozen=True)
class Found:
    """A match in the question: tokens ``start`` to ``end`` (excluded)."""

    start: int
    end: int
    time: TimeExpression | None = None
    per: Grain | None = None


N = r"(?P<n>\d+|" + "|".join(sorted(NUMBER_WORDS, key=len, reverse=True)) + r")"
UNIT = r"(?P<g>" + "|".join(sorted(GRAINS, key=len, reverse=True)) + r")"
MONTH = r"(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")"
WEEKDAY = r"(?:" + "|".join(sorted(WEEKDAYS, key=len, reverse=True)) + r")"
ORDINAL = r"(?:" + "|".join(sorted(ORDINALS, key=len, reverse=True)) + r")"
YEAR = r"(?:19|20)\d\d"
ISO = r"(?:\d{4}-\d{1,2}-\d{1,2})"
SLASH = r"(?:\d{1,2}/\d{1,2}/\d{2,4})"
OF_YEAR = rf"(?: (?:de |del |of |in |,)?(?:ano )?(?P<y>{YEAR}))?"
# One day, written out: used as it is and as an end of ranges.
DAY = (
    rf"(?:{ISO}|{SLASH}|(?:el )?\d{{1,2}} (?:de |of )?{MONTH}(?: (?:de |del )?{YEAR})?"
    rf"|{MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?: {YEAR})?|{MONTH}(?: (?:de |del |of )?{YEAR})?"
    rf"|(?:el |last )?{WEEKDAY}(?: pasado)?"
    rf"|hoy|ayer|today|yesterday|{YEAR}|(?:el |la )?(?:mes|semana|ano|trimestre) pasad[oa]"
    rf"|last (?:week|month|year|quarter)"
    rf"|(?:este|this) (?:mes|month|year|ano|week|quarter)|esta semana|now|ahora)"
)


def number_of(text: str) -> int:
    return int(text) if text.isdigit() else NUMBER_WORDS[text]


def month_days(month: int, year: int | None, today: date, ahead: bool) -> Days:
    """A month; without a year the latest that has begun, or ahead the next that has not ended."""
    if year is None:
        year = today.year
        if ahead and month < today.month:
            year += 1
        elif not ahead and month > today.month:
            year -= 1
    first = date(year, month, 1)
    return first, end_of("month", first)


def unit_around(grain: str, day: date) -> tuple[date, date]:
    """First and last day of the unit around ``day``; semesters and quincenas included."""
    if grain == "semester":
        first = date(day.year, 1 if day.month <= 6 else 7, 1)
        return first, end_of("month", add("month", first, 5))
    if grain == "fortnight":
        if day.day <= 15:
            return day.replace(day=1), day.replace(day=15)
        return day.replace(day=16), end_of("month", day)
    return start_of(grain, day), end_of(grain, day)  # type: ignore[arg-type]


def shifted(grain: str, day: date, count: int) -> date:
    """A day in the unit ``count`` units away."""
    if grain == "semester":
        return add("month", start_of("month", day), 6 * count)
    if grain == "fortnight":
        for _ in range(abs(count)):
            first, last = unit_around(grain, day)
            day = last + timedelta(days=1) if count > 0 else first - timedelta(days=1)
        return day
    return add(grain, start_of(grain, day), count)  # type: ignore[arg-type]


def in_reach(grain: str, count: int) -> bool:
    """Whether so many units from today still lie in a calendar that people mean; else the number is no period."""
    days = {"day": 1, "week": 7, "fortnight": 15, "month": 31, "quarter": 92, "semester": 183}.get(grain, 366)
    return count * days <= 366 * _FURTHEST_YEARS


def rolling(grain: str, count: int, today: date, *, future: bool) -> Days:
    if grain == "day":
        span = timedelta(days=count - 1)
        return (today, today + span) if future else (today - span, today)
    units = {"semester": ("month", 6), "fortnight": ("day", 15)}.get(grain, (grain, 1))
    step = units[1] * count
    if future:
        return today, add(units[0], today, step) - timedelta(days=1)  # type: ignore[arg-type]
    return add(units[0], today, -step) + timedelta(days=1), today  # type: ignore[arg-type]


def relative_unit(which: str, grain: str) -> TimeExpression:
    offset = {"this": 0, "last": -1, "next": 1}[which]
    relative = {"this": "current", "last": "past", "next": "future"}[which]

    def make(today: date, ahead: bool) -> Days:
        first, last = unit_around(grain, shifted(grain, today, offset))
        return first, last

    return TimeExpression(make, grain, relative)


def calendar_days(text: str, today: date, ahead: bool, english: bool) -> tuple[date, date] | None:
    """First and last day of what one end of a range names."""
    text = re.sub(r"^(el|la|del|los) ", "", text)
    if re.fullmatch(ISO, text):
        year, month, day = (int(part) for part in text.split("-"))
        return _safe(year, month, day)
    if re.fullmatch(SLASH, text):
        one, two, year = (int(part) for part in text.split("/"))
        day, month = (two, one) if (english and one <= 12) or two > 12 else (one, two)
        return _safe(year + 2000 if year < 100 else year, month, day)
    if match := re.fullmatch(rf"(\d{{1,2}}) (?:de |of )?({MONTH})(?: (?:de |del )?({YEAR}))?", text):
        return _dated(int(match[1]), MONTHS[match[2]], match[3], today, ahead)
    if match := re.fullmatch(rf"({MONTH}) (\d{{1,2}})(?:st|nd|rd|th)?(?: ({YEAR}))?", text):
        return _dated(int(match[2]), MONTHS[match[1]], match[3], today, ahead)
    if match := re.fullmatch(rf"({MONTH})(?: (?:de |del |of )?({YEAR}))?", text):
        first, last = month_days(MONTHS[match[1]], int(match[2]) if match[2] else None, today, ahead)
        assert first and last
        return first, last
    if match := re.fullmatch(rf"(?:last )?({WEEKDAY})(?: pasado)?", text):
        back = (today.weekday() - WEEKDAYS[match[1]]) % 7
        if "last" in text or "pasado" in text:
            back = back or 7
        weekday = today + timedelta(days=(7 - back) % 7) if ahead else today - timedelta(days=back)
        return weekday, weekday
    if re.fullmatch(YEAR, text):
        return date(int(text), 1, 1), date(int(text), 12, 31)
    if text in ("hoy", "today", "now", "ahora"):
        return today, today
    if text in ("ayer", "yesterday"):
        return today - timedelta(days=1), today - timedelta(days=1)
    if match := re.fullmatch(r"(mes|semana|ano|trimestre) pasad[oa]|last (week|month|year|quarter)", text):
        grain = str(GRAINS[match[1] or match[2]])
        return unit_around(grain, shifted(grain, today, -1))
    if match := re.fullmatch(r"(?:este|esta|this) (\w+)", text):
        return unit_around(str(GRAINS[match[1]]), today)
    return None


def _dated(day: int, month: int, year: str | None, today: date, ahead: bool) -> tuple[date, date] | None:
    first, _ = month_days(month, int(year) if year else None, today, ahead)
    assert first is not None
    if year:
        return _safe(first.year, month, day)
    # Without a year the latest one that is over (ahead: the next); 29 February is not in every year.
    for back in range(9):
        found = _safe(first.year + back if ahead else first.year - back, month, day)
        if found and (ahead or found[0] <= today):
            return found
    return None


def _safe(year: int, month: int, day: int) -> tuple[date, date] | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found, found
