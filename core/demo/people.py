"""The 40 technicians, and who of them takes which job."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from core.demo.calendar import HISTORY_DAYS, shift_at

# name, trade, shift, share of the work that falls to the person, days before today on which the person left
_PEOPLE: tuple[tuple[str, str, str, float, int | None], ...] = (
    ("José Luis Hernández", "mechanical", "morning", 1.5, None),
    ("María Fernanda López", "mechanical", "morning", 1.2, None),
    ("David Miller", "mechanical", "morning", 1.0, None),
    ("Jorge Ramírez", "mechanical", "morning", 0.9, None),
    ("Sarah Thompson", "mechanical", "morning", 0.8, None),
    ("Raúl Domínguez", "mechanical", "morning", 0.6, None),
    ("Miguel Ángel Torres", "mechanical", "afternoon", 1.3, None),
    ("Patricia Gómez", "mechanical", "afternoon", 1.1, None),
    ("Kevin O'Brien", "mechanical", "afternoon", 0.9, None),
    ("Emily Carter", "mechanical", "afternoon", 0.8, None),
    ("Arturo Salinas", "mechanical", "afternoon", 1.0, 410),
    ("Juan Carlos Peña", "mechanical", "night", 1.2, None),
    ("Verónica Castillo", "mechanical", "night", 1.0, None),
    ("Brian Walker", "mechanical", "night", 0.8, None),
    ("Héctor Núñez", "mechanical", "night", 0.7, None),
    ("Alejandro Ruiz", "electrical", "morning", 1.3, None),
    ("Laura Jiménez", "electrical", "morning", 1.1, None),
    ("Robert Johnson", "electrical", "morning", 0.9, None),
    ("Daniela Ortiz", "electrical", "morning", 0.8, None),
    ("Francisco Mendoza", "electrical", "afternoon", 1.2, None),
    ("Jessica Brown", "electrical", "afternoon", 1.0, None),
    ("Óscar Vargas", "electrical", "afternoon", 0.8, None),
    ("Thomas Anderson", "electrical", "afternoon", 1.0, 220),
    ("Ricardo Flores", "electrical", "night", 1.2, None),
    ("Ana Sofía Reyes", "electrical", "night", 0.9, None),
    ("Steven Clark", "electrical", "night", 0.7, None),
    ("Gabriela Morales", "instrumentation", "morning", 1.2, None),
    ("James Wilson", "instrumentation", "morning", 0.9, None),
    ("Luis Enrique Cruz", "instrumentation", "morning", 0.8, None),
    ("Claudia Herrera", "instrumentation", "afternoon", 1.1, None),
    ("Mark Davis", "instrumentation", "afternoon", 0.8, None),
    ("Sergio Aguilar", "instrumentation", "night", 1.0, None),
    ("Adriana Ríos", "instrumentation", "night", 0.8, 640),
    ("Roberto Medina", "lubrication", "morning", 1.3, None),
    ("Linda Martin", "lubrication", "morning", 1.0, None),
    ("Manuel Guerrero", "lubrication", "morning", 0.8, None),
    ("Carmen Vázquez", "lubrication", "afternoon", 1.1, None),
    ("Paul Robinson", "lubrication", "afternoon", 0.8, None),
    ("Eduardo Navarro", "lubrication", "night", 1.0, None),
    ("Karen Lewis", "lubrication", "night", 0.9, 95),
)

# Plant's currency an hour, overheads included.
HOURLY_RATE = {"mechanical": 340.0, "electrical": 395.0, "instrumentation": 440.0, "lubrication": 275.0}


@dataclass(frozen=True, slots=True)
class Technician:
    """One technician; ``left`` is the day of the Calendar on which the person left, None while active."""

    id: int
    name: str
    trade: str
    shift: str
    share: float
    left: float | None

    @property
    def active(self) -> bool:
        return self.left is None


def technicians() -> list[Technician]:
    """All technicians, those who left included."""
    return [
        Technician(number, name, trade, shift, share, None if left is None else float(HISTORY_DAYS - left))
        for number, (name, trade, shift, share, left) in enumerate(_PEOPLE, start=1)
    ]


class Crew:
    """Finds the technician for a job: of the trade, on the shift, still employed then."""

    def __init__(self, people: list[Technician]) -> None:
        self._people: dict[tuple[str, str], list[Technician]] = {}
        for person in people:
            self._people.setdefault((person.trade, person.shift), []).append(person)

    def pick(self, rng: Random, trade: str, when: float) -> Technician:
        """Someone of ``trade`` on the shift of ``when``, the diligent more often."""
        able = [p for p in self._people[trade, shift_at(when)] if p.left is None or when < p.left - 1]
        if len(able) == 1:
            return able[0]
        return rng.choices(able, weights=[p.share for p in able])[0]
