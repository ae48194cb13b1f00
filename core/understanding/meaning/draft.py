"""Draft: a SemanticQuery while it is put together: what each phrase did to it, what it cost, what stands in its way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from core.kernel.messages import Cell
from core.planning.chart_spec import ChartKind
from core.semantics.query import (
    FieldRef,
    Filter,
    GroupBy,
    Latest,
    Measure,
    Operator,
    Order,
    Period,
    SemanticQuery,
    Shape,
    TimeSpan,
)

ProblemKind = Literal[
    "unknown", "missing_value", "no_subject", "not_related", "ambiguous_value", "ambiguous_subject", "ambiguous_date",
    "ambiguous_worst", "ambiguous", "no_reference", "unattached", "too_complex", "unsortable", "no_number", "future",
]  # fmt: skip


@dataclass(frozen=True)
class Problem:
    """Why a draft cannot be answered as it is.

    Attributes:
        words: the words of the question that it is about.
        ref: the field that a missing value was looked for in; ``near``: values close to what was written.
        dataset: whose rows cannot be held to the words.
    """

    kind: ProblemKind
    words: tuple[str, ...] = ()
    ref: FieldRef | None = None
    near: tuple[str, ...] = ()
    dataset: str | None = None


@dataclass
class Draft:
    """What is understood so far. ``home`` is the dataset whose rows are counted, listed or measured.

    ``used`` tells what each phrase (by its place) did; ``said`` are sentences for the person, who shall know how the
    question was read; ``label`` tells this reading from others of the same question, ``asked`` is the part of
    the message that it answers, where that asks two things; ``kept`` is what it has of the
    running talk; ``pointed`` whether it points at one thing of that by a word, which was named in it or picked out of
    an answer.
    """

    home: str
    kind: str = ""
    shape: Shape = "list"
    measures: list[Measure] = field(default_factory=list)
    groups: list[GroupBy] = field(default_factory=list)
    select: list[FieldRef] = field(default_factory=list)
    filters: list[Filter] = field(default_factory=list)
    period: Period | None = None
    date_field: str | None = None
    order: Order | None = None
    limit: int | None = None
    offset: int = 0
    limit_within: FieldRef | None = None
    spans: list[TimeSpan] = field(default_factory=list)
    latest: Latest | None = None
    having: list[tuple[int, Operator, Cell]] = field(default_factory=list)
    compare_to: Period | None = None
    everyone: bool = False
    chart: ChartKind | Literal["auto"] | None = None
    used: dict[int, str] = field(default_factory=dict)
    cost: float = 0.0
    problems: list[Problem] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    label: str = ""
    asked: str = ""
    kept: list[Filter] = field(default_factory=list)
    kept_period: bool = False
    pointed: Literal["", "named", "picked"] = ""

    @classmethod
    def of(cls, query: SemanticQuery) -> Draft:
        """A draft of a query that there is."""
        return cls(
            query.dataset,
            shape=query.shape,
            measures=list(query.measures),
            groups=list(query.groups),
            select=list(query.select),
            filters=list(query.filters),
            period=query.period,
            date_field=query.date_field,
            order=query.order,
            limit=query.limit,
            offset=query.offset,
            limit_within=query.limit_within,
            spans=list(query.spans),
            latest=query.latest,
            having=list(query.having),
            compare_to=query.compare_to,
            everyone=query.everyone,
        )

    def query(self) -> SemanticQuery:
        """The finished query."""
        return SemanticQuery(
            dataset=self.home,
            shape=self.shape,
            measures=tuple(self.measures),
            groups=tuple(dict.fromkeys(self.groups)),
            select=tuple(dict.fromkeys(self.select)),
            filters=tuple(dict.fromkeys(self.filters)),
            period=self.period,
            date_field=self.date_field,
            everyone=self.everyone,
            order=self.order,
            limit=self.limit,
            offset=self.offset,
            limit_within=self.limit_within,
            spans=tuple(self.spans),
            latest=self.latest,
            having=tuple(self.having),
            compare_to=self.compare_to,
        )
