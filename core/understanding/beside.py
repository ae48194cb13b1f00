"""Where the thing that a number is compared with may stand, and the words between the two."""

from __future__ import annotations

from core.understanding.draft import Quantity
from core.understanding.readings import FieldIs
from core.understanding.state import ReadingState


def neighbours(state: ReadingState, quantity: Quantity) -> list[int]:
    """Where the compared thing may stand: before («costo unitario mayor a 500») or after («10 días de entrega»)."""
    places = []
    before = state.before(quantity.place)
    while (
        before is not None
        and state.mentions[before].role("with", "copula")
        and not state.mentions[before].first(FieldIs)
    ):
        before = state.before(before)
    if before is not None:
        places.append(before)
    at = quantity.place
    while at + 1 < len(state.mentions) and state.mentions[at].used:
        at += 1
    after = at if not state.mentions[at].is_filler and not state.mentions[at].used else state.after(at)
    if after is not None and not state.mentions[after].used:
        places.append(after)
    return places


def use_with(state: ReadingState, place: int, other: int) -> None:
    """«con» before the comparison belongs to it."""
    for start in (place, other):
        before = state.before(start)
        if before is not None and state.mentions[before].role("with", "copula") and not state.mentions[before].used:
            state.use(before)
