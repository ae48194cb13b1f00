"""Drafts a semantic model from any database: looks, refuses, names, understands, writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from core.data.database import Database
from core.drafting.concepts.attach import attach
from core.drafting.concepts.bridges import bridge
from core.drafting.concepts.concepts import Concepts, Evidence, Guess, TableConcept
from core.drafting.concepts.dates import with_dates
from core.drafting.concepts.dictionaries import Dictionaries, dictionaries_of
from core.drafting.concepts.hierarchies import levels_of
from core.drafting.concepts.people import with_people
from core.drafting.concepts.places_within import places_within
from core.drafting.concepts.populations import flags_of
from core.drafting.concepts.references import link_catalogues, link_names, link_profile, link_roles
from core.drafting.concepts.several import link_several
from core.drafting.concepts.states import value_names, with_states
from core.drafting.interview.answers import Answers, with_answers, with_populations
from core.drafting.naming.split import shared_prefix
from core.drafting.profiles.profile import KnownSystem, known_system
from core.drafting.refusing import Refusing
from core.drafting.survey.clocks import with_clocks
from core.drafting.survey.copies import without_copies
from core.drafting.survey.found import FoundTable, Omission
from core.drafting.survey.grains import with_orders
from core.drafting.survey.headings import with_headings
from core.drafting.survey.links import declared
from core.drafting.survey.pairs import with_pairs
from core.drafting.survey.status_texts import with_status_texts
from core.drafting.survey.survey import survey, survey_query
from core.drafting.survey.whole_names import with_whole_names
from core.drafting.writing.document import document
from core.drafting.writing.lengths import measured_units
from core.drafting.writing.plant import DraftedPlant
from core.kernel.folding import fold


@dataclass(frozen=True)
class ModelDraft:
    """A model to be looked at by a person.

    Attributes:
        raw: the Ossie document as plain data.
        concepts: what was understood, with evidence; ``Concepts.overruled`` and ``write`` make another draft of it.
        left_out: tables and columns that the model does not name, each with the reason.
    """

    raw: dict[str, Any]
    concepts: Concepts
    left_out: tuple[Omission, ...]
    seen: DraftedPlant

    def with_concepts(self, concepts: Concepts, name: str = "plant") -> ModelDraft:
        """The draft written anew from concepts that somebody has overruled."""
        seen = DraftedPlant(
            self.seen.dialect,
            self.seen.tables,
            concepts,
            self.seen.kept,
            self.seen.flags,
            self.seen.value_names,
            self.seen.cut,
            self.seen.levels,
            self.seen.profile,
            self.seen.within,
            self.seen.answers,
            units=self.seen.units,
        )
        return ModelDraft(document(seen, name), concepts, self.left_out, seen)


@dataclass(frozen=True)
class Looked:
    """A database that was looked at, to be understood as often as somebody says more about it.

    Attributes:
        tables: as they were found, with the keys that the database declares and the profile's views among them.
        cut: what all names begin with; system: the known system that it looks like.
    """

    tables: tuple[FoundTable, ...]
    left_out: tuple[Omission, ...]
    cut: tuple[str, ...]
    system: KnownSystem | None


async def look(database: Database, *, private: bool = False, seconds: float = 15.0, profiles: bool = True) -> Looked:
    """Look at every table once.

    Args:
        private: True when people's private data may be named.
        seconds: how long rows may be looked at.
        profiles: False to know no system by its tables, so that it is seen how much names and rows tell by themselves.

    Raises:
        DatabaseUnavailable, QueryTimeout: as ``Database.run``.
    """
    catalog = await database.catalog()
    tables, left_out = await survey(database, catalog, Refusing(private=private), seconds=seconds)
    declared(catalog, tables)
    with_headings(tables)
    await with_status_texts(database, tables)
    tables, copies = without_copies(tables)
    with_clocks(tables, database.dialect)
    cut = shared_prefix(table.name for table in tables)
    system = await known_system(database, tables) if profiles else None
    if system is not None:
        tables = await _with_views(database, tables, system)
    if system is None:
        tables = await with_orders(database, tables)
    tables = await with_pairs(database, await with_whole_names(database, tables), cut)
    return Looked(tuple(tables), (*left_out, *copies), cut, system)


async def draft(database: Database, name: str = "plant", *, private: bool = False, seconds: float = 15.0) -> ModelDraft:
    """Look at a database and draft its semantic model.

    Args:
        private: True when people's private data may be named.
        seconds: how long rows may be looked at.

    Raises:
        DatabaseUnavailable, QueryTimeout: as ``Database.run``.
    """
    return await understand(database, await look(database, private=private, seconds=seconds), name=name)


async def understand(
    database: Database, looked: Looked, answers: Answers | None = None, *, name: str = "plant"
) -> ModelDraft:
    """What a database that was looked at means, by its names, types, values and by what a person has said.

    Args:
        answers: what a person has said; it goes before every guess.

    Raises:
        DatabaseUnavailable, QueryTimeout: as ``Database.run``.
    """
    answers = answers or Answers()
    # Understanding adds links; each time begins with those that were declared.
    tables = [replace(table, links=[*table.links]) for table in looked.tables]
    cut, by_name = looked.cut, {table.name: table for table in tables}
    known = looked.system.applied(tables) if looked.system else None
    profile = with_answers(known, answers, tables)
    several = await link_profile(database, by_name, profile) if profile is not None else []
    for name, column, _ in several:
        # A column of its own, so that what was looked at once stays as it is.
        columns = by_name[name].columns
        by_name[name].columns = {**columns, column: replace(columns[column], hidden=True)}
    attached = attach(tables, cut, profile)
    apart = {name: {column for table, column, _ in several if table == name} for name, _, _ in several}
    await link_roles(database, by_name, attached, apart)
    await link_names(database, tables, cut, apart)
    await link_catalogues(database, by_name, attached, cut)
    attached = await with_dates(database, by_name, attached)
    bridge(by_name, attached)
    await link_several(database, by_name, attached)
    spelled = await dictionaries_of(database, by_name)
    attached = await with_states(database, by_name, attached, profile, spelled)
    attached = await with_people(database, by_name, attached)
    within = await places_within(database, by_name, attached)
    levels = await levels_of(database, by_name, attached)
    system = Guess(known.name, known.share, (Evidence("profile", known.name),)) if known else None
    concepts = with_populations(Concepts(attached, system), answers)
    kept, far = _kept(tables, concepts)
    names = await _value_names(database, by_name, attached, spelled)
    flags = {table.name: flags_of(table, attached.get(table.name)) for table in tables}
    if within is not None and within.flag is not None:
        flags[within.table].append(within.flag)
    seen = DraftedPlant(
        database.dialect, by_name, concepts, kept, flags, names, cut, levels, profile, within, answers.as_extension()
    )
    seen.units = await measured_units(database, seen)
    unused = [
        Omission(f"{link.table}.{', '.join(link.columns)} → {link.to_table}", "role_unknown") for link in seen.unused
    ]
    unused += [
        Omission(f"{table}.{column} → {target}", "several")
        for table, column, target in several
        if not any(link.several and link.table == table for link in seen.links)
    ]
    return ModelDraft(document(seen, name), concepts, (*looked.left_out, *far, *unused), seen)


async def _value_names(
    database: Database,
    tables: Mapping[str, FoundTable],
    attached: Mapping[str, TableConcept],
    spelled: Dictionaries,
) -> dict[tuple[str, str], Mapping[str, str]]:
    """(table, column) → value → its name: of catalogues that concepts point at, of codes that a dictionary spells."""
    found: dict[tuple[str, str], Mapping[str, str]] = {}
    for table in tables.values():
        entry = attached.get(table.name)
        told = {entry.column(role) for role in entry.states} if entry is not None else set()
        for link in table.links:
            if len(link.columns) == 1 and link.columns[0] in told:
                column = link.columns[0]
                found[table.name, column] = await value_names(database, tables, table, column, spelled)
        for own in table.columns.values():
            if own.values and not table.link_of(own.name):
                if said := spelled.spelled({str(value) for value in own.values}):
                    found[table.name, own.name] = said
    return found


async def _with_views(database: Database, tables: list[FoundTable], system: KnownSystem) -> list[FoundTable]:
    """The tables with what the known system's profile makes of them, and without those that this replaces."""
    columns = {fold(table.name): {fold(name) for name in table.columns} for table in tables}
    made: list[FoundTable] = []
    needed: set[str] = set()
    for view in system.views:
        table = await survey_query(database, view.name, view.written(database.dialect, columns))
        if table is not None:
            made.append(table)
        else:
            needed |= {fold(name) for name in view.of}  # what it would have shown is there all the same
    if not made:
        return tables
    gone = {table.name for table in tables if fold(table.name) in system.hidden - needed}
    kept = [table for table in tables if table.name not in gone]
    for table in kept:
        table.links = [link for link in table.links if link.to_table not in gone]
    return [*made, *kept]


_SMALL = 25
"""A database of so many tables is described whole."""


def _kept(tables: Sequence[FoundTable], concepts: Concepts) -> tuple[list[str], list[Omission]]:
    """Of a big database the tables that have to do with maintenance: the concepts', what they point at, and what points
    at them. More words would give more wrong answers."""
    if len(tables) <= _SMALL or concepts.of("work_order") is None:
        return [table.name for table in tables], []
    core = set(concepts.by_table)
    near = {link.to_table for table in tables if table.name in core for link in table.links}
    facts = {table.name for table in tables if table.rows and any(link.to_table in core for link in table.links)}
    kept = core | near | facts
    return (
        [table.name for table in tables if table.name in kept],
        [Omission(table.name, "far") for table in tables if table.name not in kept],
    )
