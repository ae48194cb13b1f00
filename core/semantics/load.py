"""Reads an Ossie file into a SemanticModel; what is wrong with it is told at once, each fault with its line."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path

from pydantic import ValidationError

from core.kernel.messages import ColumnKind
from core.semantics.file.dataset import DatasetEntry
from core.semantics.file.document import Document, Unreadable
from core.semantics.file.faults import BrokenModel, ModelFault
from core.semantics.file.field import FieldEntry
from core.semantics.file.metric import MetricEntry
from core.semantics.file.relationship import RelationshipEntry
from core.semantics.file.rules import rule_faults
from core.semantics.file.texts import with_synonyms
from core.semantics.file.told import form_faults
from core.semantics.file.whole import OSSIE_VERSION, ModelFile
from core.semantics.model import Dataset, Field, Metric, Relationship, SemanticModel
from core.semantics.words import NO_LABEL

__all__ = ["OSSIE_VERSION", "load_model", "parse_model"]

_DEMO = "core/demo/semantic_model.yaml"
_KINDS: Mapping[str, ColumnKind] = {
    "Integer": "integer",
    "Decimal": "number",
    "Float": "number",
    "Boolean": "boolean",
    "Date": "date",
    "DateTime": "datetime",
    "DateTimeTz": "datetime",
}
"""How values are written where no ``kind`` says it; text for the rest."""


def load_model(path: Path | None = None) -> SemanticModel:
    """The model in ``path``, or the demo plant's.

    Raises:
        BrokenModel: the file cannot be read, is not YAML, or does not make sense; the message lists every fault.
    """
    if path is None:
        return _demo_model()
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        problem = error.strerror if isinstance(error, OSError) and error.strerror else type(error).__name__
        raise BrokenModel(str(path), [ModelFault("cannot_read", None, values={"problem": problem})]) from error
    return parse_model(text, str(path))


@cache
def _demo_model() -> SemanticModel:
    """The one that ships, read once in a process: nothing of a model can be changed."""
    text = resources.files("core.demo").joinpath("semantic_model.yaml").read_text(encoding="utf-8")
    return parse_model(text, _DEMO)


def parse_model(text: str, file: str = "YAML") -> SemanticModel:
    """A model from YAML text; ``file`` is how messages name it.

    Raises:
        BrokenModel: see ``load_model``.
    """
    try:
        document = Document(text)
    except Unreadable as error:
        raise BrokenModel(file, [error.fault]) from error
    if document.data is None:
        raise BrokenModel(file, [ModelFault("empty", None)])
    faults = [*document.faults, *rule_faults(document)]
    try:
        form = ModelFile.model_validate(document.data)
    except ValidationError as error:
        raise BrokenModel(file, [*faults, *form_faults(document, error)]) from error
    if faults:
        raise BrokenModel(file, faults)
    model = form.semantic_model[0]
    own = model.ai_context
    return SemanticModel(
        name=model.name,
        datasets={entry.name: _dataset(entry) for entry in model.datasets},
        relationships=tuple(_relationship(entry) for entry in model.relationships),
        metrics={entry.name: _metric(entry) for entry in model.metrics},
        instructions=own.instructions,
        sample_questions={"es": own.examples_es, "en": own.examples_en},
        verified_queries=own.verified_queries,
        fingerprint=hashlib.sha256(text.encode()).hexdigest()[:16],
    )


def _dataset(entry: DatasetEntry) -> Dataset:
    keys = entry.ai_context
    own = {
        "name": entry.name,
        "source": entry.source,
        "primary_key": entry.primary_key,
        "unique_keys": entry.unique_keys,
        "fields": {item.name: _field(entry.name, item) for item in entry.fields},
        "label": (keys.label or NO_LABEL).filled(entry.name.replace("_", " ")),
        "terms": with_synonyms(keys.terms, keys.synonyms),
    }
    return Dataset.model_construct(**{**vars(keys), **own})


def _field(dataset: str, entry: FieldEntry) -> Field:
    keys = entry.ai_context
    own = {
        "dataset": dataset,
        "name": entry.name,
        "expression": entry.expression.sql,
        "datatype": entry.datatype,
        "kind": keys.kind or _KINDS.get(entry.datatype, "text"),
        "label": (keys.label or NO_LABEL).filled(entry.name.replace("_", " ")),
        "terms": with_synonyms(keys.terms, keys.synonyms),
    }
    return Field.model_construct(**{**vars(keys), **own})


def _relationship(entry: RelationshipEntry) -> Relationship:
    return Relationship(
        name=entry.name,
        source=entry.source,
        target=entry.target,
        source_columns=entry.source_columns,
        target_columns=entry.target_columns,
        optional=entry.ai_context.optional,
        ends_here=entry.ai_context.ends_here,
        several=entry.ai_context.several,
    )


def _metric(entry: MetricEntry) -> Metric:
    keys = entry.ai_context
    own = {
        "name": entry.name,
        "expression": entry.expression.sql,
        "kind": keys.kind or _KINDS.get(entry.datatype or "", "text"),
        "label": (keys.label or NO_LABEL).filled(entry.name.replace("_", " ")),
        "terms": with_synonyms(keys.terms, keys.synonyms),
    }
    return Metric.model_construct(**{**vars(keys), **own})
