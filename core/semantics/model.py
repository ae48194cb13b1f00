"""The semantic model as objects: datasets with fields and conditions, relationships, metrics.

Read from an Apache Ossie file by ``core.semantics.load``. Each object has the keys of its ``ai_context`` as attributes
(``core.semantics.file`` describes them), beside what Ossie says of it. Nothing changes after loading; compiling and
understanding look things up by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from core.kernel.messages import ColumnKind, Language
from core.semantics.file.condition import ConditionKeys
from core.semantics.file.dataset import DatasetKeys
from core.semantics.file.field import FieldKeys, ValueTerms
from core.semantics.file.metric import MetricKeys
from core.semantics.file.relationship import shortest
from core.semantics.file.verified import VerifiedQuery
from core.semantics.quoting import column_name, is_query
from core.semantics.words import NO_LABEL, Label, Texts


class Field(FieldKeys):
    """A column, or an expression over columns of the same dataset."""

    dataset: str
    name: str
    expression: str
    datatype: str
    kind: ColumnKind
    label: Label

    @property
    def is_date(self) -> bool:
        """True for dates and timestamps."""
        return self.kind in ("date", "datetime")

    @property
    def is_number(self) -> bool:
        """True when sums and averages make sense."""
        return self.kind in ("integer", "number", "money", "hours", "minutes", "days", "percent")

    @property
    def column(self) -> str | None:
        """The column that it is, as the catalog names it; None for an expression that computes."""
        return column_name(self.expression)

    @property
    def is_column(self) -> bool:
        """True when the expression is a plain column."""
        return self.column is not None

    def value_label(self, value: Any, language: Language) -> str:
        """How a person reads one of its values; the data's own word unless the model names another."""
        entry = self._by_value.get(str(value))
        if entry is None:
            return str(value)
        return entry.short.get(language) or entry.label.one[language]

    @cached_property
    def _by_value(self) -> dict[str, ValueTerms]:
        return {str(entry.value): entry for entry in self.values}

    def value_entry(self, value: Any) -> ValueTerms | None:
        """The model's entry for a value, if it has one."""
        return self._by_value.get(str(value))


class Condition(ConditionKeys):
    """A named condition over one dataset's rows."""

    dataset: str
    label: Label

    @classmethod
    def of(cls, dataset: str, keys: ConditionKeys) -> Condition:
        """The condition that a dataset's file says."""
        label = (keys.label or NO_LABEL).filled(keys.name.replace("_", " "))
        return cls.model_construct(**{**vars(keys), "dataset": dataset, "label": label})

    @property
    def of_now(self) -> bool:
        """True when rows leave it as time goes by (open, overdue): how many there were earlier is not recorded."""
        return self.with_period is not None or self.passing or ":today" in self.expression


class Dataset(DatasetKeys):
    """A table with its meaning."""

    name: str
    source: str
    primary_key: tuple[str, ...]
    unique_keys: tuple[tuple[str, ...], ...]
    fields: Mapping[str, Field]
    label: Label

    @property
    def is_query(self) -> bool:
        """True when its rows are those of a query and no table's."""
        return is_query(self.source)

    @cached_property
    def conditions(self) -> Mapping[str, Condition]:
        """Its named conditions, by name."""
        return {keys.name: Condition.of(self.name, keys) for keys in self.stated}

    @property
    def identity(self) -> str:
        """The field by which people call a row."""
        return self.identity_name or (self.primary_key[0] if self.primary_key else next(iter(self.fields)))

    @property
    def identity_is_unique(self) -> bool:
        """False for people, since two may share a name."""
        return (self.identity,) in self.unique_keys or (self.identity,) == self.primary_key

    @property
    def kept(self) -> Condition | None:
        """The condition that a row must meet to be one at all, whatever is asked."""
        return self.conditions[self.kept_name] if self.kept_name else None

    @property
    def population(self) -> Condition | None:
        """The condition that every count keeps unless asked otherwise."""
        return self.conditions[self.population_name] if self.population_name else None


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
    several: bool = False


class Metric(MetricKeys):
    """A named measure: an aggregate over one dataset, or a formula over base metrics."""

    name: str
    expression: str
    kind: ColumnKind
    label: Label

    @property
    def is_formula(self) -> bool:
        """True when it is computed from base metrics, each aggregated alone."""
        return self.formula


@dataclass(frozen=True)
class SemanticModel:
    """The whole model of one plant.

    Attributes:
        instructions: what a language model is told beside the tables.
        sample_questions: examples by language, the verified ones aside.
        verified_queries: questions whose SQL a person has checked.
        fingerprint: of the file's text; another one is another model.
    """

    name: str
    datasets: Mapping[str, Dataset]
    relationships: tuple[Relationship, ...]
    metrics: Mapping[str, Metric]
    instructions: str = ""
    sample_questions: Mapping[Language, tuple[str, ...]] = field(default_factory=dict)
    verified_queries: tuple[VerifiedQuery, ...] = ()
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

        Following it from a row of ``source`` reaches exactly one row of ``target``, so a join never fans out; but where
        a step has ``several``, which the compiler minds (``has_several``).
        """
        key = (source, target)
        if key not in self._paths:
            links = [(link.source, link.target, link.ends_here) for link in self.relationships]
            found = shortest(links, source, target)
            self._paths[key] = None if found is None else tuple(self.relationships[index] for index in found)
        return self._paths[key]

    def has_several(self, source: str, target: str) -> bool:
        """True when a row of ``source`` may have several of ``target``."""
        return any(step.several for step in self.path(source, target) or ())

    def reaches(self, source: str, target: str) -> bool:
        """True when each row of ``source`` belongs to one of ``target`` (or they are the same)."""
        return self.path(source, target) is not None

    def examples(self, language: Language) -> tuple[str, ...]:
        """Example questions for help, verified ones first."""
        verified = [query.question[language] for query in self.verified_queries if language in query.question]
        return tuple(dict.fromkeys((*verified, *self.sample_questions.get(language, ()))))

    def subjects(self, language: Language, most: int = 7) -> tuple[str, ...]:
        """The nouns of what one can ask about, those that most is known of first: they have states, or happen."""

        def rank(dataset: Dataset) -> int:
            return 0 if dataset.conditions else 1 if dataset.default_date else 2

        asked = [item for item in self.datasets.values() if not item.place and item.verb_metric is None and item.terms]
        known = [item for item in asked if rank(item) < 2] or asked
        nouns = (item.label.many[language] for item in sorted(known, key=rank))
        return tuple(dict.fromkeys(nouns))[:most]

    def short_example(self, text: str, language: Language) -> str:
        """What a button says that asks an example question: the verified query's label where it has one."""
        for query in self.verified_queries:
            if query.question.get(language) == text:
                return query.label.get(language, text)
        return text

    def unit_of(self, reference: str) -> Texts:
        """The unit of a metric by name."""
        return self.metrics[reference].unit
