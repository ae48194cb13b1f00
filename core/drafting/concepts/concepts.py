"""What was understood of a plant's database: each guess with its evidence, its confidence and the alternatives.

This is what lies between looking and writing. An interview shows it and overrules it (``Concepts.overruled``), and it
is kept in the model's file (``custom_extensions`` of each dataset), so that a check can read it back.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

VENDOR = "MAINTBOT"
"""Whose extension of the file it is."""

How = Literal["profile", "name", "type", "values", "link", "rows", "person"]
"""Where a guess comes from; ``person`` is somebody who was asked."""


@dataclass(frozen=True)
class Evidence:
    """One reason for a guess; ``detail`` names what was seen: a word, a key, a count."""

    how: How
    detail: str


@dataclass(frozen=True)
class Guess:
    """One thing that was guessed.

    Attributes:
        value: a table or a column, as the catalog names it.
        confidence: from 0 to 1; above 0.9 it is as good as said.
        alternatives: what else it may be, with confidence, best first.
    """

    value: str
    confidence: float
    evidence: tuple[Evidence, ...] = ()
    alternatives: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class TableConcept:
    """A table that is known to hold something of maintenance.

    Attributes:
        concept: a key of ``data/concepts.yaml``: asset, work_order, place, person …
        columns: role → column.
        states: role of a category → value → what it means (a key of ``data/values.yaml``).
        population: the condition that every count keeps (``not_cancelled``, ``present``), empty for none, when a person
            has said so; None where nobody has: a count then tells both, since that is the plant's own matter.
    """

    concept: str
    table: Guess
    columns: Mapping[str, Guess] = field(default_factory=dict)
    states: Mapping[str, Mapping[str, Guess]] = field(default_factory=dict)
    population: Guess | None = None

    def column(self, role: str) -> str | None:
        """The column of a role."""
        guess = self.columns.get(role)
        return guess.value if guess else None

    def values_of(self, role: str, *meanings: str) -> tuple[str, ...]:
        """The values of a role's column that mean one of these things."""
        return tuple(value for value, guess in self.states.get(role, {}).items() if guess.value in meanings)


@dataclass(frozen=True)
class Concepts:
    """All that was understood.

    Attributes:
        by_table: table → what it holds.
        profile: the known system that it was recognised as, with how much of it was found (0 to 1).
    """

    by_table: Mapping[str, TableConcept] = field(default_factory=dict)
    profile: Guess | None = None

    def all_of(self, concept: str) -> tuple[TableConcept, ...]:
        """The tables of a concept, surest first."""
        found = [item for item in self.by_table.values() if item.concept == concept]
        return tuple(sorted(found, key=lambda item: -item.table.confidence))

    def of(self, concept: str) -> TableConcept | None:
        """The table of a concept."""
        return next(iter(self.all_of(concept)), None)

    def overruled(self, table: str, role: str | None, value: str, who: str) -> Concepts:
        """The same with one guess replaced by what a person says.

        Args:
            role: the role whose column ``value`` is; ``population`` for a condition that every count keeps (empty for
                none); None when ``value`` is the table's concept.
            who: the person, kept as the evidence.
        """
        said = (Evidence("person", who),)
        entry = self.by_table.get(table) or TableConcept(value, Guess(table, 1.0, said))
        if role == "population":
            entry = replace(entry, population=Guess(value, 1.0, said))
        elif role is None:
            entry = replace(entry, concept=value, table=Guess(table, 1.0, said))
        else:
            entry = replace(entry, columns={**entry.columns, role: Guess(value, 1.0, said)})
        return replace(self, by_table={**self.by_table, table: entry})

    def guesses(self) -> Iterator[tuple[str, str, Guess]]:
        """(table, role or ``""`` for the table itself, guess), for whoever shows them."""
        for table, entry in self.by_table.items():
            yield table, "", entry.table
            for role, guess in entry.columns.items():
                yield table, role, guess


def as_extension(entry: TableConcept) -> dict[str, str]:
    """A table's concept as the file keeps it: an extension of its dataset."""
    data: dict[str, object] = {
        "concept": entry.concept,
        "table": _plain(entry.table),
        "columns": {role: _plain(guess) for role, guess in entry.columns.items()},
        "states": {
            role: {value: [guess.value, round(guess.confidence, 2)] for value, guess in values.items()}
            for role, values in entry.states.items()
        },
    }
    if entry.population is not None:
        data["population"] = _plain(entry.population)
    return {"vendor_name": VENDOR, "data": json.dumps(data, ensure_ascii=False)}


def from_extension(data: str) -> TableConcept:
    """What ``as_extension`` wrote.

    Raises:
        ValueError: it is something else.
    """
    try:
        raw = json.loads(data)
        return TableConcept(
            raw["concept"],
            _guess(raw["table"]),
            {role: _guess(item) for role, item in raw["columns"].items()},
            {
                role: {value: Guess(meaning, confidence) for value, (meaning, confidence) in values.items()}
                for role, values in raw["states"].items()
            },
            _guess(raw["population"]) if "population" in raw else None,
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a concept: {error}") from error


def _plain(guess: Guess) -> dict[str, object]:
    plain: dict[str, object] = {"value": guess.value, "confidence": round(guess.confidence, 2)}
    if guess.evidence:
        plain["evidence"] = [f"{item.how}: {item.detail}" for item in guess.evidence]
    if guess.alternatives:
        plain["alternatives"] = [[value, round(confidence, 2)] for value, confidence in guess.alternatives]
    return plain


def _guess(raw: Mapping[str, object]) -> Guess:
    evidence = []
    for text in raw.get("evidence", ()):  # type: ignore[attr-defined]
        how, _, detail = str(text).partition(": ")
        evidence.append(Evidence(how, detail))  # type: ignore[arg-type]
    others = tuple((str(value), float(confidence)) for value, confidence in raw.get("alternatives", ()))  # type: ignore[attr-defined]
    return Guess(str(raw["value"]), float(str(raw["confidence"])), tuple(evidence), others)
