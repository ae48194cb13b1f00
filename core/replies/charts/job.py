"""What a chart process is sent: the chart's spec, and of the Result only the columns that are drawn."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.kernel.messages import Cell, Column
from core.kernel.result import Result
from core.planning.chart_spec import ChartSpec
from core.wording.numbers import bucket_start


@dataclass(frozen=True, slots=True)
class ChartJob:
    """One chart to draw; plain values only, so that it pickles small.

    Attributes:
        columns: those that the spec names, with their labels and kinds.
        currency: sign of money on the chart.
    """

    spec: ChartSpec
    columns: tuple[Column, ...]
    result: Result
    currency: str


def chart_job(spec: ChartSpec, columns: Sequence[Column], result: Result, currency: str) -> ChartJob:
    """The job for a spec that is ``drawable``."""
    drawn = _drawn(spec)
    places = [place for place, name in enumerate(result.columns) if name in drawn]
    if len(places) < len(result.columns):
        rows = tuple(tuple(row[place] for place in places) for row in result.rows)
        result = replace(result, columns=tuple(result.columns[place] for place in places), rows=rows)
    return ChartJob(spec, tuple(column for column in columns if column.name in drawn), result, currency)


def drawable(spec: ChartSpec, columns: Sequence[Column], result: Result) -> bool:
    """Whether this Result can be drawn so: its columns are there and hold at least one number."""
    if not _drawn(spec) <= set(result.columns) or not result.rows:
        return False
    if spec.kind == "histogram":
        return any(as_number(cell) is not None for cell in result.column(spec.x))
    if not spec.y or (spec.x in spec.y and spec.kind != "scatter"):
        return False
    if spec.kind == "scatter":
        pairs = zip(result.column(spec.x), result.column(spec.y[0]), strict=True)
        return any(_has_place(x) and as_number(y) is not None for x, y in pairs)
    return any(as_number(cell) is not None for name in spec.y for cell in result.column(name))


def as_number(cell: Cell) -> float | None:
    """A finite number, or None for anything else."""
    return float(cell) if isinstance(cell, int | float) and math.isfinite(cell) else None


def _drawn(spec: ChartSpec) -> set[str]:
    """Names of the columns that a chart draws."""
    values = () if spec.kind == "histogram" else spec.y
    return {spec.x, *values, *(name for name in (spec.series, spec.times) if name)}


def _has_place(cell: Cell) -> bool:
    """Whether a scatter's point has a place on the x axis: it is a number or a date."""
    if isinstance(cell, str):
        return "-" in cell and bucket_start(cell) is not None
    return as_number(cell) is not None
