"""A vocabulary as the model reads it: datasets, fields, joins, values in people's words, conditions, measures.

Names come first, since a plan is written in them; the SQL behind a name follows where the escape hatch needs it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from core.kernel.folding import fold
from core.modelling.names.vocabulary import Vocabulary
from core.modelling.values import value_of
from core.semantics.file.field import ValueTerms
from core.semantics.model import Condition, Dataset, Field, Metric, SemanticModel
from core.semantics.words import Terms

_SPACES = re.compile(r"\s+")
_COUNTED = re.compile(r"\{\w+\} ?")


class PlantText:
    """Describes a vocabulary; the same bytes each time.

    Args:
        dialect: sqlglot's name of the database's SQL.
    """

    def __init__(self, vocabulary: Vocabulary, dialect: str = "sqlite") -> None:
        self._vocabulary = vocabulary
        self._model = vocabulary.model
        self._functions = _FUNCTIONS.get(dialect, _FUNCTIONS["sqlite"])

    def describe(self) -> str:
        """Everything that the model is told of the plant."""
        return "\n".join(self._lines())

    def length_of(self, name: str) -> int:
        """Characters of one dataset's lines."""
        return sum(len(line) + 1 for line in self._dataset(self._model.datasets[name], self._joins().get(name, [])))

    def length_of_metric(self, name: str) -> int:
        """Characters of one measure's line."""
        return len(self._metric(self._model.metrics[name])) + 1

    def _joins(self) -> dict[str, list[str]]:
        """Dataset → its joins to others of the vocabulary."""
        names = set(self._vocabulary.names)
        joins: dict[str, list[str]] = {}
        for relationship in self._model.relationships:
            if not {relationship.source, relationship.target} <= names:
                continue
            target = relationship.target
            for column, key in zip(relationship.source_columns, relationship.target_columns, strict=True):
                joins.setdefault(relationship.source, []).append(f"{column}→{target}.{key}")
        return joins

    def _lines(self) -> Iterator[str]:
        if instructions := self._model.instructions:
            yield _squeezed(str(instructions))
        joins = self._joins()
        yield "Datasets (as said) @usual date: fields[values=as said], column→join; is: conditions(as said) SQL"
        for name in self._vocabulary.names:
            yield from self._dataset(self._model.datasets[name], joins.get(name, []))
        metrics = self._vocabulary.metrics
        if metrics:
            yield "Measures (as said) = SQL @the date that when binds to; :d is Today"
            yield from (self._metric(self._model.metrics[name]) for name in metrics)
        if not self._vocabulary.whole:
            yield (
                "This is a part of the plant: the datasets that the question's words touch. If it is about others, "
                "ask (clarify) what is meant."
            )

    def _dataset(self, dataset: Dataset, joins: list[str]) -> Iterator[str]:
        fields = [_field(field, dataset, self._sql) for field in dataset.fields.values()]
        keys = [key for key in dataset.primary_key if key not in dataset.fields]
        names = _without(dataset.name, _terms(dataset.terms, 2, 0 if dataset.terms["es"] else 1))
        table = f" = {dataset.source}" if dataset.source != dataset.name else ""
        date = f" @{dataset.default_date}" if dataset.default_date else ""
        yield f"{dataset.name}{table} ({', '.join(names)}){date}: {', '.join([*keys, *fields, *joins])}"
        if (population := dataset.population) is not None:
            yield f"  kept unless asked otherwise: {self._sql(population.expression)}"
        said = [
            self._stated(condition)
            for condition in dataset.conditions.values()
            if condition.name != dataset.population_name
        ]
        if said:
            yield f"  is: {'; '.join(said)}"

    def _stated(self, condition: Condition) -> str:
        names = _without(condition.name, _terms(condition.terms, 1, 0 if condition.terms["es"] else 1))
        words = f"({'/'.join(names)})" if names else ""
        value = value_of(condition)
        if value is None or condition.date:
            return f"{condition.name}{words} {self._condition(condition)}"
        return f"{condition.name}{words}" if value == condition.name else f"{condition.name}{words}={value}"

    def _condition(self, condition: Condition) -> str:
        if condition.window and condition.window_current == "until_end":
            default = condition.default_window
            return (
                f"{condition.window}<= last day of the current period"
                + (f" (none named: this {default})" if default else "")
                + "; another period: within it"
            )
        return self._sql(condition.expression) + (f" @{condition.date}" if condition.date else "")

    def _metric(self, metric: Metric) -> str:
        said = _without(metric.name, _terms(metric.terms, 1, 0))
        name = f"{metric.name} ({'/'.join(said)})" if said and fold(said[0]) != fold(metric.name) else metric.name
        definition = metric.definition.get("en")
        default = f"; no period: {metric.default_period}" if metric.default_period else ""
        bound = f" @{metric.date}" if metric.date else ""
        if metric.clipped:
            bound = " within the period"  # of each row what lies inside, so no date of its own
        if definition:
            # Shorter than its SQL, and what the escape hatch needs of it can be told from the words.
            told = definition.split(" · ")[0]
            if not metric.is_formula:
                told = _COUNTED.sub("", told.replace("{numerator}", "%"))
            percent = ", × 100" if metric.is_formula and metric.kind == "percent" else ""
            return f"- {name} = {_squeezed(told.replace('{', '').replace('}', ''))}{percent}{bound}{default}"
        text = self._sql(metric.expression)
        if metric.dataset:
            source = self._model.datasets[metric.dataset].source
            where: list[str | tuple[str, tuple[Any, ...]]] = [*metric.where, *metric.where_values.items()]
            text = text.replace(f"{source}.", "") + f" of {source}" + "".join(f", {_where(part)}" for part in where)
        return f"- {name} = {text}{bound}{default}"

    def _sql(self, expression: str) -> str:
        text = _squeezed(expression)
        for pattern, replacement in self._functions:
            text = pattern.sub(replacement, text)
        return _OPERATORS.sub(r"\1", text.replace(":today", ":d"))


class PlantSize:
    """How long the description of a vocabulary is, without writing it.

    Args:
        dialect: sqlglot's name of the database's SQL.
    """

    def __init__(self, model: SemanticModel, dialect: str) -> None:
        whole = PlantText(Vocabulary.of(model), dialect)
        self._head = len(model.instructions)
        self._datasets = {name: whole.length_of(name) for name in model.datasets}
        self._metrics = {name: whole.length_of_metric(name) for name in model.metrics}

    def of(self, vocabulary: Vocabulary) -> int:
        """Characters, joins to datasets outside of it included."""
        datasets = sum(self._datasets[name] for name in vocabulary.names)
        return self._head + datasets + sum(self._metrics[name] for name in vocabulary.metrics)


_OPERATORS = re.compile(r"\s*(<=|>=|<>|=|<|>)\s*")
_ARGUMENT = r"([\w.]+)"
_DAY_OF = re.compile(rf"DAY_OF\({_ARGUMENT}\)")
_HOURS = re.compile(rf"HOURS_BETWEEN\({_ARGUMENT},\s*{_ARGUMENT}\)")
_FUNCTIONS: Mapping[str, tuple[tuple[re.Pattern[str], str], ...]] = {
    "sqlite": ((_DAY_OF, r"date(\1)"), (_HOURS, r"(julianday(\2)-julianday(\1))*24")),
    "postgres": ((_DAY_OF, r"CAST(\1 AS DATE)"), (_HOURS, r"EXTRACT(EPOCH FROM \2-\1)/3600.0")),
    "mysql": ((_DAY_OF, r"DATE(\1)"), (_HOURS, r"TIMESTAMPDIFF(SECOND,\1,\2)/3600.0")),
}


def _squeezed(text: str) -> str:
    return _SPACES.sub(" ", text).strip()


def _where(part: str | tuple[str, tuple[Any, ...]]) -> str:
    """A condition's name, or a field with the values that are kept."""
    return part if isinstance(part, str) else f"{part[0]} {' or '.join(map(str, part[1]))}"


def _terms(terms: Terms, spanish: int, english: int) -> list[str]:
    """The first terms of each language, Spanish first, without repeats."""
    return list(dict.fromkeys([*terms["es"][:spanish], *terms["en"][:english]]))


def _without(name: str, terms: list[str]) -> list[str]:
    """Terms that say more than the name itself."""
    return [term for term in terms if fold(term) != name.replace("_", " ")]


def _field(field: Field, dataset: Dataset, sql: Callable[[str], str]) -> str:
    """A field with its values and the words that people have for them."""
    name = field.name if field.expression == field.name else f"{field.name}={sql(field.expression)}"
    if not field.values or field.kind == "boolean":
        return name
    # Where conditions are about the field, they carry the words for its values.
    bare = any(condition.field == field.name and value_of(condition) for condition in dataset.conditions.values())
    return f"{name}[{' '.join(_value(entry, bare=bare) for entry in field.values)}]"


def _value(entry: ValueTerms, *, bare: bool) -> str:
    """A value, and a word that people have for it where that is another one."""
    value = str(entry.value)
    said = [] if bare else _terms(entry.terms, 1, 0)
    # A word that begins like the value (motor, vibración) tells the model nothing new.
    same = not said or fold(said[0])[:4] == fold(value)[:4] or fold(value) in fold(said[0]).split()
    shown = f"'{value}'" if " " in value else value
    return shown if same else f"{shown}={said[0].replace(' ', '_')}"
