"""Calendar units as rows: every day, week, month, quarter or year of a period, those without a fact too."""

from __future__ import annotations

from datetime import date, timedelta

from core.semantics.calendar import add, buckets, start_of
from core.semantics.query import Grain, Period
from core.semantics.sql.dialect import Dialect, literal

_WRITTEN_OUT = 40
"""Units up to this number are written one by one, which reads well; more are counted on from the first."""
_YEARS_BACK = 20
"""How far units go back where a period has no beginning; those before the first row are left out."""


def last_day(period: Period | None, today: date, *, ahead: bool = False) -> date:
    """The last day of a period; today at most, unless the date is one that lies ahead."""
    if period is None or period.end is None:
        return today
    return period.end if ahead else min(period.end, today)


def units(grain: Grain, period: Period | None, today: date) -> int | None:
    """How many units a period touches up to today, the running one counted; None where it has no beginning."""
    if period is None or period.start is None:
        return None
    return sum(1 for _ in buckets(grain, period.start, last_day(period, today)))


def calendar_sql(
    dialect: Dialect,
    grain: Grain,
    period: Period | None,
    last: date,
    *,
    since: str | None = None,
    running: tuple[date, str] | None = None,
) -> str:
    """The CTE ``calendar``: bucket (its label), starts and ends (moments, clipped to the period), period_hours.

    Args:
        since: a scalar SELECT of the first moment that counts, where the period has no beginning.
        running: today, and SQL of how many of its hours count for a unit that begins with it.
    """
    first = period.start if period is not None and period.start is not None else None
    begin = first or start_of("year", add("year", last, -_YEARS_BACK))
    rows = list(_spans(grain, begin, last))
    if 0 < len(rows) <= _WRITTEN_OUT and first is not None:
        lines = [
            f"SELECT {literal(label)} AS bucket, {dialect.midnight(day)} AS starts, {dialect.midnight(after)} AS ends, "
            f"{running[1] if running and running[0] == day else (after - day).days * 24} AS period_hours"
            for label, day, after in rows
        ]
        return f"calendar AS ({' UNION ALL '.join(lines)})"
    return _counted(dialect, grain, begin, last, max(1, len(rows)), since if first is None else None, running)


def _spans(grain: Grain, begin: date, last: date) -> list[tuple[str, date, date]]:
    return [(label, day, end + timedelta(days=1)) for label, day, end in buckets(grain, begin, last)]


def _counted(
    dialect: Dialect,
    grain: Grain,
    begin: date,
    last: date,
    count: int,
    since: str | None,
    running: tuple[date, str] | None,
) -> str:
    """Units counted on from the first: digits make numbers, numbers make moments."""
    anchor = start_of(grain, begin)
    lower, upper = dialect.midnight(begin), dialect.midnight(last + timedelta(days=1))
    places = len(str(count))
    digits = " UNION ALL ".join(f"SELECT {n} AS n" for n in range(10))
    number = " + ".join(f"{10**place} * d{place}.n" if place else "d0.n" for place in range(places))
    tables = " CROSS JOIN ".join(f"digits AS d{place}" for place in range(places))
    starts = dialect.units_on(anchor, grain, "n")
    after = dialect.units_on(anchor, grain, "(n + 1)")
    hours = dialect.hours_between("starts", "ends")
    if running is not None and start_of(grain, last) == running[0] == last:
        hours = f"CASE WHEN starts = {dialect.midnight(last)} THEN {running[1]} ELSE {hours} END"
    kept = f" WHERE ends > ({since})" if since else ""
    once = dialect.computed_once
    return (
        f"digits AS ({digits}), numbers AS (SELECT {number} AS n FROM {tables}), "
        f"days AS {once}(SELECT {dialect.bucket(starts, grain)} AS bucket, "
        f"{dialect.greatest(starts, lower)} AS starts, {dialect.least(after, upper)} AS ends "
        f"FROM numbers WHERE n < {count}), "
        f"calendar AS {once}(SELECT bucket, starts, ends, {hours} AS period_hours FROM days{kept})"
    )
