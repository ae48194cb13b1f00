"""Who counts: flags that take rows out of every count (deleted, archived, templates, tasks)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from core.drafting.concepts.book import Pattern, pattern_of
from core.drafting.concepts.concepts import TableConcept
from core.drafting.naming.split import canonical
from core.drafting.naming.words import load_data
from core.drafting.survey.found import FoundColumn, FoundTable
from core.kernel.folding import fold
from core.kernel.messages import Language

YES = ("1", "-1", "true", "t", "y", "yes", "s", "si", "x", "+")
NO = ("0", "false", "f", "n", "no", "", "-")


@dataclass(frozen=True)
class Flag:
    """A column that says which rows are real.

    Attributes:
        test: what a real row's value must be, as SQL behind the column: ``= 0``, ``IS NULL``, ``<> 2``.
        or_empty: an empty value counts as real too.
        hides: nobody asks for the column itself.
        lifted: True when a question may ask for the others (inactive people).
    """

    column: str
    test: str
    or_empty: bool
    note: Mapping[Language, str]
    lifted: bool = False
    hides: bool = True


def flags_of(table: FoundTable, entry: TableConcept | None) -> list[Flag]:
    """The flags of a table that are at work: some rows are taken out by each, and not all."""
    taken = {guess.value for guess in entry.columns.values()} if entry else set()
    found = []
    for column in table.columns.values():
        if column.name in taken and not (entry and entry.concept == "person" and entry.column("active") == column.name):
            continue
        marks = set(map(str, column.values))
        if entry is None and column.kind != "boolean" and not (marks <= {"0", "1", "-1"} or marks == {"X"}):
            continue
        words = set(canonical(column.called))
        for names, keys, lifted in _rules():
            if any(set(pattern) == words for pattern in names):
                if flag := _flag(column, keys, table.rows or 0):
                    found.append(replace(flag, lifted=lifted))
                break
    return found


def _flag(column: FoundColumn, keys: Mapping[str, Any], rows: int) -> Flag | None:
    note = keys["note"]
    if keys.get("keep") == "empty":
        return Flag(column.name, "IS NULL", False, note) if column.is_date or not column.values else None
    if "not_value" in keys:
        return Flag(column.name, f"<> {keys['not_value']}", False, note) if column.kind == "integer" else None
    if column.different > 2 or column.is_date:
        return None
    wanted = YES if keys["keep"] == "yes" else NO
    if column.kind == "boolean":
        return Flag(column.name, f"= {'TRUE' if keys['keep'] == 'yes' else 'FALSE'}", True, note)
    values = [str(value) for value in column.values]
    if not values or not all(fold(value) in (*YES, *NO) for value in values):
        return None
    real = next((value for value in values if fold(value) in wanted), None)
    if real is None and keys["keep"] == "no" and 0 < column.filled < rows:
        return Flag(column.name, "IS NULL", False, note)  # marked with an X where it is so, and empty elsewhere
    if column.kind == "integer":
        # Access keeps yes as -1.
        return Flag(column.name, "<> 0" if keys["keep"] == "yes" else "= 0", True, note)
    return Flag(column.name, f"= '{real}'", True, note) if real is not None else None


@lru_cache(maxsize=1)
def _rules() -> tuple[tuple[tuple[Pattern, ...], Mapping[str, Any], bool], ...]:
    data = load_data("populations.yaml")
    return tuple(
        (tuple(pattern_of(words) for words in rule["names"]), rule, key == "present")
        for key in ("kept", "present")
        for rule in data[key]
    )
