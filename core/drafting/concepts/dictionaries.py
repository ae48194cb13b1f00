"""General tables of codes: one table that spells the codes of many columns, told apart by a column of its own.

``R5UCODES(entity, code, description)``, ``Parametros(Catalogo, Clave, Descripcion)``, ``SYNONYMDOMAIN(domainid, value,
description)``: no column points at them, since a code alone does not tell rows apart; the code and its entity do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.data.database import Database
from core.drafting.naming.split import canonical
from core.drafting.survey.found import FoundTable
from core.kernel.errors import DatabaseUnavailable, MaintbotError
from core.semantics.quoting import quoted

_MOST = 3_000
_CODES = frozenset({"code", "value", "key"})
_NAMES = frozenset({"description", "name", "label", "text", "title"})


@dataclass(frozen=True)
class Dictionaries:
    """What such tables spell: for each of their entities, its codes with their names."""

    entities: tuple[Mapping[str, str], ...] = ()

    def spelled(self, values: set[str]) -> dict[str, str]:
        """Names of a column's values, of the smallest entity that has all of them; empty when none or several do."""
        if not values:
            return {}
        found = sorted((entity for entity in self.entities if values <= set(entity)), key=len)
        if not found or (len(found) > 1 and len(found[1]) == len(found[0])):
            return {}
        return {value: found[0][value] for value in values}


async def dictionaries_of(database: Database, tables: Mapping[str, FoundTable]) -> Dictionaries:
    """The codes that a database's general tables spell.

    Raises:
        DatabaseUnavailable, QueryTimeout: the database does not answer at all.
    """
    entities: list[Mapping[str, str]] = []
    for table in tables.values():
        if (columns := _columns(table)) is None:
            continue
        listed = ", ".join(quoted(column, database.dialect) for column in columns)
        sql = f"SELECT {listed} FROM {table.source(database.dialect)} AS spelled"
        try:
            rows = (await database.run(sql)).rows
        except DatabaseUnavailable:
            raise
        except MaintbotError:
            continue
        by_entity: dict[str, dict[str, str]] = {}
        for entity, code, name in rows:
            if code is not None and name is not None:
                by_entity.setdefault(str(entity), {})[str(code)] = str(name)
        if sum(map(len, by_entity.values())) == len(rows):
            entities += by_entity.values()
    return Dictionaries(tuple(entities))


def _columns(table: FoundTable) -> tuple[str, str, str] | None:
    """(entity, code, name) of a table of codes; None for other tables."""
    if not 4 <= table.rows <= _MOST or table.sampled or len(table.columns) > 10:
        return None
    texts = [column for column in table.columns.values() if column.kind in ("text", "integer") and column.filled]
    code = next((item for item in texts if _CODES & set(canonical(item.called)) and not item.unique), None)
    if code is None:
        code = next((item for item in texts if _CODES & set(canonical(item.called))), None)
    name = next((item for item in texts if _NAMES & set(canonical(item.called)) and item is not code), None)
    groups = [item for item in texts if item not in (code, name) and 1 < item.different <= table.rows // 2]
    if code is None or name is None or not groups:
        return None
    return groups[0].name, code.name, name.name
