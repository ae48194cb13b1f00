"""The semantic model as objects: datasets with fields and conditions, relationships, metrics.

Read from an Apache Ossie file; what Ossie has no place for stands in ``ai_context`` (see the demo plant's file for the
keys). Everything here is immutable after loading; compiling and understanding look things up by name.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from core.kernel.errors import ConfigurationError
from core.kernel.messages import ColumnKind, Language

LANGUAGES: tuple[Language, ...] = ("es", "en")
Terms = Mapping[Language, tuple[str, ...]]

_KINDS: Mapping[str, ColumnKind] = {
    "String": "text",
    "Integer": "integer",
    "Decimal": "number",
    "Float": "number",
    "Boolean": "boolean",
    "Date": "date",
    "DateTime": "datetime",
    "DateTimeTz": "datetime",
}


@dataclass(frozen=True)
class Label:
    """How answers name a thing: singular and plural in each language, and the Spanish gender."""

    one: Mapping[Language, str]
    many: Mapping[Language, str]
    gender: str = "m"

    @classmethod
    def read(cls, raw: Any, fallback: str) -> Label:
        """From ``{es: word}`` or ``{es: {one, many, gender}, en: {one, many}}``."""
        one: dict[Language, str] = {}
        many: dict[Language, str] = {}
        gender = "m"
        for language in LANGUAGES:
            entry = (raw or {}).get(language, fallback)
            if isinstance(entry, Mapping):
                one[language], many[language] = str(entry["one"]), str(entry.get("many", entry["one"]))
                gender = str(entry.get("gender", gender)) if language == "es" else gender
            else:
                one[language] = many[language] = str(entry)
        return cls(one, many, gender)


@dataclass(frozen=True)
class ValueTerms:
    """A value that a field may have: the words for it, and how it is written for a person."""

    value: str | int
    terms: Terms
    label: Label
    extra: Mapping[str, Any]


@dataclass(frozen=True)
class Field:
    """A column, or an expression over columns of the same dataset."""

    dataset: str
    name: str
    expression: str
    datatype: str
    kind: ColumnKind
    label: Label
    terms: Terms
    verbs: Terms
    values: tuple[ValueTerms, ...]
    superlatives: Mapping[str, Terms]
    unit: Mapping[Language, str]
    context: Mapping[str, Any]
    description: str = ""

    @property
    def is_date(self) -> bool:
        """True for dates and timestamps."""
        return self.kind in ("date", "datetime")

    @property
    def is_number(self) -> bool:
        """True when sums and averages make sense."""
        return self.kind in ("integer", "number", "money", "hours", "minutes", "days", "percent")

    @property
    def is_column(self) -> bool:
        """True when the expression is a plain column."""
        return self.expression.isidentifier()

    def value_label(self, value: Any, language: Language) -> str:
        """How a person reads one of its values; the data's own word unless the model names another."""
        entry = self._by_value.get(str(value))
        if entry is None:
            return str(value)
        short = entry.extra.get("short", {}).get(language)
        return str(short) if short else entry.label.one[language]

    @cached_property
    def _by_value(self) -> dict[str, ValueTerms]:
        return {str(entry.value): entry for entry in self.values}

    def value_entry(self, value: Any) -> ValueTerms | None:
        """The model's entry for a value, if it has one."""
        return self._by_value.get(str(value))


@dataclass(frozen=True)
class Condition:
    """A named condition over one dataset's rows."""

    dataset: str
    name: str
    expression: str
    terms: Terms
    label: Label
    context: Mapping[str, Any]

    @property
    def field(self) -> str | None:
        """The field that it constrains, when it is about one."""
        return self.context.get("field")

    @property
    def date(self) -> str | None:
        """The date that a period named with it binds to."""
        return self.context.get("date")

    @property
    def window(self) -> str | None:
        """The date that the condition itself compares with a period (needs preventive maintenance)."""
        return self.context.get("window")

    @property
    def of_now(self) -> bool:
        """True when rows leave it as time goes by (open, overdue): how many there were earlier is not recorded."""
        passing = "with_period" in self.context or bool(self.context.get("passing"))
        return passing or ":today" in self.expression


@dataclass(frozen=True)
class Dataset:
    """A table with its meaning."""

    name: str
    source: str
    primary_key: tuple[str, ...]
    unique_keys: tuple[tuple[str, ...], ...]
    fields: Mapping[str, Field]
    conditions: Mapping[str, Condition]
    label: Label
    terms: Terms
    verbs: Terms
    context: Mapping[str, Any]
    description: str = ""

    @property
    def identity(self) -> str:
        """The field by which people call a row."""
        return str(self.context.get("identity", self.primary_key[0] if self.primary_key else next(iter(self.fields))))

    @property
    def identity_is_unique(self) -> bool:
        """False for people, since two may share a name."""
        return (self.identity,) in self.unique_keys or (self.identity,) == self.primary_key

    @property
    def beside(self) -> str | None:
        """A field shown beside the identity when rows are ranked or grouped by it (a machine's name by its tag)."""
        return self.context.get("beside")

    @property
    def population(self) -> Condition | None:
        """The condition that every count keeps unless asked otherwise."""
        name = self.context.get("population")
        return self.conditions[name] if name else None

    @property
    def default_date(self) -> str | None:
        """The date that a bare period binds to."""
        return self.context.get("default_date")


@dataclass(frozen=True)
class Relationship:
    """Many rows of ``source`` belong to one of ``target``."""

    name: str
    source: str
    target: str
    source_columns: tuple[str, ...]
    target_columns: tuple[str, ...]
    optional: bool = False
    ends_here: bool = False


@dataclass(frozen=True)
class Metric:
    """A named measure: an aggregate over one dataset, or a formula over base metrics."""

    name: str
    expression: str
    dataset: str | None
    kind: ColumnKind
    label: Label
    terms: Terms
    unit: Mapping[Language, str]
    context: Mapping[str, Any]
    description: str = ""

    @property
    def is_formula(self) -> bool:
        """True when it is computed from base metrics, each aggregated alone."""
        return bool(self.context.get("formula"))

    @property
    def bases(self) -> tuple[str, ...]:
        """The base metrics of a formula."""
        return tuple(self.context.get("bases", ()))

    @property
    def date(self) -> str | None:
        """The date that its period binds to."""
        return self.context.get("date")

    @property
    def additive(self) -> bool:
        """True when the parts of a breakdown sum to the whole."""
        return bool(self.context.get("additive"))

    @property
    def hidden(self) -> bool:
        """True for base metrics that people do not ask for by name."""
        return bool(self.context.get("hidden"))


@dataclass(frozen=True)
class SemanticModel:
    """The whole model of one plant."""

    name: str
    datasets: Mapping[str, Dataset]
    relationships: tuple[Relationship, ...]
    metrics: Mapping[str, Metric]
    context: Mapping[str, Any]
    description: str = ""
    fingerprint: str = ""
    _paths: dict[tuple[str, str], tuple[Relationship, ...] | None] = field(default_factory=dict, repr=False)

    def field(self, dataset: str, name: str) -> Field:
        """Look a field up.

        Raises:
            KeyError: unknown dataset or field.
        """
        return self.datasets[dataset].fields[name]

    def fields(self) -> Iterator[Field]:
        """All fields of all datasets."""
        for dataset in self.datasets.values():
            yield from dataset.fields.values()

    def path(self, source: str, target: str) -> tuple[Relationship, ...] | None:
        """The shortest many-to-one path; empty for the same dataset, None when there is none.

        Following it from a row of ``source`` reaches exactly one row of ``target``, so a join never fans out.
        """
        key = (source, target)
        if key not in self._paths:
            self._paths[key] = self._search(source, target)
        return self._paths[key]

    def _search(self, source: str, target: str) -> tuple[Relationship, ...] | None:
        queue: deque[tuple[str, tuple[Relationship, ...]]] = deque([(source, ())])
        seen = {source}
        while queue:
            at, so_far = queue.popleft()
            if at == target:
                return so_far
            if so_far and so_far[-1].ends_here:
                continue
            for relationship in self.relationships:
                if relationship.source == at and relationship.target not in seen:
                    if not relationship.ends_here:
                        seen.add(relationship.target)
                    queue.append((relationship.target, (*so_far, relationship)))
        return None

    def reaches(self, source: str, target: str) -> bool:
        """True when each row of ``source`` belongs to one of ``target`` (or they are the same)."""
        return self.path(source, target) is not None

    @property
    def verified_queries(self) -> tuple[Mapping[str, Any], ...]:
        """Questions whose SQL a person has checked."""
        return tuple(self.context.get("verified_queries", ()))

    def examples(self, language: Language) -> tuple[str, ...]:
        """Example questions for help, verified ones first."""
        verified = [str(query["question"][language]) for query in self.verified_queries]
        others = [str(text) for text in self.context.get(f"examples_{language}", ())]
        return tuple(dict.fromkeys(verified + others))

    def short_example(self, text: str, language: Language) -> str:
        """What a button says that asks an example question: the verified query's label where it has one."""
        for query in self.verified_queries:
            if query["question"][language] == text:
                return str((query.get("label") or {}).get(language, text))
        return text

    def unit_of(self, reference: str) -> Mapping[Language, str]:
        """The unit of a metric by name."""
        return self.metrics[reference].unit


def kind_of(datatype: str | None, context: Mapping[str, Any]) -> ColumnKind:
    """How values are written: ``ai_context.kind``, else what the Ossie datatype suggests."""
    return context.get("kind") or _KINDS.get(datatype or "String", "text")


def fail(reason: str) -> ConfigurationError:
    """The error of a model that cannot be used; ``reason`` names the place."""
    return ConfigurationError(f"semantic model: {reason}", reason=f"semantic model: {reason}")
