"""Which columns point at other tables: declared keys, then names and values where no key was declared."""

from __future__ import annotations

from collections.abc import Sequence

from core.data.catalog import Catalog
from core.data.database import Database
from core.drafting.survey.found import FoundTable, Link
from core.kernel.errors import DatabaseUnavailable, MaintbotError
from core.semantics.quoting import quoted

_LOOKED_AT = 50_000
"""Rows whose values are compared with the other table's."""
_ENOUGH = 0.97
"""The share of values that must be there; the rest are rows that point at nothing."""


def declared(catalog: Catalog, tables: Sequence[FoundTable]) -> None:
    """Add the links that the database declares, between tables and columns that are described."""
    known = {table.name: table for table in tables}
    for key in catalog.foreign_keys:
        table, target = known.get(key.table), known.get(key.to_table)
        if table is None or target is None or not key.to_columns:
            continue
        if not (set(key.columns) <= set(table.columns) and set(key.to_columns) <= set(target.columns)):
            continue
        if tells_apart(target, key.to_columns):
            optional = any(table.columns[column].filled < table.rows or table.sampled for column in key.columns)
            table.links.append(Link.declared(key, optional=optional))


def tells_apart(table: FoundTable, columns: Sequence[str]) -> bool:
    """True when no two rows share these columns; a join by columns that repeat would count rows twice."""
    if tuple(columns) == table.key or not table.rows:
        return True
    return len(columns) == 1 and table.columns[columns[0]].unique


async def points(database: Database, table: FoundTable, column: str, target: FoundTable, key: str) -> float:
    """The share of a column's values that are keys of a table, 0 when it is empty or they do not compare."""
    here, there = (item.source(database.dialect) for item in (table, target))
    own, other = (quoted(name, database.dialect) for name in (column, key))
    filled = f"{own} IS NOT NULL" + (f" AND {own} <> ''" if table.columns[column].kind == "text" else "")
    rows = f"(SELECT {own} AS here FROM {here} AS all_rows WHERE {filled} LIMIT {_LOOKED_AT}) AS pointing"
    found = f"pointed.{other}"
    sql = f"SELECT COUNT(*), COUNT({found}) FROM {rows} LEFT JOIN {there} AS pointed ON {found} = pointing.here"
    try:
        count, matched = (await database.run(sql)).rows[0]
    except DatabaseUnavailable:
        raise
    except MaintbotError:
        return 0.0
    return int(matched or 0) / int(count) if count else 0.0


async def link_by(
    database: Database, table: FoundTable, column: str, target: FoundTable, keys: Sequence[str], *, named: bool
) -> Link | None:
    """The link of a column to the first of a table's keys that holds its values; None when none does.

    Args:
        named: True when the name says it, so that one value is enough.
    """
    own = table.columns[column]
    if own.expression or own.filled == 0 or (own.different < 2 and not named):
        return None
    for key in keys:
        if target.columns[key].expression or target.columns[key].kind != own.kind or not tells_apart(target, (key,)):
            continue
        share = await points(database, table, column, target, key)
        if share >= _ENOUGH:
            optional = own.filled < table.rows or share < 1.0 or table.sampled or "" in own.sample
            return Link(table.name, (column,), target.name, (key,), "name" if named else "values", optional)
    return None
