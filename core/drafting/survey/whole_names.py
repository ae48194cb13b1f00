"""Users whose names are in another table: a table of logins where each row is somebody of a table of partners.

Such a table is read together with the name, so that people are called as they are and not by how they log in.
"""

from __future__ import annotations

from collections.abc import Sequence

from core.data.database import Database
from core.drafting.naming.split import canonical
from core.drafting.survey.found import FoundColumn, FoundTable, Link
from core.drafting.survey.survey import survey_query
from core.semantics.quoting import quoted

_PEOPLE = frozenset({"user", "employee", "technician", "person"})
_NAME = "person_name"


async def with_whole_names(database: Database, tables: Sequence[FoundTable]) -> list[FoundTable]:
    """The tables, those of users with the names of the people that they are.

    Raises:
        DatabaseUnavailable, QueryTimeout: as ``Database.run``.
    """
    by_name = {table.name: table for table in tables}
    return [await _named(database, table, by_name) or table for table in tables]


async def _named(database: Database, table: FoundTable, tables: dict[str, FoundTable]) -> FoundTable | None:
    if not _PEOPLE & {*canonical(table.name)} or table.query or _NAME in table.columns:
        return None
    if any(_whole(column) for column in table.columns.values()):
        return None
    for link in table.links:
        target = tables[link.to_table]
        name = next(
            (item for item in target.columns.values() if _whole(item) and "name" in canonical(item.called)), None
        )
        if name is None or target is table or not _each_is_one(table, link) or name.expression:
            continue
        return await _read(database, table, link, target, name)
    return None


def _whole(column: FoundColumn) -> bool:
    """True for a column of names of several words."""
    texts = [str(value).strip() for value in column.sample]
    several = sum(" " in text and not any(char.isdigit() for char in text) for text in texts)
    return column.kind == "text" and "name" in canonical(column.called) and several * 2 > len(texts) > 0


def _each_is_one(table: FoundTable, link: Link) -> bool:
    """True where hardly two rows are the same person."""
    column = table.columns[link.columns[0]]
    return len(link.columns) == 1 and column.filled > 0 and column.different >= 0.9 * column.filled


async def _read(
    database: Database, table: FoundTable, link: Link, target: FoundTable, name: FoundColumn
) -> FoundTable | None:
    dialect = database.dialect
    own = ", ".join(f"own.{quoted(column, dialect)}" for column, item in table.columns.items() if not item.expression)
    here, there, said = (quoted(text, dialect) for text in (link.columns[0], link.to_columns[0], name.name))
    query = (
        f"SELECT {own}, who.{said} AS {_NAME} FROM {quoted(table.name, dialect)} AS own"
        f" LEFT JOIN {quoted(target.name, dialect)} AS who ON who.{there} = own.{here}"
    )
    made = await survey_query(database, table.name, query)
    if made is None or made.rows != table.rows:
        return None
    whole = made.columns[_NAME]
    made.columns = {
        **{column: item for column, item in table.columns.items() if item.name in made.columns},
        _NAME: whole,
    }
    made.key, made.links, made.sampled = table.key, table.links, table.sampled
    whole.bare = "name"
    return made
