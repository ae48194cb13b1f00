"""Histograms and scatters: charts of single values."""

from __future__ import annotations

import itertools
import math
from bisect import bisect_right
from datetime import date
from typing import Any

from core.replies.charts.draw.bars import style
from core.replies.charts.draw.frame import GAP, Frame, writer
from core.replies.charts.draw.lines import colour_of
from core.replies.charts.draw.style import (
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
from core.replies.charts.drawing import Drawing, Series
from core.replies.charts.prepare.points import classes
from core.sentences import charts as texts_of
from core.sentences import say
from core.wording import numbers as wording


def draw(drawing: Drawing) -> bytes:
    """A histogram or a scatter as a PNG."""
    return _histogram(drawing) if drawing.kind == "histogram" else _scatter(drawing)


def _counts(values: tuple[float, ...], edges: list[float]) -> list[int]:
    counts = [0] * (len(edges) - 1)
    for value in values:
        counts[min(max(bisect_right(edges, value) - 1, 0), len(counts) - 1)] += 1
    return counts


def _histogram(drawing: Drawing) -> bytes:
    frame = Frame(drawing, HEIGHT)
    frame.title()
    frame.heading(drawing.y_label)
    frame.notes()
    frame.footing(drawing.x_label, PAD)
    (only,) = drawing.series
    values = tuple(value for value in only.values if value is not None)
    edges = classes(list(values))
    counts = _counts(values, edges)
    inner = list(edges)
    if drawing.beyond:
        edges = [*edges, 2 * edges[-1] - edges[-2]]
        counts.append(drawing.beyond)
    high = float(max(counts))
    ticks = [tick for tick in _whole_ticks(frame, high) if tick <= high * 1.1]
    texts = [wording.number(tick, drawing.language) for tick in ticks]
    left = PAD + max(map(frame.measure.width, texts)) + GAP
    axes = frame.axes(left=left, right=PAD + GAP, below=line_height(TEXT) + GAP, above=GAP)
    slot = (WIDTH - left - PAD - GAP) / len(counts)
    axes.set_xlim(edges[0], edges[-1])
    axes.set_ylim(0, high * 1.1)
    patches = axes.bar(
        [(a + b) / 2 for a, b in itertools.pairwise(edges)],
        counts,
        [(b - a) * 0.97 for a, b in itertools.pairwise(edges)],
        **style(0, Series("", ())),
    )
    if drawing.beyond:
        patches[-1].set(facecolor=REST)
    frame.beside(axes, list(zip(ticks, texts, strict=True)), color=QUIET)
    single = drawing.integers and edges[0] != math.floor(edges[0])
    marks = [(a + b) / 2 for a, b in itertools.pairwise(inner)] if single else inner
    write = writer(drawing.x_kind, drawing.language, drawing.currency)
    labels = [clean(write(mark)) for mark in marks]
    step = max(1, math.ceil((max(map(frame.measure.width, labels)) + 14) / slot))
    under = list(zip(marks[::step], labels[::step], strict=True))
    if drawing.beyond:
        more = say(texts_of.MORE, drawing.language)
        middle, room = (edges[-2] + edges[-1]) / 2, frame.measure.width(more) / 2 + 14
        unit = slot / (edges[1] - edges[0])
        under = [one for one in under if (middle - one[0]) * unit > frame.measure.width(one[1]) / 2 + room]
        under.append((middle, more))
    frame.under(axes, under)
    frame.grid(axes, y=ticks)
    said = [wording.number(count, drawing.language) for count in counts]
    if max(frame.measure.width(text, SMALL) for text in said) <= slot * 0.95:
        for place, count in enumerate(counts):
            if count:
                middle = (edges[place] + edges[place + 1]) / 2
                axes.annotate(
                    said[place], (middle, count), xytext=(0, 4), textcoords="offset pixels",
                    ha="center", va="bottom", fontsize=SMALL,
                )  # fmt: skip
    axes.axhline(0, color=INK, linewidth=1.4)
    return frame.png()


def _whole_ticks(frame: Frame, high: float) -> list[float]:
    from matplotlib.ticker import MaxNLocator

    return [float(tick) for tick in MaxNLocator(nbins=5, integer=True, steps=[1, 2, 2.5, 5, 10]).tick_values(0, high)]


def _span(values: list[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    if high == low:
        return low - 0.5, high + 0.5
    margin = (high - low) * 0.05
    return (0.0 if 0 <= low < 0.25 * high else low - margin), high + margin


def _x_texts(drawing: Drawing, ticks: list[float]) -> list[str]:
    if drawing.x_kind in ("date", "datetime"):
        return [wording.day(date.fromordinal(max(1, round(tick))), drawing.language) for tick in ticks]
    write = writer(drawing.x_kind, drawing.language, drawing.currency)
    return [clean(write(tick)) for tick in ticks]


def _scatter(drawing: Drawing) -> bytes:
    from matplotlib.ticker import MaxNLocator

    frame = Frame(drawing, HEIGHT)
    frame.title()
    frame.heading(drawing.y_label)
    if len(drawing.series) > 1:
        _legend(frame, drawing)
    frame.notes()
    frame.footing(drawing.x_label, PAD)
    xs = [x for one in drawing.series for x in one.xs]
    ys = [y for one in drawing.series for y in one.values if y is not None]
    (low, high), (first, last) = _span(ys), _span(xs)
    ticks = [tick for tick in frame.value_ticks(low, high) if low <= tick <= high]
    texts = frame.tick_texts(ticks)
    left = PAD + max(map(frame.measure.width, texts), default=0.0) + GAP
    axes = frame.axes(left=left, right=PAD + GAP * 2, below=line_height(TEXT) + GAP, above=GAP)
    count = 3 if drawing.x_kind in ("date", "datetime") else 5
    marks = [float(tick) for tick in MaxNLocator(nbins=count).tick_values(first, last) if first <= tick <= last]
    axes.set_xlim(first, last)
    axes.set_ylim(low, high)
    frame.beside(axes, list(zip(ticks, texts, strict=True)), color=QUIET)
    frame.under(axes, list(zip(marks, _x_texts(drawing, marks), strict=True)))
    frame.grid(axes, x=marks, y=ticks)
    for place, one in enumerate(drawing.series):
        axes.plot(
            one.xs, one.values, linestyle="none", marker=MARKERS[place % len(MARKERS)], markersize=9,
            color=colour_of(place, one), alpha=0.65, markeredgewidth=0.8, markeredgecolor="white", clip_on=False,
        )  # fmt: skip
    return frame.png()


def _legend(frame: Frame, drawing: Drawing) -> None:
    """Names beside their markers, in rows."""
    from matplotlib.lines import Line2D

    x = float(PAD)
    for place, one in enumerate(drawing.series):
        label = frame.measure.cut(clean(one.name) or "—", WIDTH / 2 - PAD)
        width = 26 + frame.measure.width(label) + GAP * 2.4
        if x > PAD and x + width > WIDTH - PAD:
            x = float(PAD)
            frame.top += line_height(TEXT)
        spot = ((x + 8) / WIDTH, 1 - (frame.top + line_height(TEXT) * 0.42) / frame.height)
        style_of: dict[str, Any] = {"marker": MARKERS[place % len(MARKERS)], "color": colour_of(place, one)}
        frame.figure.add_artist(Line2D([spot[0]], [spot[1]], markersize=11, linestyle="none", **style_of))
        frame.text(x + 26, frame.top, label)
        x += width
    frame.top += line_height(TEXT) + GAP
