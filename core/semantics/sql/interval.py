"""Rows that cover time: which of them have some within a period, and how many hours of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from core.semantics.file.dataset import IntervalKeys
from core.semantics.model import SemanticModel
from core.semantics.query import During, FieldRef, Period
from core.semantics.sql.dialect import Dialect
from core.semantics.sql.joins import Bounds, NotCompilable, Source, bracketed


def bounds_of(source: Source, period: Period | None) -> Bounds:
    """A period's bounds; nothing that is covered lies past the end of today."""
    last = min(period.end or source.today, source.today) if period is not None else source.today
    start = period.start if period is not None else None
    return Bounds(_moment(source, start) if start else None, _moment(source, last + timedelta(days=1)))


def _moment(source: Source, day: date) -> str:
    return source.dialect.midnight(day)


def ends(source: Source, dataset: str, state: str | None = None) -> tuple[str, str]:
    """When a row begins and ends, as SQL moments; one that goes on lasts to now, or as long as was noted today.

    Args:
        state: a condition, for when a row begins and ends to meet it.

    Raises:
        NotCompilable: the dataset has no interval, or the condition no dates.
    """
    keys = source.model.datasets[dataset].interval if state is None else _held(source, dataset, state)
    if keys is None:
        raise NotCompilable(f"{dataset}{'.' + state if state else ''} has no interval")
    dialect = source.dialect

    def column(name: str) -> str:
        return source.field(FieldRef(dataset=dataset, field=name))

    start = dialect.moment(column(keys.start))
    known = []
    if keys.end:
        # A day on which it ends is covered whole.
        days = source.model.field(dataset, keys.end).kind == "date"
        known.append(dialect.minutes_on(column(keys.end), "1440") if days else dialect.moment(column(keys.end)))
    goes_on = source.condition(source.model.datasets[dataset].conditions[keys.running]) if keys.running else None
    now = dialect.now_on(source.today)
    if keys.minutes:
        noted = dialect.minutes_on(column(keys.start), column(keys.minutes))
        if goes_on is not None:
            # What was noted before today, or not at all, does not end what goes on.
            since = dialect.greatest(start, dialect.midnight(source.today))
            noted = f"CASE WHEN {bracketed(goes_on)} AND COALESCE({noted} <= {since}, TRUE) THEN {now} ELSE {noted} END"
        known.append(noted)
    else:
        known.append(f"CASE WHEN {goes_on} THEN {now} END" if goes_on is not None else now)
    return start, known[0] if len(known) == 1 else f"COALESCE({', '.join(known)})"


def _held(source: Source, dataset: str, state: str) -> IntervalKeys | None:
    """The interval in which a condition holds of a row, by the dates that the model gives it."""
    dates = source.model.datasets[dataset].conditions[state].with_period
    if dates is None or dates.until is None:
        return None
    return IntervalKeys(start=dates.date, end=dates.until, running=state)


def covers_sql(source: Source, dataset: str, bounds: Bounds, state: str | None = None) -> str:
    """True for rows that have some of their time within the bounds."""
    start, end = ends(source, dataset, state)
    parts = [f"{start} < {bounds.end}"]
    if bounds.start is not None:
        parts.append(f"{end} > {bounds.start}")
    return " AND ".join(parts)


def during_sql(source: Source, part: During) -> str:
    """True for rows that have some of their time within the filter's days; at its moment, where it has one."""
    if part.at is None:
        return covers_sql(source, part.dataset, bounds_of(source, part.period), part.state)
    start, end = ends(source, part.dataset, part.state)
    moment = source.dialect.instant(part.at)
    lasting = f"{end} > {moment}"
    keys = source.model.datasets[part.dataset].interval
    if part.state is None and keys is not None and keys.running:
        # One that goes on has gone on ever since it began, whatever length is noted so far.
        goes_on = source.condition(source.model.datasets[part.dataset].conditions[keys.running])
        lasting = f"({goes_on} OR {lasting})"
    return f"{start} <= {moment} AND {lasting}"


def seconds_sql(source: Source, dataset: str, bounds: Bounds) -> str:
    """The seconds of a row within the bounds; whole ones, so that sums do not depend on the order of rows."""
    return _seconds(source.dialect, *ends(source, dataset), bounds)


def _seconds(dialect: Dialect, start: str, end: str, bounds: Bounds) -> str:
    begin = dialect.greatest(start, bounds.start) if bounds.start is not None else start
    return dialect.greatest("0", dialect.seconds_between(begin, dialect.least(end, bounds.end)))


def hours_of_today(model: SemanticModel, dialect: Dialect, datasets: Iterable[str], today: date) -> str:
    """How many hours of today there are to count: up to what was noted today of rows that go on, else up to now.

    Args:
        datasets: whose hours are counted; those without an interval say nothing.
    """
    until = dialect.now_on(today)
    midnight, tomorrow = dialect.midnight(today), dialect.midnight(today + timedelta(days=1))
    for dataset in datasets:
        keys = model.datasets[dataset].interval
        if keys is None or not keys.minutes or not keys.running:
            continue
        rows = Source(model, dialect, dataset, today)
        start, minutes = (rows.field(FieldRef(dataset=dataset, field=name)) for name in (keys.start, keys.minutes))
        noted = dialect.minutes_on(start, minutes)
        rows.keep_sql(bracketed(rows.condition(model.datasets[dataset].conditions[keys.running])))
        rows.keep_sql(f"{noted} > {dialect.greatest(dialect.moment(start), midnight)}")
        rows.keep_sql(f"{noted} <= {tomorrow}")
        until = f"COALESCE((SELECT MAX({noted}) {rows.sql()}), {until})"
    return f"({dialect.hours_between(midnight, until)})"


def by_unit(dataset: str) -> str:
    """The CTE that holds a dataset's seconds by row and calendar unit."""
    return f"{dataset}_by_unit"


def row_key(source: Source, dataset: str) -> str:
    """The column that tells rows apart.

    Raises:
        NotCompilable: it takes several, or none is known.
    """
    key = source.model.datasets[dataset].primary_key
    if len(key) != 1:
        raise NotCompilable(f"{dataset} needs a primary key of one column for its hours by calendar unit")
    return f"{dataset}.{source.dialect.name_of(key[0])}"


def by_unit_sql(source: Source, dataset: str, period: Period | None) -> str:
    """The CTEs that split a dataset's rows over the units of the CTE ``calendar``: row_key, bucket, seconds.

    When each row begins and ends is computed once, before it is compared with every unit.

    Args:
        source: a SELECT of its own over the dataset.
    """
    once = source.dialect.computed_once
    start, end = ends(source, dataset)
    source.keep_sql(covers_sql(source, dataset, bounds_of(source, period)))
    rows, split = f"{dataset}_times", by_unit(dataset)
    seconds = _seconds(source.dialect, f"{rows}.starts", f"{rows}.ends", Bounds("calendar.starts", "calendar.ends"))
    return (
        f"{rows} AS {once}(SELECT {row_key(source, dataset)} AS row_key, {start} AS starts, {end} AS ends "
        f"{source.sql()}), {split} AS {once}(SELECT {rows}.row_key AS row_key, calendar.bucket AS bucket, "
        f"{seconds} AS seconds FROM calendar CROSS JOIN {rows} "
        f"WHERE {rows}.starts < calendar.ends AND {rows}.ends > calendar.starts)"
    )
