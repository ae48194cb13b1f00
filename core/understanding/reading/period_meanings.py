"""What a pattern of the time grammar means: one function a meaning, named in the languages' files."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from core.understanding.reading import calendar
from core.understanding.reading.calendar import Days
from core.understanding.reading.day_rules import DayRules, Span
from core.understanding.reading.slots import SlotTexts
from core.understanding.reading.time_expression import TimeExpression

_PROBE = date(2024, 6, 15)
Meaning = Callable[[SlotTexts, DayRules], TimeExpression | None]


def _unit(offset: int, relative: str) -> Meaning:
    def meaning(slots: SlotTexts, days: DayRules) -> TimeExpression:
        grain = slots.unit()
        return TimeExpression(
            lambda today, ahead: calendar.unit_around(grain, calendar.shifted(grain, today, offset)), grain, relative
        )

    return meaning


def _next_to(offset: int, relative: str) -> Meaning:
    """«el mes anterior»: before the present one, or before the one that was spoken of."""
    plain = _unit(offset, relative)

    def meaning(slots: SlotTexts, days: DayRules) -> TimeExpression | None:
        found = plain(slots, days)
        return replace(found, beside=(slots.unit(), offset)) if found is not None else None

    return meaning


def _to_date(grain: str) -> Meaning:
    return lambda slots, days: TimeExpression(lambda today, ahead: calendar.unit_around(grain, today), grain, "current")


def _rolling(*, future: bool) -> Meaning:
    def meaning(slots: SlotTexts, days: DayRules) -> TimeExpression | None:
        grain, count = slots.unit(), slots.number("N") or 1
        if not calendar.in_reach(grain, count):
            return None
        relative = "future" if future else "past"
        return TimeExpression(
            lambda today, ahead: calendar.rolling(grain, count, today, future=future), relative=relative
        )

    return meaning


def _within(slots: SlotTexts, days: DayRules) -> TimeExpression | None:
    grain, count = slots.unit(), slots.number("N") or 1
    if not calendar.in_reach(grain, count):
        return None
    return TimeExpression(lambda today, ahead: calendar.rolling(grain, count, today, future=ahead), relative="future")


def _until_end(slots: SlotTexts, days: DayRules) -> TimeExpression:
    """«para fin de mes»: up to the last day of the unit that runs."""
    grain = slots.unit()
    return TimeExpression(lambda today, ahead: (None, calendar.unit_around(grain, today)[1]), relative="fixed")


def _ago(slots: SlotTexts, days: DayRules) -> TimeExpression | None:
    grain, count = slots.unit(), slots.number("N") or 1
    if not calendar.in_reach(grain, count):
        return None
    return TimeExpression(
        lambda today, ahead: calendar.unit_around(grain, calendar.shifted(grain, today, -count)), grain, "past"
    )


def _more_than_ago(slots: SlotTexts, days: DayRules) -> TimeExpression | None:
    grain, count = slots.unit(), slots.number("N") or 1
    if not calendar.in_reach(grain, count):
        return None
    return TimeExpression(
        lambda today, ahead: (None, calendar.back(grain, today, count) - timedelta(days=1)),
        relative="past",
        longer=(grain, count),
    )


def _day(offset: int, relative: str) -> Meaning:
    def meaning(slots: SlotTexts, days: DayRules) -> TimeExpression:
        def make(today: date, ahead: bool) -> Days:
            day = today + timedelta(days=offset)
            return day, day

        return TimeExpression(make, "day", relative)

    return meaning


def _weekday(*, past: bool) -> Meaning:
    def meaning(slots: SlotTexts, days: DayRules) -> TimeExpression:
        wanted = slots.words.weekdays[slots.text("WEEKDAY") or ""]

        def make(today: date, ahead: bool) -> Days:
            day = calendar.weekday(wanted, today, ahead=ahead and not past, before_today=past)
            return day, day

        return TimeExpression(make, "day", "past")

    return meaning


def _weekend(*, past: bool) -> Meaning:
    def meaning(slots: SlotTexts, days: DayRules) -> TimeExpression:
        def make(today: date, ahead: bool) -> Days:
            saturday = calendar.weekday(5, today, ahead=False)
            if past and today.weekday() >= 5:
                saturday -= timedelta(days=7)
            if ahead and not past and today.weekday() < 5:
                saturday += timedelta(days=7)
            return saturday, saturday + timedelta(days=1)

        return TimeExpression(make, "range", "past" if past else "current")

    return meaning


def _month(slots: SlotTexts, days: DayRules) -> TimeExpression | None:
    month, year = slots.month() or 1, slots.number("YEAR")
    return TimeExpression(
        lambda today, ahead: calendar.month_days(month, year, today, ahead),
        "month",
        "fixed",
        bare_month=year is None,
        yearless=year is None,
        of_year=year is not None,
    )


def _month_last_year(slots: SlotTexts, days: DayRules) -> TimeExpression:
    month = slots.month() or 1
    return TimeExpression(
        lambda today, ahead: calendar.month_days(month, today.year - 1, today, ahead), "month", "past", of_year=True
    )


def _part(months: int, grain: str, slot: str) -> Meaning:
    def meaning(slots: SlotTexts, days: DayRules) -> TimeExpression | None:
        number, year = slots.number(slot) or slots.number("ORD") or 0, slots.number("YEAR")
        if not 1 <= number <= 12 // months:
            return None
        return TimeExpression(
            lambda today, ahead: calendar.part_of_year(number, months, year, today, ahead),
            grain,
            "fixed",
            yearless=year is None,
            of_year=year is not None,
        )

    return meaning


def _fortnight(slots: SlotTexts, days: DayRules) -> TimeExpression | None:
    number, month, year = slots.number("ORD"), slots.month(), slots.number("YEAR")
    if number not in (1, 2):
        return None

    def make(today: date, ahead: bool) -> Days:
        first, last = calendar.month_days(month or today.month, year, today, ahead)
        return (first, first.replace(day=15)) if number == 1 else (first.replace(day=16), last)

    return TimeExpression(make, "fortnight", "fixed")


def _year(slots: SlotTexts, days: DayRules) -> TimeExpression:
    year = slots.number("YEAR") or 1
    return TimeExpression(lambda today, ahead: (date(year, 1, 1), date(year, 12, 31)), "year", "fixed")


def _iso_week(slots: SlotTexts, days: DayRules) -> TimeExpression | None:
    number, year = slots.number("W") or 0, slots.number("YEAR")
    if calendar.iso_week(number, year, _PROBE, False) is None:
        return None
    return TimeExpression(
        lambda today, ahead: calendar.iso_week(number, year, today, ahead) or (None, None), "week", "fixed"
    )


def _same_last(slots: SlotTexts, days: DayRules) -> TimeExpression | None:
    """«el mismo mes del año pasado»: the present unit, or the one that was spoken of, a year before."""
    grain = slots.unit()

    def make(today: date, ahead: bool) -> Days:
        return calendar.unit_around(grain, calendar.back("year", today, 1))

    return TimeExpression(make, grain, "past", beside=("year", -1))


def _same_as(slots: SlotTexts, days: DayRules) -> TimeExpression:
    """«el mismo periodo del año pasado»: the question's own days, a unit before."""
    return TimeExpression(lambda today, ahead: (None, None), relative="past", year_before=slots.unit())


def _one(pick: Callable[[Span], Days], grain: str = "range") -> Meaning:
    def meaning(slots: SlotTexts, days: DayRules) -> TimeExpression | None:
        text = slots.text("DAY") or ""
        if days.days(text, _PROBE, False) is None:
            return None

        def make(today: date, ahead: bool) -> Days:
            found = days.days(text, today, ahead)
            return pick(found) if found else (None, None)

        return TimeExpression(make, grain, "fixed")

    return meaning


def _one_day(slots: SlotTexts, days: DayRules) -> TimeExpression | None:
    text = slots.text("DAY") or ""
    found = days.days(text, _PROBE, False)
    if found is None or found[0] != found[1] or not any(char.isdigit() for char in text):
        return None
    if any(word in slots.words.grains for word in text.split()):
        return None  # «hace 2 meses» is a month, and a day only as the end of a range
    return _one(lambda span: span, "day")(slots, days)


def _from_days(slots: SlotTexts, days: DayRules) -> TimeExpression | None:
    """ "orders *from last month*" are that month's; "from Monday", "from November 3" begins there."""
    words = (slots.text("DAY") or "").split()
    found = days.days(" ".join(words), _PROBE, False)
    begins = found is not None and found[0] == found[1] and (
        any(char.isdigit() for word in words for char in word) or any(word in slots.words.weekdays for word in words)
    )  # fmt: skip
    return _one(lambda span: (span[0], None) if begins else span)(slots, days)


def _close_of(slots: SlotTexts, days: DayRules) -> TimeExpression | None:
    """«al cierre de octubre»: the end of the last day."""
    last = _one(lambda span: (span[1], span[1]), "day")(slots, days)
    return replace(last, clock=(24, 0)) if last is not None else None


def _clock(half: str = "") -> Meaning:
    def meaning(slots: SlotTexts, days: DayRules) -> TimeExpression | None:
        written = slots.text("CLOCK")
        if written is not None:
            hour, minute = (int(part) for part in written.split(":"))
        else:
            hour, minute = (12 if half == "noon" else slots.number("HOUR") or slots.number("H24") or 0), 0
        if half == "pm" and hour < 12:
            hour += 12
        elif half == "am" and hour == 12:
            hour = 0

        def make(today: date, ahead: bool) -> Days:
            return today, today

        return TimeExpression(make, "day", "current", clock=(hour, minute), bare_clock=True)

    return meaning


def _days_of(*, this_month: bool) -> Meaning:
    def meaning(slots: SlotTexts, days: DayRules) -> TimeExpression | None:
        first, last = slots.number("D") or 0, slots.number("D", 1) or 0
        month, year = slots.month(), slots.number("YEAR")
        if not 1 <= first <= last <= 31:
            return None

        def make(today: date, ahead: bool) -> Days:
            start, end = calendar.month_days(month or today.month, today.year if this_month else year, today, ahead)
            return start.replace(day=min(first, end.day)), start.replace(day=min(last, end.day))

        return TimeExpression(make)

    return meaning


def _range(slots: SlotTexts, days: DayRules) -> TimeExpression | None:
    one, two = slots.text("DAY") or "", slots.text("DAY", 1) or ""
    begins, ends = days.days(one, _PROBE, False), days.days(two, _PROBE, False)
    fixed = [any(len(part) == 4 for part in re.findall(r"\d+", text)) for text in (one, two)]
    if begins is None or ends is None or (all(fixed) and begins[0] > ends[1]):
        return None

    def make(today: date, ahead: bool) -> Days:
        begin, end = days.days(one, today, ahead), days.days(two, today, ahead)
        if begin is None or end is None:
            return None, None
        start, finish = begin[0], end[1]
        over = finish.replace(year=2000)
        if start > finish and fixed[0]:
            # "from December 2025 to February": the end lies in the year after.
            later = over >= start.replace(year=2000)
            finish = calendar.on_in_year(finish, start.year if later else start.year + 1)
        elif start > finish:
            # "from November to February": the beginning lies a year before.
            earlier = start.replace(year=2000) <= over
            start = calendar.on_in_year(start, finish.year if earlier else finish.year - 1)
        return start, finish

    return TimeExpression(make)


def _end_clip(span: Span) -> Days:
    return None, span[0] - timedelta(days=1)


MEANINGS: dict[str, Meaning] = {
    "this": _unit(0, "current"),
    "last": _unit(-1, "past"),
    "one_before": _next_to(-1, "past"),
    "one_after": _next_to(1, "future"),
    "next": _unit(1, "future"),
    "year_to_date": _to_date("year"),
    "month_to_date": _to_date("month"),
    "quarter_to_date": _to_date("quarter"),
    "last_n": _rolling(future=False),
    "next_n": _rolling(future=True),
    "within": _within,
    "ago": _ago,
    "more_than_ago": _more_than_ago,
    "today": _day(0, "current"),
    "yesterday": _day(-1, "past"),
    "before_yesterday": _day(-2, "past"),
    "tomorrow": _day(1, "future"),
    "after_tomorrow": _day(2, "future"),
    "weekday": _weekday(past=False),
    "weekday_past": _weekday(past=True),
    "weekend": _weekend(past=False),
    "weekend_past": _weekend(past=True),
    "month": _month,
    "month_last_year": _month_last_year,
    "quarter": _part(3, "quarter", "Q"),
    "semester": _part(6, "range", "H"),
    "fortnight": _fortnight,
    "year": _year,
    "iso_week": _iso_week,
    "same_last": _same_last,
    "same_as": _same_as,
    "one_day": _one_day,
    "days_of_month": _days_of(this_month=False),
    "days_of_this_month": _days_of(this_month=True),
    "range": _range,
    "close_of": _close_of,
    "clock": _clock(),
    "am": _clock("am"),
    "pm": _clock("pm"),
    "noon": _clock("noon"),
    "since": _one(lambda span: (span[0], None)),
    "from_days": _from_days,
    "until": _one(lambda span: (None, span[1])),
    "until_end": _until_end,
    "before": _one(_end_clip),
    "after": _one(lambda span: (span[1] + timedelta(days=1), None)),
}
