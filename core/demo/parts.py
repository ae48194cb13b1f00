"""The 150 spare parts in the stockroom, and which of them fit which type of equipment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from core.demo.equipment_types import EquipmentType


@dataclass(frozen=True)
class _Category:
    name: str
    skus: tuple[str, ...]
    title: str
    cost: tuple[float, float]
    minimum: tuple[int, int]
    suppliers: tuple[str, ...]
    lead: tuple[int, int]
    out: int  # how many are out of stock
    low: int  # how many more are below their minimum


def _numbered(prefix: str, first: int, step: int, count: int) -> tuple[str, ...]:
    return tuple(f"{prefix}-{first + step * place}" for place in range(count))


_BEARINGS = tuple(f"BRG-{size}" for size in (*range(6203, 6216), *range(6303, 6313), 22210, 22212, 22214))
_KILOWATTS = ("0.37", "0.55", "0.75", "1.1", "1.5", "2.2", "3", "4", "5.5", "7.5", "11", "15")

_CATEGORIES = (
    _Category(
        *("bearing", _BEARINGS, "Bearing {code}", (85, 2400), (4, 20)),
        *(("SKF México", "NSK Bearings", "Rodamientos del Norte"), (2, 15), 2, 4),
    ),
    _Category(
        *("seal", _numbered("SEL", 120, 5, 22), "Mechanical seal {code}", (140, 6800), (2, 12)),
        *(("Sellos Industriales SA", "John Crane", "Grainger"), (5, 35), 1, 3),
    ),
    _Category(
        *("belt", tuple(f"BLT-A{size}" for size in range(32, 68, 2)), "V-belt A{code}", (60, 980), (4, 16)),
        *(("Bandas y Poleas", "Gates", "Grainger"), (1, 12), 1, 1),
    ),
    _Category(
        *("filter", _numbered("FLT", 201, 7, 20), "Filter element {code}", (120, 3900), (4, 18)),
        *(("Filtros del Bajío", "Donaldson", "Grainger"), (2, 20), 0, 2),
    ),
    _Category(
        *("sensor", _numbered("SEN", 310, 10, 20), "Sensor {code}", (320, 7200), (2, 10)),
        *(("IFM Electronic", "Automatización Omega", "Grainger"), (4, 40), 2, 3),
    ),
    _Category(
        *("motor", tuple(f"MTR-{size}KW" for size in _KILOWATTS), "Motor {code} kW", (2900, 31000), (1, 3)),
        *(("WEG México", "Automatización Omega"), (10, 60), 1, 1),
    ),
    _Category(
        *("valve", _numbered("VLV", 15, 5, 18), "Valve DN{code}", (450, 18500), (2, 8)),
        *(("Válvulas y Controles", "Spirax Sarco", "Grainger"), (5, 45), 0, 4),
    ),
    _Category(
        *("lubricant", _numbered("LUB", 32, 14, 14), "Lubricant ISO {code}", (180, 4600), (6, 30)),
        *(("Lubricantes Mobil", "Shell Distribuidor"), (1, 10), 0, 2),
    ),
)


@dataclass(frozen=True, slots=True)
class PartRow:
    """One spare part."""

    id: int
    sku: str
    name: str
    category: str
    stock: int
    min_stock: int
    unit_cost: float
    supplier: str
    lead_time_days: int


def spare_parts() -> list[PartRow]:
    """All parts; some out of stock, some below their minimum, most not."""
    rng = Random("spare parts")  # noqa: S311 - believable data, no secret
    result: list[PartRow] = []
    for category in _CATEGORIES:
        scarce = rng.sample(range(len(category.skus)), category.out + category.low)
        for place, sku in enumerate(category.skus):
            minimum = rng.randint(*category.minimum)
            if place in scarce[: category.out]:
                stock = 0
            elif place in scarce:
                minimum = max(2, minimum)
                stock = rng.randint(1, minimum - 1)
            else:
                stock = minimum + round(minimum * rng.triangular(0.0, 4.5, 1.0))
            low, high = category.cost
            # Bigger ones cost more; the power keeps the cheap ones in the majority.
            size = (place + rng.random()) / len(category.skus)
            result.append(
                PartRow(
                    id=len(result) + 1,
                    sku=sku,
                    name=category.title.format(code=sku.split("-", 1)[1].removeprefix("A").removesuffix("KW")),
                    category=category.name,
                    stock=stock,
                    min_stock=minimum,
                    unit_cost=round(low + (high - low) * size**3, 2),
                    supplier=rng.choice(category.suppliers),
                    lead_time_days=rng.randint(*category.lead),
                )
            )
    return result


def fitting(parts: list[PartRow], kind: EquipmentType) -> Mapping[str, list[PartRow]]:
    """Which parts of each category fit the machines of a type: a handful, the first of them the most used."""
    rng = Random(f"fitting/{kind.name}")  # noqa: S311
    return {
        category: rng.sample([part for part in parts if part.category == category], 6 if category != "motor" else 4)
        for category in kind.parts
    }
