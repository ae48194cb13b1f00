"""Answers of a person, kept in the model's file with who said them and when, and put before every guess."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from core.drafting.concepts.book import book
from core.drafting.concepts.concepts import VENDOR, Concepts
from core.drafting.profiles.profile import MatchedProfile, ProfiledTable
from core.drafting.survey.found import FoundTable

Said = str | Mapping[str, str]
"""A table, a column, a condition (empty for none), or what each value of a column means."""


BOTH = "both"
"""The answer about who counts that leaves it open: a count tells the number with them and without."""


@dataclass(frozen=True)
class PlantAnswer:
    """One thing that a person has said.

    Attributes:
        key: ``concept.table``, ``concept.columns.role``, ``concept.values.role`` or ``concept.population``.
        who: the person; when: the day, ISO.
    """

    key: str
    value: Said
    who: str
    when: str


@dataclass(frozen=True)
class Answers:
    """All of them, by key; the last one to a question counts."""

    by_key: Mapping[str, PlantAnswer] = field(default_factory=dict)

    def plus(self, answer: PlantAnswer) -> Answers:
        """These and one more."""
        return Answers({**self.by_key, answer.key: answer})

    def as_extension(self) -> dict[str, str] | None:
        """As the file keeps them; None when there are none."""
        if not self.by_key:
            return None
        plain = [
            {"key": item.key, "value": item.value if isinstance(item.value, str) else dict(item.value)}
            | {"who": item.who, "when": item.when}
            for item in self.by_key.values()
        ]
        return {"vendor_name": VENDOR, "data": json.dumps({"answers": plain}, ensure_ascii=False)}


def answers_in(raw: Any) -> Answers:
    """The answers that a model's file holds, as plain data; none where it holds none or they cannot be read."""
    try:
        extensions = raw["semantic_model"][0].get("custom_extensions", ())
        plain = next(json.loads(item["data"])["answers"] for item in extensions if item["vendor_name"] == VENDOR)
        return Answers(
            {item["key"]: PlantAnswer(item["key"], item["value"], item["who"], item["when"]) for item in plain}
        )
    except (StopIteration, KeyError, IndexError, TypeError, AttributeError, ValueError):
        return Answers()


def with_answers(
    profile: MatchedProfile | None, answers: Answers, tables: Sequence[FoundTable]
) -> MatchedProfile | None:
    """A profile with what a person has said on top; answers about tables and columns that are gone are passed over."""
    if not answers.by_key:
        return profile
    found = {table.name: table for table in tables}
    said: dict[str, ProfiledTable] = {}
    absent = set()
    for concept in book().concepts:
        answer = answers.by_key.get(f"{concept}.table")
        if answer is None:
            continue
        if not answer.value:
            absent.add(concept)
        elif isinstance(answer.value, str) and answer.value in found:
            known = profile.table(answer.value) if profile else None
            said[answer.value] = _said(found[answer.value], concept, known, answers, _by(answer))
    others = dict(profile.tables) if profile else {}
    # What a person names is meant by the bare noun: it comes first.
    tables_said = {**said, **{name: table for name, table in others.items() if name not in said}}
    if profile is None:
        return MatchedProfile("", 0.0, tables_said, frozenset(absent))
    return replace(profile, tables=tables_said, absent=frozenset(absent))


def with_populations(concepts: Concepts, answers: Answers) -> Concepts:
    """The concepts with who counts, where a person has said so."""
    for concept in book().concepts:
        answer, entry = answers.by_key.get(f"{concept}.population"), concepts.of(concept)
        if answer is not None and entry is not None and isinstance(answer.value, str) and answer.value != BOTH:
            concepts = concepts.overruled(entry.table.value, "population", answer.value, _by(answer))
    return concepts


def _said(table: FoundTable, concept: str, known: ProfiledTable | None, answers: Answers, who: str) -> ProfiledTable:
    base = known if known is not None and known.concept == concept else ProfiledTable(table.name, concept)
    columns, values, people = dict(base.columns), dict(base.values), {"table": who}
    for role in book().concepts[concept].roles:
        column = answers.by_key.get(f"{concept}.columns.{role}")
        if column is not None and isinstance(column.value, str) and column.value in ("", *table.columns):
            columns = {other: name for other, name in columns.items() if not name or name != column.value}
            columns[role] = column.value
            people[role] = _by(column)
        meant = answers.by_key.get(f"{concept}.values.{role}")
        if meant is not None and isinstance(meant.value, Mapping):
            values[role] = {**values.get(role, {}), **meant.value}
            people[f"values.{role}"] = _by(meant)
    return replace(base, columns=columns, values=values, people=people)


def _by(answer: PlantAnswer) -> str:
    return f"{answer.who}, {answer.when}"
