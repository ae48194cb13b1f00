"""Pairs that point at rows of several tables: a column says of which («itemtype»), another which row («items_id»).

Of each table that the first one names a table is made of the rows that point at it, so that they can be followed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.data.database import Database
from core.drafting.naming.split import canonical, tokens
from core.drafting.survey.found import FoundTable, Link
from core.drafting.survey.links import tells_apart
from core.drafting.survey.survey import survey_query
from core.kernel.messages import Cell
from core.semantics.quoting import quoted
from core.semantics.sql.dialect import literal

_MOST = 6
"""Tables that are made of one."""
_NARROW = 8
"""A table with more columns is about something of its own, and not about what it points at."""


async def with_pairs(database: Database, tables: Sequence[FoundTable], cut: tuple[str, ...]) -> list[FoundTable]:
    """The tables, and for each pair one of the rows that point at each table, with its link.

    Raises:
        DatabaseUnavailable, QueryTimeout: as ``Database.run``.
    """
    named: dict[frozenset[str], FoundTable] = {}
    for table in tables:
        named.setdefault(frozenset(canonical(table.name, cut)), table)
    made: list[FoundTable] = []
    for table in tables:
        for kind, key in _pairs(table):
            targets = _targets(table, kind, key, named, cut)
            if len(targets) == len(table.columns[kind].values) == 1 and table.columns[kind].filled == table.rows:
                (target,) = targets.values()
                table.links.append(Link(table.name, (key,), target.name, target.key, "values", True))
                continue
            for value, target in [*targets.items()][:_MOST]:
                part = await _part(database, table, kind, key, value, target)
                if part is not None:
                    made.append(part)
    return [*tables, *made]


def _pairs(table: FoundTable) -> list[tuple[str, str]]:
    """Columns of one beginning that end in type and id: ``item_type`` and ``item_id``."""
    if table.query or table.sampled or len(table.columns) > _NARROW:
        return []
    heads: dict[str, dict[str, str]] = {}
    for name in table.columns:
        said = tokens(name)
        if len(said) == 2 and said[1] in ("type", "id", "tipo"):
            heads.setdefault(said[0].removesuffix("s"), {})["id" if said[1] == "id" else "type"] = name
    return [(pair["type"], pair["id"]) for pair in heads.values() if len(pair) == 2]


def _targets(
    table: FoundTable, kind: str, key: str, named: Mapping[frozenset[str], FoundTable], cut: tuple[str, ...]
) -> dict[str, FoundTable]:
    """Value of the first column → the table that it names, whose key the second may hold."""
    found: dict[str, FoundTable] = {}
    for value in table.columns[kind].values if table.columns[kind].kind == "text" else ():
        target = named.get(frozenset(canonical(_last(value), cut)))
        if target is not None and target is not table and len(target.key) == 1:
            own = target.columns[target.key[0]]
            if own.kind == table.columns[key].kind and tells_apart(target, target.key):
                found[str(value)] = target
    return found


def _last(value: Cell) -> str:
    """The name in a path of names: ``App\\Models\\Machine``."""
    return str(value).replace("\\", "/").replace("::", "/").replace(".", "/").split("/")[-1]


async def _part(
    database: Database, table: FoundTable, kind: str, key: str, value: str, target: FoundTable
) -> FoundTable | None:
    dialect = database.dialect
    columns = ", ".join(quoted(name, dialect) for name in table.columns if name != kind)
    rows = f"SELECT {columns} FROM {quoted(table.name, dialect)} WHERE {quoted(kind, dialect)} = {literal(value)}"
    part = await survey_query(database, f"{table.name}_{'_'.join(tokens(_last(value)))}", rows)
    if part is None or not part.rows:
        return None
    part.links = [link for link in table.links if key not in link.columns and kind not in link.columns]
    part.links = [
        Link(part.name, link.columns, link.to_table, link.to_columns, link.how, link.optional) for link in part.links
    ]
    part.links.append(Link(part.name, (key,), target.name, target.key, "values", True))
    return part
