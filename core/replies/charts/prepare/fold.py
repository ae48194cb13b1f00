"""Few enough to be read: what a chart cannot hold is summed into "Otros", or left out where sums mean nothing."""

from __future__ import annotations

import pandas as pd

MOST_BARS = 20
MOST_SERIES = 6
MOST_PARTS = 6  # of a pie, before the rest
MOST_RANKED = 14  # of a Pareto, the rest included
BAR_KINDS = ("bar", "barh", "stacked", "grouped", "pareto")


def fewer_parts(parts: pd.Series, others: str) -> tuple[pd.Series, int]:
    """The largest parts of a pie and the sum of the rest; and how many parts that sum holds, 0 without one."""
    parts = parts[parts != 0].dropna().sort_values(ascending=False, kind="stable")
    if len(parts) <= MOST_PARTS + 1:
        return parts, 0
    small = parts.iloc[MOST_PARTS:]
    return pd.concat([parts.iloc[:MOST_PARTS], pd.Series({others.format(count=len(small)): small.sum()})]), len(small)


def ranked_bars(table: pd.DataFrame) -> pd.DataFrame:
    """Categories by their totals, the largest first; of equal ones the order stays."""
    sizes = pd.Series(table.sum(axis=1).to_numpy()).sort_values(ascending=False, kind="stable").index
    return table.iloc[sizes]


def fewer_series(table: pd.DataFrame, additive: bool, others: str) -> tuple[pd.DataFrame, int, int]:
    """The largest series, and the sum of the rest where sums mean anything.

    Returns:
        The table; how many series the sum holds; how many there were, where some were left out.
    """
    count = len(table.columns)
    if count <= MOST_SERIES:
        return table, 0, 0
    sizes = pd.Series(table.abs().sum().to_numpy()).sort_values(ascending=False, kind="stable").index
    if not additive:
        return table.iloc[:, sizes[:MOST_SERIES]], 0, count
    kept, small = table.iloc[:, sizes[: MOST_SERIES - 1]], table.iloc[:, sizes[MOST_SERIES - 1 :]]
    rest = small.sum(axis=1, min_count=1).rename(others.format(count=len(small.columns)))
    return pd.concat([kept, rest], axis=1), len(small.columns), 0


def fewer_bars(table: pd.DataFrame, limit: int, additive: bool, others: str) -> tuple[pd.DataFrame, int, int]:
    """At most ``limit`` categories: the latest time buckets; else the largest and the sum of the rest; else the first.

    Returns:
        The table; how many categories the sum holds; how many there were, where some were left out.
    """
    count = len(table)
    if count <= limit:
        return table, 0, 0
    if isinstance(table.index, pd.DatetimeIndex):
        return table.iloc[-limit:], 0, count
    if not additive:
        return table.iloc[:limit], 0, count
    sizes = pd.Series(table.abs().sum(axis=1).to_numpy()).sort_values(ascending=False, kind="stable").index
    kept, small = table.iloc[sorted(sizes[: limit - 1])], table.iloc[sorted(sizes[limit - 1 :])]
    rest = small.sum(min_count=1).to_frame(others.format(count=len(small))).T
    return pd.concat([kept, rest]), len(small), 0
