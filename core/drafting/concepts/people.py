"""Whose an order is, where several of its columns name people: who reported it, who works on it, who closed it.

A column that is only filled once an order is done tells who did it, and not whom it is assigned to. Of two columns that
only say «user» and «employee» the one is meant whose people are named technicians elsewhere; else neither.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from core.data.database import Database
from core.drafting.concepts.book import book, meanings
from core.drafting.concepts.concepts import Evidence, Guess, TableConcept
from core.drafting.naming.split import canonical
from core.drafting.survey.found import FoundTable
from core.kernel.errors import DatabaseUnavailable, MaintbotError
from core.semantics.quoting import quoted
from core.semantics.sql.dialect import literal

_HARDLY, _MOSTLY = 0.03, 0.5
_TOLD = 0.96
"""What is surer was said by a profile or a person."""
_PLAIN = frozenset({"user", "employee", "person", "people"})
"""Words that say that somebody is meant, and not what for."""


async def with_people(
    database: Database, tables: Mapping[str, FoundTable], concepts: Mapping[str, TableConcept]
) -> dict[str, TableConcept]:
    """The concepts with the person of their orders looked at; what nothing tells is left out.

    Raises:
        DatabaseUnavailable, QueryTimeout: the database does not answer at all.
    """
    found = {}
    for name, entry in concepts.items():
        guess = entry.columns.get("person")
        if entry.concept == "work_order" and (guess is None or guess.confidence < _TOLD):
            entry = _of_several(tables, entry, guess)
            entry = await _not_who_closed(database, tables[name], entry)
            entry = _who_did_it(database, tables[name], entry)
        found[name] = entry
    return _who_works_first(tables, found)


def _who_works_first(tables: Mapping[str, FoundTable], concepts: dict[str, TableConcept]) -> dict[str, TableConcept]:
    """The concepts with the people that orders are assigned to before all others: they are the technicians."""
    people = {name: entry for name, entry in concepts.items() if entry.concept == "person"}
    orders = sorted(
        (entry for entry in concepts.values() if entry.concept in ("work_order", "labor")),
        key=lambda entry: (entry.concept != "work_order", -entry.table.confidence),
    )
    for entry in orders:
        link = tables[entry.table.value].link_of(entry.column("person") or "")
        if link is None or link.to_table not in people:
            continue
        working = people[link.to_table].table.confidence
        for name, other in people.items():
            if name != link.to_table and other.table.confidence >= working:
                less = replace(other.table, confidence=round(working - 0.01, 3))
                concepts[name] = replace(other, table=less)
        break
    return concepts


def _of_several(tables: Mapping[str, FoundTable], entry: TableConcept, guess: Guess | None) -> TableConcept:
    """The entry with the one of the plain columns that names technicians; with none where several may be meant."""
    table = tables[entry.table.value]
    used = {item.value for role, item in entry.columns.items() if role != "person"}
    plain = [
        name
        for name in table.columns
        if name not in used and _is_plain(table, name) and table.link_of(name) is not None
    ]
    if not plain or (guess is not None and (guess.value not in plain or len(plain) < 2)):
        return entry
    working = {
        link.to_table for other in tables.values() for link in other.links if _names_technicians(other, link.columns[0])
    }
    told = [name for name in plain if (link := table.link_of(name)) is not None and link.to_table in working]
    columns = {role: item for role, item in entry.columns.items() if role != "person"}
    if len(told) == 1:
        others = tuple((name, 0.5) for name in plain if name != told[0])
        columns["person"] = Guess(told[0], 0.8, (Evidence("link", "named technicians elsewhere"),), others)
    return replace(entry, columns=columns)


def _is_plain(table: FoundTable, column: str) -> bool:
    words = {word for word in canonical(table.columns[column].called) if word not in book().noise}
    return bool(words) and words <= _PLAIN


def _names_technicians(table: FoundTable, column: str) -> bool:
    return "technician" in canonical(table.columns[column].called)


async def _not_who_closed(database: Database, table: FoundTable, entry: TableConcept) -> TableConcept:
    """The entry without a person that orders only have once they are done; the next one that may be meant instead."""
    opens = [item.name for item in meanings()["work_order.state"] if item.open]
    state, guess = entry.column("state"), entry.columns.get("person")
    groups = (entry.values_of("state", *opens), entry.values_of("state", "closed", "solved"))
    if state is None or guess is None or not all(groups):
        return entry
    used = {item.value for role, item in entry.columns.items() if role != "person"}
    others = [name for name, _ in guess.alternatives if name not in used]
    for column in (guess.value, *others):
        shares = [await _share(database, table, state, values, column) for values in groups]
        if shares[0] is None or shares[1] is None:
            return entry
        if shares[0] > _HARDLY or shares[1] < _MOSTLY:
            if column == guess.value:
                return entry
            confidence = dict(guess.alternatives)[column]
            kept = Guess(column, confidence, (*guess.evidence, Evidence("values", "open orders have it")))
            return replace(entry, columns={**entry.columns, "person": kept, **_closer(entry, guess)})
    left = {role: item for role, item in entry.columns.items() if role != "person"}
    return replace(entry, columns={**left, **_closer(entry, guess)})


def _who_did_it(database: Database, table: FoundTable, entry: TableConcept) -> TableConcept:
    """The entry with one column for who did the work, and whom it is assigned to until then, where a plant has both."""
    person, closer = entry.columns.get("person"), entry.columns.get("closer")
    if person is None or closer is None or table.query or person.confidence >= _TOLD:
        return entry
    links = [table.link_of(guess.value) for guess in (person, closer)]
    if links[0] is None or links[1] is None or links[0].to_table != links[1].to_table:
        return entry
    own = {name: quoted(name, database.dialect) for name, column in table.columns.items() if not column.expression}
    listed = ", ".join(own.values())
    both = f"COALESCE({own[closer.value]}, {own[person.value]})"
    table.query = f"SELECT {listed}, {both} AS {_DONE_BY} FROM {quoted(table.name, database.dialect)}"
    column = replace(table.columns[person.value], name=_DONE_BY, bare="technician")
    table.columns = {**table.columns, _DONE_BY: column}
    table.links = [replace(links[0], columns=(_DONE_BY,)), *table.links]
    said = Guess(_DONE_BY, person.confidence, (*person.evidence, Evidence("link", closer.value)), person.alternatives)
    kept = {role: guess for role, guess in entry.columns.items() if role != "closer"}
    return replace(entry, columns={**kept, "person": said})


_DONE_BY = "technician_of_order"


def _closer(entry: TableConcept, guess: Guess) -> dict[str, Guess]:
    return {} if "closer" in entry.columns else {"closer": guess}


async def _share(
    database: Database, table: FoundTable, state: str, values: tuple[str, ...], column: str
) -> float | None:
    """The share of the rows in some states that have a value; None where it cannot be told."""
    own, key = (quoted(name, database.dialect) for name in (column, state))
    integer = table.columns[state].kind == "integer"
    listed = ", ".join(value if integer else literal(value) for value in values)
    filled = f"NULLIF({own}, '')" if table.columns[column].blank else own
    sql = f"SELECT COUNT(*), COUNT({filled}) FROM {table.source(database.dialect)} AS counted WHERE {key} IN ({listed})"
    try:
        count, there = (await database.run(sql)).rows[0]
    except DatabaseUnavailable:
        raise
    except MaintbotError:
        return None
    return int(there or 0) / int(count) if count else None
