"""Calendar buckets: the days that belong to a day, week, month, quarter or year, and their labels."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from core.semantics.query import Grain, Period


def start_of(grain: Grain, day: date) -> date:
    """First day of the bucket that ``day`` is in; weeks begin on Monday."""
    match grain:
        case "day":
            return day
        case "week":
            return day - timedelta(days=day.weekday())
        case "month":
            return day.replace(day=1)
        case "quarter":
            return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
        case "year":
            return date(day.year, 1, 1)


def next_start(grain: Grain, day: date) -> date:
    """First day of the bucket after the one that ``day`` is in."""
    return add(grain, start_of(grain, day), 1)


def end_of(grain: Grain, day: date) -> date:
    """Last day of the bucket that ``day`` is in."""
    return next_start(grain, day) - timedelta(days=1)


def add(grain: Grain, day: date, count: int) -> date:
    """The same day ``count`` buckets on; the month's last day where it is shorter."""
    match grain:
        case "day":
            return day + timedelta(days=count)
        case "week":
            return day + timedelta(weeks=count)
        case "month" | "quarter" | "year":
            months = {"month": 1, "quarter": 3, "year": 12}[grain] * count + day.month - 1
            year, month = day.year + months // 12, months % 12 + 1
            last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
            return date(year, month, min(day.day, last))


def label_of(grain: Grain, day: date) -> str:
    """The bucket as the SQL writes it: 2026-11-22, its Monday, 2026-11, 2026-Q4, 2026."""
    match grain:
        case "day" | "week":
            return start_of(grain, day).isoformat()
        case "month":
            return f"{day:%Y-%m}"
        case "quarter":
            return f"{day.year}-Q{(day.month + 2) // 3}"
        case "year":
            return str(day.year)


def buckets(grain: Grain, start: date, end: date) -> Iterator[tuple[str, date, date]]:
    """(label, first day, last day) of each bucket that overlaps the days from start to end, clipped to them."""
    day = start_of(grain, start)
    while day <= end:
        yield label_of(grain, day), max(day, start), min(end_of(grain, day), end)
        day = next_start(grain, day)


def year_before(period: Period) -> Period:
    """The same days a year before: a whole month stays a whole month (February too), weeks their ISO number."""
    if period.grain == "week" and period.start is not None:
        year, week, _ = period.start.isocalendar()
        monday = _monday(year - 1, week)
        days = (period.end - period.start).days if period.end is not None else 6
        return period.model_copy(update={"start": monday, "end": monday + timedelta(days=days), **_PAST})
    start = add("year", period.start, -1) if period.start is not None else None
    end = period.end
    if end is not None:
        last_of_month = end == end_of("month", end)
        end = add("year", end, -1)
        end = end_of("month", end) if last_of_month else end
    return period.model_copy(update={"start": start, "end": end, **_PAST})


def same_days(period: Period, other: Period, today: date) -> Period:
    """``other`` cut to as many days as ``period`` has behind it, so that an unfinished period is held against the same
    days of a finished one; as it is where ``period`` is over or either has an open end."""
    if period.start is None or other.start is None or other.end is None:
        return other
    if period.end is not None and period.end <= today and not _runs(period, today):
        return other
    if today < period.start or not _a_unit(period, other):
        return other
    end = other.start + (today - period.start)
    if period.grain in ("month", "quarter", "year") and period.start.day == other.start.day == 1:
        # The same day of the month, so that a leap day, or a longer month of a quarter, moves nothing.
        months = 12 * (period.start.year - other.start.year) + period.start.month - other.start.month
        end = add("month", today, -months)
    if end >= other.end:
        return other
    return other.model_copy(update={"end": end, "grain": "range"})


def _a_unit(period: Period, other: Period) -> bool:
    """True when ``other`` is one whole unit of the kind that ``period`` is: months are held against months."""
    if period.grain in ("range", "fortnight") or other.start is None:
        return False
    grain: Grain = period.grain  # type: ignore[assignment]
    return (other.start, other.end) == (start_of(grain, other.start), end_of(grain, other.start))


_PAST = {"relative": "past", "phrase": "", "given": True}


def _runs(period: Period, today: date) -> bool:
    """True for a calendar unit up to today that is not over."""
    if period.grain in ("range", "fortnight") or period.start is None:
        return False
    return end_of(period.grain, period.start) > today  # type: ignore[arg-type]


def _monday(year: int, week: int) -> date:
    """The Monday of an ISO week; of the year's last where it has no week 53."""
    try:
        return date.fromisocalendar(year, week, 1)
    except ValueError:
        return date.fromisocalendar(year, week - 1, 1)


def bucket_of(grain: Grain, label: str) -> tuple[date, date] | None:
    """First and last day of the bucket that ``label_of`` would write so; None for what is no such label."""
    year, _, rest = label.partition("-")
    try:
        match grain:
            case "day" | "week":
                first = date.fromisoformat(label)
            case "month":
                first = date(int(year), int(rest), 1)
            case "quarter":
                first = date(int(year), 3 * int(rest.removeprefix("Q")) - 2, 1)
            case "year":
                first = date(int(label), 1, 1)
    except ValueError:
        return None
    return first, end_of(grain, first)
