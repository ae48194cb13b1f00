"""How sure an answer is: as sure as the least sure guess about the tables and columns that its SQL names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.drafting.concepts.concepts import VENDOR, TableConcept, from_extension


def concepts_in(raw: Any) -> dict[str, TableConcept]:
    """Table → what a draft understood of it, of a model's file as plain data; empty for a file that no draft made."""
    found: dict[str, TableConcept] = {}
    try:
        datasets = raw["semantic_model"][0]["datasets"]
    except (KeyError, IndexError, TypeError):
        return found
    for dataset in datasets:
        for extension in dataset.get("custom_extensions", ()):
            try:
                if extension["vendor_name"] == VENDOR:
                    found[str(dataset["source"]).lower()] = from_extension(extension["data"])
            except (KeyError, TypeError, ValueError):
                continue
    return found


def confidence(sql: str, dialect: str, concepts: Mapping[str, TableConcept]) -> float | None:
    """From 0 to 1; None when nothing that the SQL names was guessed."""
    import sqlglot
    from sqlglot import exp

    try:
        tree = sqlglot.parse_one(sql, dialect=dialect)
    except sqlglot.errors.ParseError:
        return None
    names = {table.name.lower() for table in tree.find_all(exp.Table)}
    columns = {column.name.lower() for column in tree.find_all(exp.Column)}
    sure = []
    for name, entry in concepts.items():
        if name not in names:
            continue
        sure.append(entry.table.confidence)
        for role, guess in entry.columns.items():
            if guess.value.lower() in columns:
                sure.append(guess.confidence)
                sure += [meaning.confidence for meaning in entry.states.get(role, {}).values()]
    return min(sure) if sure else None
