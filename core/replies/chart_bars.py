"""Bars: upright, lying, side by side, stacked."""

from __future__ import annotations

from typing import Any, Final

from core.replies.chart_data import Drawing, Series
from core.replies.chart_frame import GAP, Frame
from core.replies.chart_style import (
    COLOURS,
    HATCHES,
    HEIGHT,
    INK,
    PAD,
    QUIET,
    REST,
    REST_HATCH,
    SMALL,
    TALLEST,
    TEXT,
    WIDTH,
    clean,
    ink_on,
    line_height,
)
from core.replies.chart_time import ticks as time_ticks

_BAR: Final = 0.74
"""Of its slot that a bar, or a cluster of bars, fills."""
_LABEL_LINES: Final = 3


def style(place: int, series: Series) -> dict[str, Any]:
    """Colour and hatch of the bar series at ``place``: two signs each, so colour is never alone."""
    if series.rest:
        return {"facecolor": REST, "hatch": REST_HATCH, "edgecolor": "white", "linewidth": 1}
    at = place % len(COLOURS)
    return {"facecolor": COLOURS[at], "hatch": HATCHES[at], "edgecolor": "white", "linewidth": 1}


def draw(drawing: Drawing) -> bytes:
    """Bars of any sort as a PNG; upright ones lie down when their labels would not fit under them."""
    if drawing.kind == "barh" or (not drawing.starts and _too_long(drawing)):
        return _Bars(drawing, lying=True).png()
    return _Bars(drawing, lying=False).png()


def _too_long(drawing: Drawing) -> bool:
    """Whether labels under upright bars would need more than three short lines."""
    frame = Frame(drawing, 100)
    slot = (WIDTH - 2 * PAD - 90) / len(drawing.labels) - 8
    for label in drawing.labels:
        words = clean(label).split()
        if any(frame.measure.width(word) > slot for word in words):
            return True
        if frame.measure.wrap(clean(label), slot, _LABEL_LINES).endswith("…"):
            return True
    return False


class _Bars:
    """One chart of bars being drawn."""

    def __init__(self, drawing: Drawing, *, lying: bool) -> None:
        self.drawing = drawing
        self.lying = lying
        self.stacked = drawing.kind == "stacked"
        self.count = len(drawing.labels)
        self.clusters = 1 if self.stacked else len(drawing.series)
        self.frame = Frame(drawing, self._height())
        self.size = _BAR / self.clusters

    def _height(self) -> int:
        if not self.lying:
            return HEIGHT
        slots = max(self.count * (1 if self.clusters == 1 else 0.62 * self.clusters + 0.3), 3)
        around = 250 + (40 if len(self.drawing.series) > 1 else 0)
        # Few bars need not fill a page, many may have a longer one.
        return round(min(TALLEST, max(360, around + slots * (54 if slots <= 8 else 38))))

    def png(self) -> bytes:
        frame, drawing = self.frame, self.drawing
        frame.title()
        frame.heading(drawing.x_label if self.lying else drawing.y_label)
        if len(drawing.series) > 1:
            frame.legend([(one.name, style(place, one)) for place, one in enumerate(drawing.series)])
        frame.notes()
        low, high = self._range()
        if self.lying:
            self._lying(low, high)
        else:
            self._upright(low, high)
        return frame.png()

    # -- values --

    def _totals(self) -> list[float | None]:
        columns = zip(*(one.values for one in self.drawing.series), strict=True)
        totals = []
        for column in columns:
            known = [value for value in column if value is not None]
            totals.append(sum(known) if known else None)
        return totals

    def _range(self) -> tuple[float, float]:
        lists = [self._totals()] if self.stacked else [one.values for one in self.drawing.series]
        values = [value for one in lists for value in one if value is not None]
        low, high = min(0.0, *values), max(0.0, *values)
        return (low, high) if high > low else (0.0, 1.0)

    def _places(self, series: int) -> list[float]:
        shift = (series - (self.clusters - 1) / 2) * self.size if self.clusters > 1 else 0.0
        return [place + shift for place in range(self.count)]

    def _text(self, value: float | None) -> str:
        return "—" if value is None else clean(self.frame.write(value))

    def _bars(self, axes: Any) -> None:
        """The bars themselves; what sums up the others and a bucket that is not over look different."""
        make = axes.barh if self.lying else axes.bar
        base_side = "left" if self.lying else "bottom"
        base = [0.0] * self.count
        for number, one in enumerate(self.drawing.series):
            values = [value or 0.0 for value in one.values]
            options: dict[str, Any] = {base_side: list(base)} if self.stacked else {}
            places = self._places(0 if self.stacked else number)
            patches = make(places, values, self.size, **options, **style(number, one))
            if self.drawing.rest and len(self.drawing.series) == 1:
                patches[-1].set(facecolor=REST, hatch=REST_HATCH)
            if self.drawing.incomplete:
                colour = patches[-1].get_facecolor()
                patches[-1].set(facecolor="white", hatch="///", edgecolor=colour, linewidth=1.5)
            if self.stacked:
                self._inside(axes, values, base)
                base = [under + value for under, value in zip(base, values, strict=True)]

    def _inside(self, axes: Any, values: list[float], base: list[float]) -> None:
        """Values of a stack's parts are written by ``_part_labels`` once the axes have their scale."""
        self._parts = [*getattr(self, "_parts", []), (list(values), list(base))]

    def _part_labels(self, axes: Any, pixels_per_unit: float, thickness: float) -> None:
        for number, (values, base) in enumerate(getattr(self, "_parts", [])):
            series = self.drawing.series[number]
            colour = style(number, series)["facecolor"]
            ink = ink_on(colour)
            for place, (value, under) in enumerate(zip(values, base, strict=True)):
                text = self._text(value)
                long, wide = value * pixels_per_unit, self.frame.measure.width(text, SMALL) + 8
                fits = (long >= wide and thickness >= 22) if self.lying else (long >= 26 and thickness >= wide)
                if not value or not fits or (self.drawing.incomplete and place == self.count - 1):
                    continue
                middle = under + value / 2
                x, y = (middle, place) if self.lying else (place, middle)
                box = {"facecolor": colour, "edgecolor": "none", "pad": 1.5}
                axes.text(x, y, text, ha="center", va="center", fontsize=SMALL, color=ink, bbox=box)

    # -- lying --

    def _lying(self, low: float, high: float) -> None:
        frame, drawing = self.frame, self.drawing
        frame.footing(drawing.y_label, PAD)
        room = (WIDTH - 2 * PAD) * 0.42
        slot = (frame.bottom - frame.top - line_height(TEXT) - GAP) / self.count
        lines = 2 if slot >= 2.1 * line_height(TEXT) else 1
        labels = [frame.measure.wrap(clean(label), room, lines) or "—" for label in drawing.labels]
        left = PAD + max(frame.measure.width(label) for label in labels) + GAP
        axes = frame.axes(left=left, right=PAD, below=line_height(TEXT) + GAP * 0.4)
        size = TEXT if slot * self.size >= 21 else SMALL
        written = slot * self.size >= 15
        rows = [self._totals()] if self.stacked else [one.values for one in drawing.series]
        widest = max(frame.measure.width(self._text(value), size) for row in rows for value in row) if written else 0
        span = WIDTH - left - PAD
        pad_high = (widest + 2 * GAP) / span if high > 0 else 0.0
        pad_low = (widest + 2 * GAP) / span if low < 0 else 0.0
        units = (high - low) / max(1 - pad_high - pad_low, 0.3)
        axes.set_xlim(low - pad_low * units, high + pad_high * units)
        axes.set_ylim(self.count - 0.5, -0.5)
        self._bars(axes)
        axes.set_yticks(range(self.count), labels, linespacing=1.0)
        ticks = [tick for tick in frame.value_ticks(low, high, 4) if low <= tick <= high + pad_high * units * 0.5]
        axes.set_xticks(ticks, frame.tick_texts(ticks), color=QUIET)
        self._separate(axes, ticks)
        frame.grid(axes, "x")
        axes.spines["bottom"].set_visible(False)
        axes.axvline(0, color=INK, linewidth=1.4)
        if self.stacked:
            self._part_labels(axes, span / units, slot * self.size)
        if written:
            for number, row in enumerate(rows):
                for place, value in zip(self._places(number), row, strict=True):
                    back = value is not None and value < 0
                    axes.annotate(
                        self._text(value),
                        (value or 0.0, place),
                        xytext=(-6 if back else 6, 0),
                        textcoords="offset pixels",
                        ha="right" if back else "left",
                        va="center_baseline",
                        fontsize=size,
                    )

    def _separate(self, axes: Any, ticks: list[float]) -> None:
        """Leave every second tick out when their texts would touch."""
        texts = self.frame.tick_texts(ticks)
        low, high = axes.get_xlim()
        box = axes.get_position().width * WIDTH
        if len(ticks) > 1:
            apart = (ticks[1] - ticks[0]) / (high - low) * box
            if max(self.frame.measure.width(text) for text in texts) + 14 > apart:
                axes.set_xticks(ticks[::2], texts[::2], color=QUIET)

    # -- upright --

    def _upright(self, low: float, high: float) -> None:
        frame, drawing = self.frame, self.drawing
        frame.footing(drawing.x_label, PAD)
        ticks = frame.value_ticks(low, high)
        texts = frame.tick_texts(ticks)
        left = PAD + max(frame.measure.width(text) for text in texts) + GAP
        slot = (WIDTH - left - PAD) / self.count
        if drawing.starts:
            marks = time_ticks(drawing, frame.measure, slot)
        else:
            marks = [
                (place, frame.measure.wrap(clean(label), slot - 6, _LABEL_LINES) or "—")
                for place, label in enumerate(drawing.labels)
            ]
        lines = max(text.count("\n") + 1 for _, text in marks)
        axes = frame.axes(left=left, right=PAD, below=line_height(TEXT) * lines + GAP, above=GAP)
        box = axes.get_position().height * frame.height
        size = SMALL if self.clusters > 1 or slot < 60 else TEXT
        rows = [self._totals()] if self.stacked else [one.values for one in drawing.series]
        widths = [frame.measure.width(self._text(value), size) for row in rows for value in row]
        written = max(widths) <= slot * (self.size if self.clusters > 1 else 0.98)
        pad = (line_height(size) + 6) / box if written else 0.02
        units = (high - low) / (1 - pad - (pad if low < 0 else 0.0))
        axes.set_ylim(low - (pad * units if low < 0 else 0.0), high + pad * units)
        axes.set_xlim(-0.5, self.count - 0.5)
        self._bars(axes)
        axes.set_xticks([place for place, _ in marks], [text for _, text in marks], linespacing=1.1)
        kept = [tick for tick in ticks if low <= tick <= high + pad * units]
        axes.set_yticks(kept, frame.tick_texts(kept), color=QUIET)
        frame.grid(axes, "y")
        axes.spines["bottom"].set_visible(False)
        axes.axhline(0, color=INK, linewidth=1.4)
        if self.stacked:
            self._part_labels(axes, box / units, slot * self.size)
        if written:
            for number, row in enumerate(rows):
                for place, value in zip(self._places(number), row, strict=True):
                    below = value is not None and value < 0
                    axes.annotate(
                        self._text(value),
                        (place, value or 0.0),
                        xytext=(0, -5 if below else 5),
                        textcoords="offset pixels",
                        ha="center",
                        va="top" if below else "bottom",
                        fontsize=size,
                    )
