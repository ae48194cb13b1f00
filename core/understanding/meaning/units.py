"""A number in another unit: hours as minutes, days as hours."""

from __future__ import annotations

from core.kernel.messages import Cell

_MINUTES = {"minutes": 1.0, "hours": 60.0, "days": 1440.0, "weeks": 10080.0, "months": 43200.0, "years": 525600.0}
_LENGTHS = {"minutes": 1.0, "hours": 60.0, "days": 1440.0}
_PLAIN = {"money": ("money",), "percent": ("percent",), "units": ("integer", "number"), "reading": ("number",)}
TIME_UNITS = frozenset(_MINUTES)


def converted(value: float, unit: str, kind: str) -> Cell | None:
    """The value in the unit that a field or metric of this kind is kept in; None when it cannot be meant so."""
    if not unit:
        return plain(value)
    if kind in _LENGTHS and unit in _MINUTES:
        return plain(value * _MINUTES[unit] / _LENGTHS[kind])
    if kind in _PLAIN.get(unit, ()):
        return plain(value)
    return None


def plain(value: float) -> Cell:
    """A whole number without its point."""
    return int(value) if float(value).is_integer() else round(float(value), 6)
