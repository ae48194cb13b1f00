"""Scatters and histograms: single values."""

from __future__ import annotations

import math
from dataclasses import replace

import pandas as pd

from core.kernel.messages import ColumnKind, Language
from core.kernel.result import Result
from core.planning.chart_spec import ChartSpec
from core.replies.charts.drawing import Drawing, Series, whole
from core.replies.charts.job import as_number
from core.replies.charts.prepare.points import chart_points, without_tail
from core.replies.charts.units import UNITS, with_unit
from core.sentences import charts as texts
from core.sentences import say
from core.wording import numbers as wording

_LONG_MINUTES = 300
"""A range of minutes from which an axis is read in hours."""


def column_values(column: pd.Series) -> tuple[float | None, ...]:
    """A column of numbers as plain values, None for NaN."""
    return tuple(None if math.isnan(value) else value for value in column.tolist())


def _lost(count: int, language: Language) -> tuple[str, ...]:
    """A note on rows that have no value to draw."""
    if not count:
        return ()
    if count == 1:
        return (say(texts.ROW_WITHOUT_VALUE, language),)
    return (say(texts.ROWS_WITHOUT_VALUE, language, count=wording.number(count, language)),)


def scatter(spec: ChartSpec, result: Result, empty: Drawing) -> Drawing:
    """Fill in ``empty`` with points."""
    frame = pd.DataFrame(
        {
            "x": pd.Series(result.column(spec.x), dtype=object),
            "y": pd.Series([as_number(cell) for cell in result.column(spec.y[0])], dtype=float),
            "series": pd.Series(result.column(spec.series) if spec.series else None, dtype=object),
        }
    )
    series_name = "series" if spec.series else None
    points = chart_points(frame, "x", "y", series_name, others=texts.OTHERS[spec.language], no_series=wording.NOTHING)
    notes = empty.notes + _lost(points.lost, spec.language)
    if points.total:
        shown = sum(len(rows) for _, rows in points.groups)
        counts = {"shown": wording.number(shown, spec.language), "total": wording.number(points.total, spec.language)}
        notes += (say(texts.SHOWN_OF, spec.language, **counts),)
    series = tuple(
        Series(
            name, column_values(rows["y"]), tuple(float(x.toordinal()) if points.dates else float(x) for x in rows["x"])
        )
        for name, rows in points.groups
    )
    x_kind: ColumnKind = "date" if points.dates else empty.x_kind
    return replace(empty, series=series, integers=whole(series), notes=notes, x_kind=x_kind)


def histogram(spec: ChartSpec, result: Result, empty: Drawing) -> Drawing:
    """Fill in ``empty`` with the values, whose classes draw/points.py makes. Long durations are told in hours."""
    cells = result.column(spec.x)
    times = [int(cell or 0) for cell in result.column(spec.times)] if spec.times else [1] * len(cells)
    values = [value for cell, count in zip(cells, times, strict=True) for value in [as_number(cell)] * count]
    known = [value for value in values if value is not None]
    notes = empty.notes + _lost(len(values) - len(known), spec.language)
    kept, beyond = without_tail(known)
    if empty.x_kind == "minutes" and max(kept) - min(kept) > _LONG_MINUTES:
        kept = [value / 60 for value in kept]
        x_label = with_unit(empty.x_label.removesuffix(f" ({UNITS['minutes']})"), UNITS["hours"])
        empty = replace(empty, x_kind="hours", x_label=x_label)
    series = (Series("", tuple(kept)),)
    if beyond:
        count = wording.number(beyond, spec.language)
        notes += (say(texts.BEYOND, spec.language, count=count),)
    return replace(empty, series=series, integers=whole(series), notes=notes, beyond=beyond)
