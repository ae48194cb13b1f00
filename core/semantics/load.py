"""Reads an Ossie file into a SemanticModel, and says in one sentence what is wrong with it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from core.semantics.model import (
    LANGUAGES,
    Condition,
    Dataset,
    Field,
    Label,
    Metric,
    Relationship,
    SemanticModel,
    Terms,
    ValueTerms,
    fail,
    kind_of,
)

OSSIE_VERSION = "0.2.0.dev0"


def load_model(path: Path | None = None) -> SemanticModel:
    """The model in ``path``, or the demo plant's.

    Raises:
        ConfigurationError: the file is missing, is not YAML, or does not make sense; the reason names the place.
    """
    if path is None:
        text = resources.files("core.demo").joinpath("semantic_model.yaml").read_text(encoding="utf-8")
    else:
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise fail(f"{path} cannot be read ({type(error).__name__})") from error
    return parse_model(text)


def parse_model(text: str) -> SemanticModel:
    """A model from YAML text.

    Raises:
        ConfigurationError: see ``load_model``.
    """
    import yaml

    try:
        raw = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe
    except yaml.YAMLError as error:
        raise fail(f"not YAML: {str(error).splitlines()[0]}") from error
    if not isinstance(raw, Mapping) or not raw.get("semantic_model"):
        raise fail("the key 'semantic_model' is missing or empty")
    if raw.get("version") != OSSIE_VERSION:
        raise fail(f"version {raw.get('version')!r} is not {OSSIE_VERSION}")
    try:
        body = raw["semantic_model"][0]
        datasets = {entry["name"]: _dataset(entry) for entry in body["datasets"]}
        model = SemanticModel(
            name=body["name"],
            description=body.get("description", ""),
            datasets=datasets,
            relationships=tuple(_relationship(entry) for entry in body.get("relationships", ())),
            metrics={entry["name"]: _metric(entry) for entry in body.get("metrics", ())},
            context=_context(body),
            fingerprint=hashlib.sha256(text.encode()).hexdigest()[:16],
        )
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise fail(f"{type(error).__name__}: {error}") from error
    _check(model)
    return model


def _context(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    context = entry.get("ai_context") or {}
    return context if isinstance(context, Mapping) else {"instructions": context}


def _terms(raw: Any, neutral: Any = ()) -> Terms:
    """By language; a flat list (and Ossie's ``synonyms``) counts for both."""
    if isinstance(raw, Mapping):
        return {language: tuple(str(term) for term in (*(raw.get(language) or ()), *neutral)) for language in LANGUAGES}
    return {language: tuple(str(term) for term in (*(raw or ()), *neutral)) for language in LANGUAGES}


def _expression(entry: Mapping[str, Any]) -> str:
    dialects = entry["expression"]["dialects"]
    ansi = next((item for item in dialects if item["dialect"] == "ANSI_SQL"), dialects[0])
    return str(ansi["expression"])


def _dataset(entry: Mapping[str, Any]) -> Dataset:
    name, context = entry["name"], _context(entry)
    return Dataset(
        name=name,
        source=entry["source"],
        primary_key=tuple(entry.get("primary_key", ())),
        unique_keys=tuple(tuple(key) for key in entry.get("unique_keys", ())),
        fields={item["name"]: _field(name, item) for item in entry.get("fields", ())},
        conditions={item["name"]: _condition(name, item) for item in context.get("conditions", ())},
        label=Label.read(context.get("label"), name.replace("_", " ")),
        terms=_terms(context.get("terms"), context.get("synonyms", ())),
        verbs=_terms(context.get("verbs")),
        context=context,
        description=entry.get("description", ""),
    )


def _field(dataset: str, entry: Mapping[str, Any]) -> Field:
    context = _context(entry)
    datatype = entry.get("datatype", "String")
    name = entry["name"]
    return Field(
        dataset=dataset,
        name=name,
        expression=_expression(entry),
        datatype=datatype,
        kind=kind_of(datatype, context),
        label=Label.read(context.get("label"), name.replace("_", " ")),
        terms=_terms(context.get("terms"), context.get("synonyms", ())),
        verbs=_terms(context.get("verbs")),
        values=tuple(_value(value, raw) for value, raw in (context.get("values") or {}).items()),
        superlatives={end: _terms(raw) for end, raw in (context.get("superlatives") or {}).items()},
        unit=context.get("unit") or {},
        context=context,
        description=entry.get("description", ""),
    )


def _value(value: Any, raw: Any) -> ValueTerms:
    raw = raw or {}
    return ValueTerms(value, _terms(raw.get("terms")), Label.read(raw.get("label"), str(value)), raw)


def _condition(dataset: str, entry: Mapping[str, Any]) -> Condition:
    return Condition(
        dataset=dataset,
        name=entry["name"],
        expression=entry["expression"],
        terms=_terms(entry.get("terms")),
        label=Label.read(entry.get("label"), entry["name"].replace("_", " ")),
        context=entry,
    )


def _relationship(entry: Mapping[str, Any]) -> Relationship:
    context = _context(entry)
    return Relationship(
        name=entry["name"],
        source=entry["from"],
        target=entry["to"],
        source_columns=tuple(entry["from_columns"]),
        target_columns=tuple(entry["to_columns"]),
        optional=bool(context.get("optional")),
        ends_here=bool(context.get("ends_here")),
    )


def _metric(entry: Mapping[str, Any]) -> Metric:
    context = _context(entry)
    return Metric(
        name=entry["name"],
        expression=_expression(entry),
        dataset=context.get("dataset"),
        kind=kind_of(entry.get("datatype"), context),
        label=Label.read(context.get("label"), entry["name"].replace("_", " ")),
        terms=_terms(context.get("terms"), context.get("synonyms", ())),
        unit=context.get("unit") or {},
        context=context,
        description=entry.get("description", ""),
    )


def _check_condition(model: SemanticModel, dataset: Dataset, condition: Condition) -> None:
    """What a condition says of other parts: its opposite, and the fact that tells how long it has lasted."""
    place = f"condition {dataset.name}.{condition.name}"
    opposite = condition.context.get("opposite")
    if opposite and opposite not in dataset.conditions:
        raise fail(f"{place}: unknown opposite {opposite!r}")
    lasts = condition.context.get("lasts")
    if lasts:
        fact = model.datasets.get(str(lasts.get("dataset")))
        if fact is None:
            raise fail(f"{place}: lasts names the unknown dataset {lasts.get('dataset')!r}")
        if lasts.get("while") not in fact.conditions or lasts.get("field") not in fact.fields:
            raise fail(f"{place}: lasts needs a condition and a field of {fact.name}")


def _check_words(model: SemanticModel, dataset: Dataset) -> None:
    """What a dataset's rows are ranked, judged and dated by is there."""
    top = dataset.context.get("top_by")
    if top and top not in dataset.fields:
        raise fail(f"dataset {dataset.name}: unknown top_by {top!r}")
    for reference in dataset.context.get("judged_by", ()):
        owner, _, name = str(reference).partition(".")
        if owner not in model.datasets or name not in model.datasets[owner].conditions:
            raise fail(f"dataset {dataset.name}: judged_by names the unknown condition {reference!r}")
    for field in dataset.fields.values():
        living = field.context.get("age_while")
        if living and living not in dataset.conditions:
            raise fail(f"dataset {dataset.name}: {field.name} ages while the unknown condition {living!r}")


def _check(model: SemanticModel) -> None:
    """References between the parts hold."""
    for relationship in model.relationships:
        for end in (relationship.source, relationship.target):
            if end not in model.datasets:
                raise fail(f"relationship {relationship.name}: unknown dataset {end!r}")
    for dataset in model.datasets.values():
        for key in ("population",):
            if dataset.context.get(key) and dataset.context[key] not in dataset.conditions:
                raise fail(f"dataset {dataset.name}: {key} {dataset.context[key]!r} is not one of its conditions")
        for reference in dataset.context.get("list", ()):
            owner, _, name = reference.rpartition(".")
            owner = owner or dataset.name
            if owner not in model.datasets or name not in model.datasets[owner].fields:
                raise fail(f"dataset {dataset.name}: list names the unknown field {reference!r}")
            if not model.reaches(dataset.name, owner):
                raise fail(f"dataset {dataset.name}: no relationship leads to {reference!r}")
        for condition in dataset.conditions.values():
            for key in ("field", "date", "window", "period_date"):
                named = condition.context.get(key)
                if named and named not in dataset.fields and key != "field":
                    raise fail(f"condition {dataset.name}.{condition.name}: unknown {key} {named!r}")
            _check_condition(model, dataset, condition)
        _check_words(model, dataset)
    for metric in model.metrics.values():
        if metric.is_formula:
            missing = [base for base in metric.bases if base not in model.metrics]
            if missing:
                raise fail(f"metric {metric.name}: unknown bases {missing}")
        elif metric.dataset is None or metric.dataset not in model.datasets:
            raise fail(f"metric {metric.name}: unknown dataset {metric.dataset!r}")
        elif metric.date and metric.date not in model.datasets[metric.dataset].fields:
            raise fail(f"metric {metric.name}: unknown date {metric.date!r}")
