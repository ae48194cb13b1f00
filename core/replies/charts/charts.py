"""Charts: a ChartSpec over a Result → PNG.

``drawable`` tells whether it can be drawn, ``ChartPool`` draws it in another process. How it looks is in the chart_*
modules: chart_data decides what is drawn, chart_frame lays out the page, chart_bars, chart_lines, chart_pie and
chart_points fill it, chart_script writes it as a script.
"""

from __future__ import annotations

from core.replies.charts.pool import ChartFailed, ChartPool, NotDrawable
from core.replies.charts.prepare import drawable

__all__ = ["ChartFailed", "ChartPool", "NotDrawable", "drawable"]
