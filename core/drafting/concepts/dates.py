"""When orders were really finished: a date that lies ahead of the newest order is when they are due."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from core.data.database import Database
from core.drafting.concepts.concepts import Evidence, Guess, TableConcept
from core.drafting.survey.found import FoundColumn, FoundTable
from core.drafting.survey.text_dates import date_sql
from core.kernel.errors import DatabaseUnavailable, MaintbotError
from core.semantics.sql.dialect import Dialect

_AHEAD = timedelta(days=10)
"""How far behind the newest order somebody may have written down a finish."""
_TOLD = 0.96


async def with_dates(
    database: Database, tables: Mapping[str, FoundTable], concepts: Mapping[str, TableConcept]
) -> dict[str, TableConcept]:
    """The concepts with the finish of their orders looked at.

    Raises:
        DatabaseUnavailable, QueryTimeout: the database does not answer at all.
    """
    return {name: await _looked_at(database, tables[name], entry) for name, entry in concepts.items()}


async def _looked_at(database: Database, table: FoundTable, entry: TableConcept) -> TableConcept:
    finish, created = entry.columns.get("finished"), entry.column("created")
    if entry.concept != "work_order" or finish is None or created is None or finish.confidence >= _TOLD:
        return entry
    newest = await _newest(database, table, created)
    latest = await _newest(database, table, finish.value)
    if newest is None or latest is None or latest <= newest + _AHEAD:
        return entry
    columns = {role: guess for role, guess in entry.columns.items() if role != "finished"}
    if "due" not in columns:
        columns["due"] = Guess(finish.value, 0.6, (*finish.evidence, Evidence("values", f"until {latest}")))
    taken = {guess.value for guess in columns.values()}
    for name, sure in finish.alternatives:
        if (
            name not in taken
            and (other := await _newest(database, table, name)) is not None
            and other <= newest + _AHEAD
        ):
            seen = Evidence("values", f"{finish.value} lies ahead")
            columns["finished"] = Guess(name, sure, (*finish.evidence, seen))
            break
    return replace(entry, columns=columns)


async def _newest(database: Database, table: FoundTable, column: str) -> date | None:
    """The newest day of a column."""
    found: FoundColumn = table.columns[column]
    written = Dialect(database.dialect).expression(date_sql(found, database.dialect), None)
    try:
        rows = (await database.run(f"SELECT MAX({written}) FROM {table.source(database.dialect)} AS dated")).rows
    except DatabaseUnavailable:
        raise
    except MaintbotError:
        return None
    try:
        return date.fromisoformat(str(rows[0][0])[:10])
    except ValueError:
        return None
