"""Which columns of a table fit a card, how wide each is, and how large its text.

A card in a chat is about 400 pixels wide and breaks words anywhere, so a column narrower than its longest word turns
"CV-105" into four lines. Columns that do not fit are left to the CSV, and the table says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from adapters.teams import limits

CARD_PIXELS = 405
"""What Teams' narrowest desktop card leaves for a table; phones scroll."""
PADDING = 19
"""Of a cell, both sides and its line."""
_LETTER = {"Default": 7.4, "Small": 6.3}
_BREAK = re.compile(r"[ \t\n]+")
"""Where a line may break: not at the no-break space of "1 148 h"."""
_MOST = 180
"""No column takes more than this for its longest word; a longer one is broken."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How a table is laid out.

    Attributes:
        columns: how many of the first columns are shown.
        widths: their shares of the width, as weights.
        size: of the text.
    """

    columns: int
    widths: tuple[int, ...]
    size: str


def fit(rows: Sequence[Sequence[str]], most: int = limits.PREVIEW_COLUMNS) -> Fit:
    """Lay out a table.

    Args:
        rows: all written rows, the header first; none is empty.
        most: how many columns may be shown at all.
    """
    count = min(len(rows[0]), most)
    for size in ("Default", "Small"):
        needed = _needed(rows, count, size)
        if sum(needed) <= CARD_PIXELS:
            return Fit(count, _shared(rows, needed, size), size)
    needed = _needed(rows, count, "Small")
    while count > 2 and sum(needed[:count]) > CARD_PIXELS:
        count -= 1
    return Fit(count, _shared(rows, needed[:count], "Small"), "Small")


def _needed(rows: Sequence[Sequence[str]], count: int, size: str) -> list[int]:
    """Pixels that each column needs for its longest word."""
    longest = [max(len(word) for row in rows for word in _BREAK.split(row[at])) for at in range(count)]
    return [PADDING + min(int(letters * _LETTER[size]) + 1, _MOST) for letters in longest]


def _shared(rows: Sequence[Sequence[str]], needed: Sequence[int], size: str) -> tuple[int, ...]:
    """What is left over goes to the columns whose texts would wrap, by how much they would."""
    wanted = [max(int(len(row[at]) * _LETTER[size]) for row in rows) + PADDING for at in range(len(needed))]
    lacking = [max(min(want, CARD_PIXELS) - have, 0) for want, have in zip(wanted, needed, strict=True)]
    spare = max(CARD_PIXELS - sum(needed), 0)
    total = sum(lacking)
    if not total:
        return tuple(needed)
    spent = min(spare, total)
    return tuple(have + spent * lack // total for have, lack in zip(needed, lacking, strict=True))
