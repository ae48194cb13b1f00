"""How charts look: size, type, colours; and text made safe and measured for drawing.

The picture is 900 pixels wide, so on a phone 360 pixels wide everything is 0.4 of its size: 25 pixels of type become
10. Colours are Okabe and Ito's, told apart by colour-blind people; hatches and markers say the same a second time.
Used inside the workers only; matplotlib is imported when the first chart is drawn.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Any, Final

WIDTH: Final = 900
HEIGHT: Final = 620
TALLEST: Final = 1020
"""Teams takes pictures of at most 1024 × 1024 pixels."""
DPI: Final = 100
PAD: Final = 26
"""Pixels left free on every side."""

TITLE: Final = 24.0
TEXT: Final = 18.0
SMALL: Final = 15.5
"""Sizes of type in points."""

INK: Final = "#1f2933"
QUIET: Final = "#52606d"
GRID: Final = "#d9dee3"
REST: Final = "#8a94a0"
"""The colour of what sums up the others."""
# Okabe & Ito (2008), yellow left out: too pale on white.
COLOURS: Final = ("#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9")
HATCHES: Final = ("", "//", "..", "xx", "\\\\", "--")
REST_HATCH: Final = "||"
MARKERS: Final = ("o", "s", "^", "D", "v", "P")
DASHES: Final = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (8, 2)))


@lru_cache(maxsize=1)
def prepare() -> None:
    """Set matplotlib up, once a process: our type and sizes, whatever the machine's matplotlibrc says."""
    import logging

    # Before the import, which would warn of a home that cannot be written.
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    import matplotlib

    matplotlib.rcdefaults()
    matplotlib.rcParams.update(
        {
            "font.family": ["DejaVu Sans"],
            "font.size": TEXT,
            "text.parse_math": False,  # a $ in a label is a $
            "text.hinting": "no_hinting",  # as sharp at this size, and a tenth of the time less
            "text.color": INK,
            "axes.edgecolor": QUIET,
            "axes.labelcolor": QUIET,
            "axes.axisbelow": True,
            "xtick.color": INK,
            "ytick.color": INK,
            "xtick.labelsize": TEXT,
            "ytick.labelsize": TEXT,
            "hatch.linewidth": 1.3,
            "axes.unicode_minus": False,
            "path.simplify": True,
        }
    )


@lru_cache(maxsize=1)
def _drawn_signs() -> frozenset[int]:
    """The code points that the face has."""
    from matplotlib import font_manager

    return frozenset(font_manager.get_font(font_manager.findfont("DejaVu Sans")).get_charmap())


@lru_cache(maxsize=4096)
def clean(text: str) -> str:
    """``text`` on one line and drawable: controls gone, emoji that the face lacks gone, other unknown letters "□"."""
    if text.isascii() and text.isprintable():
        return text.strip()
    known = _drawn_signs()
    kept: list[str] = []
    for sign in text:
        category = unicodedata.category(sign)
        if sign.isspace() or category == "Cc":
            kept.append(" ")
        elif category in ("Cf", "Cs", "Co", "Cn") or 0xFE00 <= ord(sign) <= 0xFE0F or 0x1F3FB <= ord(sign) <= 0x1F3FF:
            continue
        elif ord(sign) in known:
            kept.append(sign)
        elif not category.startswith(("S", "M")):
            kept.append("□")
    return " ".join("".join(kept).split())


@lru_cache(maxsize=16)
def _properties(size: float, bold: bool) -> Any:
    from matplotlib.font_manager import FontProperties

    return FontProperties(family="DejaVu Sans", size=size, weight="bold" if bold else "normal")


@lru_cache(maxsize=1)
def _renderer() -> Any:
    from matplotlib.backends.backend_agg import RendererAgg

    return RendererAgg(1, 1, DPI)  # type: ignore[no-untyped-call]


@lru_cache(maxsize=8192)
def _width(line: str, size: float, bold: bool) -> float:
    """Pixels that a line takes; remembered, since areas, months and ticks come again from chart to chart."""
    return float(_renderer().get_text_width_height_descent(line, _properties(size, bold), False)[0]) if line else 0.0


class TextMeasure:
    """Widths of texts in pixels, and texts made to fit."""

    def width(self, text: str, size: float = TEXT, *, bold: bool = False) -> float:
        """Pixels that the widest line of ``text`` takes."""
        return max(_width(line, size, bold) for line in text.split("\n"))

    def cut(self, text: str, limit: float, size: float = TEXT, *, bold: bool = False) -> str:
        """``text`` in at most ``limit`` pixels, with an ellipsis when something was cut."""
        if self.width(text, size, bold=bold) <= limit:
            return text
        low, high = 0, len(text)
        while low < high:
            middle = (low + high + 1) // 2
            if self.width(text[:middle].rstrip() + "…", size, bold=bold) <= limit:
                low = middle
            else:
                high = middle - 1
        return text[:low].rstrip() + "…"

    def wrap(self, text: str, limit: float, lines: int, size: float = TEXT, *, bold: bool = False) -> str:
        """``text`` broken at spaces into at most ``lines`` lines of ``limit`` pixels; the last is cut if it must."""
        done: list[str] = []
        words = text.split()[:200]
        while words and len(done) < lines - 1:
            line = words.pop(0)
            while words and self.width(f"{line} {words[0]}", size, bold=bold) <= limit:
                line = f"{line} {words.pop(0)}"
            if self.width(line, size, bold=bold) > limit:  # one endless word
                head = self.cut(line, limit, size, bold=bold)[:-1]
                if not head:
                    return "\n".join([*done, "…"])
                words.insert(0, line[len(head) :])
                line = f"{head}-" if (head + words[0]).isalpha() else head
            done.append(line)
        if words:
            done.append(self.cut(" ".join(words), limit, size, bold=bold))
        return "\n".join(done)


def line_height(size: float) -> float:
    """Pixels from one line of type to the next."""
    return size * DPI / 72 * 1.25


def rise(size: float) -> float:
    """Pixels from the top of a line of type to the line that its letters stand on."""
    return size * DPI / 72 * 0.92


def ink_on(colour: str) -> str:
    """Black or white, whichever reads better on ``colour`` (relative luminance of WCAG 2)."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in (red, green, blue)]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#ffffff" if 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.05 else "#000000"
