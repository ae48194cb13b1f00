"""From a ChartSpec and a Result to a Drawing: prepared with pandas, and every label written.

Runs in the chart processes only.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import cast

import pandas as pd

from core.kernel.messages import Cell, Column, ColumnKind, Language
from core.kernel.result import Result
from core.planning.chart_spec import ChartKind, ChartSpec
from core.replies.charts.drawing import Drawing, Series, whole
from core.replies.charts.job import as_number, drawable
from core.replies.charts.prepare.points import chart_points
from core.replies.charts.prepare.table import ChartTable, chart_table
from core.replies.charts.units import UNITS, is_additive, label_of, unit_of, with_unit
from core.sentences import charts as texts
from core.sentences import say
from core.wording import numbers as wording
from core.wording.numbers import Grain

_CATEGORY, _SERIES = "category", "series"
"""Columns of the frame; its measures are "0", "1", …"""


def drawing(spec: ChartSpec, columns: Sequence[Column], result: Result, currency: str) -> Drawing:
    """Everything about the chart decided and written.

    Raises:
        ValueError: the Result is not ``drawable`` so.
    """
    if not drawable(spec, columns, result):
        raise ValueError(f"a {spec.kind} cannot be drawn from these columns")
    notes: tuple[str, ...] = ()
    if result.truncated:
        notes = (say(texts.CUT, spec.language, count=wording.number(len(result.rows), spec.language)),)
    spec, others = _one_unit(spec, columns)
    if others:
        notes += (say(texts.OTHER_UNIT, spec.language, names=wording.join(others, spec.language)),)
    empty = _titled(spec, columns, currency, notes)
    if spec.kind == "histogram":
        return _histogram(spec, result, empty)
    if spec.kind == "scatter":
        return _scatter(spec, result, empty)
    return _table(spec, columns, result, empty)


def _one_unit(spec: ChartSpec, columns: Sequence[Column]) -> tuple[ChartSpec, list[str]]:
    """The spec with those measures that share an axis with the first, and the names of the others.

    Hours beside counts on one axis would compare what cannot be compared.
    """
    by_name = {column.name: column for column in columns}
    measures = [by_name[name] for name in spec.y if name in by_name]
    if len(measures) < 2 or len(measures) < len(spec.y):
        return spec, []
    plain = ("integer", "number", "text")

    def unit(column: Column) -> tuple[str, str | None]:
        return ("plain" if column.kind in plain else column.kind, column.unit)

    same = tuple(column.name for column in measures if unit(column) == unit(measures[0]))
    return spec.model_copy(update={"y": same}), [c.label or c.name for c in measures if c.name not in same]


def _titled(spec: ChartSpec, columns: Sequence[Column], currency: str, notes: tuple[str, ...]) -> Drawing:
    """A Drawing with its title and axis labels, still without data."""
    x_label = spec.x_label or label_of(spec.x, columns)
    unit = unit_of(spec, currency)
    x_kind: ColumnKind = next((column.kind for column in columns if column.name == spec.x), "text")
    if spec.kind == "histogram":
        plain = say(texts.FREQUENCY, spec.language)
        y_label = spec.y_label or plain
        title, x_label = spec.title or x_label, with_unit(x_label, unit)
        x_kind = spec.value_kind if x_kind == "text" else x_kind
    else:
        plain = spec.y_label or wording.join([label_of(name, columns) for name in spec.y], spec.language)
        y_label = with_unit(plain, unit)
        title = spec.title or say(texts.BY, spec.language, measure=plain, group=x_label.lower())
        if spec.kind == "scatter":
            x_label = with_unit(x_label, next((c.unit or UNITS.get(c.kind) for c in columns if c.name == spec.x), None))
    return Drawing(
        kind=spec.kind,
        title=title,
        x_label=x_label,
        y_label=y_label,
        labels=(),
        series=(),
        language=spec.language,
        currency=currency,
        value_kind=spec.value_kind,
        x_kind=x_kind,
        notes=notes,
    )


# -- bars, lines, areas, pies --


def _table(spec: ChartSpec, columns: Sequence[Column], result: Result, empty: Drawing) -> Drawing:
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
        others=texts.OTHERS[spec.language],
        no_category=say(texts.WITHOUT_VALUE, spec.language),
        no_series=wording.NOTHING,
    )
    names = _series_names(chart, spec, columns, empty.currency)
    series = tuple(
        Series(name, _values(values), rest=bool(chart.rest_series) and place == len(names) - 1)
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
        notes=empty.notes + _left_out(chart, spec.language),
    )
    return shown if pie else _partial(spec, _cut_rest(shown) if shown.rest else shown)


def _values(column: pd.Series) -> tuple[float | None, ...]:
    return tuple(None if math.isnan(value) else value for value in column.tolist())


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
    if cell in (wording.NOTHING, say(texts.WITHOUT_VALUE, spec.language)):
        return str(cell)
    if spec.time and name == spec.x:
        return wording.bucket(cell, spec.grain, spec.language)
    column = next((column for column in columns if column.name == name), None)
    # A bare whole number that groups (a line, a year) is a name, not an amount.
    if column is None or column.kind in ("integer", "text"):
        return str(cell)
    return wording.cell(cell, column, spec.language, currency)


def _left_out(chart: ChartTable, language: Language) -> tuple[str, ...]:
    """Notes on series and categories that are not shown."""
    notes: tuple[str, ...] = ()
    if chart.of_series:
        notes += (say(texts.SERIES_SHOWN_OF, language, shown=len(chart.table.columns), total=chart.of_series),)
    if chart.of:
        notes += (say(texts.SHOWN_OF, language, shown=len(chart.table), total=wording.number(chart.of, language)),)
    return notes


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


# -- scatters and histograms --


def _lost(count: int, language: Language) -> tuple[str, ...]:
    """A note on rows that have no value to draw."""
    if not count:
        return ()
    if count == 1:
        return (say(texts.ROW_WITHOUT_VALUE, language),)
    return (say(texts.ROWS_WITHOUT_VALUE, language, count=wording.number(count, language)),)


def _scatter(spec: ChartSpec, result: Result, empty: Drawing) -> Drawing:
    frame = pd.DataFrame(
        {
            "x": pd.Series(result.column(spec.x), dtype=object),
            "y": pd.Series([as_number(cell) for cell in result.column(spec.y[0])], dtype=float),
            _SERIES: pd.Series(result.column(spec.series) if spec.series else None, dtype=object),
        }
    )
    series_name = _SERIES if spec.series else None
    points = chart_points(frame, "x", "y", series_name, others=texts.OTHERS[spec.language], no_series=wording.NOTHING)
    notes = empty.notes + _lost(points.lost, spec.language)
    if points.of:
        shown = sum(len(rows) for _, rows in points.groups)
        counts = {"shown": wording.number(shown, spec.language), "total": wording.number(points.of, spec.language)}
        notes += (say(texts.SHOWN_OF, spec.language, **counts),)
    series = tuple(
        Series(name, _values(rows["y"]), tuple(float(x.toordinal()) if points.dates else float(x) for x in rows["x"]))
        for name, rows in points.groups
    )
    x_kind: ColumnKind = "date" if points.dates else empty.x_kind
    return replace(empty, series=series, integers=whole(series), notes=notes, x_kind=x_kind)


def _histogram(spec: ChartSpec, result: Result, empty: Drawing) -> Drawing:
    cells = result.column(spec.x)
    values = tuple(value for cell in cells if (value := as_number(cell)) is not None)
    series = (Series("", values),)
    notes = empty.notes + _lost(len(cells) - len(values), spec.language)
    return replace(empty, series=series, integers=whole(series), notes=notes)
