"""What vertical and horizontal bars share: colours, sizes, values. vertical_bars and horizontal_bars lay them out."""

from __future__ import annotations

from typing import Any, Final

from core.replies.charts.draw.frame import Frame
from core.replies.charts.draw.style import COLOURS, HATCHES, REST, REST_HATCH, SMALL, clean, ink_on
from core.replies.charts.drawing import Drawing, Series

_BAR: Final = 0.74
"""The part of a category's slot that its bar, or its group of bars, fills; the rest is the gap to the next."""


def style(place: int, series: Series) -> dict[str, Any]:
    """Colour and hatch of the series at ``place``; the hatch tells series apart without colour."""
    if series.rest:
        return {"facecolor": REST, "hatch": REST_HATCH, "edgecolor": "white", "linewidth": 1}
    at = place % len(COLOURS)
    return {"facecolor": COLOURS[at], "hatch": HATCHES[at], "edgecolor": "white", "linewidth": 1}


class Bars:
    """One chart of bars being drawn.

    Attributes:
        horizontal: whether the bars run from left to right.
        count: how many categories there are.
        clusters: how many bars stand side by side in each category; 1 for a stack.
        size: the part of a category's slot that one bar takes.
        rows: the values written at the ends of the bars, one list for each bar of a cluster; for a stack its totals.
    """

    horizontal = False

    def __init__(self, drawing: Drawing, height: int) -> None:
        self.drawing = drawing
        self.stacked = drawing.kind == "stacked"
        self.count = len(drawing.labels)
        self.clusters = 1 if self.stacked else len(drawing.series)
        self.size = _BAR / self.clusters
        self.frame = Frame(drawing, height)
        self.rows = [self._totals()] if self.stacked else [list(one.values) for one in drawing.series]

    def page(self, heading: str) -> None:
        """The outer parts of the page."""
        self.frame.title()
        self.frame.heading(heading)
        if len(self.drawing.series) > 1:
            self.frame.legend([(one.name, style(place, one)) for place, one in enumerate(self.drawing.series)])
        self.frame.notes()

    def text(self, value: float | None) -> str:
        """A value as it is written at its bar."""
        return "—" if value is None else clean(self.frame.write(value))

    def range(self) -> tuple[float, float]:
        """From where to where the bars reach, 0 included."""
        ends = [self.end(place, value) for row in self.rows for place, value in enumerate(row)]
        low, high = min(0.0, *ends), max(0.0, *ends)
        return (low, high) if high > low else (0.0, 1.0)

    def end(self, place: int, value: float | None) -> float:
        """Where a bar ends: at its value, except for the bar that sums up the rest when it is cut short."""
        cut = self.drawing.rest_cut
        return min(value or 0.0, cut) if cut is not None and place == self.count - 1 else value or 0.0

    def places(self, cluster: int) -> list[float]:
        """Middles of the bars of one cluster position."""
        shift = (cluster - (self.clusters - 1) / 2) * self.size if self.clusters > 1 else 0.0
        return [place + shift for place in range(self.count)]

    def bars(self, axes: Any, pixels_per_unit: float, thickness: float) -> None:
        """Draw the bars. The bar of the rest, and the bars of time buckets that lack days, look different.

        Args:
            pixels_per_unit: pixels that a value of 1 takes along the bar.
            thickness: pixels across a bar. Both tell which values fit inside the parts of a stack.
        """
        make = axes.barh if self.horizontal else axes.bar
        base = [0.0] * self.count
        cut = self.drawing.rest_cut is not None
        for number, one in enumerate(self.drawing.series):
            values = [self.end(place, value) for place, value in enumerate(one.values)]
            if self.stacked and cut:
                values[-1] = 0.0
            options: dict[str, Any] = {"left" if self.horizontal else "bottom": list(base)} if self.stacked else {}
            look = style(number, one)
            patches = make(self.places(0 if self.stacked else number), values, self.size, **options, **look)
            if self.drawing.rest and len(self.drawing.series) == 1:
                patches[-1].set(facecolor=REST, hatch="")
            for place in self._partial():
                colour, hatch = look["facecolor"], look["hatch"] or "//"
                patches[place].set(facecolor="white", hatch=hatch, edgecolor=colour, linewidth=1.5)
            if self.stacked:
                self._inside(axes, look["facecolor"], values, base, pixels_per_unit, thickness)
                base = [under + value for under, value in zip(base, values, strict=True)]
        if cut:
            self._cut(axes)

    def _partial(self) -> list[int]:
        """Places of time buckets that lack days."""
        return [0] * self.drawing.partial_first + [self.count - 1] * self.drawing.incomplete

    def _totals(self) -> list[float | None]:
        totals: list[float | None] = []
        for column in zip(*(one.values for one in self.drawing.series), strict=True):
            known = [value for value in column if value is not None]
            totals.append(sum(known) if known else None)
        return totals

    def _inside(
        self, axes: Any, colour: str, values: list[float], base: list[float], pixels_per_unit: float, thickness: float
    ) -> None:
        """Write the values of a stack's parts where they fit."""
        box = {"facecolor": colour, "edgecolor": "none", "pad": 1}  # keeps the hatch away from the figures
        ink = ink_on(colour)
        for place, (value, under) in enumerate(zip(values, base, strict=True)):
            if not value or place in self._partial():
                continue
            text = self.text(value)
            long, wide = value * pixels_per_unit, self.frame.measure.width(text, SMALL) + 10
            if (long >= wide and thickness >= 27) if self.horizontal else (long >= 28 and thickness >= wide):
                middle = under + value / 2
                x, y = (middle, place) if self.horizontal else (place, middle)
                axes.text(x, y, text, ha="center", va="center", fontsize=SMALL, color=ink, bbox=box)

    def _cut(self, axes: Any) -> None:
        """Draw the shortened bar of the rest, with a white break across it."""
        cut = self.drawing.rest_cut or 0.0
        for number in range(self.clusters):
            place = self.places(number)[-1]
            if self.stacked:
                make = axes.barh if self.horizontal else axes.bar
                make([place], [cut], self.size, facecolor=REST, edgecolor="white", linewidth=1)
            if (self.rows[number][-1] or 0.0) <= cut:
                continue
            half = self.size / 2
            along, across = [cut * 0.9, cut * 0.93], [place - half * 1.15, place + half * 1.15]
            xs, ys = (along, across) if self.horizontal else (across, along)
            axes.plot(xs, ys, color="white", linewidth=7, solid_capstyle="butt", zorder=4)
