"""From a ChartSpec and a Result to a Drawing: everything decided, labelled and small enough to send to a worker.

Pure: no matplotlib in here. What is decided: which kind can really be drawn, the order, what is summed into "Otros",
which time buckets are missing, and the notes that say what was left out.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from core.data.result import Result
from core.messages import Cell, Column, ColumnKind, Language
from core.replies import wording
from core.replies.chart_spec import ChartKind, ChartSpec
from core.replies.wording import Grain
from core.sentences import charts as texts
from core.sentences import say

MAX_BARS: Final = 20
MAX_PARTS: Final = 6
"""Parts of a pie before the rest."""
MAX_SERIES: Final = 6
MAX_POINTS: Final = 3000
_BARS: Final = ("bar", "barh", "stacked", "grouped")
_UNITS: Final[dict[str, str]] = {"hours": "h", "percent": "%", "minutes": "min"}


@dataclass(frozen=True, slots=True)
class Series:
    """One colour of a chart. ``values`` goes with the Drawing's labels; ``xs`` are the places of a scatter's points."""

    name: str
    values: tuple[float | None, ...]
    xs: tuple[float, ...] = ()
    rest: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart ready to be drawn: plain values only, so that it pickles small.

    Attributes:
        kind: what is drawn; differs from the spec's where that could not show the data (a pie of averages is bars).
        labels: of the categories, in the language; for time see ``starts``.
        starts, grain: first days of the time buckets, all of them, without holes; empty when x is no time.
        rest: the last category sums up the others.
        incomplete: the last time bucket is not over.
        integers: all values are whole, so the axis shows whole numbers.
        x_kind: how a scatter's or histogram's x is written.
        notes: what was left out, one phrase each.
    """

    kind: ChartKind
    title: str
    x_label: str
    y_label: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    language: Language
    currency: str
    value_kind: ColumnKind
    x_kind: ColumnKind = "text"
    starts: tuple[date, ...] = ()
    grain: Grain | None = None
    rest: bool = False
    incomplete: bool = False
    integers: bool = True
    notes: tuple[str, ...] = ()


def as_number(cell: Cell) -> float | None:
    """A finite number, or None for anything else."""
    return float(cell) if isinstance(cell, int | float) and math.isfinite(cell) else None


def is_additive(spec: ChartSpec) -> bool:
    """Whether summing several categories means anything."""
    return spec.value_kind in ("integer", "money") if spec.additive is None else spec.additive


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
    empty = _titled(spec, columns, currency, notes)
    if spec.kind == "histogram":
        return _histogram(spec, result, empty)
    if spec.kind == "scatter":
        return _scatter(spec, result, empty)
    return _finished(spec, _table(spec, columns, result, empty))


# -- words ----------------------------------------------------------------------------------------------------------


def _label_of(name: str, columns: Sequence[Column]) -> str:
    return next((column.label or column.name for column in columns if column.name == name), name)


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
    x_label = spec.x_label or _label_of(spec.x, columns)
    unit = unit_of(spec, currency)
    x_kind: ColumnKind = next((column.kind for column in columns if column.name == spec.x), "text")
    if spec.kind == "histogram":
        plain = say(texts.FREQUENCY, spec.language)
        y_label = spec.y_label or plain
        title, x_label = spec.title or x_label, with_unit(x_label, unit)
        x_kind = spec.value_kind if x_kind == "text" else x_kind
    else:
        plain = spec.y_label or wording.join([_label_of(name, columns) for name in spec.y], spec.language)
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


def _whole(series: Sequence[Series]) -> bool:
    return all(value is None or value.is_integer() for one in series for value in one.values)


def _left_out(count: int, language: Language) -> tuple[str, ...]:
    if not count:
        return ()
    if count == 1:
        return (say(texts.ROW_WITHOUT_VALUE, language),)
    return (say(texts.ROWS_WITHOUT_VALUE, language, count=wording.number(count, language)),)


# -- points ---------------------------------------------------------------------------------------------------------


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
    return replace(empty, series=series, integers=_whole(series), notes=notes, x_kind="date" if dates else empty.x_kind)


def _histogram(spec: ChartSpec, result: Result, empty: Drawing) -> Drawing:
    cells = result.column(spec.x)
    values = tuple(value for cell in cells if (value := as_number(cell)) is not None)
    series = (Series("", values),)
    notes = empty.notes + _left_out(len(cells) - len(values), spec.language)
    return replace(empty, series=series, integers=_whole(series), notes=notes)


# -- categories and time --------------------------------------------------------------------------------------------


def _table(spec: ChartSpec, columns: Sequence[Column], result: Result, empty: Drawing) -> Drawing:
    """Categories × series, each cell summed (a category that comes twice) or its last value."""
    keys: dict[Cell, int] = {}
    names: dict[str, int] = {}
    cells: dict[tuple[int, int], float] = {}
    additive = is_additive(spec)
    many = len(spec.y) > 1
    parts = result.column(spec.series) if spec.series else [None] * len(result.rows)
    measures = [result.column(name) for name in spec.y]
    for row, (key, part) in enumerate(zip(result.column(spec.x), parts, strict=True)):
        at = keys.setdefault(key, len(keys))
        for place, name in enumerate(spec.y):
            label = _label_of(name, columns) if many else ""
            if spec.series:
                said = wording.NOTHING if part is None else _written(part, spec.series, columns, spec, empty.currency)
                label = f"{said} · {label}" if label else said
            which = names.setdefault(label, len(names))
            value = as_number(measures[place][row])
            if value is not None:
                cells[at, which] = cells.get((at, which), 0.0) + value if additive else value
    starts, grain, order = _time_axis(spec, list(keys))
    if order is None:
        order = list(range(len(keys)))
    missing = 0.0 if starts and spec.zero_when_missing else None
    if spec.series and additive and not starts:
        missing = 0.0  # no rows of that part in that category
    series = tuple(
        Series(name, tuple(cells.get((at, which), missing) if at is not None else missing for at in order))
        for name, which in names.items()
    )
    if starts:
        labels = tuple(wording.bucket(start, grain, spec.language) for start in starts)
    else:
        labels = tuple(_written(key, spec.x, columns, spec, empty.currency) for key in keys)
    return replace(empty, labels=labels, series=series, starts=starts, grain=grain, integers=_whole(series))


def _written(cell: Cell, name: str, columns: Sequence[Column], spec: ChartSpec, currency: str) -> str:
    if cell is None:
        return say(texts.WITHOUT_VALUE, spec.language)
    if spec.time and name == spec.x:
        return wording.bucket(cell, spec.grain, spec.language)
    column = next((column for column in columns if column.name == name), None)
    # A bare whole number that groups (a line, a year) is a name, not an amount.
    if column is None or column.kind in ("integer", "text"):
        return str(cell)
    return wording.cell(cell, column, spec.language, currency)


def _time_axis(spec: ChartSpec, keys: list[Cell]) -> tuple[tuple[date, ...], Grain | None, list[int | None] | None]:
    """All buckets from the first to the last, their unit, and for each the position of its key (None: no row)."""
    if not spec.time:
        return (), None, None
    found = [wording.bucket_start(key) for key in keys]
    known = [item for item in found if item is not None]
    if not known or len(known) < sum(key is not None for key in keys):
        return (), None, None
    forms = {form for _, form in known}
    grain = spec.grain or (forms.pop() if len(forms) == 1 else "day")
    places = {item[0]: place for place, item in enumerate(found) if item is not None}
    if spec.kind in _BARS and len(places) <= MAX_BARS and [item[0] for item in known] != sorted(places):
        return (), grain, None  # ranked months: the asked order is the point
    starts = sorted(places)
    filled = [starts[0]]
    while filled[-1] < starts[-1] and len(filled) <= MAX_POINTS:
        filled.append(wording.next_bucket(filled[-1], grain))
    if not set(starts) <= set(filled):
        filled = starts  # days that the unit does not reach: as they come
    return tuple(filled), grain, [places.get(start) for start in filled]


# -- what does not fit ----------------------------------------------------------------------------------------------


def _total(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _size(series: Series) -> float:
    return sum(abs(value) for value in series.values if value is not None)


def _finished(spec: ChartSpec, whole: Drawing) -> Drawing:
    additive = is_additive(spec)
    shown = whole
    values = [value for one in whole.series for value in one.values if value is not None]
    kind: ChartKind = spec.kind
    if kind == "pie":
        if len(whole.series) > 1 or not additive or min(values) < 0 or sum(values) <= 0:
            kind = "stacked" if len(whole.series) > 1 and additive and min(values) >= 0 else "barh"
        else:
            return _pie(spec, whole)
    if kind == "stacked" and (not additive or min(values) < 0):
        kind = "grouped"
    if kind in ("bar", "barh") and len(whole.series) > 1:
        kind = "grouped"
    if kind in ("stacked", "grouped") and len(whole.series) == 1:
        kind = "bar"
    if kind == "area" and (min(values) < 0 or (len(whole.series) > 1 and not additive)):
        kind = "line"
    shown = _fewer_series(spec, whole, additive)
    if kind == "grouped" and len(shown.labels) * len(shown.series) > MAX_BARS and additive and min(values) >= 0:
        kind = "stacked"  # as many bars as categories, and every value still there
    if kind in _BARS:
        shown = _fewer_bars(spec, shown, additive, MAX_BARS // len(shown.series) if kind == "grouped" else MAX_BARS)
    incomplete = spec.incomplete_last and bool(shown.starts)
    notes = shown.notes
    if incomplete:
        notes += (say(texts.NOT_OVER, spec.language, bucket=shown.labels[-1]),)
    if kind == "line" and not shown.starts and len(shown.labels) == 1:
        kind = "bar"
    return replace(shown, kind=kind, incomplete=incomplete, notes=notes)


def _pie(spec: ChartSpec, whole: Drawing) -> Drawing:
    (only,) = whole.series
    pairs = [(label, value) for label, value in zip(whole.labels, only.values, strict=True) if value]
    pairs.sort(key=lambda pair: -pair[1])
    rest = len(pairs) > MAX_PARTS + 1
    if rest:
        label = say(texts.OTHERS, spec.language, count=len(pairs) - MAX_PARTS)
        pairs = [*pairs[:MAX_PARTS], (label, sum(value for _, value in pairs[MAX_PARTS:]))]
    labels, values = zip(*pairs, strict=True)
    series = (Series("", tuple(values)),)
    return replace(whole, labels=tuple(labels), series=series, rest=rest, starts=(), grain=None)


def _fewer_series(spec: ChartSpec, whole: Drawing, additive: bool) -> Drawing:
    if len(whole.series) <= MAX_SERIES:
        return whole
    ranked = sorted(whole.series, key=_size, reverse=True)
    if additive:
        kept, others = ranked[: MAX_SERIES - 1], ranked[MAX_SERIES - 1 :]
        summed = tuple(_total(values) for values in zip(*(one.values for one in others), strict=True))
        label = say(texts.OTHERS, spec.language, count=len(others))
        return replace(whole, series=(*kept, Series(label, summed, rest=True)))
    note = say(texts.SERIES_SHOWN_OF, spec.language, shown=MAX_SERIES, total=len(ranked))
    return replace(whole, series=tuple(ranked[:MAX_SERIES]), notes=(*whole.notes, note))


def _fewer_bars(spec: ChartSpec, whole: Drawing, additive: bool, limit: int) -> Drawing:
    count = len(whole.labels)
    if count <= limit:
        return whole
    if whole.starts:  # of time the latest is kept
        kept = slice(count - limit, count)
        rest = None
    elif additive:
        kept = slice(0, limit - 1)
        rest = slice(limit - 1, count)
    else:
        kept = slice(0, limit)
        rest = None
    ordered = whole
    if rest is not None:  # the largest stay
        sizes = [sum(abs(one.values[at] or 0.0) for one in whole.series) for at in range(count)]
        largest = set(sorted(range(count), key=lambda at: -sizes[at])[: limit - 1])
        order = [at for at in range(count) if at in largest] + [at for at in range(count) if at not in largest]
        ordered = replace(
            whole,
            labels=tuple(whole.labels[at] for at in order),
            series=tuple(replace(one, values=tuple(one.values[at] for at in order)) for one in whole.series),
        )
    labels = ordered.labels[kept]
    series = tuple(replace(one, values=one.values[kept]) for one in ordered.series)
    notes = whole.notes
    if rest is None:
        counts = {"shown": limit, "total": wording.number(count, spec.language)}
        notes += (say(texts.SHOWN_OF, spec.language, **counts),)
    else:
        labels += (say(texts.OTHERS, spec.language, count=count - limit + 1),)
        series = tuple(
            replace(one, values=(*one.values, _total(before.values[rest])))
            for one, before in zip(series, ordered.series, strict=True)
        )
    return replace(ordered, labels=labels, series=series, starts=whole.starts[kept], rest=rest is not None, notes=notes)
