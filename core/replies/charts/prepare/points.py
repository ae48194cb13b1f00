"""What charts of single values show: the points of a scatter, the classes of a histogram."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import pandas as pd

from core.replies.charts.prepare.buckets import MOST_POINTS, first_day
from core.replies.charts.prepare.fold import MOST_SERIES

MOST_CLASSES = 20
FEWEST_FOR_TAIL = 40


class Points(NamedTuple):
    """What a scatter shows.

    groups: each series' name and its points, with columns ``x`` and ``y``.
    dates: x are first days of time buckets, not numbers.
    lost: how many rows lack x or y.
    total: how many points there were, where only every n-th is shown; else 0.
    rest: how many series the last group holds together; 0 when that group is a series itself.
    """

    groups: list[tuple[Any, pd.DataFrame]]
    dates: bool
    lost: int
    total: int
    rest: int


def chart_points(
    data: pd.DataFrame, x: Any, y: Any, series: Any = None, *, others: str = "Others ({count})", no_series: str = "-"
) -> Points:
    """The points of a scatter by series, most points first: few enough series to tell apart, few enough points."""
    places = pd.to_numeric(data[x], errors="coerce")
    dates = bool(places.isna().all())
    if dates:
        places = pd.Series(pd.DatetimeIndex([first_day(key)[0] for key in data[x]]), index=data.index)
    names = "" if series is None else data[series].fillna(no_series).astype(str)
    points = pd.DataFrame({"x": places, "y": pd.to_numeric(data[y], errors="coerce"), "name": names})
    known = points.dropna(subset=["x", "y"])
    by_name = dict(list(known.groupby("name", sort=False)))
    groups = sorted(by_name.items(), key=lambda group: -len(group[1]))
    rest = 0
    if len(groups) > MOST_SERIES:
        small = [rows for _, rows in groups[MOST_SERIES - 1 :]]
        rest = len(small)
        groups = [*groups[: MOST_SERIES - 1], (others.format(count=rest), pd.concat(small))]
    step = -(-len(known) // MOST_POINTS)
    if step > 1:
        groups = [(name, rows.iloc[::step]) for name, rows in groups]
    return Points(groups, dates, len(points) - len(known), len(known) if step > 1 else 0, rest)


def without_tail(values: list[float]) -> tuple[list[float], int]:
    """The values whose classes can be told apart, and how many lie far above them.

    A few stops of days among thousands of minutes would press all others into one class: what lies above three times
    the 98th percentile's distance from the median is counted together.
    """
    ordered = sorted(values)
    if len(ordered) < FEWEST_FOR_TAIL:
        return values, 0
    middle, high = ordered[len(ordered) // 2], ordered[int(0.98 * (len(ordered) - 1))]
    if ordered[-1] - middle <= 3 * (high - middle) or high == middle:
        return values, 0
    kept = [value for value in values if value <= high]
    return kept, len(values) - len(kept)


def classes(values: list[float]) -> list[float]:
    """Round edges of 5 to 20 classes for a histogram; a class includes its lower edge.

    Their width is Freedman and Diaconis' (1981), made a round number. Few whole values get a class each.
    """
    low, high = min(values), max(values)
    whole = all(float(value).is_integer() for value in values)
    if high == low:
        return [low - 0.5, low + 0.5]
    if whole and high - low < MOST_CLASSES:
        return [low - 0.5 + step for step in range(int(high - low) + 2)]
    ordered = sorted(values)
    quartile = len(ordered) // 4
    spread = ordered[-1 - quartile] - ordered[quartile]
    width = 2 * spread / len(ordered) ** (1 / 3) if spread else (high - low) / 10
    width = min(max(width, (high - low) / MOST_CLASSES), (high - low) / 5)
    size = 10.0 ** math.floor(math.log10(width))
    for factor in (1, 2, 2.5, 5, 10, 20):
        step = float(math.ceil(max(factor * size, 1.0))) if whole else factor * size
        first = math.floor(low / step) * step
        count = math.floor((high - first) / step) + 1
        if step >= width * 0.999 and count <= MOST_CLASSES:
            return [first + step * place for place in range(count + 1)]
    return [low + (high - low) * place / 10 for place in range(11)]
