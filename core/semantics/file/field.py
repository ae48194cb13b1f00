"""Fields of a dataset: Ossie's own keys, and what people call the column and its values under ``ai_context``."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, GetPydanticSchema

from core.kernel.messages import ColumnKind
from core.semantics.file.keys import Context, Extensions, Flag, Keys, PlainName, Text, key, reads_text
from core.semantics.file.reference import ConditionName, MetricName
from core.semantics.file.texts import LabelKey, TemplatesKey, TermsKey, TextsKey, ValueName, Values
from core.semantics.words import NO_LABEL, NO_TERMS, Label

Datatype = Literal[
    "String", "Integer", "Decimal", "Float", "Boolean", "Date", "Time", "DateTime", "DateTimeTz", "Opaque"
]


class DialectKeys(Keys):
    """An expression in one dialect."""

    dialect: Literal["ANSI_SQL", "SNOWFLAKE", "MDX", "TABLEAU", "DATABRICKS", "MAQL", "BIGQUERY"] = key(
        ..., "`ANSI_SQL` is the one that is read, else the first", "dialect: ANSI_SQL"
    )
    expression: Text = key(..., "the SQL", "expression: stock * unit_cost")


class ExpressionKeys(Keys):
    """How Ossie writes an expression."""

    dialects: Annotated[tuple[DialectKeys, ...], Field(min_length=1)] = key(
        ..., "the expression by dialect", "dialects: [{dialect: ANSI_SQL, expression: tag}]"
    )

    @property
    def sql(self) -> str:
        """The ANSI SQL, else the first dialect's."""
        return next((item for item in self.dialects if item.dialect == "ANSI_SQL"), self.dialects[0]).expression


class DimensionKeys(Keys):
    """Ossie's mark for time dimensions."""

    is_time: Flag = key(False, "Ossie's own; not used, the datatype tells", "is_time: true")


class ValueKeys(Keys):
    """What people call one value; the value itself is the key that this stands under."""

    terms: TermsKey = key(NO_TERMS, "words for it", "terms: {es: [bomba], en: [pump]}")
    verbs: TermsKey = key(
        NO_TERMS,
        "of what happens: verbs that say it (*overheated* for a failure)",
        "verbs: {es: [se calentó], en: [overheated]}",
    )
    label: LabelKey | None = key(
        None, "how answers name it, where the data's own word is not for people", "label: {es: bomba, en: pump}"
    )
    unit: TextsKey = key(
        {}, "the unit of what is measured in rows that have it (the dataset's `value_field`)", "unit: {es: °C, en: °C}"
    )
    short: TextsKey = key({}, "its name in a table or a chart", "short: {es: eléctrico, en: electrical}")
    phrase: TemplatesKey = key(
        {},
        "how a filter on it is said, where the field's `phrase` does not fit",
        "phrase: {es: de emergencia, en: emergency}",
    )
    second: Flag = key(
        False, "true when its words usually mean something else (*motor* as a kind of spare part)", "second: true"
    )


class ValueTerms(ValueKeys):
    """A value that a field may have: the words for it, and how it is written for a person.

    Attributes:
        label: how answers name it; the value itself where the file has no label.
        named: True when the file says how a person reads it, so that the data's own word is not one of theirs.
    """

    value: str | int
    label: Label
    named: bool


def _entries(form: dict[str | int, ValueKeys]) -> tuple[ValueTerms, ...]:
    return tuple(
        ValueTerms.model_construct(
            **{
                **vars(keys),
                "value": value,
                "label": (keys.label or NO_LABEL).filled(str(value)),
                "named": keys.label is not None or bool(keys.short),
            }
        )
        for value, keys in form.items()
    )


_ValuesType = Annotated[
    dict[ValueName, Annotated[ValueKeys, BeforeValidator(lambda raw: {} if raw is None else raw)]],
    AfterValidator(_entries),
]
ValuesKey = Annotated[
    tuple[ValueTerms, ...], GetPydanticSchema(lambda _, handler: handler.generate_schema(_ValuesType))
]
"""``{value: keys}``, the keys perhaps left out; read as one entry a value, in the file's order."""


class FieldKeys(Context):
    """The ``ai_context`` of a field."""

    terms: TermsKey = key(NO_TERMS, "what people call the column", "terms: {es: [tipo], en: [type, kind]}")
    verbs: TermsKey = key(NO_TERMS, "of a date: verbs that happen on it", "verbs: {es: [instalado], en: [installed]}")
    missed: TermsKey = key(
        NO_TERMS,
        "of a date: what rows are without when it has not happened (*without maintenance*)",
        "missed: {es: [mantenimiento], en: [maintenance]}",
    )
    label: LabelKey | None = key(None, "its heading", "label: {es: Tipo, en: Type}")
    kind: ColumnKind | None = key(
        None,
        "how values are written (`money`, `hours`, `minutes`, `days`, `percent` …); else the datatype tells",
        "kind: money",
    )
    unit: TextsKey = key({}, "the unit of its numbers", "unit: {es: días, en: days}")
    index: Flag = key(False, "true reads the column's values, so that people can name them", "index: true")
    code: Flag = key(
        False, "true for tags and numbers: found however the separators are written (*p101*)", "code: true"
    )
    person: Flag = key(False, "true for names of people: found by a part of the name", "person: true")
    noun: Flag = key(False, "true when a value names rows (*pumps*)", "noun: true")
    adjective: Flag = key(False, "true when a value qualifies rows (*electrical stops*)", "adjective: true")
    values: ValuesKey = key(
        (), "the values that it may have, each with its words", "values: {pump: {terms: {es: [bomba], en: [pump]}}}"
    )
    order: Values = key(
        (),
        "the order of its values, where neither size nor the alphabet is it",
        "order: [emergency, high, medium, low]",
    )
    value_patterns: tuple[Text, ...] = key(
        (), "how people number values; `{n}` is the number", "value_patterns: ['line {n}', 'l{n}']"
    )
    null_label: TextsKey = key({}, "what an empty value is called", "null_label: {es: sin asignar, en: unassigned}")
    phrase: TemplatesKey = key({}, "how a filter on it is said", "phrase: {es: 'en {value}', en: 'in {value}'}")
    superlatives: dict[Literal["min", "max"], TermsKey] = key(
        {},
        "words for its ends (*oldest*, *most expensive*)",
        "superlatives: {max: {es: [más caro], en: [most expensive]}}",
    )
    superlative_condition: ConditionName | None = key(
        None, "what its superlatives presuppose (the most overdue ones are overdue)", "superlative_condition: overdue"
    )
    age: Flag = key(False, "of a date: true when rows grow old from it (*older than 10 years*)", "age: true")
    age_while: ConditionName | None = key(
        None, "of a date with `age`: the condition of rows that still grow old", "age_while: open"
    )
    ahead: Flag = key(False, "of a date: true when it usually lies ahead (a due date)", "ahead: true")
    condition: ConditionName | None = key(
        None, "of a date: the condition that rows with it in a period meet", "condition: closed"
    )
    metric: MetricName | None = key(None, "of a number: the metric that adds it up", "metric: labor_hours")
    metric_avg: MetricName | None = key(None, "of a number: the metric that is its mean", "metric_avg: average_stop")
    quantity: Flag = key(False, "of a number: true when *how many* asks for it (stock)", "quantity: true")
    asked_as: TermsKey = key(
        NO_TERMS,
        "of a number: words that may mean a metric as well, so that it is asked which",
        "asked_as: {es: [costo], en: [cost]}",
    )


class FieldEntry(Keys):
    """One entry of a dataset's ``fields``."""

    name: PlainName = key(..., "what other keys call it", "name: type")
    expression: ExpressionKeys = key(
        ...,
        "a column, or SQL over columns of the same table",
        "expression: {dialects: [{dialect: ANSI_SQL, expression: type}]}",
    )
    datatype: Datatype = key("String", "what it holds", "datatype: String")
    description: Text = key("", "what it is, for readers of the file", "description: Kind of machine")
    ai_context: Annotated[FieldKeys, reads_text(FieldKeys)] = key(
        FieldKeys(), "what follows below", "ai_context: {index: true}"
    )
    dimension: DimensionKeys = key(DimensionKeys(), "Ossie's own; not used", "dimension: {is_time: true}")
    label: Text = key("", "Ossie's own category; not used (the heading is `ai_context.label`)", "label: identification")
    custom_extensions: Extensions = key(
        (), "what other tools keep", "custom_extensions: [{vendor_name: DBT, data: '{}'}]"
    )
