"""Amounts: which columns are money, and which are lengths, in which unit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.drafting.concepts.book import RoleForm
from core.drafting.naming.split import canonical
from core.drafting.naming.units import unit_of
from core.drafting.survey.found import FoundColumn
from core.drafting.writing.lengths import unit_of_length
from core.drafting.writing.plant import DraftedPlant

_MONEY = frozenset({"cost", "price", "amount"})
_UNITS: Mapping[str, tuple[str, dict[str, str]]] = {
    "hour": ("hours", {"es": "h", "en": "h"}),
    "minute": ("minutes", {"es": "min", "en": "min"}),
    "days": ("days", {"es": "días", "en": "days"}),
    "second": ("number", {"es": "s", "en": "s"}),
}


def amount_words(plant: DraftedPlant, table: str, own: FoundColumn, role: RoleForm | None) -> dict[str, Any]:
    """The kind of a column's amounts and their unit, where they are known."""
    said = canonical(own.called)
    if (role is not None and role.unit == "money") or _MONEY & set(said):
        return {"kind": "money"}
    unit = unit_of(own.called)
    if unit is None and role is not None and role.unit == "hours":
        unit = unit_of_length(plant, table, own.name) or ("hour" if own.filled < _FEW else None)
    if unit is not None and unit in _UNITS:
        kind, named = _UNITS[unit]
        return {"kind": kind, "unit": named}
    return {}


_FEW = 5
"""Lengths that are too few to tell a unit."""
