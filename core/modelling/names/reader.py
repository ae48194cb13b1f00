"""A plan in names → a SemanticQuery: names looked up, values settled, periods bound, its shape told by its parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from core.modelling.names.binding import Binding
from core.modelling.names.filters import Filters
from core.modelling.names.lookup import PlantNames
from core.modelling.names.periods import read_when
from core.modelling.names.plan_json import Function, WireLatest, WireMeasure, WireMore, WireQuery
from core.modelling.names.problems import Unfit
from core.modelling.names.settling import Settling, whole
from core.modelling.values import PlantValues
from core.semantics.query import FieldRef, Grain, GroupBy, Latest, Measure, Named, Order, SemanticQuery, Shape

_GRAINS = frozenset(get_args(Grain))
_FUNCTIONS = frozenset(get_args(Function))
_NOTHING = WireMore(
    versus=None,
    everyone=False,
    having=[],
    split=None,
    skip=None,
    within=None,
    latest=None,
    spans=[],
    beside=None,
)
MOST_ROWS = 10_000
"""A larger ``top`` is no cut."""


@dataclass(frozen=True)
class PlanReader:
    """Reads plans over one plant and one day.

    Attributes:
        values: what occurs; None before it has been read.
        instead: texts that a person has chosen a value for: (dataset, field, text) → value.
    """

    scope: PlantNames
    values: PlantValues | None = None
    instead: Mapping[tuple[str, str, str], str] | None = None

    def query(self, wire: WireQuery) -> SemanticQuery:
        """The query that a plan is.

        Raises:
            Unfit: it cannot be one; the message tells the model why.
            ValueUnknown: a text stands for no value, or for several.
        """
        wire = self._at_home(wire)
        home = self.scope.dataset(wire.dataset).name
        binding = Binding(self.scope)
        settling = Settling(self.scope, self.values, self.instead or {})
        filters = Filters(settling, binding)
        more = wire.more or _NOTHING
        groups = tuple(dict.fromkeys((*(self._group(name) for name in wire.by), *self._split(more))))
        measures = self._measures(wire, filters, groups)
        bound = binding.bound(home, filters.read(wire.where), measures, groups, wire.when, wire.on)
        versus = read_when(more.versus, self.scope.today) if more.versus else None
        if versus is not None and (bound.period is None or not measures):
            raise Unfit("period", "vs is compared with when, for something that is counted or measured")
        limit = wire.top if wire.top is not None and 0 < wire.top <= MOST_ROWS else None
        return SemanticQuery(
            dataset=home,
            shape=_shape(wire, groups, measures, limit),
            measures=measures,
            groups=groups,
            select=() if measures else tuple(dict.fromkeys(self.scope.field(name)[0] for name in wire.show)),
            filters=bound.filters,
            period=bound.period,
            date_field=bound.date_field,
            everyone=more.everyone,
            order=self._order(wire, groups, measures, limit),
            limit=limit if wire.get in ("list", "lookup", "exists") or groups else None,
            offset=max(0, more.skip or 0) if limit is not None else 0,
            limit_within=self.scope.field(more.within)[0] if more.within is not None and limit is not None else None,
            spans=tuple(settling.span(item) for item in more.spans) if not measures else (),
            latest=self._latest(more.latest, filters) if more.latest is not None and not measures else None,
            having=tuple(
                (item.measure, item.op, whole(item.value)) for item in more.having if 0 <= item.measure < len(measures)
            ),
            compare_to=versus,
        )

    # ---- parts ----

    def _at_home(self, wire: WireQuery) -> WireQuery:
        """A metric is of its own dataset's rows, whichever dataset the plan names for it («equipment … downtime»)."""
        metrics = [self.scope.model.metrics.get(item if isinstance(item, str) else item.function) for item in wire.what]
        owners = {metric.dataset for metric in metrics if metric is not None and metric.dataset}
        if len(owners) != 1 or not all(metric is not None and metric.dataset for metric in metrics):
            return wire
        (owner,) = owners
        if owner is None or not self.scope.model.reaches(owner, wire.dataset):
            return wire
        return wire.model_copy(update={"dataset": owner})

    def _group(self, name: str) -> GroupBy:
        if name in _GRAINS:
            return GroupBy(grain=name)
        ref, item = self.scope.field(name)
        return GroupBy(field=ref, grain="month") if item.is_date else GroupBy(field=ref)

    def _measures(self, wire: WireQuery, filters: Filters, groups: Sequence[GroupBy]) -> tuple[Measure, ...]:
        if wire.get in ("list", "lookup", "exists") and not wire.what and not groups:
            return ()
        if not wire.what:
            if wire.get == "measure":
                raise Unfit("names", "what is measured? say it in what")
            return (Measure(aggregate="count"),)
        return tuple(self._measure(wire.dataset, item, filters, place) for place, item in enumerate(wire.what))

    def _measure(self, home: str, item: str | WireMeasure, filters: Filters, place: int) -> Measure:
        if isinstance(item, str):
            item = plain_measure(item)
        dataset = self.scope.dataset(item.dataset).name if item.dataset and item.dataset != home else None
        only = filters.read(item.only)
        within = self.scope.field(item.within)[0] if item.within is not None else None
        per = self._per(item.per)
        period = read_when(item.when, self.scope.today) if item.when is not None else None
        if item.function == "share" and item.field is not None:
            metric = self.scope.metric(item.field).name
            return Measure(aggregate="share", metric=metric, only=only, period=period)
        if item.function not in _FUNCTIONS:
            metric = self.scope.metric(item.function).name
            return Measure(metric=metric, share=item.share, share_within=within, only=only, per=per, period=period)
        if item.function in ("ratio", "difference"):
            return Measure(aggregate=item.function, of=self._two(item, place))
        if item.span is not None:
            if item.function not in ("avg", "min", "max", "sum"):
                raise Unfit("names", f"a time has no {item.function}")
            return Measure(aggregate=item.function, dataset=dataset, only=only, span=filters.settling.span(item.span))
        field = self.scope.field(item.field)[0] if item.field is not None else None
        if field is None and item.function not in ("count", "share", "average_per"):
            raise Unfit("names", f"{item.function} needs a field")
        if item.function == "average_per" and per is None:
            raise Unfit("names", "average_per needs per")
        return Measure(
            aggregate=item.function,
            dataset=dataset,
            field=field,
            share=item.share,
            share_within=within,
            only=only,
            per=per,
            period=period,
        )

    def _two(self, item: WireMeasure, place: int) -> tuple[int, int]:
        """The places of the two measures that a ratio or a difference is of."""
        if len(item.of) != 2 or not all(0 <= number < place for number in item.of):
            raise Unfit("names", f"{item.function} is of two measures that stand before it, by their places from 0")
        return item.of[0], item.of[1]

    def _split(self, more: WireMore) -> tuple[GroupBy, ...]:
        if more.split is None:
            return ()
        condition = self.scope.condition(more.split)
        return (GroupBy(condition=Named(dataset=condition.dataset, condition=condition.name)),)

    def _latest(self, wire: WireLatest, filters: Filters) -> Latest:
        if not wire.per:
            raise Unfit("names", "latest of each what? say it in per")
        date = self.scope.date(wire.date)[0].field if wire.date is not None else None
        return Latest(
            per=tuple(self.scope.field(name)[0] for name in wire.per),
            date=date,
            first=wire.first,
            keep=filters.read(wire.keep),
        )

    def _per(self, name: str | None) -> str | None:
        return name if name is None or name in _GRAINS else self.scope.dataset(name).name

    def _order(
        self, wire: WireQuery, groups: Sequence[GroupBy], measures: Sequence[Measure], limit: int | None
    ) -> Order | None:
        if wire.sort is None:
            return Order(measure=0) if limit is not None and measures and groups else None
        if wire.sort.by is not None:
            ref, _ = self.scope.field(wire.sort.by)
            if measures and not any(group.field == ref for group in groups):
                return Order(measure=0, descending=wire.sort.descending)
            return Order(field=ref, descending=wire.sort.descending)
        if measures:
            place = wire.sort.measure or 0
            if not 0 <= place < len(measures):
                raise Unfit("names", f"there is no measure {place} to sort by; the first is 0")
            return Order(measure=place, descending=wire.sort.descending) if groups else None
        return self._usual_order(wire)

    def _usual_order(self, wire: WireQuery) -> Order | None:
        """Rows sorted by nothing in particular, newest or oldest first: by their usual date."""
        assert wire.sort is not None
        date = self.scope.dataset(wire.dataset).default_date
        if date is None:
            raise Unfit("names", "rows are sorted by a field; say which")
        return Order(field=FieldRef(dataset=wire.dataset, field=date), descending=wire.sort.descending)


def _shape(wire: WireQuery, groups: Sequence[GroupBy], measures: Sequence[Measure], limit: int | None) -> Shape:
    if groups:
        return "ranking" if limit is not None else "breakdown"
    if not measures:
        return wire.get if wire.get in ("list", "lookup", "exists") else "list"
    plain = len(measures) == 1 and measures[0].aggregate in ("count", "count_distinct")
    compared = wire.more is not None and wire.more.versus is not None
    return "count" if plain and not compared else "measure"


def plain_measure(function: str) -> WireMeasure:
    """A metric or a count of which no more is said."""
    return WireMeasure(
        function=function,
        field=None,
        dataset=None,
        share=False,
        within=None,
        only=[],
        per=None,
        when=None,
        span=None,
        of=[],
    )
