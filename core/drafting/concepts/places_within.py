"""Places kept among the machines: one table of things, where a machine's place is another row of the same table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.data.database import Database
from core.drafting.concepts.concepts import TableConcept
from core.drafting.concepts.populations import Flag
from core.drafting.concepts.references import keys_of
from core.drafting.survey.found import FoundTable, Link
from core.drafting.survey.links import link_by
from core.kernel.errors import DatabaseUnavailable, MaintbotError
from core.kernel.messages import Language
from core.semantics.quoting import quoted
from core.semantics.sql.dialect import literal

_MOST_PLACES = 60
_MOST_SHARE = 0.5
"""The share of rows that may be places; more of them, and the column tells something else."""


@dataclass(frozen=True)
class PlacesWithin:
    """The places among a table's machines.

    Attributes:
        link: from a machine to the row of its place.
        name: the column by which people call a place; names: what they are called.
        flag: what keeps the places out of every count of machines; None where no column tells them apart.
    """

    table: str
    link: Link
    name: str
    names: tuple[str, ...]
    flag: Flag | None


async def places_within(
    database: Database, tables: Mapping[str, FoundTable], concepts: Mapping[str, TableConcept]
) -> PlacesWithin | None:
    """The places that stand among the machines; None where places have a table of their own, or none.

    Raises:
        DatabaseUnavailable, QueryTimeout: the database does not answer at all.
    """
    entry = next((item for item in concepts.values() if item.concept == "asset"), None)
    column = entry.column("place") if entry else None
    if entry is None or column is None:
        return None
    table = tables[entry.table.value]
    link = table.link_of(column)
    if link is None and (link := await _own(database, table, column, entry)) is not None:
        table.links.append(link)
    name = entry.column("name") or entry.column("number")
    if link is None or link.to_table != table.name or name is None or table.columns[name].kind != "text":
        return None
    try:
        rows = (await database.run(_places(database, table, link, name))).rows
        if not 2 <= len(rows) <= _MOST_PLACES:
            return None
        flag = await _flag(database, table, link, entry)
    except DatabaseUnavailable:
        raise
    except MaintbotError:
        return None
    return PlacesWithin(table.name, link, name, tuple(sorted(str(row[0]) for row in rows)), flag)


async def _own(database: Database, table: FoundTable, column: str, entry: TableConcept) -> Link | None:
    for key in keys_of(table, entry):
        if key != column and (link := await link_by(database, table, column, table, (key,), named=True)):
            return link
    return None


def _places(database: Database, table: FoundTable, link: Link, name: str) -> str:
    source = table.source(database.dialect)
    column, key, said = (quoted(item, database.dialect) for item in (link.columns[0], link.to_columns[0], name))
    return (
        f"SELECT DISTINCT above.{said} AS place FROM {source} AS own JOIN {source} AS above"
        f" ON above.{key} = own.{column} WHERE above.{said} IS NOT NULL"
    )


async def _flag(database: Database, table: FoundTable, link: Link, entry: TableConcept) -> Flag | None:
    """The column whose values tell places from machines: all places have one or two of them, few other rows do."""
    source = table.source(database.dialect)
    column, key = (quoted(item, database.dialect) for item in (link.columns[0], link.to_columns[0]))
    used = {entry.column(role) for role in ("state", "criticality", "manufacturer", "model")} | {link.columns[0]}
    best: tuple[int, Flag] | None = None
    for found in table.columns.values():
        if found.name in used or len(found.values) < 2 or found.kind not in ("text", "integer"):
            continue
        own = quoted(found.name, database.dialect)
        sql = (
            f"SELECT own.{own} AS kind, COUNT(*) AS n, COUNT(here.used) AS places FROM {source} AS own"
            f" LEFT JOIN (SELECT DISTINCT {column} AS used FROM {source} AS users) AS here ON here.used = own.{key}"
            f" GROUP BY own.{own}"
        )
        rows = (await database.run(sql)).rows
        places = [row for row in rows if row[2]]
        count, whole = (sum(int(str(row[1])) for row in some) for some in (places, rows))
        if len(places) > 2 or any(row[0] is None for row in places) or count > _MOST_SHARE * whole:
            continue
        if best is None or count < best[0]:
            values = [str(row[0]) if found.kind == "integer" else literal(str(row[0])) for row in places]
            test = f"<> {values[0]}" if len(values) == 1 else f"NOT IN ({', '.join(values)})"
            best = count, Flag(found.name, test, True, _NOTE, hides=False)
    return best[1] if best else None


_NOTE: Mapping[Language, str] = {
    "es": "sin los lugares que están entre los equipos",
    "en": "without the places kept among the machines",
}
