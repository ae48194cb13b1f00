"""In which unit a column of lengths is kept: measured where the rows say begin and end, else as its name says."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from statistics import median

from core.data.database import Database
from core.drafting.naming.units import SECONDS, Unit, unit_of
from core.drafting.writing.plant import DraftedPlant
from core.kernel.errors import DatabaseUnavailable, MaintbotError
from core.kernel.messages import Cell
from core.semantics.sql.dialect import Dialect

_LEAST = 5
"""Rows that are needed to measure."""
_NEAR = 0.15
"""How far the measured length may be from the unit's."""


async def measured_units(database: Database, plant: DraftedPlant) -> dict[tuple[str, str], Unit]:
    """(table, column) → the unit of lengths of stops, of those that have a begin and an end beside them.

    Raises:
        DatabaseUnavailable, QueryTimeout: the database does not answer at all.
    """
    found: dict[tuple[str, str], Unit] = {}
    for entry in plant.concepts.all_of("stop"):
        table = entry.table.value
        start, finish, length = (entry.column(role) for role in ("started", "finished", "minutes"))
        if start and finish and length and (unit := await _measured(database, plant, table, start, finish, length)):
            found[table, length] = unit
    return found


async def _measured(
    database: Database, plant: DraftedPlant, table: str, start: str, finish: str, length: str
) -> Unit | None:
    dialect = Dialect(database.dialect)
    begin, end, said = (dialect.expression(plant.column_sql(table, column), None) for column in (start, finish, length))
    hours = dialect.expression(
        f"SUM(HOURS_BETWEEN({plant.column_sql(table, start)}, {plant.column_sql(table, finish)}))", None
    )
    rows = f"{plant.tables[table].source(database.dialect)} AS measured"
    filled = f"{begin} IS NOT NULL AND {end} IS NOT NULL AND {said} > 0"
    try:
        count, lasted, total = (
            await database.run(f"SELECT COUNT(*), {hours}, SUM({said}) FROM {rows} WHERE {filled}")
        ).rows[0]
    except DatabaseUnavailable:
        raise
    except MaintbotError:
        return None
    if int(count or 0) < _LEAST or not total or not lasted:
        return None
    seconds = float(lasted) * 3600 / float(total)
    return next((unit for unit, size in SECONDS.items() if abs(seconds / size - 1) <= _NEAR), None)


def unit_of_length(plant: DraftedPlant, table: str, column: str) -> Unit | None:
    """The unit of a column: as it was measured, else as its name says, else as its values look; None when nothing
    tells."""
    found = plant.tables[table].columns[column]
    return plant.units.get((table, column)) or unit_of(found.called) or looks_like(found.sample)


def looks_like(sample: Sequence[Cell]) -> Unit | None:
    """The unit of lengths of work or of stops by how they look; None where they may be several.

    Seconds are whole minutes of them, and many; minutes are whole and more than anybody works in hours.
    """
    numbers = _positive(sample)
    if len(numbers) < _LEAST:
        return None
    middle = median(numbers)
    whole = all(number == int(number) for number in numbers)
    rounded = sum(number % 60 == 0 for number in numbers) >= 0.9 * len(numbers)
    if whole and rounded and middle >= _MANY_SECONDS:
        return "second"
    if middle <= _A_SHIFT and not (whole and middle > 2 and _all_of_five(numbers)):
        return "hour"
    return "minute" if whole and _A_DAY < middle < _MANY_SECONDS else None


def _positive(sample: Sequence[Cell]) -> list[float]:
    return [float(value) for value in sample if isinstance(value, int | float | Decimal) and value > 0]


def _all_of_five(numbers: Sequence[float]) -> bool:
    return all(number % 5 == 0 for number in numbers)


_A_SHIFT, _A_DAY = 12, 24
"""Hours that one piece of work takes at most in the middle of all; more than a day of them are no hours."""
_MANY_SECONDS = 600
"""Ten minutes: what is worked in the middle of all is hardly less."""


def per_hour(plant: DraftedPlant, table: str, column: str, *, default: Unit) -> str | None:
    """What turns a length into hours, as SQL behind it; None where there are lengths and nothing tells their unit.

    Args:
        default: the unit where there are too few to tell.
    """
    return _turned(plant, table, column, default, "hour")


def per_minute(plant: DraftedPlant, table: str, column: str, *, default: Unit) -> str | None:
    """What turns a length into minutes, as ``per_hour``."""
    return _turned(plant, table, column, default, "minute")


def _turned(plant: DraftedPlant, table: str, column: str, default: Unit, to: Unit) -> str | None:
    unit = unit_of_length(plant, table, column)
    if unit is None and len(_positive(plant.tables[table].columns[column].sample)) >= _LEAST:
        return None
    size, wanted = SECONDS[unit or default], SECONDS[to]
    if size == wanted:
        return ""
    return f" * {size / wanted}" if size > wanted else f" / {wanted / size}"
