"""A known system as data: which of its tables and columns is what, and what its values mean.

A profile is a YAML file in ``data/profiles``; docs/your-database.md tells how to write one. All of them are tried, and
the one of which most is found is taken, if that is enough.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from typing import Any

from core.data.database import Database
from core.drafting.concepts.concepts import Evidence
from core.drafting.naming.words import load_data
from core.drafting.profiles.kinds import of_kind
from core.drafting.survey.found import FoundTable
from core.kernel.folding import fold
from core.kernel.messages import Language

_ENOUGH = 0.6


@dataclass(frozen=True)
class ProfiledTable:
    """One table of a known system, or one that the profile makes of several.

    Attributes:
        name: as the database at hand writes it.
        concept: what it holds; empty for a table that only has words.
        columns: role → column of the database.
        values: role → value → meaning.
        links: column → (table, column) that it points at.
        labels: role → value → what it is called, by language.
        words: column → further words for it.
        several: column → a query that counts rows, and those of them that have several of what the column names one of;
            of many such rows a link would count too little, and is none.
        through: column → (table, column) of pairs that have all of those partners, and name the row.
        by_noun: its names are only looked for where somebody says what it is («requester Ana»).
        people: role (``table`` for the concept) → who has said it and when, of what a person has said.
        terms: further words for its rows; conditions: for its conditions.
    """

    name: str
    concept: str
    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    links: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    terms: Mapping[Language, Sequence[str]] = field(default_factory=dict)
    conditions: Mapping[str, Mapping[Language, Sequence[str]]] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, Mapping[str, Mapping[Language, str]]] = field(default_factory=dict)
    several: Mapping[str, str] = field(default_factory=dict)
    through: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    by_noun: bool = False
    words: Mapping[str, Mapping[Language, Sequence[str]]] = field(default_factory=dict)

    def evidence(self, what: str, detail: str) -> Evidence:
        """Where it comes from: a person, or the profile; ``what`` is a role, ``table`` for the concept."""
        who = self.people.get(what)
        return Evidence("person", who) if who else Evidence("profile", detail)


@dataclass(frozen=True)
class View:
    """A table that a profile makes of several: an order with its one technician, a folio of its tasks.

    Attributes:
        of: the tables that it cannot do without.
        sql: a SELECT in plain SQL.
    """

    name: str
    of: tuple[str, ...]
    sql: str

    def written(self, dialect: str, known: Mapping[str, Collection[str]] | None = None) -> str:
        """The SELECT as the database at hand writes it.

        Args:
            known: the folded columns of each table, by its folded name; the view does without what is not there.
        """
        import sqlglot

        from core.drafting.profiles.absent import without_absent

        return without_absent(sqlglot.parse_one(self.sql), known or {}).sql(dialect=dialect, comments=False)


@dataclass(frozen=True)
class KnownSystem:
    """A profile that fits the database.

    Attributes:
        share: how much of it was found, from 0 to 1.
        hidden: tables that its views replace, folded.
    """

    name: str
    share: float
    raw: Mapping[str, Any]
    views: tuple[View, ...]
    hidden: frozenset[str]

    def applied(self, tables: Sequence[FoundTable]) -> MatchedProfile:
        """What it says of the tables, its views among them."""
        return MatchedProfile(self.name, self.share, dict(_said(self.raw, tables)))


@dataclass(frozen=True)
class MatchedProfile:
    """What a profile, or a person, says of a database's tables.

    Attributes:
        absent: concepts that a person has said the database does not have.
    """

    name: str
    share: float
    tables: Mapping[str, ProfiledTable]
    absent: frozenset[str] = frozenset()

    def table(self, name: str) -> ProfiledTable | None:
        """What the profile says of a table."""
        return self.tables.get(name)


async def known_system(database: Database, tables: Sequence[FoundTable]) -> KnownSystem | None:
    """The known system of which most is found; None when no profile fits.

    Raises:
        DatabaseUnavailable, QueryTimeout: as ``Database.run``.
    """
    found = [system for raw in profiles() if (system := _fits(raw, tables)) is not None]
    best = max(found, key=lambda item: item.share, default=None)
    return _fits(await of_kind(database, tables, best.raw), tables) if best is not None else None


@lru_cache(maxsize=1)
def profiles() -> tuple[Mapping[str, Any], ...]:
    """All profiles that come with the bot."""
    folder = resources.files("core.drafting").joinpath("data", "profiles")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".yaml"))
    return tuple(load_data(f"profiles/{name}") for name in names)


def _fits(raw: Mapping[str, Any], tables: Sequence[FoundTable]) -> KnownSystem | None:
    """By its signature: the tables that must be there, and the share of their columns that is."""
    by_fold = {fold(table.name): {fold(column) for column in table.columns} for table in tables}
    wanted = there = 0
    for name, columns in raw["signature"].items():
        own = by_fold.get(fold(name))
        if own is None:
            return None
        wanted += len(columns)
        there += sum(fold(column) in own for column in columns)
    if there < _ENOUGH * wanted:
        return None
    made: dict[str, View] = {}
    for entry in raw.get("views", ()):
        if all(fold(name) in by_fold for name in entry["of"]):
            # Of several under one name the first that the database has the tables for.
            made.setdefault(entry["name"], View(entry["name"], tuple(entry["of"]), entry["sql"]))
    hidden = frozenset(fold(name) for name in raw.get("hides", ())) if made else frozenset()
    return KnownSystem(raw["name"], round(there / wanted, 2), raw, tuple(made.values()), hidden)


def _said(raw: Mapping[str, Any], tables: Sequence[FoundTable]) -> list[tuple[str, ProfiledTable]]:
    by_fold = {fold(table.name): table for table in tables}
    found: list[tuple[str, ProfiledTable]] = []
    for entry in raw["tables"]:
        table = by_fold.get(fold(entry["table"]))
        if table is None:
            continue
        columns = {fold(column): column for column in table.columns}
        own = {
            role: name
            for role, names in entry.get("columns", {}).items()
            for name in _likeliest_last(
                table, [columns[fold(name)] for name in _several(names) if fold(name) in columns]
            )
        }
        links = {
            columns[fold(column)]: (target, to)
            for column, text in entry.get("links", {}).items()
            for target, _, to in [str(text).partition(".")]
            if fold(column) in columns
        }
        values = {
            role: {str(value): meaning for value, meaning in given.items()}
            for role, given in entry.get("values", {}).items()
        }
        said = ProfiledTable(
            table.name,
            entry.get("concept", ""),
            own,
            values,
            links,
            entry.get("terms", {}),
            entry.get("conditions", {}),
            labels={
                role: {str(value): named for value, named in given.items()}
                for role, given in entry.get("labels", {}).items()
            },
            several=entry.get("several", {}),
            by_noun=bool(entry.get("by_noun")),
            through={
                column: (pairs, own)
                for column, text in entry.get("through", {}).items()
                for pairs, _, own in [str(text).partition(".")]
            },
            words={columns[fold(name)]: said for name, said in entry.get("words", {}).items() if fold(name) in columns},
        )
        found.append((table.name, said))
    return found


def _likeliest_last(table: FoundTable, columns: list[str]) -> list[str]:
    """The columns with the one that is taken at the end: the first of those that rows fill in."""
    return sorted(columns, key=lambda name: (not table.columns[name].says_nothing, -columns.index(name)))


def _several(names: Any) -> list[str]:
    return [str(name) for name in names] if isinstance(names, list) else [str(names)]
