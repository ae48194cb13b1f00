"""Plants, areas, lines, and how many machines of each type stand in each area, and in what state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Area:
    """One area and its machines.

    Attributes:
        lines: how many production lines it has.
        machines: how many machines of each type, by the type's tag prefix.
        down, maintenance, standby, retired: the tag prefixes of the machines that are so today; the rest run.
    """

    id: int
    code: str
    name: str
    plant: str
    lines: int
    machines: Mapping[str, int]
    down: str
    maintenance: str
    standby: str
    retired: str

    def states(self) -> dict[str, list[str]]:
        """Tag prefixes by status, ``running`` left out."""
        return {
            "retired": self.retired.split(),
            "down": self.down.split(),
            "maintenance": self.maintenance.split(),
            "standby": self.standby.split(),
        }


AREAS = (
    Area(
        *(1, "PKG", "Packaging", "North", 5, {"CV": 14, "PK": 12, "M": 8, "R": 4, "C": 1, "P": 1}),
        down="CV CV PK M",
        maintenance="PK CV R",
        standby="M CV PK",
        retired="CV PK",
    ),
    Area(
        *(2, "BOT", "Bottling", "North", 5, {"F": 12, "CV": 10, "P": 8, "M": 6, "PK": 3, "CH": 2}),
        down="F CV CV P M",
        maintenance="F CV P",
        standby="P P M CV",
        retired="F",
    ),
    Area(
        *(3, "MIX", "Mixing", "North", 3, {"MX": 10, "P": 12, "M": 8, "F": 2, "B": 1, "CH": 2}),
        down="MX P M",
        maintenance="MX P",
        standby="P P M F",
        retired="P",
    ),
    Area(
        *(4, "UTL", "Utilities", "North", 1, {"P": 10, "C": 10, "B": 5, "CH": 6, "M": 6}),
        down="C P CH",
        maintenance="C B P",
        standby="P P C C CH B M",
        retired="M",
    ),
    Area(
        *(5, "WHS", "Warehouse", "South", 2, {"FL": 10, "CV": 9, "PK": 1, "M": 2}),
        down="FL CV",
        maintenance="FL CV",
        standby="FL FL",
        retired="FL",
    ),
    Area(
        *(6, "WLD", "Welding", "South", 3, {"R": 7, "PR": 4, "C": 2, "M": 2, "CV": 3, "P": 2, "FL": 1}),
        down="R PR",
        maintenance="R",
        standby="C",
        retired="R",
    ),
    Area(
        *(7, "PNT", "Paint", "South", 2, {"P": 7, "M": 4, "MX": 1, "R": 3, "CV": 4, "C": 1}),
        down="P",
        maintenance="M",
        standby="P",
        retired="CV",
    ),
    Area(
        *(8, "ASM", "Assembly", "South", 3, {"CV": 5, "R": 4, "PR": 6, "M": 4, "P": 2, "FL": 3}),
        down="CV R",
        maintenance="PR CV",
        standby="M FL",
        retired="PR",
    ),
)


@dataclass(frozen=True)
class Line:
    """One production line."""

    id: int
    area: Area

    @property
    def code(self) -> str:
        return f"L-{self.id:02d}"

    @property
    def name(self) -> str:
        return f"Line {self.id}"


def lines() -> list[Line]:
    """All lines, numbered through the plant in the order of the areas."""
    owners = [area for area in AREAS for _ in range(area.lines)]
    return [Line(number, area) for number, area in enumerate(owners, start=1)]
