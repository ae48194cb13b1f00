"""References made links: what a role says that it points at, and columns named after another table."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType

from core.data.database import Database
from core.drafting.concepts.book import book
from core.drafting.concepts.concepts import TableConcept
from core.drafting.concepts.states import MOST_STATES, name_column
from core.drafting.naming.split import canonical
from core.drafting.profiles.profile import MatchedProfile, ProfiledTable
from core.drafting.survey.found import FoundTable, Link
from core.drafting.survey.links import link_by
from core.kernel.errors import DatabaseUnavailable, MaintbotError

_SEVERAL = 0.001
"""The share of rows with several partners from which on a link to one of them would tell something else."""


async def link_profile(
    database: Database, tables: Mapping[str, FoundTable], profile: MatchedProfile
) -> list[tuple[str, str, str]]:
    """Add the links that a profile knows, where the values agree.

    Returns:
        (table, column, table pointed at) of links that are none, since too many rows have several partners.
    """
    left_out = []
    for name, said in profile.tables.items():
        table = tables[name]
        for column, query in said.several.items():
            if column not in said.links or not await _has_several(database, query):
                continue
            left_out.append((name, column, said.links[column][0]))
            pairs, own = said.through.get(column, ("", ""))
            if pairs in tables and (back := _named_by(tables[name], said)) is not None:
                table.links.append(Link(name, (back,), pairs, (own,), "values", True, True))
        for column, (target_name, key) in said.links.items():
            target = next((item for item in tables.values() if item.name.lower() == target_name.lower()), None)
            to = next((item for item in target.columns if item.lower() == key.lower()), None) if target else None
            if target is None or to is None or table.link_of(column) or (name, column, target_name) in left_out:
                continue
            if link := await link_by(database, table, column, target, (to,), named=True):
                table.links.append(link)
    return left_out


def _named_by(table: FoundTable, said: ProfiledTable) -> str | None:
    """The column of a table that its pairs point at: its key, or the number of its rows."""
    key = said.columns.get("number") or next(iter(table.key), None)
    return key if key is not None and table.columns[key].unique else None


async def _has_several(database: Database, query: str) -> bool:
    import sqlglot

    try:
        rows, several = (await database.run(sqlglot.transpile(query, write=database.dialect)[0])).rows[0]
    except DatabaseUnavailable:
        raise
    except MaintbotError:
        return False  # a version without the table that would say so
    return int(several or 0) > _SEVERAL * int(rows or 0)


async def link_roles(
    database: Database,
    tables: Mapping[str, FoundTable],
    concepts: Mapping[str, TableConcept],
    apart: Mapping[str, Collection[str]] = MappingProxyType({}),
) -> None:
    """Add links for the references that concepts have to other concepts (an order's asset, its technician).

    Args:
        apart: table → columns that point at one of several, and get none.
    """
    forms = book().concepts
    for name, entry in concepts.items():
        table = tables[name]
        for role in forms[entry.concept].roles.values():
            guess = entry.columns.get(role.name)
            if role.to is None or guess is None:
                continue
            # Of several people that may be meant, rows tell later which; all of them are linked until then.
            others = [item for item, _ in guess.alternatives] if role.to == "person" else []
            for column in (guess.value, *others):
                if table.link_of(column) is None and column not in apart.get(name, ()):
                    await _link_role(database, tables, concepts, table, role.to, column)


async def _link_role(
    database: Database,
    tables: Mapping[str, FoundTable],
    concepts: Mapping[str, TableConcept],
    table: FoundTable,
    to: str,
    column: str,
) -> None:
    for other in (item for item in concepts.values() if item.concept == to):
        target = tables[other.table.value]
        if target is table:
            continue
        if link := await link_by(database, table, column, target, keys_of(target, other), named=False):
            table.links.append(link)
            return


async def link_names(
    database: Database,
    tables: Sequence[FoundTable],
    cut: tuple[str, ...],
    apart: Mapping[str, Collection[str]] = MappingProxyType({}),
) -> None:
    """Add links for columns that are named like another table or like its key and hold only its keys.

    Args:
        apart: as of ``link_roles``.
    """
    targets: dict[frozenset[str], list[FoundTable]] = {}
    for table in tables:
        targets.setdefault(frozenset(canonical(table.name, cut)), []).append(table)
    for table in tables:
        for column in list(table.columns.values()):
            if column.kind not in ("text", "integer") or table.link_of(column.name) or (column.name,) == table.key:
                continue
            if column.name in apart.get(table.name, ()):
                continue
            words = canonical(column.called, cut)
            rest = frozenset(word for word in words if word not in ("id", "code", "number"))
            # A whole number points at rows when its name says so: num_tasks counts them.
            amount = column.kind == "integer" and "id" not in words
            candidates = [] if amount else list(targets.get(rest, ()))
            candidates += [
                other
                for other in tables
                if len(other.key) == 1 and other.key[0].lower() == column.name.lower() and len(words) > 1
            ]
            for other in candidates:
                if other is table:
                    continue
                keys = [*other.key[:1], *(c.name for c in other.columns.values() if c.unique and c.kind == column.kind)]
                if link := await link_by(database, table, column.name, other, list(dict.fromkeys(keys)), named=True):
                    table.links.append(link)
                    break


async def link_catalogues(
    database: Database, tables: Mapping[str, FoundTable], concepts: Mapping[str, TableConcept], cut: tuple[str, ...]
) -> None:
    """Add links of states, types and priorities to the small tables that name them («Estatus» → «CatEstatusOT»).

    Such a table is named after the role, and after nothing else but the table whose column it explains.
    """
    forms = book().concepts
    small = [table for table in tables.values() if 0 < table.rows <= MOST_STATES and table.name not in concepts]
    for name, entry in concepts.items():
        table, form = tables[name], forms[entry.concept]
        whose = {*(form.names[0] if form.names else ()), *canonical(name, cut), *form.beside}
        for role in form.roles.values():
            column = entry.column(role.name)
            if role.kind != "category" or column is None or table.link_of(column):
                continue
            said = {word for pattern in role.names for word in pattern} - whose
            own = {*(form.names[0] if form.names else ()), *canonical(name, cut)}
            for target in sorted(small, key=lambda item: not own & set(canonical(item.name, cut))):
                words = set(canonical(target.name, cut))
                if not words & said or words - said - whose or name_column(target) is None:
                    continue
                keys = [*target.key, *(item.name for item in target.columns.values() if item.unique)]
                keys = [key for key in dict.fromkeys(keys) if key != name_column(target)]
                if link := await link_by(database, table, column, target, keys, named=True):
                    table.links.append(link)
                    break


def keys_of(target: FoundTable, entry: TableConcept) -> list[str]:
    """The columns by which other tables may name rows of a table, likeliest first."""
    said = [entry.column("number"), *target.key[:1], entry.column("name")]
    unique = [column.name for column in target.columns.values() if column.unique and column.kind == "text"]
    return [name for name in dict.fromkeys([*said, *unique]) if name is not None and name in target.columns]
