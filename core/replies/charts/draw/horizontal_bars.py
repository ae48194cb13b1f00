"""Horizontal bars: labels to the left of the bars, values at their right ends."""

from __future__ import annotations

from typing import Any, Final

from core.replies.charts.draw.bars import Bars
from core.replies.charts.draw.frame import GAP
from core.replies.charts.draw.style import INK, PAD, QUIET, SMALL, TALLEST, TEXT, WIDTH, clean, line_height
from core.replies.charts.drawing import Drawing

_LABELS, _LONG_LABELS = 0.42, 0.5
"""The part of the page's width that labels may take; the second where some are long."""
_LONG: Final = 26
"""A label of more letters than this needs a second line."""


def height(drawing: Drawing) -> int:
    """Height of the picture in pixels: lower for few bars, higher for many."""
    clusters = 1 if drawing.kind == "stacked" else len(drawing.series)
    slots = max(len(drawing.labels) * (1 if clusters == 1 else 0.55 * clusters + 0.25), 3)
    long = max(map(len, drawing.labels)) > _LONG
    around = 250 + (40 if len(drawing.series) > 1 else 0)
    few, many = (66, 62 if around + slots * 62 <= TALLEST else 38) if long else (54, 38)
    return round(min(TALLEST, max(360, around + slots * (few if slots <= 8 else many))))


class HorizontalBars(Bars):
    """Bars from left to right, the first category on top."""

    horizontal = True

    def __init__(self, drawing: Drawing) -> None:
        super().__init__(drawing, height(drawing))

    def png(self) -> bytes:
        """Draw it."""
        frame, drawing = self.frame, self.drawing
        self.page(drawing.x_label)
        frame.footing(drawing.y_label, PAD)
        slot = (frame.bottom - frame.top - line_height(TEXT) - GAP) / self.count
        labels = self._labels(slot)
        left = PAD + max(map(frame.measure.width, labels)) + GAP
        axes = frame.axes(left=left, right=PAD, below=line_height(TEXT) + GAP * 0.4)
        thickness = slot * self.size
        size = TEXT if thickness >= 25 else SMALL
        written = thickness >= 15
        widest = max(frame.measure.width(self.text(v), size) for row in self.rows for v in row) if written else 0.0
        low, high = self.range()
        span = WIDTH - left - PAD
        room = (widest + 2 * GAP) / span
        before, after = room if low < 0 else 0.0, room if high > 0 else 0.0
        units = (high - low) / max(1 - before - after, 0.3)
        axes.set_xlim(low - before * units, high + after * units)
        axes.set_ylim(self.count - 0.5, -0.5)
        self.bars(axes, span / units, thickness)
        frame.beside(axes, list(enumerate(labels)))
        self._ticks(axes, low, high + after * units * 0.5, span / units)
        axes.axvline(0, color=INK, linewidth=1.4)
        if written:
            self._values(axes, size)
        return frame.png()

    def _labels(self, slot: float) -> list[str]:
        lines = 2 if slot >= 1.9 * line_height(TEXT) else 1
        long = max(map(len, self.drawing.labels)) > 2 * _LONG
        room = (WIDTH - 2 * PAD) * (_LONG_LABELS if long else _LABELS)
        return [self.frame.measure.wrap(clean(label), room, lines) or "—" for label in self.drawing.labels]

    def _ticks(self, axes: Any, low: float, high: float, pixels_per_unit: float) -> None:
        """Ticks of the values; every second one goes when their texts would touch."""
        frame = self.frame
        ticks = [tick for tick in frame.value_ticks(low, high, 4) if low <= tick <= high]
        texts = frame.tick_texts(ticks)
        if len(ticks) > 2 and max(map(frame.measure.width, texts)) + 14 > (ticks[1] - ticks[0]) * pixels_per_unit:
            ticks, texts = ticks[::2], texts[::2]
        frame.under(axes, list(zip(ticks, texts, strict=True)), color=QUIET)
        frame.grid(axes, x=ticks)

    def _values(self, axes: Any, size: float) -> None:
        for cluster, row in enumerate(self.rows):
            for slot, (place, value) in enumerate(zip(self.places(cluster), row, strict=True)):
                back = value is not None and value < 0
                self.frame.label(
                    axes, self.end(slot, value), place, self.text(value), right=-7 if back else 7,
                    ha="right" if back else "left", va="center_baseline", size=size,
                )  # fmt: skip
