"""The 240 machines: what the database tells of them, and the hidden traits that their history grows from."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from random import Random

from core.demo.calendar import Calendar
from core.demo.equipment_types import BY_PREFIX, EquipmentType
from core.demo.places import AREAS, Area, Line, lines

# The bad actors, and how many times a year each would fail: a clear first five.
BAD_ACTORS = {"CV-107": 22.0, "F-102": 17.5, "C-101": 13.5, "PK-109": 10.8, "P-117": 8.8}
_NO_INTERVAL = 14  # machines run to failure, without preventive maintenance
_LAPSING = 0.22  # of the machines: their preventive maintenance slips by weeks


@dataclass(slots=True)
class Machine:
    """One machine. Times are days of the Calendar, ``installed`` mostly negative.

    Attributes:
        interval: days between preventive maintenances, None when it has none.
        last_done, next_due: days of the last and the next preventive maintenance.
        frailty: how much more often than its peers it fails.
        lapsing: its preventive maintenance slips.
        history_end: until when it has a history: its retirement, the moment it went down or into maintenance, or now.
    """

    id: int
    tag: str
    name: str
    kind: EquipmentType
    manufacturer: str
    model: str
    serial: str
    area: Area
    line: Line | None
    criticality: str
    status: str
    installed: float
    interval: int | None
    cost: int
    frailty: float
    lapsing: bool
    history_end: float
    last_done: int | None = None
    next_due: int | None = None

    @property
    def bad_actor(self) -> bool:
        return self.tag in BAD_ACTORS

    def age_years(self, when: float) -> float:
        return max(0.0, when - self.installed) / 365.25

    def random(self, topic: str) -> Random:
        """Its own stream of chance, so that a change in one machine's story leaves the others alone."""
        return Random(f"{self.tag}/{topic}")  # noqa: S311 - believable data, no secret


def machines(calendar: Calendar) -> list[Machine]:
    """All machines in the order of areas and types; statuses as the areas prescribe, on machines drawn by chance."""
    rng = Random("machines")  # noqa: S311
    serial_numbers: Counter[str] = Counter()
    titles: Counter[str] = Counter()
    area_lines = defaultdict(list)
    for line in lines():
        area_lines[line.area.code].append(line)
    result: list[Machine] = []
    for area in AREAS:
        for prefix, count in area.machines.items():
            for place in range(count):
                kind = BY_PREFIX[prefix]
                serial_numbers[prefix] += 1
                tag = f"{prefix}-{100 + serial_numbers[prefix]}"
                title = kind.titles[(place + len(result)) % len(kind.titles)]
                titles[title] += 1
                maker = rng.choices(list(kind.makers), weights=range(len(kind.makers) + 1, 1, -1))[0]
                own = area_lines[area.code]
                on_line = kind.on_line and rng.random() < (0.35 if area.code == "UTL" else 0.93)
                low, high = kind.cost
                size = rng.random()
                result.append(
                    Machine(
                        id=len(result) + 1,
                        tag=tag,
                        name=f"{title} {titles[title]}",
                        kind=kind,
                        manufacturer=maker,
                        model=f"{kind.makers[maker]}-{10 * (2 + int(size * 9))}",
                        serial=f"{maker[:2].upper()}{prefix}{rng.randrange(10_000, 100_000)}-{len(result) + 1:03d}",
                        area=area,
                        line=own[place % len(own)] if on_line else None,
                        criticality=rng.choices("ABC", weights=_criticality(kind))[0],
                        status="running",
                        installed=-365.25 * rng.uniform(6, 11) if tag in BAD_ACTORS else _installed(rng, calendar),
                        interval=rng.choice(kind.intervals),
                        cost=int(low + (high - low) * size) * 1000,
                        frailty=rng.lognormvariate(0.05, 0.3),
                        lapsing=tag in BAD_ACTORS or rng.random() < _LAPSING,
                        history_end=calendar.now,
                    )
                )
    _set_states(rng, result, calendar)
    _run_some_to_failure(rng, result)
    return result


def _criticality(kind: EquipmentType) -> tuple[int, int, int]:
    if kind.name in ("boiler", "chiller", "compressor", "filler", "press"):
        return 5, 4, 1
    return (1, 4, 5) if kind.name in ("forklift", "motor") else (2, 5, 3)


def _installed(rng: Random, calendar: Calendar) -> float:
    """Most machines are 3 to 18 years old, every eighth was bought during the history."""
    if rng.random() < 0.12:
        return calendar.now - rng.uniform(12, 1050)
    return -365.25 * min(17.5, rng.gammavariate(2.2, 3.0))


def _set_states(rng: Random, all_machines: list[Machine], calendar: Calendar) -> None:
    free = {machine.tag: machine for machine in all_machines}
    for area in AREAS:
        for status, prefixes in area.states().items():
            for prefix in prefixes:
                peers = [m for m in free.values() if m.area is area and m.kind.prefix == prefix]
                suited = [m for m in peers if _suits(m, status)] or peers
                machine = rng.choice(suited)
                del free[machine.tag]
                machine.status = status
                machine.history_end = _history_end(rng, status, calendar)
                if status == "retired":
                    machine.installed = -365.25 * rng.uniform(11, 19)


def _suits(machine: Machine, status: str) -> bool:
    if status in ("retired", "standby"):
        return not machine.bad_actor
    return machine.installed < 0 and machine.tag not in ("F-102", "P-117")


def _history_end(rng: Random, status: str, calendar: Calendar) -> float:
    if status == "retired":
        return rng.uniform(120, calendar.now - 60)
    if status == "down":
        # Most stopped since yesterday; a few have stood for days, waiting for a part.
        spans = ((0.05, 0.7), (0.8, 2.0), (3.0, 6.5))
        return calendar.now - rng.uniform(*rng.choices(spans, weights=(70, 23, 7))[0])
    return calendar.now - rng.uniform(0.05, 1.6) if status == "maintenance" else calendar.now


def _run_some_to_failure(rng: Random, all_machines: list[Machine]) -> None:
    humble = [m for m in all_machines if m.criticality == "C" and m.status in ("running", "standby", "down")]
    for machine in rng.sample([m for m in humble if not m.bad_actor], _NO_INTERVAL):
        machine.interval = None
