"""Which time buckets get a label under the axis, and what it says."""

from __future__ import annotations

from datetime import date
from typing import Final

from core.replies.charts.draw.style import TextMeasure
from core.replies.charts.drawing import Drawing
from core.wording import numbers as wording
from core.wording.numbers import Grain

_STEPS: Final[dict[Grain, tuple[int, ...]]] = {
    "day": (1, 2, 5, 7, 14),
    "week": (1, 2, 4, 8, 13, 26),
    "month": (1, 2, 3, 6, 12),
    "quarter": (1, 2, 4),
    "year": (1, 2, 5, 10, 20, 50),
}


def _short(start: date, drawing: Drawing) -> str:
    """The label's first line; the year goes under it."""
    grain, language = drawing.grain, drawing.language
    if grain == "year":
        return str(start.year)
    if grain == "quarter":
        return wording.bucket(start, "quarter", language).split()[0]
    if grain == "month":
        return wording.month_name(start.month, language)
    return wording.day(start, language, year=False)


def _with_years(drawing: Drawing, places: list[int]) -> list[tuple[int, str]]:
    marks: list[tuple[int, str]] = []
    year = None
    for place in places:
        start = drawing.starts[place]
        text = _short(start, drawing)
        if drawing.grain != "year" and start.year != year:
            text = f"{text}\n{start.year}"
        year = start.year
        marks.append((place, text))
    return marks


def ticks(drawing: Drawing, measure: TextMeasure, slot: float) -> list[tuple[int, str]]:
    """Places and labels, as many as fit: every bucket, or every second, third … aligned with the calendar.

    Args:
        slot: pixels from one bucket to the next.
    """
    starts = drawing.starts
    count = len(starts)
    widest = max(measure.width(_short(start, drawing)) for start in starts[:: max(1, count // 40)]) + 14
    grain: Grain = drawing.grain or "day"
    for step in _STEPS[grain]:
        if step * slot >= widest:
            return _with_years(drawing, [place for place in range(count) if _aligned(starts, place, step, grain)])
    if grain in ("day", "week"):  # the first bucket of every month, then of every second …
        firsts = [place for place in range(1, count) if starts[place].month != starts[place - 1].month]
        for months in (1, 2, 3, 6, 12):
            kept = [place for place in firsts if (starts[place].month - 1) % months == 0]
            if len(kept) > 1 and (kept[1] - kept[0]) * slot >= widest:
                return _with_years(drawing, kept)
    step = max(1, int(-(-widest // slot)))
    return _with_years(drawing, list(range(0, count, step)))


def _aligned(starts: tuple[date, ...], place: int, step: int, grain: Grain) -> bool:
    start = starts[place]
    if step == 1:
        return True
    if grain == "month":
        return (start.month - 1) % step == 0
    if grain == "quarter":
        return ((start.month - 1) // 3) % step == 0
    if grain == "year":
        return start.year % step == 0
    return (len(starts) - 1 - place) % step == 0  # days and weeks: from the last one back
