"""A Drawing as a PNG; what the pool's workers run."""

from __future__ import annotations

import warnings

from core.replies.charts.draw.style import prepare
from core.replies.charts.drawing import Drawing


def draw(drawing: Drawing) -> bytes:
    """Draw it: at most 1,024 × 1,024 pixels, the same bytes for the same drawing."""
    from core.replies.charts.draw import (
        bars as chart_bars,
    )
    from core.replies.charts.draw import (
        lines as chart_lines,
    )
    from core.replies.charts.draw import (
        pie as chart_pie,
    )
    from core.replies.charts.draw import (
        points as chart_points,
    )

    prepare()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if drawing.kind in ("line", "area"):
            return chart_lines.draw(drawing)
        if drawing.kind == "pie":
            return chart_pie.draw(drawing)
        if drawing.kind in ("histogram", "scatter"):
            return chart_points.draw(drawing)
        return chart_bars.draw(drawing)
