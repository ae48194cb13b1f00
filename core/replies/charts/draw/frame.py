"""The page around a chart: title, axis labels, legend, notes, and the room that is left for the axes."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

from core.kernel.messages import ColumnKind, Language
from core.replies.charts.draw.style import (
    DPI,
    GRID,
    INK,
    PAD,
    QUIET,
    SMALL,
    TALLEST,
    TEXT,
    TITLE,
    WIDTH,
    TextMeasure,
    clean,
    line_height,
    rise,
)
from core.replies.charts.drawing import Drawing
from core.wording import numbers as wording

GAP = 10
"""Pixels between neighbours."""


def writer(
    kind: ColumnKind, language: Language, currency: str, *, millions: bool = False, decimals: int | None = None
) -> Callable[[float], str]:
    """How a value is written on a chart; the axis label has the unit, so only %, money and durations carry theirs.

    Args:
        decimals: of all of them, as in the table of the answer; None lets each have its own.
    """
    fixed = decimals is not None
    if kind == "money":

        def written(value: float) -> str:
            if abs(value) >= 999_950 or (millions and value):
                sign = wording.money(0, currency, language, 0)[:-1]
                return f"{'-' if value < 0 else ''}{sign}{wording.compact(abs(value), language, millions=millions)}"
            return wording.money(value, currency, language, decimals)

        return written
    if kind == "percent":
        return lambda value: wording.percent(value, language, decimals, fixed=fixed)
    if kind == "minutes":
        return lambda value: wording.duration(value, language)
    if fixed:
        return lambda value: (
            wording.compact(value, language)
            if abs(value) >= 999_950
            else wording.number(value, language, decimals, fixed=True)
        )
    return lambda value: wording.compact(value, language, millions=millions)


class Frame:
    """A figure whose outer parts are laid out in pixels from the top left; matplotlib's own layouts cost 40 ms."""

    def __init__(self, drawing: Drawing, height: int) -> None:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        self.drawing = drawing
        # A long title takes more lines; the chart keeps its room.
        self.height = height = min(TALLEST, height + round(line_height(TITLE)) * min(2, len(drawing.title) // 46))
        self.figure = Figure(figsize=(WIDTH / DPI, height / DPI), dpi=DPI, facecolor="white")
        canvas: Any = FigureCanvasAgg(self.figure)
        self.canvas = canvas
        self.measure = TextMeasure()
        self.top = float(PAD)
        self.bottom = float(height - PAD)
        self._full = False
        self.write = writer(drawing.value_kind, drawing.language, drawing.currency, decimals=drawing.decimals)

    # -- outer parts, from the outside in --

    def text(self, x: float, y: float, text: str, *, size: float = TEXT, **style: Any) -> None:
        """Write a text ``x`` and ``y`` pixels from the top left. Texts of the same ``y`` share a base line."""
        style = {"ha": "left", "va": "baseline", "color": INK, **style}
        for line in text.split("\n"):
            self.figure.text(x / WIDTH, 1 - (y + rise(size)) / self.height, line, fontsize=size, **style)
            y += line_height(size)

    def title(self) -> None:
        """The title, bold, on at most three lines."""
        room = WIDTH - 2 * PAD
        whole = clean(self.drawing.title)
        subject, _, period = whole.rpartition(", ")
        text = self.measure.wrap(whole, room, 3, TITLE, bold=True)
        lines = [f"{subject},", period]
        if subject and "\n" in text and all(self.measure.width(line, TITLE, bold=True) <= room for line in lines):
            text = "\n".join(lines)  # a period is not broken over lines where that can be helped
        if text:
            self.text(PAD, self.top, text, size=TITLE, fontweight="bold")
            self.top += line_height(TITLE) * (text.count("\n") + 1) + GAP

    def heading(self, label: str) -> None:
        """An axis label on its own line above the axes: horizontal, so that it is easy to read."""
        text = self.measure.cut(clean(label), WIDTH - 2 * PAD)
        if text:
            self.text(PAD, self.top, text, color=QUIET)
            self.top += line_height(TEXT) + GAP * 0.6

    def legend(self, entries: Sequence[tuple[str, Any]]) -> None:
        """Names beside their patterns, in rows above the axes. ``entries`` are names and patch properties."""
        from matplotlib.patches import Rectangle

        swatch, x = 34.0, float(PAD)
        for name, style in entries:
            label = self.measure.cut(clean(name) or wording.NOTHING, WIDTH - 2 * PAD - swatch - GAP, TEXT)
            width = swatch + GAP + self.measure.width(label) + GAP * 2.4
            if x > PAD and x + width > WIDTH - PAD:
                x = float(PAD)
                self.top += line_height(TEXT)
            height = line_height(TEXT) * 0.66
            place = (x / WIDTH, 1 - (self.top + rise(TEXT) + 2) / self.height)
            self.figure.add_artist(Rectangle(place, swatch / WIDTH, height / self.height, **style))
            self.text(x + swatch + GAP, self.top, label)
            x += width
        self.top += line_height(TEXT) + GAP

    def notes(self, *more: str) -> None:
        """What was left out, small, at the foot; and ``more``, which was found out while drawing."""
        text = clean(" · ".join((*self.drawing.notes, *more)))
        if text:
            wrapped = self.measure.wrap(text, WIDTH - 2 * PAD, 2, SMALL)
            self.bottom -= line_height(SMALL) * (wrapped.count("\n") + 1)
            self.text(PAD, self.bottom, wrapped, size=SMALL, color=QUIET)
            self.bottom -= GAP * 0.6

    def footing(self, label: str, left: float) -> None:
        """An axis label centred under the axes that begin at ``left`` pixels."""
        text = self.measure.cut(clean(label), WIDTH - PAD - left)
        if text:
            middle = (left + WIDTH - PAD) / 2
            self.bottom -= line_height(TEXT)
            self.text(middle, self.bottom, text, color=QUIET, ha="center")
            self.bottom -= GAP * 0.4

    # -- axes --

    def axes(self, *, left: float = PAD, right: float = PAD, below: float = 0.0, above: float = 0.0) -> Any:
        """Axes in the room that is left; the arguments are pixels for tick labels on each side."""
        top, bottom = self.top + above, max(self.bottom - below, self.top + above + 60)
        box = (left / WIDTH, 1 - bottom / self.height, (WIDTH - left - right) / WIDTH, (bottom - top) / self.height)
        axes = self.figure.add_axes(box)
        axes.set_axis_off()  # matplotlib's ticks take 2 ms each; under(), beside() and grid() draw ours
        return axes

    def value_ticks(self, low: float, high: float, count: int = 5) -> list[float]:
        """Round values for an axis from ``low`` to ``high``, whole ones when all values are whole."""
        from matplotlib.ticker import MaxNLocator

        # Long durations are read in whole hours.
        unit = 60.0 if self.drawing.value_kind == "minutes" and max(abs(low), abs(high)) >= 120 else 1.0
        locator = MaxNLocator(nbins=count, integer=self.drawing.integers or unit > 1, steps=[1, 2, 2.5, 5, 10])
        return [float(tick) * unit for tick in locator.tick_values(low / unit, high / unit)]

    def tell_apart(self, ticks: Sequence[float]) -> None:
        """Write values in full when ticks would read alike: from $9.021 M to $9.024 M all are "$9.02 M"."""
        if len(set(self.tick_texts(ticks))) == len(ticks):
            return
        drawing = self.drawing
        if drawing.value_kind == "money":
            self.write = lambda value: wording.money(value, drawing.currency, drawing.language)
        elif drawing.value_kind != "percent":
            self.write = lambda value: wording.number(value, drawing.language)
        self._full = True

    def tick_texts(self, ticks: Sequence[float]) -> list[str]:
        """Ticks as people write them, all in one form: with millions among them, all in millions."""
        drawing = self.drawing
        if self._full:
            return [clean(self.write(tick)) for tick in ticks]
        millions = any(abs(tick) >= 999_950 for tick in ticks)
        write = writer(drawing.value_kind, drawing.language, drawing.currency, millions=millions)
        return [clean(write(tick)) for tick in ticks]

    def under(self, axes: Any, marks: Sequence[tuple[float, str]], *, color: str = INK) -> None:
        """Labels under the axes; first lines stand on one base line, which matplotlib's own labels do not."""
        box = axes.get_position()
        tall = box.height * self.height
        transform = axes.get_xaxis_transform()
        low, high = axes.get_xlim()
        for place, text in marks:
            middle = (box.x0 + box.width * (place - low) / (high - low)) * WIDTH
            place += self._inside(middle, self.measure.width(text)) / (box.width * WIDTH) * (high - low)
            for row, line in enumerate(text.split("\n")):
                y = -(6 + rise(TEXT) + row * line_height(TEXT)) / tall
                axes.text(place, y, line, transform=transform, ha="center", va="baseline", color=color)

    def beside(self, axes: Any, marks: Sequence[tuple[float, str]], *, color: str = INK, away: float = 0.0) -> None:
        """Labels left of the axes, each centred on its place; ``away`` moves them further, in pixels."""
        wide = axes.get_position().width * WIDTH
        tall = axes.get_position().height * self.height
        low, high = axes.get_ylim()
        for place, text in marks:
            lines = text.split("\n")
            for row, line in enumerate(lines):
                down = (row - (len(lines) - 1) / 2) * line_height(TEXT) + rise(TEXT) * 0.4
                y = (place - low) / (high - low) - down / tall
                axes.text(-(8 + away) / wide, y, line, transform=axes.transAxes, ha="right", va="baseline", color=color)

    def label(
        self,
        axes: Any,
        x: float,
        y: float,
        text: str,
        *,
        right: float = 0.0,
        up: float = 0.0,
        size: float = SMALL,
        **style: Any,
    ) -> None:
        """A text beside a point of the axes' data, moved by pixels; the axes' limits must be set already.

        Placed in data units at once: matplotlib's annotations take four times as long.
        """
        place = axes.get_position()
        (x0, x1), (y0, y1) = axes.get_xlim(), axes.get_ylim()
        if style.get("ha") == "center":
            middle = (place.x0 + place.width * (x - x0) / (x1 - x0)) * WIDTH
            right += self._inside(middle + right, self.measure.width(text, size))
        x += right / (place.width * WIDTH) * (x1 - x0)
        y += up / (place.height * self.height) * (y1 - y0)
        axes.text(x, y, text, fontsize=size, clip_on=False, zorder=6, **style)

    @staticmethod
    def _inside(middle: float, width: float) -> float:
        """Pixels by which a centred text must move so that the page's edge does not cut it."""
        edge = PAD / 2
        if middle + width / 2 > WIDTH - edge:
            return WIDTH - edge - width / 2 - middle
        return max(edge - (middle - width / 2), 0.0)

    def halo(self) -> Any:
        """A white edge for texts that may cross a line."""
        from matplotlib.patheffects import withStroke

        return [withStroke(linewidth=4, foreground="white")]

    def grid(self, axes: Any, *, x: Sequence[float] = (), y: Sequence[float] = ()) -> None:
        """Quiet lines at the values' ticks, behind everything."""
        (x0, x1), (y0, y1) = axes.get_xlim(), axes.get_ylim()
        if x:
            axes.vlines(x, y0, y1, color=GRID, linewidth=1, zorder=0.5)
        if y:
            axes.hlines(y, x0, x1, color=GRID, linewidth=1, zorder=0.5)

    def png(self) -> bytes:
        """The picture; the same bytes for the same drawing (no time, no version in it)."""
        from PIL import Image

        self.canvas.draw()
        picture = Image.frombuffer("RGBA", self.canvas.get_width_height(), self.canvas.buffer_rgba()).convert("RGB")
        # A chart has few colours: as a palette it is a third of the size and encoded in half the time. Every fourth
        # pixel knows them all.
        sample = picture.resize((picture.width // 2, picture.height // 2), Image.Resampling.NEAREST)
        palette = sample.quantize(256, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        small = picture.quantize(palette=palette, dither=Image.Dither.NONE)
        buffer = io.BytesIO()
        # Level 6 takes 6 ms more for 4 KB less.
        small.save(buffer, "PNG", compress_level=3, dpi=(DPI, DPI))
        return buffer.getvalue()
