"""Words beside lines: names at their ends, values at the points that matter."""

from __future__ import annotations

from typing import Any, Final

from core.replies.charts.draw.frame import Frame
from core.replies.charts.draw.style import INK, MARKERS, SMALL, TEXT, WIDTH, clean, line_height

NAME_GAP: Final = 34
"""Pixels from the axes' edge to where a name begins; the line's marker stands between."""
_APART: Final = 90
"""Where not every point is labelled, labelled points are at least this many pixels apart."""
_STEEP: Final = 12
"""If the next point is more than this many pixels higher, the line would cross a value written above the point."""


def name_ends(
    frame: Frame, axes: Any, names: list[str], curves: list[list[float]], colours: list[str], *, stacked: bool
) -> None:
    """Every line's name at its right end, pushed apart so that none covers another."""
    low, high = axes.get_ylim()
    place = axes.get_position()
    wide, tall = place.width * WIDTH, place.height * frame.height
    wanted = []
    for which, curve in enumerate(curves):
        last = next((value for value in reversed(curve) if value == value), low)
        if stacked:
            last = (last + (curves[which - 1][-1] if which else 0.0)) / 2
        wanted.append(((last - low) / (high - low) * tall, which))
    wanted.sort()
    spots = spread([at for at, _ in wanted], line_height(TEXT), tall)
    for spot, (_, which) in zip(spots, wanted, strict=True):
        at = spot / tall
        marker = "s" if stacked else MARKERS[which % len(MARKERS)]
        axes.plot(
            [1 + 14 / wide], [at], transform=axes.transAxes, clip_on=False, linestyle="none",
            marker=marker, color=colours[which], markersize=9,
        )  # fmt: skip
        axes.text(
            1 + NAME_GAP / wide,
            at,
            names[which],
            transform=axes.transAxes,
            color=INK,
            va="center_baseline",
            clip_on=False,
        )


def spread(wanted: list[float], step: float, room: float) -> list[float]:
    """Ascending places as near as may be to ``wanted`` (ascending), at least ``step`` apart, within ``room``."""
    spots: list[float] = []
    for at in wanted:
        spots.append(max(at, spots[-1] + step) if spots else max(at, 0.0))
    ceiling = room
    for place in range(len(spots) - 1, -1, -1):
        spots[place] = min(spots[place], ceiling)
        ceiling = spots[place] - step
    return spots


def label_points(frame: Frame, axes: Any, values: list[float], slot: float) -> None:
    """Values at the points: all when they fit, else the highest, the last and the lowest."""
    known = [(place, value) for place, value in enumerate(values) if value == value]
    peak = max(known, key=lambda point: (point[1], point[0]))
    dip = min(known, key=lambda point: (point[1], -point[0]))
    low, high = axes.get_ylim()
    tall = axes.get_position().height * frame.height
    if len(known) <= 14 and max(frame.measure.width(clean(frame.write(v)), SMALL) for _, v in known) + 6 <= slot:
        chosen = known
    else:
        chosen = [peak]
        for point in (known[-1], dip):
            room_below = (point[1] - low) / (high - low) * tall > 34
            far = all(abs(point[0] - other[0]) * slot > _APART for other in chosen)
            if far and point[1] != peak[1] and (room_below or point is not dip):
                chosen.append(point)
    halo = frame.halo()
    whole = len(chosen) == len(known)
    for place, value in chosen:
        text = clean(frame.write(value))
        room_below = (value - low) / (high - low) * tall > 34
        before, after = (_rise(values, place, step, tall / (high - low)) for step in (-1, 1))
        beside = [rise for rise in (before, after) if rise is not None]
        below = (place, value) == dip and dip[1] < peak[1]
        if whole:
            below = bool(beside) and min(beside) > _STEEP and room_below
        aside = 0.0
        if whole and before is not None and after is not None and before * after < -(_STEEP**2):
            # On a slope the line itself runs through one upper corner.
            aside = frame.measure.width(text, SMALL) * (-0.35 if after > 0 else 0.35)
        frame.label(
            axes, place, value, text, right=aside, up=-13 if below else 13,
            ha="center", va="top" if below else "bottom", path_effects=halo,
        )  # fmt: skip


def _rise(values: list[float], place: int, step: int, pixels_per_unit: float) -> float | None:
    """Pixels by which a point's neighbour stands higher; None where there is none."""
    at = place + step
    if not 0 <= at < len(values) or values[at] != values[at]:
        return None
    return (values[at] - values[place]) * pixels_per_unit
