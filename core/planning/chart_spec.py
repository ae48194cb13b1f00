"""What a chart shows, declared. core/replies/charts draws it, and writes it as a script of its own."""

from __future__ import annotations

from datetime import date
from typing import Literal

from core.kernel.messages import ColumnKind, Frozen, Language

ChartKind = Literal["bar", "barh", "line", "area", "pie", "stacked", "grouped", "pareto", "histogram", "scatter"]


class ChartSpec(Frozen):
    """A chart over a Result's columns.

    Attributes:
        kind: ``bar`` vertical, ``barh`` horizontal, ``stacked`` and ``grouped`` are bars with a ``series`` column;
            ``pareto`` sorts them and adds the line of what they make together.
        x: column of the categories or of time (for ``histogram`` the column of values).
        y: one or more columns of numbers (several are drawn side by side).
        series: column whose values become the parts of a stacked or grouped bar, or several lines.
        title, x_label, y_label: in the question's language; ``unit`` (h, %, MXN …) stands in the axis label.
        value_kind: how numbers are written on the chart.
        time: True when ``x`` is a time bucket, so order is kept.
        grain: the time bucket's unit; None reads it from the values' form ("2026-10" is a month).
        incomplete_last: the last time bucket is not over; it is drawn differently and said.
        incomplete_first: the first time bucket holds only a part of its days, or may; likewise.
        begins_on: the first day, where that is known to lie inside the first bucket.
        additive: whether categories may be summed into "Otros"; None → counts and money may, all else may not.
        zero_when_missing: a time bucket without a row is 0 (a count of all rows), else a gap.
        missing, missing_series: what a category, or a series, without a name is called («sin línea»).
        times: of a ``histogram`` whose rows are different values, the column that tells how many rows have each.
        ranked: categories of a stack stand by their totals, the largest first; False where they have an order of their
            own (priorities).
    """

    kind: ChartKind
    x: str
    y: tuple[str, ...]
    series: str | None = None
    title: str = ""
    x_label: str = ""
    y_label: str = ""
    unit: str | None = None
    value_kind: ColumnKind = "integer"
    time: bool = False
    grain: Literal["day", "week", "month", "quarter", "year"] | None = None
    incomplete_last: bool = False
    incomplete_first: bool = False
    begins_on: date | None = None
    additive: bool | None = None
    zero_when_missing: bool = False
    ranked: bool = True
    missing: str | None = None
    missing_series: str | None = None
    times: str | None = None
    language: Language = "es"


def to_be_chosen(language: Language) -> ChartSpec:
    """A chart of which nothing fit is known: code chooses its columns and kind when the result is there."""
    return ChartSpec(kind="bar", x="", y=(), title="auto", language=language)
