"""A known system as data: which of its tables and columns is what, and what its values mean.

A profile is a YAML file in ``data/profiles``; docs/your-database.md tells how to write one. All of them are tried, and
the one of which most is found is taken, if that is enough.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from typing import Any

from core.drafting.naming.words import load_data
from core.drafting.survey.found import FoundTable
from core.kernel.folding import fold

_ENOUGH = 0.6
_LEAST_COLUMNS = 5


@dataclass(frozen=True)
class ProfiledTable:
    """One table of a known system.

    Attributes:
        name: as the database at hand writes it.
        columns: role → column of the database.
        values: role → value → meaning.
        links: column → (table, column) that it points at.
        kept: conditions that rows must meet to be counted at all, each as SQL with the reason.
    """

    name: str
    concept: str
    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    links: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class MatchedProfile:
    """A profile that fits the database.

    Attributes:
        share: how much of it was found, from 0 to 1.
    """

    name: str
    share: float
    tables: Mapping[str, ProfiledTable]

    def table(self, name: str) -> ProfiledTable | None:
        """What the profile says of a table."""
        return self.tables.get(name)


def match_profile(tables: Sequence[FoundTable]) -> MatchedProfile | None:
    """The known system of which most is found; None when no profile fits."""
    found = [matched for raw in profiles() if (matched := _matched(raw, tables)) is not None]
    return max(found, key=lambda item: (item.share, len(item.tables)), default=None)


@lru_cache(maxsize=1)
def profiles() -> tuple[Mapping[str, Any], ...]:
    """All profiles that come with the bot."""
    folder = resources.files("core.drafting").joinpath("data", "profiles")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".yaml"))
    return tuple(load_data(f"profiles/{name}") for name in names)


def _matched(raw: Mapping[str, Any], tables: Sequence[FoundTable]) -> MatchedProfile | None:
    by_fold = {fold(table.name): table for table in tables}
    wanted, there = 0, 0
    found: dict[str, ProfiledTable] = {}
    for entry in raw["tables"]:
        table = next((by_fold[fold(name)] for name in _several(entry["table"]) if fold(name) in by_fold), None)
        if table is None:
            continue
        columns = {fold(column): column for column in table.columns}
        own: dict[str, str] = {}
        for role, names in entry.get("columns", {}).items():
            wanted += 1
            hit = next((columns[fold(name)] for name in _several(names) if fold(name) in columns), None)
            if hit is not None:
                there += 1
                own[role] = hit
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
        found[table.name] = ProfiledTable(table.name, entry["concept"], own, values, links)
    needed = {fold(name) for entry in raw["tables"] if entry.get("needed") for name in _several(entry["table"])}
    present = {fold(name) for name in found}
    if not found or there < _LEAST_COLUMNS or there < _ENOUGH * wanted or (needed and not needed & present):
        return None
    return MatchedProfile(raw["name"], round(there / wanted, 2), found)


def _several(names: Any) -> list[str]:
    return [str(name) for name in names] if isinstance(names, list) else [str(names)]
