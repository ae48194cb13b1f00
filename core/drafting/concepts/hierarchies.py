"""Places inside places: which table holds the areas when machines stand on positions below them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.data.database import Database
from core.drafting.concepts.concepts import TableConcept
from core.drafting.concepts.references import keys_of
from core.drafting.naming.split import canonical
from core.drafting.survey.found import FoundTable, Link
from core.drafting.survey.links import link_by, tells_apart
from core.kernel.errors import DatabaseUnavailable, MaintbotError
from core.semantics.quoting import quoted

_MOST_AREAS = 60


@dataclass(frozen=True)
class Levels:
    """The level above the places that rows name.

    Attributes:
        table: of the places.
        link: from the table that names the parent (the places themselves, or a table of the hierarchy) to the places.
        names: what the places of that level are called.
    """

    table: str
    link: Link
    names: tuple[str, ...]


async def levels_of(
    database: Database, tables: Mapping[str, FoundTable], concepts: Mapping[str, TableConcept]
) -> Levels | None:
    """The areas above the places; None when places have none, or when what is named is an area already.

    A table of the hierarchy gets the link from the places to it, for paths to lead on.
    """
    for name, entry in concepts.items():
        if entry.concept != "place":
            continue
        place = tables[name]
        link = await _own_parent(database, place, entry) or await _other_table(database, tables, place, entry)
        if link is not None and (names := await _above(database, tables, concepts, place, entry, link)):
            return Levels(name, link, names)
    return None


async def _own_parent(database: Database, place: FoundTable, entry: TableConcept) -> Link | None:
    column = entry.column("parent")
    if column is None:
        return None
    if (known := place.link_of(column)) is not None:
        return known if known.to_table == place.name else None
    for key in keys_of(place, entry):
        if key == column:
            continue
        if link := await link_by(database, place, column, place, (key,), named=True):
            place.links.append(link)
            return link
    return None


async def _other_table(
    database: Database, tables: Mapping[str, FoundTable], place: FoundTable, entry: TableConcept
) -> Link | None:
    """A table with one row a place that names the place above it (Maximo's LOCHIERARCHY)."""
    for table in tables.values():
        child = next((link for link in table.links if link.to_table == place.name and len(link.columns) == 1), None)
        if table is place or child is None or not tells_apart(table, child.columns):
            continue
        above = next((column for column in table.columns.values() if "parent" in canonical(column.called)), None)
        if above is None or above.kind != table.columns[child.columns[0]].kind:
            continue
        link = table.link_of(above.name) or await link_by(
            database, table, above.name, place, child.to_columns, named=True
        )
        if link is None:
            continue
        table.links = [item for item in table.links if item not in (child, link)] + [link]
        place.links.append(Link(place.name, child.to_columns, table.name, child.columns, "values", True))
        return link
    return None


async def _above(
    database: Database, tables: Mapping[str, FoundTable], concepts: Mapping[str, TableConcept], place: FoundTable,
    entry: TableConcept, link: Link,
) -> tuple[str, ...]:  # fmt: skip
    """The names of the level above the places that machines or orders name, if that level groups them."""
    name = entry.column("name") or entry.column("number")
    user = next(
        (
            (tables[item.table.value], found)
            for item in concepts.values()
            if item.concept in ("asset", "work_order")
            for found in tables[item.table.value].links
            if found.to_table == place.name
        ),
        None,
    )
    if name is None or user is None or place.columns[name].kind != "text":
        return ()

    def own(text: str) -> str:
        return quoted(text, database.dialect)

    table, used = user
    here = f"SELECT DISTINCT {own(used.columns[0])} AS used FROM {table.source(database.dialect)} AS users"
    joined, above = "", "child"
    child = used.to_columns[0]
    if link.table != place.name:
        back = next(item for item in place.links if item.to_table == link.table)
        child, above = back.columns[0], "step"
        joined = f" JOIN {own(link.table)} AS step ON step.{own(back.to_columns[0])} = child.{own(child)}"
    steps = (
        f"SELECT child.{own(child)} AS child, {above}.{own(link.columns[0])} AS parent"
        f" FROM {place.source(database.dialect)} AS child{joined}"
    )
    sql = (
        f"SELECT area.{own(name)} AS area, COUNT(*) AS n"
        f" FROM ({here}) AS here JOIN ({steps}) AS steps ON steps.child = here.used"
        f" JOIN {place.source(database.dialect)} AS area ON area.{own(link.to_columns[0])} = steps.parent"
        f" GROUP BY area.{own(name)}"
    )
    try:
        rows = (await database.run(sql)).rows
    except DatabaseUnavailable:
        raise
    except MaintbotError:
        return ()
    grouped = sum(int(row[1] or 0) for row in rows)
    if not 2 <= len(rows) <= _MOST_AREAS or grouped < 2 * len(rows):
        return ()
    return tuple(sorted(str(row[0]) for row in rows))
