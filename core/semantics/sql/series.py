"""Calendar units of a breakdown: those without rows show, hours are clipped to each; and parts of the whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from core.semantics.model import SemanticModel
from core.semantics.query import FieldRef, Grain, Measure, SemanticQuery
from core.semantics.sql.block import Block, additive, block_of, is_derived
from core.semantics.sql.compiled import Compiled
from core.semantics.sql.dialect import Dialect
from core.semantics.sql.fill import in_buckets
from core.semantics.sql.interval import by_unit_sql
from core.semantics.sql.joins import NotCompilable, Source
from core.semantics.sql.units import calendar_sql, last_day


def grain_of(query: SemanticQuery) -> Grain | None:
    """The calendar unit of a breakdown, if it has one."""
    return next((group.grain for group in query.groups if group.grain), None)


def calendar_of(
    model: SemanticModel,
    dialect: Dialect,
    query: SemanticQuery,
    block: Block,
    today: date,
    today_hours: str | None = None,
) -> str:
    """The CTE of a breakdown's calendar units; without a period, from a block's first row.

    Args:
        today_hours: SQL of how many hours of today count; all 24, where it is None.
    """
    grain = grain_of(query)
    if grain is None or block.date is None:
        raise NotCompilable(f"{block.dataset} has no calendar units")
    alone = Source(model, dialect, block.dataset, today)
    first = dialect.moment(alone.field(FieldRef(dataset=block.dataset, field=block.date)))
    since = f"SELECT MIN({first}) {alone.sql()}"
    ahead = model.field(block.dataset, block.date).ahead
    running = (today, today_hours) if today_hours is not None else None
    return calendar_sql(
        dialect, grain, query.period, last_day(query.period, today, ahead=ahead), since=since, running=running
    )


def with_units(
    model: SemanticModel, dialect: Dialect, query: SemanticQuery, block: Block, compiled: Compiled, today: date
) -> Compiled:
    """The calendar that clipped hours need, and a series of counts and sums over a period with its empty units as
    zeros; anything else as it is."""
    clipped = any(in_buckets(block, group) for group in query.groups)
    empty = _shows_empty(model, query, block, today)
    if not clipped and not empty:
        return compiled
    head = f"WITH {calendar_of(model, dialect, query, block, today)}"
    if clipped:
        own = Source(model, dialect, block.dataset, today)
        head += f", {by_unit_sql(own, block.dataset, query.period)}"
    if not empty:
        return replace(compiled, sql=f"{head} {compiled.sql}")
    name = compiled.groups[0]
    select = [f"calendar.bucket AS {name}"]
    for column in compiled.columns[1:]:
        amount = f"COALESCE(counted.{column.name}, 0)"
        if any(measure.per for measure in query.measures):
            amount = _of_days(compiled, column.name)
        select.append(f"{amount} AS {column.name}")
    counted = compiled.sql[: compiled.sql.rindex(" ORDER BY ")]
    sql = (
        f"{head}, counted AS ({counted}) SELECT {', '.join(select)} FROM calendar "
        f"LEFT JOIN counted ON counted.{name} = calendar.bucket ORDER BY {name}"
    )
    return replace(compiled, sql=sql)


def _of_days(compiled: Compiled, name: str) -> str:
    """A column of an average per day: within each unit its own days count."""
    total, days = "COALESCE(counted.total, 0)", "(calendar.period_hours / 24)"
    if name in compiled.values:
        return f"1.0 * {total} / {days}"
    return total if name == "total" else days


def _shows_empty(model: SemanticModel, query: SemanticQuery, block: Block, today: date) -> bool:
    averaged = [measure.per for measure in query.measures if measure.per is not None]
    if len(query.groups) != 1 or query.limit is not None or query.having or query.order is not None:
        if averaged and grain_of(query) is not None:
            raise NotCompilable(f"an average per {averaged[0]} has no other breakdown beside one by time")
        return False
    group = query.groups[0]
    if group.grain is None or block.date is None or (group.field is not None and group.field.field != block.date):
        return False
    ahead = model.field(block.dataset, block.date).ahead
    start = query.period.start if query.period is not None else None
    begun = start is not None and start <= last_day(query.period, today, ahead=ahead)
    if averaged:
        if averaged != ["day"] or len(query.measures) > 1 or not begun:
            raise NotCompilable(f"an average per {averaged[0]} cannot be told by {group.grain}")
        return True
    return begun and all(_adds_up(model, query, item) for item in query.measures)


def _adds_up(model: SemanticModel, query: SemanticQuery, measure: Measure) -> bool:
    if is_derived(measure):
        return measure.aggregate == "difference"
    block = block_of(model, query, measure)
    return block is not None and additive(block) and measure.per is None


def share_sql(query: SemanticQuery, measure: Measure, amount: str, by: list[str]) -> str:
    """A group's part of the whole, or of one value of a breakdown, as a percentage."""
    within = ""
    if measure.share_within is not None:
        at = next((i for i, group in enumerate(query.groups) if group.field == measure.share_within), None)
        if at is None:
            raise NotCompilable(f"the shares of each {measure.share_within} need a breakdown by it")
        within = f"PARTITION BY {by[at]}"
    return f"100.0 * {amount} / NULLIF(SUM({amount}) OVER ({within}), 0)"
