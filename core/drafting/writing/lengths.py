"""In which unit a column of lengths is kept: measured where the rows say begin and end, else as its name says."""

from __future__ import annotations

from core.data.database import Database
from core.drafting.naming.units import SECONDS, Unit, unit_of
from core.drafting.writing.plant import DraftedPlant
from core.kernel.errors import DatabaseUnavailable, MaintbotError
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
    """The unit of a column: as it was measured, else as its name says; None when neither tells."""
    return plant.units.get((table, column)) or unit_of(plant.tables[table].columns[column].called)


def per_hour(plant: DraftedPlant, table: str, column: str, *, default: Unit) -> str:
    """What turns a length into hours, as SQL behind it.

    Args:
        default: the unit where nothing tells it.
    """
    return _turned(SECONDS[unit_of_length(plant, table, column) or default], SECONDS["hour"])


def per_minute(plant: DraftedPlant, table: str, column: str, *, default: Unit) -> str:
    """What turns a length into minutes, as SQL behind it."""
    return _turned(SECONDS[unit_of_length(plant, table, column) or default], SECONDS["minute"])


def _turned(size: int, wanted: int) -> str:
    if size == wanted:
        return ""
    return f" * {size / wanted}" if size > wanted else f" / {wanted / size}"
