"""What a bar, line, area or pie chart shows: categories × series, and the kind of chart that can show them."""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd

from core.replies.charts.prepare.buckets import MOST_DAYS, as_weeks, time_buckets
from core.replies.charts.prepare.fold import (
    BAR_KINDS,
    MOST_BARS,
    MOST_RANKED,
    fewer_bars,
    fewer_parts,
    fewer_series,
    ranked_bars,
)

LONGEST_UNDER_LINE = 20  # letters of a category's name; longer ones have no room under a line


class ChartTable(NamedTuple):
    """What a bar, line, area or pie chart shows.

    kind: the kind of chart; not the one that was asked for where that cannot show these values.
    table: one row a category or time bucket, one column a series; NaN where there is no value.
    grain: unit of the time buckets, whose first days are the table's index as timestamps; None without time.
    rest: how many categories the last row is the sum of; 0 when that row is a category itself.
    rest_series: the same of the series and the last column.
    total, total_series: how many categories, or series, there were before some were left out; 0 if none was left out.
    days: the first and the last day of days that were summed into weeks; None where they were not.
    unknown: the categories that have no value at all (a quotient by nothing); they are no bars of zero, and left out.
    """

    kind: str
    table: pd.DataFrame
    grain: str | None = None
    rest: int = 0
    rest_series: int = 0
    total: int = 0
    total_series: int = 0
    days: tuple[Any, Any] | None = None
    unknown: tuple[Any, ...] = ()


def chart_table(
    data: pd.DataFrame,
    kind: str,
    category: Any,
    values: list[Any],
    series: Any = None,
    *,
    additive: bool,
    time: bool = False,
    grain: str | None = None,
    zero_when_missing: bool = False,
    ranked: bool = True,
    others: str = "Others ({count})",
    no_category: str = "-",
    no_series: str = "-",
) -> ChartTable:
    """Pivot the rows into categories and series, and make them few enough to be read.

    Args:
        data: one row for each category, or for each category and series; ``values`` are its columns of numbers.
        additive: whether sums of several categories mean anything; if not, what does not fit is left out.
        time: the categories are time buckets ("2026-10"); grain is their unit, None reads it from their form.
        zero_when_missing: a bucket without a row is 0 instead of a gap.
        ranked: categories of several series stand by their totals, unless they are time buckets.
        others: the name of what sums up the rest.
    """
    buckets = None
    if time:
        data, buckets, grain = time_buckets(data, kind, category, grain)
    data = data.fillna({category: no_category} | ({} if series is None else {series: no_series}))
    table = pivoted(data, category, values, series, additive)
    if buckets is not None:
        table = table.reindex(buckets)
        if zero_when_missing:
            table = table.fillna(0.0)
    unknown: tuple[Any, ...] = ()
    if buckets is None and not additive:
        nothing = table.isna().all(axis=1)
        unknown = tuple(table.index[nothing])
        table = table[~nothing]
    days = None
    if grain == "day" and buckets is not None and len(table) > MOST_DAYS and additive:
        days = (table.index[0], table.index[-1])
        table, grain = as_weeks(table), "week"
    low = table.min().min()
    kind = fitting_kind(kind, table, additive, low)
    if kind == "pie":
        parts, rest = fewer_parts(table.iloc[:, 0], others)
        return ChartTable(kind, parts.to_frame(), grain, rest, unknown=unknown)
    table, rest_series, total_series = fewer_series(table, additive, others)
    if kind == "grouped" and table.size > MOST_BARS and additive and low >= 0:
        kind = "stacked"  # as many bars as categories, and every value still there
    rest = total = 0
    if kind == "pareto" or (kind == "stacked" and ranked and buckets is None):
        table = ranked_bars(table)
    if kind in BAR_KINDS:
        limit = MOST_BARS // len(table.columns) if kind == "grouped" else MOST_RANKED if kind == "pareto" else MOST_BARS
        table, rest, total = fewer_bars(table, limit, additive, others)
    if kind == "line" and buckets is None and len(table) == 1:
        kind = "bar"
    return ChartTable(kind, table, grain, rest, rest_series, total, total_series, days, unknown)


def pivoted(data: pd.DataFrame, category: Any, values: list[Any], series: Any, additive: bool) -> pd.DataFrame:
    """Categories × series, in the order of the rows. Several rows for one cell are summed, or the last one counts."""
    by = [category] if series is None else [category, series]
    groups = data.groupby(by, sort=False, dropna=False)[values]
    cells = groups.sum(min_count=1) if additive else groups.last()
    if series is None:
        return cells
    order, parts = data[category].unique(), list(data[series].unique())
    tables = {value: cells[value].unstack(series, sort=False).reindex(index=order, columns=parts) for value in values}
    table = pd.DataFrame({(part, value): tables[value][part] for part in parts for value in values})
    if len(values) == 1:
        table.columns = pd.Index(parts, dtype=object)
    # A part without rows where others have some is 0, if it adds up.
    return table.fillna(0.0) if additive else table


def fitting_kind(kind: str, table: pd.DataFrame, additive: bool, low: float) -> str:
    """The kind of chart that can show these values.

    A pie and a Pareto need positive parts of a whole, a stack positive values that may be summed, an area values above
    zero.
    """
    several = len(table.columns) > 1
    if kind == "pie" and (several or not additive or low < 0 or table.sum().sum() <= 0):
        kind = "stacked" if several and additive and low >= 0 else "barh"
    if kind == "pareto" and (several or not additive or low < 0 or table.sum().sum() <= 0):
        kind = "stacked" if several and additive and low >= 0 else "barh"
    if kind == "stacked" and (not additive or low < 0):
        kind = "grouped"
    if kind in ("bar", "barh") and several:
        kind = "grouped"
    if kind in ("stacked", "grouped") and not several:
        kind = "bar"
    if kind == "area" and (low < 0 or (several and not additive)):
        kind = "line"
    named = not isinstance(table.index, pd.DatetimeIndex)
    if kind == "line" and named and not several and max(len(str(key)) for key in table.index) > LONGEST_UNDER_LINE:
        kind = "barh"
    return kind
