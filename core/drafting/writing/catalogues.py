"""Catalogues: small tables of states, types and priorities that other tables name rows of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from core.drafting.concepts.book import Meaning, RoleForm, book, meanings
from core.drafting.concepts.concepts import Guess, TableConcept
from core.drafting.concepts.states import MOST_STATES, name_column
from core.drafting.naming.split import canonical
from core.drafting.naming.words import vocabulary
from core.drafting.survey.found import FoundColumn, Link
from core.drafting.writing.plant import DraftedPlant
from core.kernel.folding import fold
from core.kernel.messages import Language


def catalogue_name(plant: DraftedPlant, table: str) -> str | None:
    """The column by which people call the rows of a catalogue; None for other tables.

    A catalogue has few rows, is pointed at, and is no concept of its own: «CORRECTIVO» is said, not its key «MC».
    """
    found = plant.tables[table]
    if table in plant.concepts.by_table or not 0 < found.rows <= MOST_STATES:
        return None
    if not any(link.to_table == table for link in plant.links):
        return None
    name = name_column(found)
    return name if name is not None and found.columns[name].kind == "text" else None


def catalogue_meanings(plant: DraftedPlant, table: str) -> Iterator[tuple[TableConcept, RoleForm, str, Guess]]:
    """What a catalogue's rows mean to the table that points at it: (its concept, the role, the row's name, meaning)."""
    for link in plant.links:
        entry = plant.concepts.by_table.get(link.table)
        named = plant.value_names.get((link.table, link.columns[0]))
        if link.to_table != table or entry is None or named is None:
            continue
        role = next((role for role, guess in entry.columns.items() if guess.value == link.columns[0]), None)
        if role is None:
            continue
        for value, guess in entry.states.get(role, {}).items():
            if value in named:
                yield entry, book().concepts[entry.concept].roles[role], named[value], guess


def meaning_of(entry: TableConcept, role: RoleForm, guess: Guess) -> Meaning | None:
    """The meaning that a guess names."""
    known: dict[str, Any] = {item.name: item for item in meanings().get(f"{entry.concept}.{role.name}", ())}
    return known.get(guess.value)


def is_kind_of_machine(plant: DraftedPlant, link: Link) -> bool:
    """True for what a machine's type points at: «compresores» are machines, and no types."""
    entry = plant.concepts.by_table.get(link.table)
    return entry is not None and entry.concept == "asset" and entry.column("type") == link.columns[0]


def in_both_languages(own: FoundColumn, values: Mapping[str | int, Any], nouns: frozenset[str]) -> dict[str | int, Any]:
    """The values with the names that the database itself has for them in each language."""
    found = {key: dict(said) for key, said in values.items()}
    for value, names in own.said.items():
        entry = found.setdefault(value, {})
        terms = {language: [*entry.get("terms", {}).get(language, ())] for language in ("es", "en")}
        for language, name in names.items():
            if name not in terms[language] and fold(name) not in nouns:
                terms[language].append(name)
        entry["terms"] = terms
    return found


def head_of_catalogue(plant: DraftedPlant, table: str) -> dict[Language, str]:
    """What a catalogue's name says that its rows are («itilcategories»: category), where no other one says the same.

    Types and states are known by the columns that they explain.
    """
    orders = plant.entry("work_order")
    named = {link.to_table for link in plant.links if orders is not None and link.table == orders.table.value}
    heads = {name: canonical(name, plant.cut)[-1] for name in sorted(named) if name not in plant.concepts.by_table}
    own = heads.get(table)
    word = vocabulary().words.get(own or "")
    taken = word is None or own in _EXPLAINED or sum(head == own for head in heads.values()) > 1
    return {} if taken or word is None else {"es": word.es[0], "en": word.en[0]}


_EXPLAINED = frozenset({"type", "status", "stage", "priority"})
