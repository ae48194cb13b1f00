"""Rows of buttons that fit a card: Teams shares a row's width among its buttons and clips what does not fit."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.teams import limits
from adapters.teams.cards import build as cards
from adapters.teams.cards.columns import CARD_PIXELS, pixels
from adapters.teams.payload import Json

_AROUND = 34
"""Pixels that a button takes besides its title: padding, border and the gap to the next."""


def rows(made: Sequence[Json], *, spacing: str = "Medium") -> list[Json]:
    """Buttons in their order, as many beside each other as can be read.

    Args:
        spacing: above the first row; the others follow closely.
    """
    found: list[list[Json]] = []
    left = 0
    for button in made:
        width = pixels(str(button["title"]), "Default") + _AROUND
        if not found or width > left or len(found[-1]) == limits.ACTIONS_IN_SET:
            found.append([])
            left = CARD_PIXELS
        found[-1].append(button)
        left -= width
    return [cards.buttons(row, spacing=spacing if not at else "Small") for at, row in enumerate(found)]
