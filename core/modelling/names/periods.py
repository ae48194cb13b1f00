"""Periods as the model writes them: ``this_month``, ``last_30_days``, ``2026-10``, ``2026-10-05..2026-10-12``.

One text without spaces costs three to eight tokens, and any server's grammar takes it. The same words stand in the
semantic model (a metric's ``default_period``).
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Final, Literal

from core.modelling.names.problems import Unfit
from core.semantics.calendar import add, end_of, start_of
from core.semantics.query import Grain, Period

WORDS: Final = (
    "today, yesterday, this_month (this_|last_|next_ day|week|month|quarter|year), last_30_days, next_2_weeks, "
    "2026, 2026-Q3, 2026-10, 2026-10-05, A..B with either end open"
)
"""What the prompt says of them."""

_Relative = Literal["current", "past", "future", "fixed"]
_UNITS: Final[dict[str, Grain]] = {
    "day": "day", "week": "week", "month": "month", "quarter": "quarter", "year": "year",
}  # fmt: skip
_DAYS: Final = {"today": ("this", "day"), "yesterday": ("last", "day"), "tomorrow": ("next", "day")}
_UNIT = re.compile(r"(this|current|last|previous|next)_(day|week|month|quarter|year)(?:_to_date)?")
_ROLLING = re.compile(r"(last|past|previous|next)_(\d{1,4})_(day|week|month|quarter|year)s?")
_YEAR = re.compile(r"(\d{4})")
_QUARTER = re.compile(r"(\d{4})_?q([1-4])")
_MONTH = re.compile(r"(\d{4})_(\d{2})")
_DAY = re.compile(r"(\d{4})_(\d{2})_(\d{2})")
_FURTHEST: Final = 200
"""Years; more is a slip of the pen, and dates end at 9999."""


class NoPeriod(ValueError):
    """A text that names no period."""


def read_period(text: str, today: date, *, ahead: bool = False) -> Period:
    """The days that a text names.

    Args:
        ahead: True when it is bound to what may lie ahead (a due date); else it never reaches past today.

    Raises:
        NoPeriod: it names none.
    """
    try:
        period = _read(text, today)
    except (ValueError, OverflowError) as error:
        raise NoPeriod(text) from error
    end = period.end
    begun = period.relative != "future" and (period.start is None or period.start <= today)
    if not ahead and begun and (end is None or end > today):
        end = today
    return period.model_copy(update={"end": end, "phrase": text.strip().replace("_", " ").casefold()[:40]})


def _read(text: str, today: date) -> Period:
    word = re.sub(r"[\s\-_]+", "_", text.strip().casefold()).removeprefix("in_")
    if ".." in word or word.startswith(("since_", "until_")):
        return _stretch(word, today)
    if word in _DAYS:
        word = "_".join(_DAYS[word])
    if found := _UNIT.fullmatch(word):
        which = {"current": "this", "previous": "last"}.get(found.group(1), found.group(1))
        return unit(which, _UNITS[found.group(2)], today)
    if found := _ROLLING.fullmatch(word):
        return _rolling(found.group(1) == "next", int(found.group(2)), _UNITS[found.group(3)], today)
    return _named(word, today)


def unit(which: str, grain: Grain, today: date) -> Period:
    """The calendar unit of today, the one before or the one after, whole.

    Args:
        which: this, last or next.
    """
    count, relative = _OFFSETS[which]
    start = add(grain, start_of(grain, today), count)
    return Period(start=start, end=end_of(grain, start), grain=grain, relative=relative)


_OFFSETS: Final[dict[str, tuple[int, _Relative]]] = {
    "this": (0, "current"), "last": (-1, "past"), "next": (1, "future"),
}  # fmt: skip


def _rolling(future: bool, count: int, grain: Grain, today: date) -> Period:
    if count == 0 or add("day", today, 0).year - add(grain, today, -count).year > _FURTHEST:
        raise NoPeriod(str(count))
    if future:
        return Period(start=today, end=add(grain, today, count) - timedelta(days=1), relative="future")
    return Period(start=add(grain, today, -count) + timedelta(days=1), end=today, relative="past")


def _named(word: str, today: date) -> Period:
    """A year, quarter, month or day by its name; the one that runs now counts as the present one."""
    return _unit_of(*_start(word), today)


def _unit_of(grain: Grain, start: date, today: date) -> Period:
    end = end_of(grain, start)
    return Period(start=start, end=end, grain=grain, relative="current" if start <= today <= end else "fixed")


def _start(word: str) -> tuple[Grain, date]:
    if found := _YEAR.fullmatch(word):
        return "year", date(int(found.group(1)), 1, 1)
    if found := _QUARTER.fullmatch(word):
        return "quarter", date(int(found.group(1)), 3 * int(found.group(2)) - 2, 1)
    if found := _MONTH.fullmatch(word):
        return "month", date(int(found.group(1)), int(found.group(2)), 1)
    if found := _DAY.fullmatch(word):
        return "day", date(int(found.group(1)), int(found.group(2)), int(found.group(3)))
    raise NoPeriod(word)


def _stretch(word: str, today: date) -> Period:
    word = word.removeprefix("since_") + ".." if word.startswith("since_") else word
    word = ".." + word.removeprefix("until_") if word.startswith("until_") else word
    first, _, last = (part.strip("_") for part in word.partition(".."))
    start = _start(first)[1] if first else None
    end = end_of(*_start(last)) if last else None
    if (start is None and end is None) or (start is not None and end is not None and start > end):
        raise NoPeriod(word)
    if start is not None and end is not None:
        for grain in ("year", "quarter", "month"):
            if (start_of(grain, start), end_of(grain, start)) == (start, end):
                return _unit_of(grain, start, today)
    return Period(start=start, end=end)


_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})[tT](\d{2}):(\d{2})")


def read_moment(text: str) -> datetime | None:
    """A moment, ``2026-11-21T15:30``; the close of a day is ``T24:00``. None where it is none."""
    found = _MOMENT.fullmatch(text.strip())
    if found is None:
        return None
    hour, minute = int(found.group(2)), int(found.group(3))
    try:
        day = datetime.combine(date.fromisoformat(found.group(1)), time())
    except ValueError:
        return None
    return day + timedelta(hours=hour, minutes=minute) if (hour, minute) <= (24, 0) and minute < 60 else None


def written_moment(moment: datetime) -> str:
    """A moment as the model would write it."""
    if moment.time() == time():
        return f"{moment - timedelta(days=1):%Y-%m-%d}T24:00"
    return f"{moment:%Y-%m-%dT%H:%M}"


def written_period(period: Period, today: date) -> str:
    """A period as the model would write it.

    Days that end today because nothing reaches past it are written as the unit that they are the beginning of.
    """
    start, end = period.start, period.end
    grain = period.grain
    if start is not None and grain in _UNITS:
        for which in ("this", "last", "next"):
            whole = unit(which, grain, today)  # type: ignore[arg-type]
            if whole.start == start and end in (whole.end, today) and whole.relative == period.relative:
                return {"this_day": "today", "last_day": "yesterday", "next_day": "tomorrow"}.get(
                    f"{which}_{grain}", f"{which}_{grain}"
                )
        whole_end = end_of(grain, start)  # type: ignore[arg-type]
        if start == start_of(grain, start) and end in (whole_end, today if start <= today <= whole_end else None):  # type: ignore[arg-type]
            return _name(grain, start)
    if start is not None and end is not None and today in (start, end) and period.relative in ("past", "future"):
        days = (end - start).days + 1
        return f"{'last' if end == today else 'next'}_{days}_days"
    open_end = end is None or (end == today and start is not None and period.relative == "fixed")
    return f"{start or ''}..{'' if open_end else end}"


def _name(grain: str, start: date) -> str:
    if grain == "quarter":
        return f"{start.year}-Q{(start.month + 2) // 3}"
    if grain == "week":
        return f"{start}..{start + timedelta(days=6)}"
    return {"day": start.isoformat(), "month": f"{start:%Y-%m}", "year": str(start.year)}[grain]


def read_when(text: str, today: date, *, ahead: bool = False) -> Period:
    """``read_period`` for a plan.

    Raises:
        Unfit: the text names no period; the model is told what it may write.
    """
    try:
        return read_period(text, today, ahead=ahead)
    except NoPeriod:
        raise Unfit("period", f"{text[:40]!r} is no period; write {WORDS}") from None
