"""SemanticQuery: a question in the semantic model's own words, before it is SQL.

It is what the deterministic planner makes, what a follow-up edits, what the headline describes and what
core/semantics/sql/compile turns into SQL for one database. All parts are frozen and JSON-serialisable.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from core.kernel.messages import Cell, Frozen

Operator = Literal["=", "<>", "<", "<=", ">", ">=", "between", "in", "not in", "is null", "is not null", "contains"]
Grain = Literal["day", "week", "month", "quarter", "year"]
Aggregate = Literal["count", "count_distinct", "sum", "avg", "min", "max", "share", "average_per"]
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


class Compare(Frozen):
    """``field operator values``; ``in`` with one value is ``=``. Dates are ISO text."""

    kind: Literal["compare"] = "compare"
    field: FieldRef
    op: Operator
    values: tuple[Cell, ...] = ()


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
    """

    kind: Literal["related"] = "related"
    dataset: str
    filters: tuple[Filter, ...] = ()
    period: Period | None = None
    date_field: str | None = None
    measure: Measure | None = None
    op: Operator | None = None
    values: tuple[Cell, ...] = ()
    negated: bool = False


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


Filter = Annotated[Compare | Named | Related | AnyOf | Dated | Not, Field(discriminator="kind")]


class Measure(Frozen):
    """A number to compute: a metric of the model by name, or an aggregate over a field.

    Attributes:
        metric: name of a model metric; then the other attributes are unused.
        aggregate, field: else, e.g. avg over spare_part.unit_cost; ``count`` without a field counts rows.
        dataset: whose rows are aggregated; the query's own when None.
        share: also give each group's part of the whole, as a percentage.
        only: for ``share``: the rows that are the part (what percentage of machines is down).
        per: for ``average_per``: the dataset or the grain over which rows are averaged (failures per machine).
    """

    metric: str | None = None
    aggregate: Aggregate | None = None
    dataset: str | None = None
    field: FieldRef | None = None
    share: bool = False
    only: tuple[Filter, ...] = ()
    per: str | None = None


class GroupBy(Frozen):
    """A breakdown by a field's values, or by a date in calendar buckets when ``grain`` is set."""

    field: FieldRef | None = None
    grain: Grain | None = None


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
    having: tuple[tuple[int, Operator, Cell], ...] = ()
    compare_to: Period | None = None


Related.model_rebuild()
AnyOf.model_rebuild()
Not.model_rebuild()
Measure.model_rebuild()
SemanticQuery.model_rebuild()
