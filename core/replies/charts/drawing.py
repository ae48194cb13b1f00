"""What a Drawing is: a chart decided and labelled, ready to be drawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.kernel.messages import ColumnKind, Language
from core.planning.chart_spec import ChartKind
from core.wording.numbers import Grain


@dataclass(frozen=True, slots=True)
class Series:
    """One colour of a chart. ``values`` goes with the Drawing's labels; ``xs`` are the places of a scatter's points.

    ``rest``: whether it is the sum of the series that have no place of their own.
    """

    name: str
    values: tuple[float | None, ...]
    xs: tuple[float, ...] = ()
    rest: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart ready to be drawn, in plain values.

    Attributes:
        kind: what is drawn; differs from the spec's where that could not show the data (a pie of averages is bars).
        x_label, y_label: of the categories and of the values, with their units.
        labels: of the categories, in the language; for time see ``starts``.
        starts, grain: first days of the time buckets, all of them, without holes; empty when x is no time.
        rest: whether the last category is the sum of those that have no place of their own.
        rest_cut: the length to which that bar is shortened, when it is so long that the others could not be compared.
        incomplete: the last time bucket is not over.
        partial_first: the first time bucket lacks days, or may.
        decimals: of every value written at its shape; None lets each have its own.
        integers: all values are whole, so the axis shows whole numbers.
        x_kind: how a scatter's or histogram's x is written.
        beyond: how many values of a histogram lie far above its classes, counted together behind the last.
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
    beyond: int = 0
    decimals: int | None = None
    notes: tuple[str, ...] = ()


def whole(series: tuple[Series, ...]) -> bool:
    """Whether all values are whole numbers."""
    return all(value is None or value.is_integer() for one in series for value in one.values)
