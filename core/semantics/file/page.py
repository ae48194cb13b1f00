"""The file's keys as the tables of docs/semantic-model.md: by place, each key with its meaning and an example.

``UPDATE_DOCS=1 python -m pytest tests/core/semantics/test_model_page.py`` writes them into the page anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from core.semantics.file.condition import ConditionKeys, LastsKeys, WithPeriodKeys
from core.semantics.file.dataset import DatasetEntry, DatasetKeys, IntervalKeys
from core.semantics.file.field import DialectKeys, DimensionKeys, ExpressionKeys, FieldEntry, FieldKeys, ValueKeys
from core.semantics.file.keys import Context, Extension, Keys
from core.semantics.file.metric import MetricEntry, MetricKeys, NoneWhenKeys
from core.semantics.file.relationship import RelationshipEntry, RelationshipKeys
from core.semantics.file.texts import Forms
from core.semantics.file.verified import ColumnKeys, VerifiedQuery
from core.semantics.file.whole import ModelEntry, ModelFile, ModelKeys

PLACES: Mapping[str, type[Keys]] = {
    "file": ModelFile,
    "model": ModelEntry,
    "model ai_context": ModelKeys,
    "verified query": VerifiedQuery,
    "verified query column": ColumnKeys,
    "dataset": DatasetEntry,
    "dataset ai_context": DatasetKeys,
    "dataset interval": IntervalKeys,
    "condition": ConditionKeys,
    "condition lasts": LastsKeys,
    "condition with_period": WithPeriodKeys,
    "field": FieldEntry,
    "expression": ExpressionKeys,
    "dialect": DialectKeys,
    "field ai_context": FieldKeys,
    "value": ValueKeys,
    "relationship": RelationshipEntry,
    "relationship ai_context": RelationshipKeys,
    "metric": MetricEntry,
    "metric ai_context": MetricKeys,
    "metric none_when": NoneWhenKeys,
    "label": Forms,
    "every ai_context": Context,
    "extension": Extension,
    "dimension": DimensionKeys,
}
"""Every place of the file that has keys, by its name on the page."""


def rows(kind: type[Keys]) -> Iterator[tuple[str, str, str]]:
    """(key, meaning, example) of a place's own keys; those that every ``ai_context`` has are told once, at their own
    place."""
    shared = Context.model_fields if kind is not Context else {}
    for name, info in kind.model_fields.items():
        if name in shared or not info.description:
            continue
        meaning = info.description + (" — must be there" if info.is_required() else "")
        yield info.alias or name, meaning, str((info.examples or [""])[0])


def table(place: str) -> str:
    """A place's table in Markdown."""
    lines = ["| Key | | Example |", "|---|---|---|"]
    for key, meaning, example in rows(PLACES[place]):
        lines.append(f"| `{key}` | {meaning} | `{example}` |")
    return "\n".join(lines) + "\n\n"
