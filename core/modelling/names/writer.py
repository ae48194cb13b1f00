"""A SemanticQuery → a plan in names: how the model is told the thread's last query, and what a gold plan would cost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from core.kernel.messages import Cell
from core.modelling.names.periods import written_moment, written_period
from core.modelling.names.plan_json import (
    Get,
    WireChartKind,
    WireCompare,
    WireDated,
    WireFields,
    WireFilter,
    WireHaving,
    WireLasted,
    WireLatest,
    WireMeasure,
    WireMore,
    WireNamed,
    WireOverlap,
    WireQuery,
    WireRelated,
    WireSimple,
    WireSort,
    WireSpan,
    WireThan,
)
from core.semantics.query import (
    AnyOf,
    Compare,
    Dated,
    During,
    FieldRef,
    Filter,
    GroupBy,
    Lasted,
    Measure,
    Named,
    Related,
    SemanticQuery,
    Shape,
    TimeSpan,
)

_GETS: dict[Shape, Get] = {"list": "list", "lookup": "lookup", "exists": "exists"}


class Unsayable(ValueError):
    """A query that the wire's names cannot say."""


@dataclass(frozen=True)
class PlanWriter:
    """Writes queries of one day.

    Attributes:
        today: the day that periods are written from.
    """

    today: date

    def query(self, query: SemanticQuery, chart: WireChartKind | None = None) -> WireQuery:
        """The plan that reads as this query.

        Raises:
            Unsayable: there is none.
        """
        windows = [
            part.period
            for part in query.filters
            if isinstance(part, Named) and part.period is not None and part.period.given
        ]
        if len(windows) > 1 or (windows and query.period is not None):
            raise Unsayable("several periods")
        given = query.period is not None and query.period.given
        when = query.period if given else windows[0] if windows else None
        return WireQuery(
            dataset=query.dataset,
            get=_get(query),
            what=[] if _only_counts(query) else [self._measure(measure) for measure in query.measures],
            where=list(self._filters(query.filters)),
            when=written_period(when, self.today) if when is not None else None,
            on=f"{query.dataset}.{query.date_field}" if query.date_field is not None else None,
            by=[_group(group) for group in query.groups if group.condition is None],
            show=[str(ref) for ref in query.select],
            sort=_sort(query),
            top=query.limit,
            chart=chart,
            more=self._more(query),
        )

    def _filters(self, parts: tuple[Filter, ...]) -> Iterator[WireFilter]:
        alternatives = 0
        for part in parts:
            if isinstance(part, AnyOf):
                for item in part.parts:
                    yield self._filter(item, alternatives)
                alternatives += 1
            else:
                yield self._filter(part, None)

    def _filter(self, part: Filter, either: int | None) -> WireFilter:
        if isinstance(part, Related):
            return self._related(part, either)
        return self._simple(part, either)

    def _simple(self, part: Filter, either: int | None) -> WireSimple:
        match part:
            case Named():
                return WireNamed(condition=f"{part.dataset}.{part.condition}", negated=part.negated, either=either)
            case Compare(other=FieldRef() as other):
                return WireFields(left=str(part.field), op=part.op, right=str(other), either=either)
            case Compare():
                values: list[Cell] = [str(value) for value in part.values]
                return WireCompare(field=str(part.field), op=part.op, values=values, either=either)
            case Dated():
                when = written_period(part.period, self.today)
                return WireDated(date=str(part.field), when=when, negated=part.negated, either=either)
            case Lasted():
                return WireLasted(
                    **vars(_span(part.span)), op=part.op, values=[str(value) for value in part.values], either=either
                )
            case During():
                when = written_moment(part.at) if part.at is not None else written_period(part.period, self.today)
                rows = f"{part.dataset}.{part.state}" if part.state is not None else part.dataset
                return WireOverlap(dataset=rows, when=when, negated=part.negated, either=either)
            case _:
                raise Unsayable(part.kind)

    def _related(self, part: Related, either: int | None) -> WireRelated:
        what = None
        if part.measure is not None:
            what = part.measure.metric or "count"
            if part.latest and part.measure.aggregate == "max":
                what = None
            elif part.measure not in (
                Measure(metric=part.measure.metric),
                Measure(aggregate="count"),
                Measure(aggregate="count", dataset=part.dataset),
            ):
                raise Unsayable("a measure of related rows")
        given = part.period is not None and part.period.given
        than = part.than
        if than is not None and (than.period != part.period or than.measure is None):
            raise Unsayable("another period")
        return WireRelated(
            dataset=part.dataset,
            where=self._inner(part.filters),
            when=written_period(part.period, self.today) if given and part.period is not None else None,
            latest=part.latest,
            what=what,
            op=part.op if part.measure is not None else None,
            values=[str(value) for value in part.values] if part.measure is not None else [],
            than=WireThan(dataset=than.dataset, where=self._inner(than.filters), what=than.measure.metric or "count")
            if than is not None and than.measure is not None
            else None,
            negated=part.negated,
            either=either,
        )

    def _inner(self, parts: tuple[Filter, ...]) -> list[WireSimple]:
        return [item for item in self._filters(parts) if not isinstance(item, WireRelated)]

    def _measure(self, measure: Measure) -> str | WireMeasure:
        if measure.metric is not None and measure == Measure(metric=measure.metric):
            return measure.metric
        if measure == Measure(aggregate="count"):
            return "count"
        if measure.metric is None and measure.aggregate is None:
            raise Unsayable("nothing measured")
        return WireMeasure(
            function=str(measure.aggregate or measure.metric),
            field=_measured(measure),
            dataset=measure.dataset,
            share=measure.share,
            within=str(measure.share_within) if measure.share_within is not None else None,
            only=[self._simple(part, None) for part in measure.only],
            per=measure.per,
            when=written_period(measure.period, self.today) if measure.period is not None else None,
            span=_span(measure.span) if measure.span is not None else None,
            of=list(measure.of or ()),
        )

    def _more(self, query: SemanticQuery) -> WireMore | None:
        split = [group.condition for group in query.groups if group.condition is not None]
        rare = (query.compare_to, query.everyone, query.having, split, query.offset, query.limit_within)
        if not any((*rare, query.latest, query.spans)):
            return None
        if len(split) > 1 or any(item.negated or item.period for item in split):
            raise Unsayable("several splits")
        having = [WireHaving(measure=index, op=op, value=float(str(value))) for index, op, value in query.having]
        versus = written_period(query.compare_to, self.today) if query.compare_to is not None else None
        latest = query.latest
        return WireMore(
            versus=versus,
            everyone=query.everyone,
            having=having,
            split=f"{split[0].dataset}.{split[0].condition}" if split else None,
            skip=query.offset or None,
            within=str(query.limit_within) if query.limit_within is not None else None,
            latest=WireLatest(
                per=[str(ref) for ref in latest.per],
                date=f"{query.dataset}.{latest.date}" if latest.date is not None else None,
                first=latest.first,
                keep=[self._simple(part, None) for part in latest.keep],
            )
            if latest is not None
            else None,
            spans=[_span(span) for span in query.spans],
            beside=None,
        )


def _measured(measure: Measure) -> str | None:
    """The field that is aggregated, or the metric that a part of is told."""
    if measure.aggregate is not None and measure.metric is not None:
        return measure.metric
    return str(measure.field) if measure.field is not None else None


def _span(span: TimeSpan) -> WireSpan:
    until = str(span.until) if span.until is not None else None
    return WireSpan(since=str(span.since), until=until, unit=span.unit)


def _get(query: SemanticQuery) -> Get:
    if not query.measures:
        return _GETS.get(query.shape, "list")
    plain = len(query.measures) == 1 and query.measures[0].aggregate in ("count", "count_distinct")
    return "count" if plain and query.compare_to is None else "measure"


def _only_counts(query: SemanticQuery) -> bool:
    """A count of the rows needs no word: that is what ``get: count`` says."""
    return query.measures == (Measure(aggregate="count"),) and query.compare_to is None


def _group(group: GroupBy) -> str:
    if group.field is None:
        return str(group.grain)
    if group.grain not in (None, "month"):
        raise Unsayable(f"by {group.grain} of {group.field}")
    return str(group.field)


def _sort(query: SemanticQuery) -> WireSort | None:
    if query.order is None:
        return None
    by = str(query.order.field) if query.order.field is not None else None
    place = query.order.measure or None
    if by is None and place is None and query.limit is not None and query.order.descending:
        return None  # the most, which top alone says
    return WireSort(by=by, measure=place, descending=query.order.descending)
