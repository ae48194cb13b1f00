"""Lines and areas over time or ordered categories."""

from __future__ import annotations

from typing import Any, Final

from core.replies.charts.draw.frame import GAP, Frame
from core.replies.charts.draw.line_labels import NAME_GAP, label_points, name_ends
from core.replies.charts.draw.style import (
    COLOURS,
    DASHES,
    HATCHES,
    HEIGHT,
    INK,
    MARKERS,
    PAD,
    QUIET,
    REST,
    TEXT,
    WIDTH,
    clean,
    line_height,
)
from core.replies.charts.draw.time import ticks as time_ticks
from core.replies.charts.drawing import Drawing, Series
from core.sentences import charts as texts
from core.sentences import say

Points = list[float]

_AT_END: Final = 0.26
"""Names up to this share of the width stand at the ends of their lines; longer ones above the axes, whole."""
_MARGIN: Final = 30
"""Pixels between the axes' edges and the first and last point, so that their values have room."""


def colour_of(place: int, series: Series) -> str:
    """The colour of the line at ``place``."""
    return REST if series.rest else COLOURS[place % len(COLOURS)]


def draw(drawing: Drawing) -> bytes:
    """A line chart or an area chart as a PNG; several lines are named at their right ends, or above."""
    frame = Frame(drawing, HEIGHT)
    frame.title()
    frame.heading(drawing.y_label)
    stacked = drawing.kind == "area" and len(drawing.series) > 1
    curves = _stack(drawing) if stacked else [_values(one) for one in drawing.series]
    names = [clean(one.name) or "—" for one in drawing.series]
    at_ends = len(names) > 1 and max(map(frame.measure.width, names)) <= WIDTH * _AT_END
    if len(names) > 1 and not at_ends:
        colours = [colour_of(*item) for item in enumerate(drawing.series)]
        frame.legend([(name, {"facecolor": colour}) for name, colour in zip(names, colours, strict=True)])
    low, high, ticks = _scale(frame, drawing, curves)
    frame.notes(*([say(texts.AXIS_CUT, drawing.language)] if low > 0 else []))
    frame.footing(drawing.x_label, PAD)
    frame.tell_apart(ticks)
    left = PAD + max(frame.measure.width(text) for text in frame.tick_texts(ticks)) + GAP
    right = PAD + (max(map(frame.measure.width, names)) + NAME_GAP if at_ends else 0)
    count = len(drawing.labels)
    slot = (WIDTH - left - right - 2 * _MARGIN) / max(count - 1, 1)
    marks = time_ticks(drawing, frame.measure, slot) if drawing.starts else _category_ticks(drawing, frame, slot)
    lines = max(text.count("\n") + 1 for _, text in marks)
    axes = frame.axes(left=left, right=right, below=line_height(TEXT) * lines + GAP, above=GAP)
    axes.set_ylim(low, high)
    edge = _MARGIN / slot if count > 1 else 0.5
    axes.set_xlim(-edge, count - 1 + edge)
    frame.beside(axes, list(zip(ticks, frame.tick_texts(ticks), strict=True)), color=QUIET)
    frame.under(axes, marks)
    frame.grid(axes, y=ticks)
    axes.axhline(0 if low <= 0 <= high else low, color=INK, linewidth=1.2, zorder=1)
    for place, one in enumerate(drawing.series):
        under = curves[place - 1] if stacked and place else [0.0] * count
        _curve(axes, drawing, place, one, curves[place], under, slot)
    if at_ends:
        name_ends(frame, axes, names, curves, [colour_of(*item) for item in enumerate(drawing.series)], stacked=stacked)
    elif len(names) == 1:
        label_points(frame, axes, curves[0], slot)
    return frame.png()


def _values(series: Series) -> Points:
    return [float("nan") if value is None else value for value in series.values]


def _stack(drawing: Drawing) -> list[Points]:
    total = [0.0] * len(drawing.labels)
    stack: list[Points] = []
    for one in drawing.series:
        total = [under + (value or 0.0) for under, value in zip(total, one.values, strict=True)]
        stack.append(total)
    return stack


def _scale(frame: Frame, drawing: Drawing, curves: list[Points]) -> tuple[float, float, list[float]]:
    """The value axis: its ends and ticks. From 0, unless a line moves so far above it that nothing would be seen."""
    known = [value for curve in curves for value in curve if value == value]
    low, high = min(known), max(known)
    if low >= 0 and (drawing.kind == "area" or high - low > 0.25 * high or high == low):
        low = 0.0
    high = max(high, 0.0)
    if high <= low:
        high = low + 1.0
    span = high - low
    bottom = low if low == 0 else low - 0.12 * span
    top = high + span * (0.12 if len(curves) == 1 else 0.05)
    return bottom, top, [tick for tick in frame.value_ticks(bottom, top) if bottom <= tick <= top]


def _category_ticks(drawing: Drawing, frame: Frame, slot: float) -> list[tuple[int, str]]:
    texts = [frame.measure.wrap(clean(label), max(slot - 8, 150), 2) or "—" for label in drawing.labels]
    widest = max(map(frame.measure.width, texts)) + 10
    step = max(1, int(-(-widest // max(slot, 0.01))))
    return [(place, texts[place]) for place in range(0, len(texts), step)]


def _curve(axes: Any, drawing: Drawing, place: int, series: Series, values: Points, under: Points, slot: float) -> None:
    """One line with its markers. The piece to a time bucket that lacks days, the first or the last, is dashed."""
    colour = colour_of(place, series)
    whole = len(values) - 1 if drawing.incomplete else len(values)
    first = 1 if drawing.partial_first and whole > 1 else 0
    xs = list(range(len(values)))
    alone = len(drawing.series) == 1
    dash = "-" if alone or drawing.kind == "area" else DASHES[place % len(DASHES)]
    few = slot >= 16
    marker = MARKERS[place % len(MARKERS)] if few or _has_islands(values) else None
    every = None if few or _has_islands(values) else max(1, int(60 // max(slot, 0.1)))
    if not few and not alone and drawing.kind == "line":
        marker = MARKERS[place % len(MARKERS)]
    size = 8 if few else 6 if not alone else 4
    axes.plot(
        xs[first:whole], values[first:whole], color=colour, linewidth=3, linestyle=dash,
        marker=marker, markersize=size, markevery=every if marker else None, clip_on=False, zorder=3,
    )  # fmt: skip
    for end, piece in ((0, slice(0, 2)), (-1, slice(max(whole - 1, 0), None))):
        if first if end == 0 else whole < len(values):
            axes.plot(xs[piece], values[piece], color=colour, linewidth=2.4, linestyle=(0, (2, 2)), zorder=3)
            axes.plot(
                [xs[end]], [values[end]], color=colour, marker=marker or "o", markersize=10,
                markerfacecolor="white", markeredgewidth=2.4, clip_on=False, zorder=4,
            )  # fmt: skip
    if drawing.kind == "area":
        stacked = not alone
        if whole < len(values):
            axes.fill_between(xs[-2:], under[-2:], values[-2:], facecolor=colour, alpha=0.1, linewidth=0, zorder=2)
            xs, under, values = xs[:whole], under[:whole], values[:whole]
        axes.fill_between(
            xs, under, values, facecolor=colour, alpha=0.75 if stacked else 0.25, linewidth=0,
            hatch=HATCHES[place % len(HATCHES)] if stacked else None, edgecolor="white", zorder=2,
        )  # fmt: skip


def _has_islands(values: Points) -> bool:
    """Whether a point stands between two gaps, where a line alone would not show it."""
    padded = [float("nan"), *values, float("nan")]
    return any(
        here == here and before != before and after != after
        for before, here, after in zip(padded, padded[1:], padded[2:], strict=False)
    )
