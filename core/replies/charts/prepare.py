"""From a ChartSpec and a Result to a Drawing: everything decided, labelled and small enough to send to a worker.

Pure: no matplotlib in here. chart_table makes categories and time buckets, chart_fold leaves out what does not fit and
says so; scatters and histograms keep their points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from core.kernel.messages import Cell, Column, ColumnKind, Language
from core.kernel.result import Result
from core.planning.chart_spec import ChartSpec
from core.replies.charts.drawing import MAX_POINTS, MAX_SERIES, Drawing, Series, as_number, whole
from core.replies.charts.fold import fitted
from core.replies.charts.table import label_of, tabled
from core.sentences import charts as texts
from core.sentences import say
from core.wording import numbers as wording

_UNITS: Final[dict[str, str]] = {"hours": "h", "percent": "%", "minutes": "min"}


def drawable(spec: ChartSpec, columns: Sequence[Column], result: Result) -> bool:
    """Whether this Result can be drawn so: its columns are there and hold at least one number."""
    wanted = {spec.x, *([] if spec.kind == "histogram" else spec.y), *([spec.series] if spec.series else [])}
    if not wanted <= set(result.columns) or not result.rows:
        return False
    if spec.kind == "histogram":
        return any(as_number(cell) is not None for cell in result.column(spec.x))
    if not spec.y or (spec.x in spec.y and spec.kind != "scatter"):
        return False
    if spec.kind == "scatter":
        pairs = zip(result.column(spec.x), result.column(spec.y[0]), strict=True)
        return any(_place(x) is not None and as_number(y) is not None for x, y in pairs)
    return any(as_number(cell) is not None for name in spec.y for cell in result.column(name))


def drawing(spec: ChartSpec, columns: Sequence[Column], result: Result, currency: str) -> Drawing:
    """Decide everything about the chart.

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
    return fitted(spec, tabled(spec, columns, result, empty))


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


def with_unit(label: str, unit: str | None) -> str:
    """An axis label with its unit: "Paro (h)"; a unit that the label says already is not said twice."""
    if not unit or f"({unit})" in label or label == unit:
        return label
    return f"{label} ({unit})" if label else unit


def unit_of(spec: ChartSpec, currency: str) -> str | None:
    """The unit of the values: the spec's, or the one that the kind of value has."""
    if spec.unit:
        return spec.unit
    if spec.value_kind == "money":
        return currency
    if spec.value_kind == "days":
        return say(texts.DAYS, spec.language)
    return _UNITS.get(spec.value_kind)


def _titled(spec: ChartSpec, columns: Sequence[Column], currency: str, notes: tuple[str, ...]) -> Drawing:
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
            x_label = with_unit(
                x_label, next((c.unit or _UNITS.get(c.kind) for c in columns if c.name == spec.x), None)
            )
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


def _left_out(count: int, language: Language) -> tuple[str, ...]:
    if not count:
        return ()
    if count == 1:
        return (say(texts.ROW_WITHOUT_VALUE, language),)
    return (say(texts.ROWS_WITHOUT_VALUE, language, count=wording.number(count, language)),)


def _place(cell: Cell) -> float | None:
    """Where a scatter's point stands on x: a number, or a date as its day number."""
    if isinstance(cell, str):
        found = wording.bucket_start(cell) if "-" in cell else None
        return float(found[0].toordinal()) if found else None
    return as_number(cell)


def _scatter(spec: ChartSpec, result: Result, empty: Drawing) -> Drawing:
    names = result.column(spec.series) if spec.series else [""] * len(result.rows)
    points: dict[str, list[tuple[float, float]]] = {}
    lost = 0
    dates = False
    for x, y, name in zip(result.column(spec.x), result.column(spec.y[0]), names, strict=True):
        place, value = _place(x), as_number(y)
        if place is None or value is None:
            lost += 1
            continue
        dates = dates or isinstance(x, str)
        points.setdefault(str(name if name is not None else wording.NOTHING), []).append((place, value))
    ranked = sorted(points, key=lambda name: -len(points[name]))
    if len(ranked) > MAX_SERIES:
        rest = [point for name in ranked[MAX_SERIES - 1 :] for point in points[name]]
        label = say(texts.OTHERS, spec.language, count=len(ranked) - MAX_SERIES + 1)
        groups = [*((name, points[name]) for name in ranked[: MAX_SERIES - 1]), (label, rest)]
    else:
        groups = [(name, points[name]) for name in ranked]
    total = sum(len(group) for _, group in groups)
    notes = empty.notes + _left_out(lost, spec.language)
    step = -(-total // MAX_POINTS)
    if step > 1:
        shown = sum(len(group[::step]) for _, group in groups)
        counts = (wording.number(count, spec.language) for count in (shown, total))
        notes += (say(texts.SHOWN_OF, spec.language, **dict(zip(("shown", "total"), counts, strict=True))),)
    series = tuple(
        Series(name, tuple(y for _, y in group[::step]), tuple(x for x, _ in group[::step])) for name, group in groups
    )
    return replace(empty, series=series, integers=whole(series), notes=notes, x_kind="date" if dates else empty.x_kind)


def _histogram(spec: ChartSpec, result: Result, empty: Drawing) -> Drawing:
    cells = result.column(spec.x)
    values = tuple(value for cell in cells if (value := as_number(cell)) is not None)
    series = (Series("", values),)
    notes = empty.notes + _left_out(len(cells) - len(values), spec.language)
    return replace(empty, series=series, integers=whole(series), notes=notes)
