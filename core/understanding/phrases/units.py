"""The units of time that words name."""

from __future__ import annotations

from core.understanding.reading.readings import Mention, Role

UNITS = ("minutes", "hours", "days", "weeks", "months", "years")


def unit_of(mention: Mention) -> str:
    """The unit of time that a word names, where it names nothing of the plant."""
    units = [item.topic for item in mention.readings if isinstance(item, Role) and item.role == "unit"]
    return units[0] if units and units[0] in UNITS and not mention.is_substance else ""
