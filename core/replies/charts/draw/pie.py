"""A pie: at most six parts and the rest, each named beside it."""

from __future__ import annotations

import math

from core.replies.charts.draw.bars import style
from core.replies.charts.draw.frame import Frame
from core.replies.charts.draw.style import COLOURS, HATCHES, HEIGHT, INK, PAD, QUIET, TEXT, WIDTH, clean, line_height
from core.replies.charts.drawing import Drawing, Series
from core.wording import numbers as wording

_LEADER = 34
"""Pixels from the pie to the names."""
_SMALLEST = 0.16
"""The smallest radius, as a share of the width."""
_SEVENTH = "#F0E442"
_SMALL = 0.09
"""Parts below this share are small. Lines from several small parts at the top to their names would cross the pie."""


def draw(drawing: Drawing) -> bytes:
    """A pie as a PNG: largest part first, clockwise; name, value and share beside each part.

    It begins at twelve, or so that several small parts face left, where their names have room below each other.
    """
    from matplotlib.patches import Wedge

    frame = Frame(drawing, HEIGHT)
    frame.title()
    frame.heading(drawing.y_label)
    frame.notes()
    values = [value or 0.0 for value in drawing.series[0].values]
    total = sum(values)
    axes = frame.axes(left=0, right=0)
    wide, high = WIDTH, axes.get_position().height * frame.height
    axes.set_xlim(0, wide)
    axes.set_ylim(0, high)
    words = [word for label in drawing.labels for word in clean(label).split()]
    widest = max((frame.measure.width(word) for word in words), default=0.0)
    # A name's longest word stands whole beside a somewhat smaller pie.
    radius = min(high / 2 - 12, wide * 0.21, max(wide / 2 - PAD - _LEADER - widest - 2, wide * _SMALLEST))
    centre = (wide / 2, high / 2)
    room = wide / 2 - radius - PAD - _LEADER
    sides: dict[str, list[tuple[float, float, str]]] = {"left": [], "right": []}
    turned = _begin([value / total for value in values])
    for place, value in enumerate(values):
        share = value / total
        begin, end = 90 - 360 * (turned + share), 90 - 360 * turned
        last = drawing.rest and place == len(values) - 1
        look = style(place, Series("", (), rest=last))
        if not last and place >= len(COLOURS):
            look |= {"facecolor": _SEVENTH, "hatch": HATCHES[1]}
        axes.add_patch(Wedge(centre, radius, begin, end, **{**look, "linewidth": 2.5 if len(values) > 1 else 0}))
        middle = math.radians((begin + end) / 2)
        side = "right" if math.cos(middle) >= 0 else "left"
        sides[side].append((math.sin(middle), math.cos(middle), _text(frame, drawing, place, value, share, room)))
        turned += share
    for side, parts in sides.items():
        _beside(frame, axes, side, sorted(parts), centre, radius, high)
    return frame.png()


def _begin(shares: list[float]) -> float:
    """Where the first part begins, in turns clockwise from twelve."""
    small = [share for share in shares if share < _SMALL]
    if len(small) < 2 or shares[-1] >= _SMALL:
        return 0.0
    return 0.75 - (1 - sum(small) / 2)


def _text(frame: Frame, drawing: Drawing, place: int, value: float, share: float, room: float) -> str:
    per_cent = wording.percent(share * 100, drawing.language, 0 if share >= 0.01 else None)
    amount = clean(frame.write(value))
    name = frame.measure.wrap(clean(drawing.labels[place]) or "—", room, 3)
    shown = per_cent if drawing.value_kind == "percent" else f"{amount} · {per_cent}"
    if frame.measure.width(shown) > room:
        shown = f"{amount}\n{per_cent}"  # the page's edge would cut it
    return f"{name}\n{shown}"


def _beside(
    frame: Frame,
    axes: object,
    side: str,
    parts: list[tuple[float, float, str]],
    centre: tuple[float, float],
    radius: float,
    high: float,
) -> None:
    """Texts of one side from the bottom up, pushed apart, each with a line to its part."""
    heights = [line_height(TEXT) * (text.count("\n") + 1) + 8 for _, _, text in parts]
    spots = [centre[1] + sine * radius * 1.05 for sine, _, _ in parts]
    for place in range(len(spots)):
        floor = heights[place] / 2
        if place:
            floor = spots[place - 1] + (heights[place - 1] + heights[place]) / 2
        spots[place] = max(spots[place], floor)
    ceiling = high
    for place in range(len(spots) - 1, -1, -1):
        spots[place] = min(spots[place], ceiling - heights[place] / 2)
        ceiling = spots[place] - heights[place] / 2
    sign = 1 if side == "right" else -1
    for spot, (sine, cosine, text) in zip(spots, parts, strict=True):
        x = centre[0] + sign * (radius + _LEADER)
        edge = (centre[0] + cosine * radius, centre[1] + sine * radius)
        axes.plot([edge[0], x - sign * 8], [edge[1], spot], color=QUIET, linewidth=1.2)  # type: ignore[attr-defined]
        axes.text(  # type: ignore[attr-defined]
            x, spot, text, ha="left" if side == "right" else "right", va="center", color=INK, linespacing=1.15
        )
