"""What a Drawing is: a chart decided and labelled, ready to be drawn, small enough to send to a worker."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import Final

from core.kernel.messages import Cell, ColumnKind, Language
from core.planning.chart_spec import ChartKind
from core.wording.numbers import Grain

MAX_BARS: Final = 20
MAX_PARTS: Final = 6
"""Parts of a pie before the rest."""
MAX_SERIES: Final = 6
MAX_POINTS: Final = 3000
BAR_KINDS: Final = ("bar", "barh", "stacked", "grouped")


@dataclass(frozen=True, slots=True)
class Series:
    """One colour of a chart. ``values`` goes with the Drawing's labels; ``xs`` are the places of a scatter's points.

    ``rest``: it sums up other series.
    """

    name: str
    values: tuple[float | None, ...]
    xs: tuple[float, ...] = ()
    rest: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart ready to be drawn: plain values only, so that it pickles small.

    Attributes:
        kind: what is drawn; differs from the spec's where that could not show the data (a pie of averages is bars).
        x_label, y_label: of the categories and of the values, with their units.
        labels: of the categories, in the language; for time see ``starts``.
        starts, grain: first days of the time buckets, all of them, without holes; empty when x is no time.
        rest: the last category sums up the others.
        rest_cut: where its bar is cut short, when it would dwarf all others.
        incomplete: the last time bucket is not over.
        partial_first: the first time bucket lacks days, or may.
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
    rest_cut: float | None = None
    incomplete: bool = False
    partial_first: bool = False
    integers: bool = True
    notes: tuple[str, ...] = ()


def as_number(cell: Cell) -> float | None:
    """A finite number, or None for anything else."""
    return float(cell) if isinstance(cell, int | float) and math.isfinite(cell) else None


def whole(series: tuple[Series, ...]) -> bool:
    """Whether all values are whole numbers."""
    return all(value is None or value.is_integer() for one in series for value in one.values)
