"""Vertical bars: short labels below the bars, values on top where they fit."""

from __future__ import annotations

from typing import Any

from core.replies.charts.draw.bars import Bars
from core.replies.charts.draw.frame import GAP
from core.replies.charts.draw.style import HEIGHT, INK, PAD, QUIET, SMALL, TEXT, WIDTH, TextMeasure, clean, line_height
from core.replies.charts.draw.time import ticks as time_ticks
from core.replies.charts.drawing import Drawing

_SLOTS = 4
"""With fewer bars than this the bars do not grow wider; they stand in the middle of the page."""
_LABEL_LINES = 3
"""A label under a bar may take this many lines."""


def labels_fit(drawing: Drawing) -> bool:
    """Whether every label fits under its bar, with no word broken and nothing cut off. Labels of time always do."""
    if drawing.starts:
        return True
    measure = TextMeasure()
    slot = (WIDTH - 2 * PAD - 90) / len(drawing.labels) - 8
    for label in map(clean, drawing.labels):
        if any(measure.width(word) > slot for word in label.split()):
            return False
        if measure.wrap(label, slot, _LABEL_LINES).endswith("…"):
            return False
    return True


class VerticalBars(Bars):
    """Bars from the foot of the page up, the first category on the left."""

    def __init__(self, drawing: Drawing) -> None:
        super().__init__(drawing, HEIGHT)

    def png(self) -> bytes:
        """Draw it."""
        frame, drawing = self.frame, self.drawing
        self.page(drawing.y_label)
        frame.footing(drawing.x_label, PAD)
        low, high = self.range()
        ticks = frame.value_ticks(low, high)
        # Which ticks stay is known later; without the last they may be written in another, longer form.
        forms = [*frame.tick_texts(ticks), *frame.tick_texts([tick for tick in ticks if tick <= high])]
        left = PAD + max(map(frame.measure.width, forms)) + GAP
        slots = max(self.count, -(-_SLOTS // self.clusters))
        slot = (WIDTH - left - PAD) / slots
        marks = self._marks(slot)
        lines = max(text.count("\n") + 1 for _, text in marks)
        axes = frame.axes(left=left, right=PAD, below=line_height(TEXT) * lines + GAP, above=GAP)
        tall = axes.get_position().height * frame.height
        size = SMALL if self.clusters > 1 or slot < 60 else TEXT
        widest = max(frame.measure.width(self.text(value), size) for row in self.rows for value in row)
        written = widest <= slot * (self.size if self.clusters > 1 else 0.98)
        room = (line_height(size) + 6) / tall if written else 0.02
        units = (high - low) / (1 - room - (room if low < 0 else 0.0))
        bottom, top = low - (room * units if low < 0 else 0.0), high + room * units
        spare = (slots - self.count) / 2
        axes.set_ylim(bottom, top)
        axes.set_xlim(-0.5 - spare, self.count - 0.5 + spare)
        self.bars(axes, tall / units, slot * self.size)
        frame.under(axes, marks)
        kept = [tick for tick in ticks if bottom <= tick <= top]
        frame.beside(axes, list(zip(kept, frame.tick_texts(kept), strict=True)), color=QUIET)
        frame.grid(axes, y=kept)
        axes.axhline(0, color=INK, linewidth=1.4)
        if written:
            self._values(axes, size)
        return frame.png()

    def _marks(self, slot: float) -> list[tuple[int, str]]:
        """Labels below the bars."""
        measure, drawing = self.frame.measure, self.drawing
        if drawing.starts:
            return time_ticks(drawing, measure, slot)
        return [
            (place, measure.wrap(clean(label), slot - 6, _LABEL_LINES) or "—")
            for place, label in enumerate(drawing.labels)
        ]

    def _values(self, axes: Any, size: float) -> None:
        for cluster, row in enumerate(self.rows):
            for slot, (place, value) in enumerate(zip(self.places(cluster), row, strict=True)):
                below = value is not None and value < 0
                self.frame.label(
                    axes, place, self.end(slot, value), self.text(value), up=-6 if below else 6,
                    ha="center", va="top" if below else "baseline", size=size,
                )  # fmt: skip
