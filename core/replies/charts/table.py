"""Categories and time buckets of a chart: each value in its place, the buckets without a hole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from core.kernel.messages import Cell, Column
from core.kernel.result import Result
from core.planning.chart_spec import ChartSpec
from core.replies.charts.drawing import BAR_KINDS, MAX_BARS, MAX_POINTS, Drawing, Series, as_number, whole
from core.replies.charts.fold import is_additive
from core.sentences import charts as texts
from core.sentences import say
from core.wording import numbers as wording
from core.wording.numbers import Grain


def label_of(name: str, columns: Sequence[Column]) -> str:
    """The label of a column, or its name."""
    return next((column.label or column.name for column in columns if column.name == name), name)


def tabled(spec: ChartSpec, columns: Sequence[Column], result: Result, empty: Drawing) -> Drawing:
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
            label = label_of(name, columns) if many else ""
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
    # A bucket without any row is a gap unless the spec knows better; a part without rows where others have some is 0.
    no_bucket = 0.0 if starts and spec.zero_when_missing else None
    no_part = 0.0 if spec.series and additive else no_bucket
    series = tuple(
        Series(name, tuple(no_bucket if at is None else cells.get((at, which), no_part) for at in order))
        for name, which in names.items()
    )
    if starts:
        labels = tuple(wording.bucket(start, grain, spec.language) for start in starts)
    else:
        labels = tuple(_written(key, spec.x, columns, spec, empty.currency) for key in keys)
    return replace(empty, labels=labels, series=series, starts=starts, grain=grain, integers=whole(series))


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
    if spec.kind in BAR_KINDS and len(places) <= MAX_BARS and [item[0] for item in known] != sorted(places):
        return (), grain, None  # ranked months: the asked order is the point
    starts = sorted(places)
    filled = [starts[0]]
    while filled[-1] < starts[-1] and len(filled) <= MAX_POINTS:
        filled.append(wording.next_bucket(filled[-1], grain))
    if not set(starts) <= set(filled):
        filled = starts  # days that the unit does not reach: as they come
    return tuple(filled), grain, [places.get(start) for start in filled]
