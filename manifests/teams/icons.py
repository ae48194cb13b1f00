"""Draws the app's two icons, a gear in a speech bubble, when the drawing changes: ``python -m manifests.teams.icons``.

The pictures beside this file are what is packaged; drawing them anew gives the same bytes on the same Pillow.
"""

from __future__ import annotations

from math import cos, pi, sin
from pathlib import Path

from PIL import Image, ImageDraw

COLOR_SIDE = 192
OUTLINE_SIDE = 32
BACKGROUND = (14, 74, 92, 255)
SIGNAL = (245, 166, 35, 255)
WHITE = (255, 255, 255, 255)
CLEAR = (255, 255, 255, 0)
_FINE = 8
"""Drawn so many times larger, then made smaller: smooth edges."""

Point = tuple[float, float]


def gear(centre: Point, radius: float, teeth: int = 8) -> list[Point]:
    """The outline of a gear."""
    points = []
    for tooth in range(teeth):
        middle = 2 * pi * tooth / teeth - pi / 2
        for offset, reach in ((-0.30, 0.76), (-0.17, 1.0), (0.17, 1.0), (0.30, 0.76)):
            angle = middle + offset * 2 * pi / teeth * 1.15
            points.append((centre[0] + radius * reach * cos(angle), centre[1] + radius * reach * sin(angle)))
    return points


def _circle(draw: ImageDraw.ImageDraw, centre: Point, radius: float, fill: tuple[int, int, int, int]) -> None:
    x, y = centre
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=fill)


def color() -> Image.Image:
    """192 × 192: the symbol in the middle 120 pixels, on a plain ground."""
    side = COLOR_SIDE * _FINE
    picture = Image.new("RGBA", (side, side), BACKGROUND)
    draw = ImageDraw.Draw(picture)
    unit = side / 192
    draw.rounded_rectangle((36 * unit, 38 * unit, 156 * unit, 134 * unit), radius=22 * unit, fill=WHITE)
    draw.polygon([(58 * unit, 128 * unit), (58 * unit, 160 * unit), (92 * unit, 130 * unit)], fill=WHITE)
    middle = (96 * unit, 86 * unit)
    draw.polygon(gear(middle, 38 * unit), fill=BACKGROUND)
    _circle(draw, middle, 14 * unit, WHITE)
    _circle(draw, middle, 8 * unit, SIGNAL)
    return picture.resize((COLOR_SIDE, COLOR_SIDE), Image.Resampling.LANCZOS)


def outline() -> Image.Image:
    """32 × 32: white lines on nothing."""
    side = OUTLINE_SIDE * _FINE
    mask = Image.new("L", (side, side), 0)
    draw = ImageDraw.Draw(mask)
    unit = side / 32
    draw.rounded_rectangle((1 * unit, 2 * unit, 31 * unit, 25 * unit), radius=5 * unit, fill=255)
    draw.polygon([(6 * unit, 23 * unit), (6 * unit, 31.5 * unit), (15 * unit, 24 * unit)], fill=255)
    draw.rounded_rectangle((3 * unit, 4 * unit, 29 * unit, 23 * unit), radius=3.4 * unit, fill=0)
    draw.polygon([(8 * unit, 22 * unit), (8 * unit, 27 * unit), (13.4 * unit, 22 * unit)], fill=0)
    middle = (16 * unit, 13.5 * unit)
    draw.polygon(gear(middle, 8.2 * unit), fill=255)
    x, y, hole = *middle, 2.8 * unit
    draw.ellipse((x - hole, y - hole, x + hole, y + hole), fill=0)
    small = mask.resize((OUTLINE_SIDE, OUTLINE_SIDE), Image.Resampling.LANCZOS)
    picture = Image.new("RGBA", (OUTLINE_SIDE, OUTLINE_SIDE), WHITE)
    picture.putalpha(small)
    return picture


def main() -> None:
    """Write both beside this file."""
    here = Path(__file__).parent
    color().save(here / "color.png", optimize=True)
    outline().save(here / "outline.png", optimize=True)


if __name__ == "__main__":
    main()
