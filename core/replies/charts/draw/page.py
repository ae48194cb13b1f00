"""Draws a Drawing as a PNG with matplotlib; the pool's workers run it."""

from __future__ import annotations

import warnings

from core.replies.charts.draw import lines, pareto, pie, points
from core.replies.charts.draw.horizontal_bars import HorizontalBars
from core.replies.charts.draw.style import prepare
from core.replies.charts.draw.vertical_bars import VerticalBars, labels_fit
from core.replies.charts.drawing import Drawing


def draw(drawing: Drawing) -> bytes:
    """A PNG of at most 1,024 × 1,024 pixels; the same bytes for the same Drawing."""
    prepare()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if drawing.kind in ("line", "area"):
            return lines.draw(drawing)
        if drawing.kind == "pie":
            return pie.draw(drawing)
        if drawing.kind == "pareto":
            return pareto.draw(drawing)
        if drawing.kind in ("histogram", "scatter"):
            return points.draw(drawing)
        if drawing.kind == "barh" or not labels_fit(drawing):
            return HorizontalBars(drawing).png()
        return VerticalBars(drawing).png()
