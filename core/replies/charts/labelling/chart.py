"""A chart of any kind: its title, its axis labels, and the measures that share an axis."""

from __future__ import annotations

from collections.abc import Sequence

from core.kernel.messages import Column, ColumnKind
from core.kernel.result import Result
from core.planning.chart_spec import ChartSpec
from core.replies.charts.drawing import Drawing
from core.replies.charts.job import drawable
from core.replies.charts.labelling.points import histogram, scatter
from core.replies.charts.labelling.table import table
from core.replies.charts.units import UNITS, label_of, unit_of, with_unit
from core.sentences import charts as texts
from core.sentences import say
from core.wording import numbers as wording
from core.wording.phrases import within


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
        return histogram(spec, result, empty)
    if spec.kind == "scatter":
        return scatter(spec, result, empty)
    return table(spec, columns, result, empty)


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


def _joined(labels: list[str], spec: ChartSpec) -> str:
    """«Costo de mano de obra y costo de refacciones»: the first alone begins large."""
    return wording.join([labels[0], *map(within, labels[1:])], spec.language) if labels else ""


def _titled(spec: ChartSpec, columns: Sequence[Column], currency: str, notes: tuple[str, ...]) -> Drawing:
    """A Drawing with its title and axis labels, still without data."""
    x_label = spec.x_label or label_of(spec.x, columns)
    # Durations carry their units, but on the axis of a histogram.
    unit = None if spec.value_kind == "minutes" and spec.kind != "histogram" else unit_of(spec, currency)
    x_kind: ColumnKind = next((column.kind for column in columns if column.name == spec.x), "text")
    if spec.kind == "histogram":
        plain = say(texts.FREQUENCY, spec.language)
        y_label = spec.y_label or plain
        title, x_label = spec.title or x_label, with_unit(x_label, unit)
        x_kind = spec.value_kind if x_kind == "text" else x_kind
    else:
        plain = spec.y_label or _joined([label_of(name, columns) for name in spec.y], spec)
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
        decimals=next((column.decimals for column in columns if spec.y and column.name == spec.y[0]), None),
        notes=notes,
    )
