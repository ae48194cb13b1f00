"""What a matched time expression means: one handler a rule of core/understanding/period_rules."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from core.semantics.calendar import add, end_of
from core.semantics.query import Grain
from core.understanding.periods import (
    Days,
    TimeExpression,
    calendar_days,
    in_reach,
    month_days,
    number_of,
    relative_unit,
    rolling,
    shifted,
    unit_around,
)
from core.understanding.timewords import GRAINS, MONTHS, ORDINALS, WEEKDAYS

Handler = Callable[[re.Match[str], bool], TimeExpression | Grain | None]


def unit_in(match: re.Match[str]) -> str:
    groups = match.groupdict()
    return str(GRAINS[next(groups[key] for key in ("g", "gx", "gz", "g2") if groups.get(key))])


def count_in(match: re.Match[str]) -> int:
    groups = match.groupdict()
    return number_of(groups.get("n") or groups.get("n2") or "1")


def on_this(match: re.Match[str], english: bool) -> TimeExpression:
    return relative_unit("this", unit_in(match))


def on_last(match: re.Match[str], english: bool) -> TimeExpression:
    return relative_unit("last", unit_in(match))


def on_next(match: re.Match[str], english: bool) -> TimeExpression:
    return relative_unit("next", unit_in(match))


def on_so_far(match: re.Match[str], english: bool) -> TimeExpression:
    return relative_unit("this", unit_in(match))


def on_to_date(match: re.Match[str], english: bool) -> TimeExpression:
    grain = {"m": "month", "q": "quarter", "w": "week"}.get(match.group()[0], "year")
    return relative_unit("this", grain)


def on_last_n(match: re.Match[str], english: bool) -> TimeExpression | None:
    grain, count = unit_in(match), count_in(match)
    if not in_reach(grain, count):
        return None
    return TimeExpression(lambda today, ahead: rolling(grain, count, today, future=False), relative="past")


def on_next_n(match: re.Match[str], english: bool) -> TimeExpression | None:
    grain, count = unit_in(match), count_in(match)
    if not in_reach(grain, count):
        return None
    return TimeExpression(lambda today, ahead: rolling(grain, count, today, future=True), relative="future")


def on_within(match: re.Match[str], english: bool) -> TimeExpression | None:
    grain, count = unit_in(match), count_in(match)
    if not in_reach(grain, count):
        return None

    def make(today: date, ahead: bool) -> Days:
        return rolling(grain, count, today, future=ahead)

    return TimeExpression(make, relative="future")


def on_ago(match: re.Match[str], english: bool) -> TimeExpression | None:
    grain, count = unit_in(match), count_in(match)
    if not in_reach(grain, count):
        return None
    if not in_reach(grain, count):
        return None

    def make(today: date, ahead: bool) -> Days:
        return unit_around(grain, shifted(grain, today, -count))

    return TimeExpression(make, grain, "past")


def on_more_than_ago(match: re.Match[str], english: bool) -> TimeExpression | None:
    grain, count = unit_in(match), count_in(match)
    if not in_reach(grain, count):
        return None
    if not in_reach(grain, count):
        return None

    def make(today: date, ahead: bool) -> Days:
        step = {"semester": ("month", 6), "fortnight": ("day", 15)}.get(grain, (grain, 1))
        edge = add(step[0], today, -count * step[1])  # type: ignore[arg-type]
        return None, edge - timedelta(days=1)

    return TimeExpression(make, relative="past", open_start=True)


def on_day(offset: int, relative: str) -> Handler:
    def handler(match: re.Match[str], english: bool) -> TimeExpression:
        def make(today: date, ahead: bool) -> Days:
            day = today + timedelta(days=offset)
            return day, day

        return TimeExpression(make, "day", relative)

    return handler


def on_weekday(match: re.Match[str], english: bool) -> TimeExpression:
    wanted = WEEKDAYS[match["w"]]

    def make(today: date, ahead: bool) -> Days:
        day = (
            today + timedelta(days=(wanted - today.weekday()) % 7)
            if ahead
            else today - timedelta(days=(today.weekday() - wanted) % 7)
        )
        return day, day

    return TimeExpression(make, "day", "past")


def on_weekday_past(match: re.Match[str], english: bool) -> TimeExpression:
    wanted = WEEKDAYS[match["w"] or match["w2"]]

    def make(today: date, ahead: bool) -> Days:
        day = today - timedelta(days=(today.weekday() - wanted) % 7 or 7)
        return day, day

    return TimeExpression(make, "day", "past")


def on_weekend(match: re.Match[str], english: bool) -> TimeExpression:
    past = "pasado" in match.group() or "last" in match.group()

    def make(today: date, ahead: bool) -> Days:
        saturday = today - timedelta(days=(today.weekday() - 5) % 7)
        if past and today.weekday() >= 5:
            saturday -= timedelta(days=7)
        if ahead and today.weekday() < 5:
            saturday += timedelta(days=7)
        return saturday, saturday + timedelta(days=1)

    return TimeExpression(make, "range", "past" if past else "current")


def on_named_month(match: re.Match[str], english: bool) -> TimeExpression | None:
    month, year = MONTHS[match["m"]], int(match["y"]) if match["y"] else None
    if match.group() in (
        "may",
        "mar",
        "sep",
        "ago",
        "jun",
        "jul",
        "dec",
        "oct",
        "nov",
        "ene",
        "feb",
        "abr",
        "dic",
    ) and match.group() in ("may", "mar", "ago"):
        # Bare, these are English or Spanish words more often than months ("may", "hace … ago").
        return None
    return TimeExpression(
        lambda today, ahead: month_days(month, year, today, ahead), "month", "fixed", bare_month=None if year else month
    )


def on_month_last_year(match: re.Match[str], english: bool) -> TimeExpression:
    month = MONTHS[match["m"]]
    of_last_year = "ano" in match.group() or "year" in match.group()

    def make(today: date, ahead: bool) -> Days:
        if of_last_year:
            return month_days(month, today.year - 1, today, ahead)
        year = today.year if month < today.month else today.year - 1
        return month_days(month, year, today, ahead)

    return TimeExpression(make, "month", "past")


def on_quarter(match: re.Match[str], english: bool) -> TimeExpression | None:
    number = int(match["q"] or match["t"] or 0) or ORDINALS[match["o"]]
    return part_of_year(number, 3, match["y"], "quarter") if 1 <= number <= 4 else None


def on_semester(match: re.Match[str], english: bool) -> TimeExpression | None:
    number = int(match["q"] or match["s"] or 0) or ORDINALS[match["o"]]
    return part_of_year(number, 6, match["y"], "range") if 1 <= number <= 2 else None


def part_of_year(number: int, months: int, year: str | None, grain: str) -> TimeExpression:
    def make(today: date, ahead: bool) -> Days:
        chosen = int(year) if year else today.year
        first = date(chosen, months * (number - 1) + 1, 1)
        if not year and not ahead and first > today:
            first = first.replace(year=first.year - 1)
        last = end_of("month", date(first.year, first.month + months - 1, 1))
        if not year and ahead and last < today:
            first, last = first.replace(year=first.year + 1), end_of("month", last.replace(year=last.year + 1, day=1))
        return first, last

    return TimeExpression(make, grain, "fixed")


def on_fortnight(match: re.Match[str], english: bool) -> TimeExpression | None:
    number = ORDINALS[match["o"]]
    if number not in (1, 2):
        return None
    month, year = MONTHS[match["m"]] if match["m"] else None, int(match["y"]) if match["y"] else None

    def make(today: date, ahead: bool) -> Days:
        first, last = month_days(month or today.month, year, today, ahead)
        assert first and last
        return (first, first.replace(day=15)) if number == 1 else (first.replace(day=16), last)

    return TimeExpression(make, "fortnight", "fixed")


def on_year(match: re.Match[str], english: bool) -> TimeExpression:
    year = int(match["y"])
    return TimeExpression(lambda today, ahead: (date(year, 1, 1), date(year, 12, 31)), "year", "fixed")


def on_one_day(match: re.Match[str], english: bool) -> TimeExpression | None:
    text = match["d"]
    if not any(char.isdigit() for char in text) or text.isdigit():
        return None
    return from_days(text, english, lambda days: days, "day")


def from_days(
    text: str,
    english: bool,
    pick: Callable[[tuple[date, date]], Days],
    grain: str = "range",
    *,
    open_start: bool = False,
) -> TimeExpression | None:
    if calendar_days(text, date(2024, 6, 15), False, english) is None:
        return None

    def make(today: date, ahead: bool) -> Days:
        days = calendar_days(text, today, ahead, english)
        assert days is not None
        return pick(days)

    return TimeExpression(make, grain, "fixed", open_start=open_start)


def on_days_of_month(match: re.Match[str], english: bool) -> TimeExpression | None:
    first, last = int(match["a"]), int(match["b"])
    month, year = MONTHS[match["m"]], int(match["y"]) if match["y"] else None
    if not 1 <= first <= last <= 31:
        return None

    def make(today: date, ahead: bool) -> Days:
        start, end = month_days(month, year, today, ahead)
        assert start and end
        return start.replace(day=min(first, end.day)), start.replace(day=min(last, end.day))

    return TimeExpression(make)


def on_range(match: re.Match[str], english: bool) -> TimeExpression | None:
    first, last = match["a"], match["b"]
    probe = date(2024, 6, 15)
    begins, ends = calendar_days(first, probe, False, english), calendar_days(last, probe, False, english)
    if begins is None or ends is None:
        return None
    first_fixed, last_fixed = (any(len(part) == 4 for part in re.findall(r"\d+", text)) for text in (first, last))
    if first_fixed and last_fixed and begins[0] > ends[1]:
        return None

    def make(today: date, ahead: bool) -> Days:
        end = calendar_days(last, today, ahead, english)
        begin = calendar_days(first, today, ahead, english)
        assert begin and end
        start, finish = begin[0], end[1]
        if start > finish and first_fixed:
            # "from December 2025 to February": the end lies in the year after.
            finish = on_in_year(
                finish, start.year if finish.replace(year=2000) >= start.replace(year=2000) else start.year + 1
            )
        elif start > finish:
            # "from November to February": the beginning lies a year before.
            start = on_in_year(
                start, finish.year if start.replace(year=2000) <= finish.replace(year=2000) else finish.year - 1
            )
        return start, finish

    return TimeExpression(make)


def on_in_year(day: date, year: int) -> date:
    """The same day of another year; 29 February becomes the 28th where there is none."""
    last = end_of("month", date(year, day.month, 1)).day
    return date(year, day.month, min(day.day, last))


def on_since(match: re.Match[str], english: bool) -> TimeExpression | None:
    return from_days(match["a"], english, lambda days: (days[0], None))


def on_until(match: re.Match[str], english: bool) -> TimeExpression | None:
    return from_days(match["a"], english, lambda days: (None, days[1]), open_start=True)


def on_before(match: re.Match[str], english: bool) -> TimeExpression | None:
    return from_days(match["a"], english, lambda days: (None, days[0] - timedelta(days=1)), open_start=True)


def on_after(match: re.Match[str], english: bool) -> TimeExpression | None:
    return from_days(match["a"], english, lambda days: (days[1] + timedelta(days=1), None))


def on_per(match: re.Match[str], english: bool) -> Grain | None:
    grain = unit_in(match)
    return grain if grain in ("day", "week", "month", "quarter", "year") else None  # type: ignore[return-value]


def on_unit_by_unit(match: re.Match[str], english: bool) -> Grain:
    word = next(value for value in match.groupdict().values() if value)
    return GRAINS[word]  # type: ignore[return-value]


def on_per_adverb(match: re.Match[str], english: bool) -> Grain:
    word = match["adv"]
    beginnings: tuple[tuple[str, Grain], ...] = (
        ("mensual", "month"),
        ("monthly", "month"),
        ("semanal", "week"),
        ("weekly", "week"),
        ("diari", "day"),
        ("daily", "day"),
        ("trimestral", "quarter"),
        ("quarterly", "quarter"),
    )
    return next((grain for beginning, grain in beginnings if word.startswith(beginning)), "year")
