"""Systems that keep things of several kinds in tables of their own: of which kind the machines of a plant are, by what
its orders name most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from core.data.database import Database
from core.drafting.survey.found import FoundTable
from core.kernel.folding import fold
from core.semantics.quoting import quoted

_NAME, _STEM, _SPANISH = "__Kind__", "__kind__", "__clase__"
"""What stands in a profile for the kind as rows name it, for how its tables' names begin, for its Spanish name."""


async def of_kind(database: Database, tables: Sequence[FoundTable], raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """A profile with the kind that most rows name; as it is where it has no kinds.

    Raises:
        DatabaseUnavailable, QueryTimeout: as ``Database.run``.
    """
    if "kinds" not in raw:
        return raw
    stems: Mapping[str, Sequence[str]] = raw["kinds"]["stems"]
    table_name, _, column = str(raw["kinds"]["named_in"]).partition(".")
    named = next((table for table in tables if fold(table.name) == fold(table_name)), None)
    there = {fold(table.name): table for table in tables}
    pattern = str(raw["kinds"]["table"])
    tables_of = {kind: there.get(pattern.replace(_STEM, stem)) for kind, (stem, _) in stems.items()}
    known = [kind for kind, own in tables_of.items() if own is not None and own.rows]
    counted: dict[str, int] = {}
    if named is not None and column in named.columns:
        own = quoted(column, database.dialect)
        source = named.source(database.dialect)
        rows = (await database.run(f"SELECT {own}, COUNT(*) FROM {source} AS named GROUP BY {own}")).rows
        counted = {str(kind): int(count or 0) for kind, count in rows}
    kind = max(known, key=lambda item: counted.get(item, 0), default=next(iter(stems)))
    stem, spanish = stems[kind]
    filled: Mapping[str, Any] = _filled(raw, {_NAME: kind, _STEM: stem, _SPANISH: spanish})
    return filled


def _filled(part: Any, said: Mapping[str, str]) -> Any:
    if isinstance(part, str):
        for mark, text in said.items():
            part = part.replace(mark, text)
        return part
    if isinstance(part, Mapping):
        return {_filled(key, said): _filled(value, said) for key, value in part.items()}
    return [_filled(item, said) for item in part] if isinstance(part, list) else part
