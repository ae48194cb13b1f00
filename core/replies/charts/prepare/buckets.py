"""Time buckets: read from the data's own names for them, and all of them from the first to the last."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pandas as pd

from core.replies.charts.prepare.fold import BAR_KINDS, MOST_BARS

MOST_POINTS = 3000
MOST_DAYS = 120  # more of them on one line are noise


def time_buckets(data: pd.DataFrame, kind: str, category: Any, grain: str | None) -> tuple[Any, Any, str | None]:
    """The rows with first days as categories, all buckets from the first to the last, and their unit.

    The buckets are None, and the rows unchanged, when a category is no time, and for bars that rank time buckets: their
    order is what was asked for.
    """
    keys = data[category].dropna().unique()
    found = [first_day(key) for key in keys]
    if not found or any(day is None for day, _ in found):
        return data, None, None
    forms = {form for _, form in found}
    grain = grain or (forms.pop() if len(forms) == 1 else "day")
    starts = pd.DatetimeIndex([day for day, _ in found])
    if kind in BAR_KINDS and len(starts) <= MOST_BARS and not starts.is_monotonic_increasing:
        return data, None, grain
    data = data.dropna(subset=[category])
    days = data[category].map(dict(zip(keys, starts, strict=True)))
    return data.assign(**{category: days}), all_buckets(starts, grain), grain


def first_day(key: object) -> tuple[date | None, str]:
    """The first day of a time bucket as the data names it (2026, 2026-10, 2026-Q3, 2026-W47, 2026-10-05), its unit."""
    text, grain = str(key).strip(), "day"
    if re.fullmatch(r"\d{4}(\.0)?", text):
        text, grain = f"{text[:4]}-01-01", "year"
    elif re.fullmatch(r"\d{4}-\d{2}", text):
        text, grain = f"{text}-01", "month"
    elif found := re.fullmatch(r"(\d{4})-?[QT]([1-4])", text):
        text, grain = f"{found[1]}-{int(found[2]) * 3 - 2:02d}-01", "quarter"
    elif found := re.fullmatch(r"(\d{4})-?W(\d{2})", text):
        text, grain = f"{found[1]}-W{found[2]}-1", "week"
    try:
        return date.fromisoformat(text[:10]), grain
    except ValueError:
        return None, grain


def all_buckets(starts: pd.DatetimeIndex, grain: str) -> pd.DatetimeIndex:
    """First days of all buckets from the first to the last, also of those without a row."""
    steps = {"day": ("D", 1), "week": ("7D", 7), "month": ("MS", 28), "quarter": ("QS", 90), "year": ("YS", 365)}
    step, days = steps[grain]
    known = starts.unique().sort_values()
    if (known[-1] - known[0]).days > MOST_POINTS * days:
        return known
    every = pd.date_range(known[0], known[-1], freq=step).union(known[:1])
    return every if known.isin(every).all() else known


def as_weeks(table: pd.DataFrame) -> pd.DataFrame:
    """Days summed into weeks, each under its Monday; a week without a value stays without one."""
    mondays = table.index - pd.to_timedelta(table.index.weekday, unit="D")
    weeks = table.groupby(mondays).sum(min_count=1)
    return weeks.reindex(pd.date_range(weeks.index[0], weeks.index[-1], freq="7D"))
