"""A Pareto: bars from the largest down, and beside them the line of what they make together.

Bars run from left to right, since names of causes are long. Bars and line share one scale, the total at its right end,
so the line begins at the end of the first bar and each step along it is as long as a bar (Juran, 1951).
"""

from __future__ import annotations

from typing import Final

from core.replies.charts.draw.frame import GAP, Frame
from core.replies.charts.draw.horizontal_bars import height
from core.replies.charts.draw.style import COLOURS, INK, PAD, QUIET, REST, SMALL, TEXT, WIDTH, clean, line_height
from core.replies.charts.drawing import Drawing
from core.sentences import charts as texts
from core.sentences import say
from core.wording import numbers as wording

VITAL: Final = 0.8
"""The share that the few important ones make; those are drawn in colour, the others in grey."""
_LABELS: Final = 0.36
"""The part of the page's width that names may take."""
_LINE: Final = COLOURS[3]


def draw(drawing: Drawing) -> bytes:
    """A Pareto of one series as a PNG."""
    frame = Frame(drawing, height(drawing))
    values = [value or 0.0 for value in drawing.series[0].values]
    total, count = sum(values), len(values)
    together = [sum(values[: place + 1]) for place in range(count)]
    frame.title()
    frame.heading(" · ".join(part for part in (drawing.x_label, drawing.y_label) if part))
    frame.notes()
    frame.footing(say(texts.CUMULATIVE, drawing.language), PAD)
    slot = (frame.bottom - frame.top - line_height(TEXT) - GAP) / count
    lines = 2 if slot >= 1.9 * line_height(TEXT) else 1
    names = [frame.measure.wrap(clean(label), (WIDTH - 2 * PAD) * _LABELS, lines) or "—" for label in drawing.labels]
    written = [clean(frame.write(value)) for value in values]
    wide = max(map(frame.measure.width, written))
    left = PAD + max(map(frame.measure.width, names)) + wide + 3 * GAP
    percents = [wording.percent(100 * value / total, drawing.language, 0) for value in together]
    right = PAD + frame.measure.width("100 %", SMALL) + GAP
    axes = frame.axes(left=left, right=right, below=line_height(TEXT) + GAP * 0.4)
    axes.set_xlim(0, total)
    axes.set_ylim(count - 0.5, -0.5)
    few = next((place for place, value in enumerate(together) if value >= VITAL * total), count - 1)
    colours = [COLOURS[0] if place <= few else REST for place in range(count)]
    if drawing.rest:
        colours[-1] = REST
    axes.barh(range(count), values, 0.74, color=colours)
    axes.plot(together, range(count), color=_LINE, linewidth=2.5, marker="o", markersize=8, clip_on=False, zorder=4)
    axes.axvline(0, color=INK, linewidth=1.4)
    axes.axvline(VITAL * total, color=QUIET, linewidth=1.4, linestyle=(0, (4, 3)), zorder=1)
    halo = frame.halo()
    span = WIDTH - left - right
    for place, text in enumerate(percents):
        # On the side where the line does not go on: to its right, but beneath the last step before the edge.
        room = (total - together[place]) / total * span + right - PAD / 2 > frame.measure.width(text, SMALL) + 14
        frame.label(
            axes, together[place], place, text, right=13 if room else -13, up=-2,
            ha="left" if room else "right", va="center_baseline", path_effects=halo,
        )  # fmt: skip
    frame.beside(axes, list(enumerate(written)))
    # Names stand left of the values, which stand left of the axis.
    frame.beside(axes, list(enumerate(names)), away=wide + 2 * GAP)
    ticks = [0.0, 0.25 * total, 0.5 * total, VITAL * total, total]
    frame.under(axes, [(tick, wording.percent(100 * tick / total, drawing.language, 0)) for tick in ticks], color=QUIET)
    return frame.png()
