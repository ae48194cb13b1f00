"""One answer while it is worded: the query, its result, and how its values are written in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from core.kernel.messages import Cell, Column, Language, Span
from core.kernel.result import Result
from core.planning.plan import Queried
from core.replies.charts.title import qualified
from core.semantics.model import Condition, Field, Metric, SemanticModel
from core.semantics.query import Compare, FieldRef, Filter, Measure, Named, SemanticQuery
from core.semantics.sql.block import is_part_of_sum
from core.sentences import Text, say
from core.wording import numbers as wording
from core.wording.describe.describer import Describer
from core.wording.describe.periods import inside
from core.wording.describe.values import dataset_noun, missing_words, noun_in
from core.wording.localise import condition_of, condition_value, field_of, grain_of
from core.wording.marks import spans
from core.wording.phrases import Noun, capital, gender_of

LISTED = 3
"""So many names or parts a sentence holds; the table has the rest."""


@dataclass(frozen=True)
class Headline:
    """What opens a Reply.

    Attributes:
        spans: the sentence; bold is the answer and nothing else.
        definition: how a KPI was computed, with its numbers.
        notes: what the result itself adds to the assumptions (ties, rows that were cut).
    """

    spans: tuple[Span, ...]
    definition: str | None = None
    notes: tuple[str, ...] = ()


@dataclass
class Answer:
    """Everything that wording one answer needs."""

    plan: Queried
    query: SemanticQuery
    result: Result
    model: SemanticModel
    currency: str
    today: date
    notes: list[str] = field(default_factory=list)

    def condition(self, part: Named) -> Condition:
        """The model's condition that a filter names."""
        return self.model.datasets[part.dataset].conditions[part.condition]

    @property
    def language(self) -> Language:
        """The question's."""
        return self.plan.language

    @property
    def spanish(self) -> bool:
        """True for an answer in Spanish."""
        return self.plan.language == "es"

    @cached_property
    def describer(self) -> Describer:
        """Words for the query's parts."""
        return Describer(self.model, self.plan.language, self.currency, self.today)

    @cached_property
    def columns(self) -> dict[str, Column]:
        """The result's columns by name."""
        named = {column.name: column for column in self.plan.columns}
        return {name: named.get(name) or Column(name=name, label=name) for name in self.result.columns}

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """The breakdown's columns."""
        return tuple(name for name in self.plan.roles.get("groups", ()) if name in self.columns)

    @cached_property
    def values(self) -> tuple[str, ...]:
        """The measures' columns."""
        return tuple(name for name in self.plan.roles.get("values", ()) if name in self.columns)

    def value_name(self, measure: Measure) -> str:
        """The column of a measure."""
        return self.values[self.query.measures.index(measure) if measure in self.query.measures else 0]

    @cached_property
    def noun(self) -> Noun:
        """What the rows are called."""
        return self.describer.noun(self.query)

    # ---- cells ----

    def cell(self, name: str, value: Cell) -> str:
        """A value as its column is written, nothing of it taken for a mark; many days as months or years."""
        if self.columns[name].kind == "days" and isinstance(value, int | float):
            return wording.long_time(value, self.language)
        return clean(wording.cell(value, self.columns[name], self.language, self.currency))

    def name(self, column: str, value: Cell) -> str:
        """A breakdown's value in the person's words."""
        shown = self.columns[column]
        meant = field_of(shown, self.model)
        if value is None or (isinstance(value, str) and not value.strip()):
            return self.missing(meant)
        if meant is not None:
            return clean(meant.value_label(value, self.language) if meant.values else self.cell(column, value))
        condition = condition_of(shown, self.model)
        if condition is not None:
            return str(condition_value(value, condition, self.model, self.language))
        grain = grain_of(shown)
        return wording.bucket(value, grain, self.language) if grain else clean(str(value))

    def missing(self, meant: Field | None) -> str:
        """What a row without a value is called: «sin asignar», «sin línea»."""
        if meant is None:
            return wording.NOTHING
        return missing_words(meant, self.language)

    def part(self, column: str, value: Cell, count: float) -> str:
        """What so many rows are, after their number: «operando», «bombas», «de prioridad alta», «en Welding»."""
        meant = field_of(self.columns[column], self.model)
        if value is None or meant is None:
            return self.name(column, value)
        home = self.describer.subject(self.query)
        words = self.describer.words
        compare: Filter = Compare(field=FieldRef(dataset=meant.dataset, field=meant.name), op="=", values=(value,))
        noun, modifiers = words.sorted(home, [compare])
        if noun != dataset_noun(self.model.datasets[home], self.language):
            return noun.of(1 if count == 1 else None)
        said = " ".join(item.said(self.language, self.noun.gender, count != 1) for item in modifiers)
        said = said.removeprefix("that are ")
        return clean(said) or self.name(column, value)

    def many(self, column: str, value: Cell) -> str:
        """A breakdown's value as the things that it stands for: «válvulas»; others as ``name`` gives them."""
        meant = field_of(self.columns[column], self.model)
        noun = noun_in(meant, value, self.language) if meant is not None else None
        return noun.many if noun is not None else self.name(column, value)

    def full_name(self, column: str, value: Cell, row: int) -> str:
        """A row's name with what stands beside it, where its code alone says little: "LUB-46 Gear oil"."""
        name = self.name(column, value)
        meant = field_of(self.columns[column], self.model)
        meaning = self.model.datasets[meant.dataset] if meant is not None else None
        if (
            meaning is None
            or meant is None
            or meaning.beside is None
            or meant.name != meaning.identity
            or meant.name == "tag"
        ):
            return name
        beside = next(
            (item for item in self.columns.values() if item.field == f"{meaning.name}.{meaning.beside}"), None
        )
        text = self.result.column(beside.name)[row] if beside is not None else None
        return f"{name} {clean(str(text))}" if text else name

    def number(self, value: float) -> str:
        """A count."""
        return wording.number(value, self.language)

    def join(self, items: Sequence[str]) -> str:
        """A list in the sentence."""
        return wording.join(list(items), self.language)

    # ---- pieces ----

    @cached_property
    def when(self) -> str:
        """The period inside the sentence, with a space before it; empty without one."""
        if self.query.period is None:
            return ""
        return f" {inside(self.query.period, self.today, self.language)}"

    def metric(self, measure: Measure) -> Metric | None:
        """The model's metric that a measure names."""
        return self.model.metrics[measure.metric] if measure.metric else None

    def label(self, measure: Measure) -> str:
        """A measure's name inside a sentence."""
        if not measure.is_plain:
            return self.describer.measure(self.query, measure)
        metric = self.metric(measure)
        if metric is not None and metric.noun:
            return qualified(self.describer, self.query, measure)
        if metric is not None:
            return (metric.label.many if metric.kind == "integer" else metric.label.one)[self.language]
        return self.describer.measure(self.query, measure)

    def label_gender(self, measure: Measure) -> str:
        """The Spanish gender of a measure's name."""
        metric = self.metric(measure)
        if measure.of is not None:
            return gender_of(self.label(measure))
        if is_part_of_sum(measure):
            return "m"  # el porcentaje
        if metric is not None:
            return metric.label.gender
        if measure.span is not None:
            return "m"  # el tiempo
        if measure.aggregate == "share":
            return "m"  # el porcentaje
        if measure.field is None:
            other = measure.dataset not in (None, self.query.dataset)
            return self.model.datasets[str(measure.dataset)].label.gender if other else self.noun.gender
        return gender_of(self.label(measure))

    def headline(self, text: Text, *, definition: str | None = None, **values: object) -> Headline:
        """A sentence filled and cut into spans; days that its rows name already («… parados ayer») are said once."""
        when = str(values.get("when", ""))
        if when and any(str(values.get(name, "")).endswith(when) for name in ("scope", "total", "amount")):
            values["when"] = ""
        said = say(text, self.language, **values)
        return Headline(spans(capital_first(said)), definition, tuple(self.notes))


def clean(text: str) -> str:
    """A value from the data, its asterisks no marks."""
    return text.replace("*", "∗")


def capital_first(text: str) -> str:
    """The sentence's first letter large, marks before it or not."""
    return f"**{capital(text[2:])}" if text.startswith("**") else capital(text)


def as_number(value: Cell) -> float | None:
    """A cell as a number, None when it is none."""
    return float(value) if isinstance(value, int | float) else None


def place(value: int, language: Language) -> str:
    """A place before its noun: «primer», «tercer», «5.º», "5th"."""
    short = {1: "primer", 2: "segundo", 3: "tercer"}
    return short[value] if language == "es" and value in short else wording.ordinal(value, language)
