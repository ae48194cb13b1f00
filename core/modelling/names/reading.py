"""A plan in names → a SemanticQuery: names looked up, values settled, periods bound, its shape told by its parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from core.modelling.names.binding import Binding
from core.modelling.names.filters import Filters
from core.modelling.names.periods import read_when
from core.modelling.names.problems import Unfit
from core.modelling.names.scope import Scope
from core.modelling.names.settling import Settling, whole
from core.modelling.names.wire import Function, WireMeasure, WireMore, WireQuery
from core.modelling.values import PlantValues
from core.semantics.query import FieldRef, Grain, GroupBy, Measure, Order, SemanticQuery, Shape

_GRAINS = frozenset(get_args(Grain))
_FUNCTIONS = frozenset(get_args(Function))
_NOTHING = WireMore(versus=None, everyone=False, having=[], beside=None)
MOST_ROWS = 10_000
"""A larger ``top`` is no cut."""


@dataclass(frozen=True)
class Reading:
    """Reads plans over one plant and one day.

    Attributes:
        values: what occurs; None before it has been read.
        instead: texts that a person has chosen a value for: (dataset, field, text) → value.
    """

    scope: Scope
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
        filters = Filters(Settling(self.scope, self.values, self.instead or {}), binding)
        groups = tuple(dict.fromkeys(self._group(name) for name in wire.by))
        measures = self._measures(wire, filters, groups)
        bound = binding.bound(home, filters.read(wire.where), measures, groups, wire.when, wire.on)
        more = wire.more or _NOTHING
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
        return tuple(self._measure(wire.dataset, item, filters) for item in wire.what)

    def _measure(self, home: str, item: str | WireMeasure, filters: Filters) -> Measure:
        if isinstance(item, str):
            item = WireMeasure(function=item, field=None, dataset=None, share=False, only=[], per=None)
        dataset = self.scope.dataset(item.dataset).name if item.dataset and item.dataset != home else None
        only = filters.read(item.only)
        if item.function not in _FUNCTIONS:
            return Measure(metric=self.scope.metric(item.function).name, share=item.share, only=only)
        field = self.scope.field(item.field)[0] if item.field is not None else None
        if field is None and item.function not in ("count", "share", "average_per"):
            raise Unfit("names", f"{item.function} needs a field")
        if item.function == "average_per" and item.per is None:
            raise Unfit("names", "average_per needs per")
        per = self._per(item.per) if item.function == "average_per" else None
        return Measure(
            aggregate=item.function,
            dataset=dataset,
            field=field,
            share=item.share,
            only=only,
            per=per,
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
            return Order(measure=0, descending=wire.sort.descending) if groups else None
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
