"""A plan as it comes over the wire: one JSON object with the key ``plan``, which is one of four.

    {"of": …}    a question in the plant's names: its dataset, what is computed, filters, period, breakdowns
    {"sql": …}   the escape hatch: SQL for what the names cannot say, with words for its answer
    {"last": …}  something about the last answer, or a chart of it
    {"ask": …}   a question back, help, or a refusal

Each begins with another key, since OpenAI's strict mode tells the members of ``anyOf`` apart by their first one. Keys
are short, because a model's time is mostly the tokens that it writes.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from core.kernel.messages import Cell, ColumnKind
from core.planning.chart_spec import ChartKind
from core.semantics.query import Operator, Unit

Get = Literal["count", "list", "lookup", "exists", "measure"]
Function = Literal["count", "count_distinct", "sum", "avg", "min", "max", "share", "average_per", "ratio", "difference"]
AskedOfRows = Literal["explain", "summary", "highest", "lowest", "total", "average", "why"]
"""What may be asked of the last result. All but ``why`` are computed by code."""
Beside = Literal["summary", "why"]
"""What a question may ask of its own result as well («con gráfica, y explícame por qué»)."""
WireChartKind = Literal["auto", "bar", "barh", "line", "area", "pie", "stacked", "grouped", "histogram", "scatter"]


class Wire(BaseModel):
    """Base of what comes over the wire: unknown keys are a breach of the schema, not a curiosity."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class WireNamed(Wire):
    """Rows that a named condition of the plant holds of."""

    condition: str = Field(alias="is")
    negated: bool = Field(alias="not")
    either: int | None = Field(alias="or")


class WireCompare(Wire):
    """Rows whose field compares with values."""

    field: str
    op: Operator
    values: list[Cell] = Field(alias="to")
    either: int | None = Field(alias="or")


class WireDated(Wire):
    """Rows whose date lies within a period."""

    date: str = Field(alias="during")
    when: str
    negated: bool = Field(alias="not")
    either: int | None = Field(alias="or")


class WireFields(Wire):
    """Rows of which two fields compare."""

    left: str
    op: Operator
    right: str
    either: int | None = Field(alias="or")


class WireSpan(Wire):
    """The time between two dates of a row; until today where ``until`` is null."""

    since: str
    until: str | None
    unit: Unit | None


class WireLasted(WireSpan):
    """Rows whose span compares with a number."""

    op: Operator
    values: list[Cell] = Field(alias="to")
    either: int | None = Field(alias="or")


class WireOverlap(Wire):
    """Rows of a dataset with an interval that have some of their time within a period, or at a moment; or rows of which
    a condition held then."""

    dataset: str = Field(alias="overlaps")
    when: str
    negated: bool = Field(alias="not")
    either: int | None = Field(alias="or")


WireSimple: TypeAlias = WireNamed | WireCompare | WireDated | WireFields | WireLasted | WireOverlap


class WireThan(Wire):
    """What related rows are compared with: those of another dataset, or others of the same."""

    dataset: str = Field(alias="of")
    where: list[WireSimple]
    what: str


class WireRelated(Wire):
    """Rows that have related rows of another dataset, or whose related rows measure so much."""

    dataset: str = Field(alias="has")
    where: list[WireSimple]
    when: str | None
    latest: bool
    what: str | None
    op: Operator | None
    values: list[Cell] = Field(alias="to")
    than: WireThan | None
    negated: bool = Field(alias="not")
    either: int | None = Field(alias="or")


WireFilter: TypeAlias = WireSimple | WireRelated


class WireMeasure(Wire):
    """What is computed, where a metric's name or ``count`` does not say all."""

    function: str = Field(alias="fn")
    field: str | None
    dataset: str | None
    share: bool
    within: str | None
    only: list[WireSimple]
    per: str | None
    when: str | None
    span: WireSpan | None
    of: list[int]


class WireSort(Wire):
    """Sorted by a field, else by a measure: the first unless another's place is given."""

    by: str | None
    measure: int | None
    descending: bool = Field(alias="desc")


class WireHaving(Wire):
    """What each group's measure must be."""

    measure: int
    op: Operator
    value: float = Field(alias="to")


class WireLatest(Wire):
    """The newest (``first``: the oldest) row of each thing."""

    per: list[str]
    date: str | None
    first: bool
    keep: list[WireSimple]


class WireMore(Wire):
    """What few questions need."""

    versus: str | None = Field(alias="vs")
    everyone: bool
    having: list[WireHaving]
    split: str | None
    skip: int | None
    within: str | None
    latest: WireLatest | None
    spans: list[WireSpan]
    beside: Beside | None = Field(alias="also")


class WireQuery(Wire):
    """A question in the plant's names."""

    dataset: str = Field(alias="of")
    get: Get
    what: list[str | WireMeasure]
    where: list[WireFilter]
    when: str | None
    on: str | None
    by: list[str]
    show: list[str]
    sort: WireSort | None
    top: int | None
    chart: WireChartKind | None
    more: WireMore | None


class WireColumn(Wire):
    """How one column of the SQL's result is called and written."""

    name: str
    label: str
    kind: ColumnKind


class WireChart(Wire):
    """A chart over the SQL's columns."""

    kind: ChartKind
    x: str
    y: list[str]
    series: str | None
    title: str
    unit: str | None


class WireSql(Wire):
    """SQL, and the words for its answer."""

    sql: str
    restated: str
    headline: str | None
    columns: list[WireColumn]
    chart: WireChart | None
    assumptions: list[str]
    beside: Beside | None = Field(alias="also")


class WireLast(Wire):
    """About the last answer: a question about its rows, or (``chart``) a picture of them."""

    last: AskedOfRows | Literal["chart"]
    chart: WireChartKind | None


class WireChoice(Wire):
    """A way out of a clarification: the button's label and the complete question that it asks."""

    label: str
    question: str


class WireAsk(Wire):
    """A question back, help, or a refusal."""

    ask: Literal["clarify", "help", "refused"]
    say: str
    choices: list[WireChoice]


WirePlan: TypeAlias = WireQuery | WireSql | WireLast | WireAsk


class WireAnswer(Wire):
    """The whole answer."""

    plan: WirePlan


def written(plan: WirePlan) -> str:
    """A plan as the model writes it, without spaces."""
    return WireAnswer(plan=plan).model_dump_json(by_alias=True)
