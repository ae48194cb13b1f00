"""SemanticQuery: a question in the semantic model's own words, before it is SQL.

It is what the deterministic planner makes, what a follow-up edits, what the headline describes and what
core/semantics/sql/compile turns into SQL for one database. All parts are frozen and JSON-serialisable.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from core.kernel.messages import Cell, Frozen

Operator = Literal["=", "<>", "<", "<=", ">", ">=", "between", "in", "not in", "is null", "is not null", "contains"]
Grain = Literal["day", "week", "month", "quarter", "year"]
Aggregate = Literal[
    "count", "count_distinct", "sum", "avg", "min", "max", "share", "average_per", "ratio", "difference"
]
Unit = Literal["hours", "days", "years"]
Shape = Literal["count", "list", "lookup", "measure", "breakdown", "ranking", "exists"]


class FieldRef(Frozen):
    """A field of a dataset of the model."""

    dataset: str
    field: str

    def __str__(self) -> str:
        return f"{self.dataset}.{self.field}"


class Period(Frozen):
    """Whole days, both ends included; an open end is None.

    Attributes:
        grain: the calendar unit that it is exactly one of, if it is.
        relative: how it lies to today: the current unit, one before, one ahead, or a plain range.
        given: False when a measure's default period was taken because the question named none.
        phrase: what the person wrote, folded ("este mes"), for wording the answer.
    """

    start: date | None = None
    end: date | None = None
    grain: Grain | Literal["fortnight", "range"] = "range"
    relative: Literal["current", "past", "future", "fixed"] = "fixed"
    given: bool = True
    phrase: str = ""


class TimeSpan(Frozen):
    """The time from one date of a row to another; to today, in whole days, where ``until`` is None (an age).

    Attributes:
        unit: hours between two timestamps and days else, where it is None.
    """

    since: FieldRef
    until: FieldRef | None = None
    unit: Unit | None = None


class Compare(Frozen):
    """``field operator values``; ``in`` with one value is ``=``. Dates are ISO text.

    Attributes:
        other: another field of the row (or of a row that it belongs to) instead of values; with a value beside it, so
            many times that field.
    """

    kind: Literal["compare"] = "compare"
    field: FieldRef
    op: Operator
    values: tuple[Cell, ...] = ()
    other: FieldRef | None = None


class Lasted(Frozen):
    """A span of the row compares with a number of its unit; rows that lack one of its dates do not."""

    kind: Literal["lasted"] = "lasted"
    span: TimeSpan
    op: Operator
    values: tuple[Cell, ...]


class During(Frozen):
    """Rows of a dataset with an interval that have some of their time (or, ``negated``, none) within a period: stops
    of yesterday, whenever they began; orders in progress on the 15th.

    Attributes:
        state: a condition that the rows met then, between the dates that the model gives it, instead of the dataset's
            interval (orders that were open).
        at: one moment of the period instead, in the plant's time: rows that had begun by then and not ended.
    """

    kind: Literal["during"] = "during"
    dataset: str
    period: Period
    negated: bool = False
    state: str | None = None
    at: datetime | None = None


class Named(Frozen):
    """A condition of the model (down, overdue, open, needs preventive maintenance), with its window of days if it
    has one."""

    kind: Literal["named"] = "named"
    dataset: str
    condition: str
    negated: bool = False
    period: Period | None = None


class Related(Frozen):
    """Rows that have (or, ``negated``, have not) related rows of another dataset: machines without failures this
    year, machines with more than 20 hours of downtime.

    With ``measure`` the related rows' measure is compared (``op value``); without it, mere existence.

    Attributes:
        latest: only the newest of the related rows counts, by ``date_field`` or the dataset's own date.
        than: compares with another measure of related rows instead of a value (more corrective than preventive orders).
        of: whose rows have them, where these are not the query's own but what its rows belong to (the availability, or
            the orders, of machines that were down).
    """

    kind: Literal["related"] = "related"
    dataset: str
    of: str | None = None
    filters: tuple[Filter, ...] = ()
    period: Period | None = None
    date_field: str | None = None
    measure: Measure | None = None
    op: Operator | None = None
    values: tuple[Cell, ...] = ()
    negated: bool = False
    latest: bool = False
    than: Related | None = None


class AnyOf(Frozen):
    """At least one of the parts holds."""

    kind: Literal["any"] = "any"
    parts: tuple[Filter, ...]


class Dated(Frozen):
    """A date field lies within (or, ``negated``, outside) a period; an open end of the period is unbounded."""

    kind: Literal["dated"] = "dated"
    field: FieldRef
    period: Period
    negated: bool = False


class Not(Frozen):
    """The part does not hold."""

    kind: Literal["not"] = "not"
    part: Filter


Filter = Annotated[Compare | Named | Related | AnyOf | Dated | Not | Lasted | During, Field(discriminator="kind")]


class Measure(Frozen):
    """A number to compute: a metric of the model by name, or an aggregate over a field.

    Attributes:
        metric: name of a model metric.
        aggregate, field: else, e.g. avg over spare_part.unit_cost; ``count`` without a field counts rows.
        dataset: whose rows are aggregated; the query's own when None.
        share: also give each group's part of the whole, as a percentage; of a ``ratio``: it is said as one.
        share_within: of each value of this breakdown instead of the whole.
        only: for ``share``: the rows that are the part (what percentage of machines is down), or of a ``metric`` that
            adds up what they sum to; else the rows that this measure alone is held to (planned beside unplanned).
        period: the days of this measure alone, instead of the query's (October beside September).
        per: the dataset or the calendar unit over all of which the total is averaged (failures per machine, cost per
            month); ``average_per`` counts rows so.
        span: for avg, sum, min and max: a time between two dates instead of a field.
        of: for ``ratio`` and ``difference``: the places of two measures that stand before it.
    """

    metric: str | None = None
    aggregate: Aggregate | None = None
    dataset: str | None = None
    field: FieldRef | None = None
    share: bool = False
    share_within: FieldRef | None = None
    only: tuple[Filter, ...] = ()
    period: Period | None = None
    per: str | None = None
    span: TimeSpan | None = None
    of: tuple[int, int] | None = None

    @property
    def is_plain(self) -> bool:
        """True for a metric or an aggregate with nothing of its own."""
        own = self.only if self.aggregate != "share" or self.metric is not None else ()
        return not own and self.per is None and self.span is None and self.of is None and self.period is None


class GroupBy(Frozen):
    """A breakdown by a field's values, by a date in calendar buckets when ``grain`` is set, or by whether a condition
    holds (1 or 0)."""

    field: FieldRef | None = None
    grain: Grain | None = None
    condition: Named | None = None


class Latest(Frozen):
    """Of all rows that the filters leave, the newest of each thing.

    Attributes:
        per: what a thing is (the machine; the machine and the meter).
        date: by which date of the dataset; its own when None.
        first: the oldest instead.
        keep: what those rows must be to be shown (machines whose last reading is above 4.5).
    """

    per: tuple[FieldRef, ...]
    date: str | None = None
    first: bool = False
    keep: tuple[Filter, ...] = ()


class Order(Frozen):
    """Sorted by a measure (its position) or a field."""

    measure: int | None = None
    field: FieldRef | None = None
    descending: bool = True


class SemanticQuery(Frozen):
    """One question over the model.

    Attributes:
        dataset: the population that is counted, listed or measured.
        shape: what the answer looks like; the headline follows it.
        measures: what is computed (count, breakdown, ranking, measure shapes).
        groups: breakdowns, in the order that they were asked.
        select: columns of a list or a look-up; empty → the dataset's usual ones.
        filters: all must hold.
        period: the days, bound to ``date_field`` (or to each metric's own date).
        date_field: the dataset's date that the period and time buckets bind to.
        everyone: True lifts the population's default filters (all statuses are listed side by side).
        order, limit: sorting and top-N; ties at the cut are kept.
        offset: how many places are passed over (the next 5).
        limit_within: the field within each of whose values ``limit`` counts (the top 3 of each area).
        spans: further columns of a list (how many days late).
        latest: which rows a list keeps.
        compare_to: a second period to put beside the first.
    """

    dataset: str
    shape: Shape
    measures: tuple[Measure, ...] = ()
    groups: tuple[GroupBy, ...] = ()
    select: tuple[FieldRef, ...] = ()
    filters: tuple[Filter, ...] = ()
    period: Period | None = None
    date_field: str | None = None
    everyone: bool = False
    order: Order | None = None
    limit: int | None = None
    offset: int = 0
    limit_within: FieldRef | None = None
    spans: tuple[TimeSpan, ...] = ()
    latest: Latest | None = None
    having: tuple[tuple[int, Operator, Cell], ...] = ()
    compare_to: Period | None = None


Related.model_rebuild()
AnyOf.model_rebuild()
Not.model_rebuild()
Measure.model_rebuild()
Latest.model_rebuild()
SemanticQuery.model_rebuild()
