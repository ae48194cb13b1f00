"""Tables with a row for each task or line of an order, where no table has the orders themselves: lists as they are
exported. The orders are what is the same in all rows of a number; the table stays beside them, with its rows."""

from __future__ import annotations

from collections.abc import Sequence

from core.data.database import Database
from core.drafting.naming.split import canonical
from core.drafting.survey.found import FoundColumn, FoundTable, Link
from core.drafting.survey.survey import survey_query
from core.kernel.errors import DatabaseUnavailable, MaintbotError
from core.semantics.quoting import quoted

_ORDERS = frozenset({"work order", "ticket", "order"})
_SAID = frozenset({"number", "code", "id"})
_BESIDE = frozenset({"maintenance", "list", "line item", "task", "service", "asset", "equipment", "machine"})
_LEAST, _MOST = 1.01, 30.0
"""Rows an order, on the average: fewer are slips, more are no order's."""
_SAME = 4
"""Columns that are the same in all rows of a number, at least: its state, its dates."""


async def with_orders(database: Database, tables: Sequence[FoundTable]) -> list[FoundTable]:
    """The tables; of one with several rows an order, the orders under its name, and its rows beside them.

    Raises:
        DatabaseUnavailable, QueryTimeout: as ``Database.run``.
    """
    numbers = {table.name: number for table in tables if (number := _number(table)) is not None}
    if any(numbers[table.name].unique for table in tables if table.name in numbers):
        return [*tables]
    several = [table for table in tables if table.name in numbers and _repeats(table, numbers[table.name])]
    if len(several) != 1:
        return [*tables]
    (table,) = several
    number = numbers[table.name]
    same = await _same(database, table, number)
    if len(same) < _SAME:
        return [*tables]
    return await _taken_apart(database, tables, table, number, same)


def _number(table: FoundTable) -> FoundColumn | None:
    """The column of the order's number in a table that is named after orders."""
    named = {*canonical(table.name)}
    if not _ORDERS & named or named - _ORDERS - _BESIDE:
        return None
    found = []
    for column in table.columns.values():
        words = {*canonical(column.called)}
        if column.kind in ("text", "integer") and _ORDERS & words and not words - _ORDERS - _SAID:
            found.append((column.unique, "number" in words, column.kind == "text", column))
    return max(found, key=lambda item: item[:3])[3] if found else None


def _repeats(table: FoundTable, number: FoundColumn) -> bool:
    whole = number.filled == table.rows and not table.sampled and not table.query
    return whole and number.different > 1 and _LEAST <= table.rows / number.different <= _MOST


async def _same(database: Database, table: FoundTable, number: FoundColumn) -> list[str]:
    """The columns that say the same in all rows of a number."""
    names = [name for name, column in table.columns.items() if column is not number and not column.expression]
    own = {name: quoted(name, database.dialect) for name in [*names, number.name]}
    counted = ", ".join(f"COUNT(DISTINCT {own[name]}) AS c{place}" for place, name in enumerate(names))
    most = ", ".join(f"MAX(c{place})" for place in range(len(names)))
    rows = f"{table.source(database.dialect)} AS listed"
    try:
        found = (
            await database.run(
                f"SELECT {most} FROM (SELECT {counted} FROM {rows} GROUP BY {own[number.name]}) AS numbered"
            )
        ).rows[0]
    except DatabaseUnavailable:
        raise
    except MaintbotError:
        return []
    return [name for name, count in zip(names, found, strict=True) if int(count or 0) == 1]


async def _taken_apart(
    database: Database, tables: Sequence[FoundTable], table: FoundTable, number: FoundColumn, same: list[str]
) -> list[FoundTable]:
    dialect = database.dialect
    source, key = quoted(table.name, dialect), quoted(number.name, dialect)
    kept = ", ".join(f"MIN({quoted(name, dialect)}) AS {quoted(name, dialect)}" for name in same)
    orders = await survey_query(database, table.name, f"SELECT {key}, {kept} FROM {source} GROUP BY {key}")
    listed = ", ".join(quoted(name, dialect) for name, column in table.columns.items() if not column.expression)
    lines = await survey_query(database, f"{table.name}_lines", f"SELECT {listed} FROM {source}")
    if orders is None or lines is None:
        return [*tables]
    for made in (orders, lines):
        for name, column in made.columns.items():
            column.bare, column.sql_type = table.columns[name].bare, table.columns[name].sql_type
    orders.key = (number.name,)
    orders.links = [link for link in table.links if set(link.columns) <= {*same, number.name}]
    lines.key = table.key
    lines.links = [
        Link(lines.name, link.columns, link.to_table, link.to_columns, link.how, link.optional) for link in table.links
    ]
    lines.links.append(Link(lines.name, (number.name,), table.name, (number.name,), "values", False))
    found = []
    for other in tables:
        if other is table:
            found += [orders, lines]
            continue
        pointing = [link for link in other.links if link.to_table == table.name]
        other.links = [link for link in other.links if link not in pointing] + [
            Link(link.table, link.columns, lines.name, link.to_columns, link.how, link.optional) for link in pointing
        ]
        found.append(other)
    return found
