"""Draft: a SemanticQuery while it is being put together, with what stands in its way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from core.kernel.messages import Cell
from core.planning.chart_spec import ChartKind
from core.semantics.query import FieldRef, Filter, GroupBy, Measure, Operator, Order, Period, SemanticQuery, Shape

ProblemKind = Literal[
    "unknown",
    "missing_value",
    "no_subject",
    "not_related",
    "ambiguous_value",
    "ambiguous_subject",
    "ambiguous_date",
    "ambiguous_worst",
    "ambiguous_open",
    "ambiguous_share",
    "ambiguous_measure",
    "no_measure",
    "unattached",
    "two_subjects",
    "too_complex",
    "unsortable",
    "no_number",
    "future",
]


@dataclass(frozen=True)
class Option:
    """One way out of an ambiguity: what it is called, and the query that it would be (or the text to ask)."""

    key: str
    query: SemanticQuery | None = None
    text: str = ""


@dataclass
class Obstacle:
    """Why a draft cannot be answered as it is.

    Attributes:
        words: the words of the question that it is about.
        ref: the field that a missing value was looked for in.
        near: values or names close to what was written.
        options: the readings to choose from.
    """

    kind: ProblemKind
    words: tuple[str, ...] = ()
    ref: FieldRef | None = None
    near: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    dataset: str | None = None


@dataclass
class Quantity:
    """A comparison with a number, before it is known what is compared."""

    place: int
    op: Operator
    values: tuple[float, ...]
    unit: str = ""
    used: bool = False


@dataclass
class Draft:
    """What is understood so far. ``home`` is the dataset whose rows are counted, listed or measured.

    ``notes`` are for the planner (readings to compare); ``said`` are phrases for the person, who shall know how the
    question was read.
    """

    home: str | None = None
    shape: Shape | None = None
    measures: list[Measure] = field(default_factory=list)
    groups: list[GroupBy] = field(default_factory=list)
    select: list[FieldRef] = field(default_factory=list)
    filters: list[Filter] = field(default_factory=list)
    period: Period | None = None
    date_field: str | None = None
    order: Order | None = None
    limit: int | None = None
    having: list[tuple[int, Operator, Cell]] = field(default_factory=list)
    compare_to: Period | None = None
    everyone: bool = False
    chart: ChartKind | Literal["auto"] | None = None
    problems: list[Obstacle] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def query(self) -> SemanticQuery:
        """The finished query.

        Raises:
            ValueError: the draft has no subject.
        """
        if self.home is None or self.shape is None:
            raise ValueError("a draft without a subject is no query")
        return SemanticQuery(
            dataset=self.home,
            shape=self.shape,
            measures=tuple(self.measures),
            groups=tuple(self.groups),
            select=tuple(self.select),
            filters=tuple(dict.fromkeys(self.filters)),
            period=self.period,
            date_field=self.date_field,
            everyone=self.everyone,
            order=self.order,
            limit=self.limit,
            having=tuple(self.having),
            compare_to=self.compare_to,
        )
