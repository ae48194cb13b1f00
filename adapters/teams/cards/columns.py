"""Which columns of a table fit a card, how wide each is, and how large its text.

A card on a phone is about 340 pixels wide and breaks words anywhere, so a column narrower than its longest word turns
"CV-105" into four lines. Columns that do not fit are left to the file, and the table says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from adapters.teams import limits

CARD_PIXELS = 372
"""What a card on a phone leaves for a table, as ``pixels`` measures: a tenth more than there is."""
PADDING = 18
"""Of a cell, both sides and its line."""
_POINTS = {"Default": 14, "Small": 12}
_NARROW = frozenset("iljtfrI.,:;'|!()[]- ·")
_WIDE = frozenset("mwMW@%—…")
_BREAK = re.compile(r"[ \t\n]+")
"""Where a line may break: not at the no-break space of "1 148 h"."""
_MOST = 180
"""No column takes more than this for its longest word; a longer one is broken."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How a table is laid out.

    Attributes:
        columns: positions of the columns that are shown, in order.
        widths: their shares of the width, as weights.
        size: of the text.
    """

    columns: tuple[int, ...]
    widths: tuple[int, ...]
    size: str


def fit(rows: Sequence[Sequence[str]], most: int = limits.PREVIEW_COLUMNS, order: Sequence[int] = ()) -> Fit:
    """Lay out a table.

    A column that is too wide is passed over for less important, narrower ones.

    Args:
        rows: all written rows, the header first; none is empty.
        most: how many columns may be shown at all.
        order: the columns by importance; without it the first is the most important. They are shown in their own order.
    """
    size = "Default"
    needed = _needed(rows, size)
    if len(needed) > most or sum(needed) > CARD_PIXELS:
        size = "Small"
        needed = _needed(rows, size)
    shown: list[int] = []
    left = CARD_PIXELS
    for at in order or range(len(needed)):
        if len(shown) < most and (needed[at] <= left or not shown):
            shown.append(at)
            left -= needed[at]
    shown.sort()
    kept = [[row[at] for at in shown] for row in rows]
    return Fit(tuple(shown), _shared(kept, [needed[at] for at in shown], size), size)


def _needed(rows: Sequence[Sequence[str]], size: str) -> list[int]:
    """Pixels that each column needs for its longest word."""
    return [
        PADDING + min(max(pixels(word, size) for row in rows for word in _BREAK.split(row[at])), _MOST)
        for at in range(len(rows[0]))
    ]


def pixels(text: str, size: str) -> int:
    """About how wide a text is, in Teams' sans-serif; a little too wide rather than too narrow."""
    ems = sum(
        0.34 if c in _NARROW else 0.9 if c in _WIDE else 0.64 if c.isupper() or c.isdigit() else 0.56 for c in text
    )
    return int(ems * _POINTS[size]) + 2


def _shared(rows: Sequence[Sequence[str]], needed: Sequence[int], size: str) -> tuple[int, ...]:
    """What is left over goes to the columns whose texts would wrap, by how much they would."""
    wanted = [max(pixels(row[at], size) for row in rows) + PADDING for at in range(len(needed))]
    lacking = [max(min(want, CARD_PIXELS) - have, 0) for want, have in zip(wanted, needed, strict=True)]
    spare = max(CARD_PIXELS - sum(needed), 0)
    total = sum(lacking)
    if not total:
        return tuple(needed)
    spent = min(spare, total)
    return tuple(have + spent * lack // total for have, lack in zip(needed, lacking, strict=True))
