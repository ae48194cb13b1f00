"""Comparisons with numbers: more than 3, at least $5,000, entre 2 y 4, 10 horas o más."""

from __future__ import annotations

from core.semantics.query import Operator
from core.understanding.draft import Quantity
from core.understanding.readings import MetricIs, NounIs, Number, Verb
from core.understanding.state import ReadingState

_OPERATORS: dict[str, Operator] = {
    "more_than": ">",
    "at_least": ">=",
    "less_than": "<",
    "at_most": "<=",
    "exactly": "=",
}


def read_quantities(state: ReadingState) -> None:
    """Find comparisons, use their mentions, and keep them for whatever they compare."""
    for place in range(len(state.mentions)):
        mention = state.mentions[place]
        if mention.used:
            continue
        role = mention.role("between")
        if role and _between(state, place):
            continue
        role = mention.role(*_OPERATORS)
        if role is None:
            continue
        following = state.after(place)
        number = state.mentions[following].first(Number) if following is not None else None
        if number is None or following is None:
            continue
        state.use(place, following)
        state.quantities.append(Quantity(place, _OPERATORS[role], (number.value,), number.unit))
    for place in range(len(state.mentions)):
        _trailing(state, place)


def _between(state: ReadingState, place: int) -> bool:
    first = state.after(place)
    conjunction = state.after(first) if first is not None else None
    last = state.after(conjunction) if conjunction is not None else None
    if first is None or conjunction is None or last is None or not state.mentions[conjunction].role("and"):
        return False
    low, high = state.mentions[first].first(Number), state.mentions[last].first(Number)
    if low is None or high is None:
        return False
    state.use(place, first, conjunction, last)
    state.quantities.append(Quantity(place, "between", (low.value, high.value), high.unit or low.unit))
    return True


def _trailing(state: ReadingState, place: int) -> None:
    """«10 horas o más», "3 or more"."""
    mention = state.mentions[place]
    number = mention.first(Number)
    if number is None or mention.used:
        return
    conjunction = state.after(place)
    if conjunction is None:
        return
    if role := state.mentions[conjunction].role("or_more", "or_less"):
        state.use(place, conjunction)
        state.quantities.append(Quantity(place, ">=" if role == "or_more" else "<=", (number.value,), number.unit))
        return
    if state.mentions[conjunction].can(NounIs, MetricIs, Verb) and (further := state.after(conjunction)) is not None:
        # «3 fallas o más», "10 hours of downtime or more": what is compared stands inside.
        if role := state.mentions[further].role("or_more", "or_less"):
            state.use(place, further)
            state.quantities.append(Quantity(place, ">=" if role == "or_more" else "<=", (number.value,), number.unit))
            return
    last = state.after(conjunction)
    if last is None or not state.mentions[conjunction].role("or"):
        return
    if state.mentions[last].role("most"):
        op: Operator = ">="
    elif state.mentions[last].role("least"):
        op = "<="
    else:
        return
    state.use(place, conjunction, last)
    state.quantities.append(Quantity(place, op, (number.value,), number.unit))


def converted(value: float, unit: str, kind: str) -> float | None:
    """A quantity in the unit of what it is compared with; None when the units do not fit.

    ``kind`` is a column kind: minutes, hours, days, money, percent or a plain number.
    """
    if not unit:
        return value
    if unit in ("units", "times"):
        return None if kind in ("minutes", "hours", "days", "money", "percent") else value
    minutes = {"minutes": 1, "hours": 60, "days": 1440, "weeks": 10080}.get(unit)
    match kind:
        case "minutes":
            return value * minutes if minutes else None
        case "hours":
            return value * minutes / 60 if minutes else None
        case "days":
            days = {"days": 1, "weeks": 7, "months": 30, "years": 365, "hours": 1 / 24}.get(unit)
            return value * days if days else None
        case "money":
            return value if unit == "money" else None
        case "percent":
            return value if unit == "percent" else None
        case _:
            return None
