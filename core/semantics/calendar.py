"""Calendar buckets: the days that belong to a day, week, month, quarter or year, and their labels."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from core.semantics.query import Grain


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
