"""Lines and areas over time or ordered categories."""

from __future__ import annotations

from typing import Any

from core.replies.chart_data import Drawing, Series
from core.replies.chart_frame import GAP, Frame
from core.replies.chart_style import (
    COLOURS,
    DASHES,
    HATCHES,
    HEIGHT,
    INK,
    MARKERS,
    PAD,
    QUIET,
    REST,
    SMALL,
    TEXT,
    WIDTH,
    clean,
    line_height,
)
from core.replies.chart_time import ticks as time_ticks

Points = list[float]


def colour_of(place: int, series: Series) -> str:
    """The colour of the line at ``place``."""
    return REST if series.rest else COLOURS[place % len(COLOURS)]


def draw(drawing: Drawing) -> bytes:
    """A line chart or an area chart as a PNG; several lines are named at their right ends."""
    frame = Frame(drawing, HEIGHT)
    frame.title()
    frame.heading(drawing.y_label)
    frame.notes()
    frame.footing(drawing.x_label, PAD)
    stacked = drawing.kind == "area" and len(drawing.series) > 1
    curves = _stack(drawing) if stacked else [_values(one) for one in drawing.series]
    low, high = _range(drawing, curves)
    ticks = frame.value_ticks(low, high)
    low, high = min(low, ticks[0]) if low < 0 else max(ticks[0], 0.0) if low >= 0 else low, high
    ticks = [tick for tick in ticks if low <= tick <= high * 1.001 + (high - low) * 0.08]
    left = PAD + max(frame.measure.width(text) for text in frame.tick_texts(ticks)) + GAP
    names = [frame.measure.cut(clean(one.name) or "—", WIDTH * 0.26) for one in drawing.series]
    right = PAD + (max(map(frame.measure.width, names)) + GAP * 2 if len(names) > 1 else GAP * 2)
    count = len(drawing.labels)
    slot = (WIDTH - left - right) / max(count - 1, 1)
    marks = time_ticks(drawing, frame.measure, slot) if drawing.starts else _category_ticks(drawing, frame, slot)
    lines = max(text.count("\n") + 1 for _, text in marks)
    axes = frame.axes(left=left, right=right, below=line_height(TEXT) * lines + GAP, above=GAP)
    headroom = 0.1 if len(names) == 1 else 0.04
    axes.set_ylim(low - (high - low) * (0.08 if low < 0 else 0.0), high + (high - low) * headroom)
    edge = 0.02 * max(count - 1, 1) if count > 1 else 0.5
    axes.set_xlim(-edge, count - 1 + edge)
    axes.set_yticks(ticks, frame.tick_texts(ticks), color=QUIET)
    axes.set_xticks([place for place, _ in marks], [text for _, text in marks], linespacing=1.1)
    frame.grid(axes, "y")
    if low < 0 < high:
        axes.axhline(0, color=INK, linewidth=1.2)
    for place, one in enumerate(drawing.series):
        under = curves[place - 1] if stacked and place else [0.0] * count
        _curve(axes, drawing, place, one, curves[place], under, slot)
    if len(names) > 1:
        _name_ends(frame, axes, drawing, names, curves, stacked=stacked)
    else:
        _label_points(frame, axes, drawing, curves[0], slot)
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


def _range(drawing: Drawing, curves: list[Points]) -> tuple[float, float]:
    """From 0, unless a line moves so far above it that its movement would not be seen."""
    known = [value for curve in curves for value in curve if value == value]
    low, high = min(known), max(known)
    if low >= 0 and (drawing.kind == "area" or high - low > 0.25 * high or high == low):
        low = 0.0
    if high <= 0 and low < 0:
        high = 0.0
    return (low, high) if high > low else (0.0, high or 1.0)


def _category_ticks(drawing: Drawing, frame: Frame, slot: float) -> list[tuple[int, str]]:
    texts = [frame.measure.wrap(clean(label), max(slot - 8, 90), 2) or "—" for label in drawing.labels]
    widest = max(map(frame.measure.width, texts)) + 10
    step = max(1, int(-(-widest // max(slot, 0.01))))
    return [(place, texts[place]) for place in range(0, len(texts), step)]


def _curve(axes: Any, drawing: Drawing, place: int, series: Series, values: Points, under: Points, slot: float) -> None:
    """One line with its markers; its last piece is broken when the last bucket is not over."""
    colour = colour_of(place, series)
    whole = len(values) - 1 if drawing.incomplete and len(values) > 1 else len(values)
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
        xs[:whole], values[:whole], color=colour, linewidth=3, linestyle=dash,
        marker=marker, markersize=size, markevery=every if marker else None, clip_on=False, zorder=3,
    )  # fmt: skip
    if whole < len(values):
        axes.plot(xs[whole - 1 :], values[whole - 1 :], color=colour, linewidth=2.4, linestyle=(0, (2, 2)), zorder=3)
        axes.plot(
            xs[-1:], values[-1:], color=colour, marker=marker or "o", markersize=10,
            markerfacecolor="white", markeredgewidth=2.4, clip_on=False, zorder=4,
        )  # fmt: skip
    if drawing.kind == "area":
        stacked = not alone
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


def _name_ends(
    frame: Frame, axes: Any, drawing: Drawing, names: list[str], curves: list[Points], *, stacked: bool
) -> None:
    """Every line's name at its right end, pushed apart so that none covers another."""
    low, high = axes.get_ylim()
    box = axes.get_position().height * frame.height
    step = line_height(TEXT)
    wanted = []
    for place, curve in enumerate(curves):
        last = next((value for value in reversed(curve) if value == value), low)
        if stacked:
            last = (last + (curves[place - 1][-1] if place else 0.0)) / 2
        wanted.append(((last - low) / (high - low) * box, place))
    wanted.sort()
    spots: list[float] = []
    for at, _ in wanted:
        spots.append(max(at, spots[-1] + step) if spots else max(at, step / 2))
    over = spots[-1] - (box - step / 4)
    for place in range(len(spots) - 1, -1, -1):
        if over <= 0:
            break
        spots[place] = min(spots[place], (spots[place + 1] - step) if place + 1 < len(spots) else box - step / 4)
    for spot, (_, place) in zip(spots, wanted, strict=True):
        colour = colour_of(place, drawing.series[place])
        end = (len(drawing.labels) - 1, low + spot / box * (high - low))
        axes.annotate(
            names[place], end, xytext=(22, 0), textcoords="offset pixels", color=INK, va="center",
            annotation_clip=False,
        )  # fmt: skip
        axes.plot(
            [1.0 + 12 / (axes.get_position().width * WIDTH)], [spot / box], transform=axes.transAxes, clip_on=False,
            marker="s" if stacked else MARKERS[place % len(MARKERS)], color=colour, markersize=9,
        )  # fmt: skip


def _label_points(frame: Frame, axes: Any, drawing: Drawing, values: Points, slot: float) -> None:
    """Values at the points: all when they fit, else the highest, the lowest and the last."""
    known = [(place, value) for place, value in enumerate(values) if value == value]
    texts = {place: clean(frame.write(value)) for place, value in known} if len(known) <= 60 else {}
    if len(known) <= 14 and max(frame.measure.width(text, SMALL) for text in texts.values()) + 6 <= slot:
        chosen = known
    else:
        peak = max(known, key=lambda point: (point[1], point[0]))
        bottom = min(known, key=lambda point: (point[1], -point[0]))
        chosen = [peak]
        for point in (known[-1], bottom):
            far = all(abs(point[0] - other[0]) * slot > 90 for other in chosen)
            if far and point[1] != peak[1]:
                chosen.append(point)
    bottom_value = min(value for _, value in known)
    for place, value in chosen:
        text = clean(frame.write(value))
        dip = len(chosen) < len(known) and value == bottom_value and value != max(value for _, value in known)
        half = frame.measure.width(text, SMALL) / 2
        edge = "right" if (len(values) - 1 - place) * slot < half - 20 and len(values) > 1 else "center"
        axes.annotate(
            text, (place, value), xytext=(8 if edge == "right" else 0, -12 if dip else 12), textcoords="offset pixels",
            ha=edge, va="top" if dip else "bottom", fontsize=SMALL, annotation_clip=False, zorder=5,
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.75, "pad": 1},
        )  # fmt: skip
