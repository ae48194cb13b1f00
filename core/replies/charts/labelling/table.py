"""Bars, lines, areas and pies: the prepared table's categories and series as people read them, and notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import cast

import pandas as pd

from core.kernel.messages import Cell, Column, Language
from core.kernel.result import Result
from core.planning.chart_spec import ChartKind, ChartSpec
from core.replies.charts.drawing import Drawing, Series, whole
from core.replies.charts.job import as_number
from core.replies.charts.labelling.points import column_values
from core.replies.charts.prepare.table import ChartTable, chart_table
from core.replies.charts.units import is_additive, label_of
from core.sentences import charts as texts
from core.sentences import say
from core.wording import numbers as wording
from core.wording.numbers import Grain

MOST_NAMED = 5
"""So many categories without a value are named; of more it is said how many more there are."""
_CATEGORY, _SERIES = "category", "series"
"""Columns of the frame; its measures are "0", "1", …"""


def table(spec: ChartSpec, columns: Sequence[Column], result: Result, empty: Drawing) -> Drawing:
    """Fill in ``empty``, which has its title and axis labels already."""
    frame = {_CATEGORY: pd.Series(result.column(spec.x), dtype=object)}
    if spec.series:
        frame[_SERIES] = pd.Series(result.column(spec.series), dtype=object)
    for place, name in enumerate(spec.y):
        frame[str(place)] = pd.Series([as_number(cell) for cell in result.column(name)], dtype=float)
    chart = chart_table(
        pd.DataFrame(frame),
        spec.kind,
        _CATEGORY,
        [str(place) for place in range(len(spec.y))],
        _SERIES if spec.series else None,
        additive=is_additive(spec),
        time=spec.time,
        grain=spec.grain,
        zero_when_missing=spec.zero_when_missing,
        ranked=spec.ranked,
        others=texts.OTHERS[spec.language],
        no_category=spec.missing or say(texts.WITHOUT_VALUE, spec.language),
        no_series=spec.missing_series or wording.NOTHING,
    )
    names = _series_names(chart, spec, columns, empty.currency)
    series = tuple(
        Series(name, column_values(values), rest=bool(chart.rest_series) and place == len(names) - 1)
        for place, (name, (_, values)) in enumerate(zip(names, chart.table.items(), strict=True))
    )
    kind, grain = cast("ChartKind", chart.kind), cast("Grain | None", chart.grain)
    pie = kind == "pie"
    timed = isinstance(chart.table.index, pd.DatetimeIndex) and not pie
    shown = replace(
        empty,
        kind=kind,
        labels=_labels(chart, spec, columns, empty.currency),
        series=series,
        starts=tuple(stamp.date() for stamp in chart.table.index) if timed else (),
        grain=None if pie else grain,
        rest=bool(chart.rest),
        integers=whole(series),
        notes=empty.notes + _left_out(chart, spec.language) + _unknown(chart, spec, columns, empty.currency),
    )
    if chart.days is not None:
        spec = _of_weeks(spec, *(stamp.date() for stamp in chart.days))
        shown = replace(shown, x_label=say(texts.WEEK, spec.language))
    cut = shown.rest and kind != "pareto"
    return shown if pie else _partial(spec, _cut_rest(shown) if cut else shown)


def _labels(chart: ChartTable, spec: ChartSpec, columns: Sequence[Column], currency: str) -> tuple[str, ...]:
    """The categories as people read them."""
    keys = chart.table.index.tolist()
    rest = [keys.pop()] if chart.rest else []
    grain = cast("Grain | None", chart.grain)
    labels = [
        wording.bucket(key.date(), grain, spec.language)
        if isinstance(key, pd.Timestamp)
        else _written(key, spec.x, columns, spec, currency)
        for key in keys
    ]
    return (*labels, *rest)


def _series_names(chart: ChartTable, spec: ChartSpec, columns: Sequence[Column], currency: str) -> list[str]:
    """What each column of the table is called: the series, the measure, or both."""
    keys = chart.table.columns.tolist()
    rest = [keys.pop()] if chart.rest_series else []
    if spec.series is None:
        names = [label_of(spec.y[int(key)], columns) for key in keys] if len(spec.y) > 1 else [""] * len(keys)
    elif len(spec.y) == 1:
        names = [_written(key, spec.series, columns, spec, currency) for key in keys]
    else:
        said = [(_written(part, spec.series, columns, spec, currency), spec.y[int(place)]) for part, place in keys]
        names = [f"{part} · {label_of(name, columns)}" for part, name in said]
    return [*names, *rest]


def _written(cell: Cell, name: str, columns: Sequence[Column], spec: ChartSpec, currency: str) -> str:
    """A category or series as people read it; what stands for a missing one stays."""
    if cell in (wording.NOTHING, say(texts.WITHOUT_VALUE, spec.language), spec.missing, spec.missing_series):
        return str(cell)
    if spec.time and name == spec.x:
        return wording.bucket(cell, spec.grain, spec.language)
    column = next((column for column in columns if column.name == name), None)
    # A bare whole number that groups (a line, a year) is a name, not an amount.
    if column is None or column.kind in ("integer", "text"):
        return str(cell)
    return wording.cell(cell, column, spec.language, currency)


def _of_weeks(spec: ChartSpec, first: date, last: date) -> ChartSpec:
    """The spec for days that were summed into weeks: the first and the last week may lack days."""
    return spec.model_copy(
        update={
            "grain": "week",
            "incomplete_first": first.weekday() != 0,
            "begins_on": first,
            "incomplete_last": spec.incomplete_last or last.weekday() != 6,
        }
    )


def _left_out(chart: ChartTable, language: Language) -> tuple[str, ...]:
    """Notes on series and categories that are not shown, and on days that are shown as weeks."""
    notes: tuple[str, ...] = ()
    if chart.days is not None:
        count = (chart.days[1] - chart.days[0]).days + 1
        notes += (say(texts.AS_WEEKS, language, count=wording.number(count, language)),)
    if chart.total_series:
        notes += (say(texts.SERIES_SHOWN_OF, language, shown=len(chart.table.columns), total=chart.total_series),)
    if chart.total:
        notes += (say(texts.SHOWN_OF, language, shown=len(chart.table), total=wording.number(chart.total, language)),)
    return notes


def _unknown(chart: ChartTable, spec: ChartSpec, columns: Sequence[Column], currency: str) -> tuple[str, ...]:
    """A note on categories that have no value, and so no bar."""
    if not chart.unknown:
        return ()
    names = [_written(key, spec.x, columns, spec, currency) for key in chart.unknown]
    listed = wording.some_of(names, MOST_NAMED, spec.language)
    return (say(texts.NO_VALUE_OF, spec.language, names=listed),)


def _cut_rest(shown: Drawing) -> Drawing:
    """Cut the bar of the rest short when it is more than twice the longest, so that those can be compared."""
    rows = [list(one.values) for one in shown.series]
    if shown.kind == "stacked":
        rows = [[sum(value or 0.0 for value in column) for column in zip(*rows, strict=True)]]
    longest = max(value or 0.0 for row in rows for value in row[:-1])
    shortest = min(value or 0.0 for row in rows for value in row)
    if longest <= 0 or shortest < 0 or max(row[-1] or 0.0 for row in rows) <= 2 * longest:
        return shown
    note = say(texts.CUT_BAR, shown.language, label=shown.labels[-1])
    return replace(shown, rest_cut=longest * 1.12, notes=(*shown.notes, note))


def _partial(spec: ChartSpec, shown: Drawing) -> Drawing:
    """The Drawing with its first and last time bucket marked, and noted, where they lack days."""
    first = spec.incomplete_first and len(shown.starts) > 1
    last = spec.incomplete_last and bool(shown.starts)
    notes = shown.notes
    if first and spec.begins_on is not None:
        day = wording.day(spec.begins_on, spec.language, year=False)
        notes += (say(texts.ONLY_FROM, spec.language, bucket=shown.labels[0], day=day),)
    elif first:
        notes += (say(texts.MAYBE_PARTIAL, spec.language, bucket=shown.labels[0]),)
    if last:
        notes += (say(texts.NOT_OVER, spec.language, bucket=shown.labels[-1]),)
    return replace(shown, partial_first=first, incomplete=last, notes=notes)
