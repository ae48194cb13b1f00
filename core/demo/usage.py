"""Spare parts used on completed orders; what they cost becomes the order's parts cost."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import NamedTuple

from core.demo.equipment_types import EQUIPMENT_TYPES
from core.demo.orders import OrderRow
from core.demo.parts import PartRow, fitting

# How often an order of a type uses parts, and how many different ones at most.
_USES = {"corrective": (0.62, 3), "preventive": (0.46, 2), "predictive": (0.03, 1), "inspection": (0.05, 1)}
_CONSUMABLE = ("lubricant", "filter", "belt", "seal")
_MOST = {"bearing": 2, "seal": 2, "belt": 2, "filter": 2, "sensor": 1, "motor": 1, "valve": 1, "lubricant": 3}
_FAVOUR = (8, 5, 3, 2, 1, 1)  # of the parts that fit, the first is used most


class UsageRow(NamedTuple):
    """``quantity`` of a part used on an order, booked on the day of its completion."""

    order: OrderRow
    part: PartRow
    quantity: int


def book(orders: list[OrderRow], parts: list[PartRow]) -> list[UsageRow]:
    """UsageRow of all completed orders in the order given; sets each order's ``parts_cost``."""
    rng = Random("usage")  # noqa: S311 - believable data, no secret
    fits = {kind.name: fitting(parts, kind) for kind in EQUIPMENT_TYPES}
    result: list[UsageRow] = []
    for order in orders:
        if order.status != "completed":
            continue
        likely, most = _USES[order.type]
        if rng.random() >= likely:
            continue
        used: set[int] = set()
        kind = order.machine.kind
        for _ in range(rng.randint(1, most)):
            category = _category(rng, order, kind.parts)
            choice = fits[kind.name][category]
            part = rng.choices(choice, weights=_FAVOUR[: len(choice)])[0]
            if part.id in used:
                continue
            used.add(part.id)
            quantity = rng.randint(1, _MOST[category])
            order.parts_cost += quantity * part.unit_cost
            result.append(UsageRow(order, part, quantity))
        order.parts_cost = round(order.parts_cost, 2)
    return result


def _category(rng: Random, order: OrderRow, weights: Mapping[str, float]) -> str:
    """Preventive work consumes rather than replaces."""
    names = list(weights)
    if order.type == "preventive":
        return rng.choices(names, weights=[3.0 if name in _CONSUMABLE else 0.5 for name in names])[0]
    return rng.choices(names, weights=list(weights.values()))[0]
