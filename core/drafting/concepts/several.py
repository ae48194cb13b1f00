"""Orders that have several technicians or machines: a table of pairs says which, and nothing but that."""

from __future__ import annotations

from collections.abc import Mapping

from core.data.database import Database
from core.drafting.concepts.bridges import WANTED, says_something
from core.drafting.concepts.concepts import TableConcept
from core.drafting.survey.found import FoundTable, Link
from core.kernel.errors import DatabaseUnavailable, MaintbotError
from core.semantics.quoting import quoted

_KINDS = 12
"""A column with at most so many values, and more than one, may say what somebody is there for: who asked, who works."""


async def link_several(
    database: Database, tables: Mapping[str, FoundTable], concepts: Mapping[str, TableConcept]
) -> None:
    """Lead from such orders to their pairs, where no order names its one machine or technician itself.

    Raises:
        DatabaseUnavailable, QueryTimeout: the database does not answer at all.
    """
    for name, entry in concepts.items():
        for wanted in WANTED.get(entry.concept, ()):
            ends = {item.table.value for item in concepts.values() if item.concept == wanted}
            if not ends or any(_leads_to(tables, link, ends) for link in tables[name].links):
                continue
            pairs = [item for item in tables.values() if item.name not in concepts and _is_of_pairs(item, name, ends)]
            found = [item for item in pairs if await _once(database, item)]
            if len(found) == 1:
                back = next(link for link in found[0].links if link.to_table == name)
                way = Link(name, back.to_columns, found[0].name, back.columns, "values", True, True)
                tables[name].links.append(way)


def _leads_to(tables: Mapping[str, FoundTable], link: Link, ends: set[str]) -> bool:
    between = tables.get(link.to_table)
    return link.to_table in ends or (between is not None and any(item.to_table in ends for item in between.links))


def _is_of_pairs(table: FoundTable, order: str, ends: set[str]) -> bool:
    backs = [link for link in table.links if link.to_table == order and len(link.columns) == 1]
    others = [link for link in table.links if link.to_table in ends and len(link.columns) == 1]
    if len(backs) != 1 or len(others) != 1 or not table.rows or table.sampled or says_something(table):
        return False
    keys = {*backs[0].columns, *others[0].columns, *table.key}
    return not any(
        1 < column.different <= _KINDS and column.kind in ("text", "integer", "boolean")
        for column in table.columns.values()
        if column.name not in keys
    )


async def _once(database: Database, table: FoundTable) -> bool:
    """True when no pair stands there twice."""
    keys = ", ".join(quoted(link.columns[0], database.dialect) for link in table.links)
    rows = f"SELECT DISTINCT {keys} FROM {table.source(database.dialect)} AS paired"
    try:
        count = (await database.run(f"SELECT COUNT(*) FROM ({rows}) AS counted")).rows[0][0]
    except DatabaseUnavailable:
        raise
    except MaintbotError:
        return False
    return int(count or 0) == table.rows
