"""The semantic model as the model reads it: tables, joins, values in people's words, named conditions, measures.

Everything of it is the same for every question, so it is built once a plant and cached by the server.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from core.kernel.folding import fold
from core.semantics.file.field import ValueTerms
from core.semantics.file.verified import VerifiedQuery
from core.semantics.model import Condition, Dataset, Field, Metric, SemanticModel
from core.semantics.words import Terms

_SPACES = re.compile(r"\s+")


class SchemaText(Protocol):
    """What the prompt needs of a plant."""

    def describe(self) -> str:
        """Tables, columns, joins, values, conditions and measures; the same bytes each time."""
        ...

    @property
    def verified(self) -> Sequence[VerifiedQuery]:
        """Questions whose SQL a person has checked."""
        ...


class PlantText:
    """Describes a semantic model in the SQL of one database.

    Args:
        dialect: sqlglot's name of the database's SQL.
    """

    def __init__(self, model: SemanticModel, dialect: str = "sqlite") -> None:
        self._model = model
        self._functions = _FUNCTIONS.get(dialect, _FUNCTIONS["sqlite"])
        self.verified = model.verified_queries
        self._text = "\n".join(self._lines())

    def describe(self) -> str:
        """See ``SchemaText``."""
        return self._text

    def _lines(self) -> Iterator[str]:
        if instructions := self._model.instructions:
            yield _squeezed(str(instructions))
        joins: dict[str, list[str]] = {}
        for relationship in self._model.relationships:
            target = self._model.datasets[relationship.target].source
            for column, key in zip(relationship.source_columns, relationship.target_columns, strict=True):
                joins.setdefault(relationship.source, []).append(f"{column}→{target}.{key}")
        yield "Tables (names): columns[values=as people say] →joins; then conditions. :d is Today."
        for dataset in self._model.datasets.values():
            yield from self._dataset(dataset, joins.get(dataset.name, []))
        measures = [line for metric in self._model.metrics.values() if (line := self._metric(metric))]
        if measures:
            yield "Measures @date that a period binds to:"
            yield from measures

    def _dataset(self, dataset: Dataset, joins: list[str]) -> Iterator[str]:
        fields = [_field(field, dataset) for field in dataset.fields.values() if field.is_column]
        keys = [key for key in dataset.primary_key if key not in fields]
        names = _without(dataset.source, _terms(dataset.terms, 2, 1))
        yield f"{dataset.source} ({', '.join(names)}): {', '.join([*keys, *fields, *joins])}"
        said: dict[str, list[str]] = {}
        for condition in dataset.conditions.values():
            if _value_of(condition) is not None and not condition.date:
                continue  # told with the value
            expression = self._condition(condition)
            if condition is dataset.population:
                said.setdefault(expression, []).insert(0, "unless asked otherwise")
            elif names := _terms(condition.terms, 1, 1):
                said.setdefault(expression, []).append("/".join(names))
        if said:
            yield "  " + "; ".join(f"{', '.join(names)}: {expression}" for expression, names in said.items())

    def _condition(self, condition: Condition) -> str:
        if condition.window and condition.window_current == "until_end":
            default = condition.default_window
            return (
                f"{condition.window}<= last day of the current period"
                + (f" (none named: this {default})" if default else "")
                + "; another period: within it"
            )
        return self._sql(condition.expression) + (f" @{condition.date}" if condition.date else "")

    def _metric(self, metric: Metric) -> str | None:
        if metric.hidden:
            return None
        name = "/".join(_without(metric.name, _terms(metric.terms, 1, 1))) or metric.name
        definition = metric.definition.get("en")
        default = f"; no period: {metric.default_period}" if metric.default_period else ""
        if metric.is_formula and definition:
            percent = ", × 100" if metric.kind == "percent" else ""
            return f"- {name} = {definition.replace('{', '').replace('}', '')}{percent}{default}"
        text = self._sql(metric.expression)
        if metric.dataset:
            source = self._model.datasets[metric.dataset].source
            where: list[str | tuple[str, tuple[Any, ...]]] = [*metric.where, *metric.where_values.items()]
            text = text.replace(f"{source}.", "") + f" of {source}" + "".join(f", {_where(part)}" for part in where)
        bound = f" @{metric.date}" if metric.date else ""
        return f"- {name} = {text}{bound}{default}"

    def _sql(self, expression: str) -> str:
        text = _squeezed(expression)
        for pattern, replacement in self._functions:
            text = pattern.sub(replacement, text)
        return _OPERATORS.sub(r"\1", text.replace(":today", ":d"))


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
    return [term for term in terms if fold(term) != name.replace("_", " ")] or terms[:1]


def _value_of(condition: Condition) -> str | None:
    """The value of ``field = 'value'``, for a condition that is nothing else."""
    found = _EQUALS.fullmatch(condition.expression.strip())
    return found.group(2) if found and found.group(1) == condition.field else None


_EQUALS = re.compile(r"(\w+)\s*=\s*'([^']*)'")


def _field(field: Field, dataset: Dataset) -> str:
    """A column with its values and the words that people have for them."""
    if not field.values or field.datatype == "Boolean":
        return field.expression
    conditions = (condition for condition in dataset.conditions.values() if condition.field == field.name)
    words = {value: _terms(c.terms, 1, 0) for c in conditions if (value := _value_of(c)) is not None}
    bare = any(condition.field == field.name for condition in dataset.conditions.values())
    return f"{field.expression}[{' '.join(_value(entry, words, bare=bare) for entry in field.values)}]"


def _value(entry: ValueTerms, words: Mapping[str, list[str]], *, bare: bool) -> str:
    """A value, and a word that people have for it where that is another one.

    Args:
        words: those that conditions give. bare: the field has conditions, so its values' own labels are left out.
    """
    value = str(entry.value)
    said = words.get(value) or ([] if bare else _terms(entry.terms, 1, 0))
    # A word that begins like the value (motor, vibración) tells the model nothing new.
    same = not said or fold(said[0])[:4] == fold(value)[:4] or fold(value) in fold(said[0]).split()
    shown = f"'{value}'" if " " in value else value
    return shown if same else f"{shown}={said[0].replace(' ', '_')}"
