"""Filters of a plan in names: a flat list, whose members with the same ``or`` number are alternatives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from core.modelling.names.binding import Binding
from core.modelling.names.periods import read_moment, read_when
from core.modelling.names.plan_json import (
    WireCompare,
    WireDated,
    WireFields,
    WireFilter,
    WireLasted,
    WireNamed,
    WireOverlap,
    WireRelated,
    WireSimple,
)
from core.modelling.names.problems import Unfit
from core.modelling.names.settling import Settling, number
from core.semantics.model import Dataset
from core.semantics.query import AnyOf, Dated, During, FieldRef, Filter, Measure, Named, Period, Related


@dataclass(frozen=True)
class Filters:
    """Reads filters over one plant."""

    settling: Settling
    binding: Binding

    def read(self, parts: Sequence[WireFilter]) -> tuple[Filter, ...]:
        """All filters that must hold, alternatives joined.

        Raises:
            Unfit, ValueUnknown: see ``Settling.compared``.
        """
        groups: dict[int, list[Filter]] = {}
        found: list[Filter | int] = []
        for part in parts:
            if part.either is None:
                found.append(self._one(part))
                continue
            if part.either not in groups:
                found.append(part.either)
            groups.setdefault(part.either, []).append(self._one(part))
        read = [_any_of(groups[item]) if isinstance(item, int) else item for item in found]
        self._together([part for part in read if isinstance(part, Named) and not part.negated])
        return tuple(dict.fromkeys(read))

    def _together(self, parts: Sequence[Named]) -> None:
        """Conditions that exclude each other hold of no row, which would be told as if it were a fact.

        Raises:
            Unfit: two of them do.
        """
        for part in parts:
            excluded = self.settling.scope.model.datasets[part.dataset].conditions[part.condition].excludes
            for other in parts:
                if other.dataset == part.dataset and other.condition in excluded:
                    raise Unfit(
                        "names", f"{part.condition} and {other.condition} never hold of one row; use or, or one"
                    )

    def _one(self, part: WireFilter) -> Filter:
        match part:
            case WireNamed():
                condition = self.settling.scope.condition(part.condition)
                return Named(dataset=condition.dataset, condition=condition.name, negated=part.negated)
            case WireCompare():
                return self.settling.compared(part)
            case WireDated():
                ref, _ = self.settling.scope.date(part.date)
                period = read_when(part.when, self.settling.scope.today, ahead=True)
                return Dated(field=ref, period=period, negated=part.negated)
            case WireFields():
                return self.settling.fields(part)
            case WireLasted():
                return self.settling.lasted(part)
            case WireOverlap():
                return self._during(part)
            case WireRelated():
                return self._related(part)

    def _during(self, part: WireOverlap) -> During:
        meaning, state = self._rows_of(part.dataset)
        if meaning.interval is None and state is None:
            raise Unfit("names", f"{meaning.name} has no interval; use during with one of its dates")
        at = read_moment(part.when)
        if at is not None:
            day = (at - timedelta(seconds=1)).date()
            period = Period(start=day, end=day, grain="day")
        else:
            period = read_when(part.when, self.settling.scope.today)
        return During(dataset=meaning.name, period=period, negated=part.negated, state=state, at=at)

    def _rows_of(self, name: str) -> tuple[Dataset, str | None]:
        """The rows that a name stands for: a dataset's, or those of which a condition held."""
        scope = self.settling.scope
        if "." not in name:
            return scope.dataset(name), None
        condition = scope.condition(name)
        dates = condition.with_period
        if dates is None or dates.until is None:
            raise Unfit("names", f"when {name} held is not recorded; use is for now")
        return scope.model.datasets[condition.dataset], condition.name

    def _related(self, part: WireRelated) -> Related:
        scope = self.settling.scope
        meaning = scope.dataset(part.dataset)
        where: Sequence[WireSimple] = part.where
        filters = self.read(where)
        related = Related(dataset=meaning.name, filters=filters, negated=part.negated, latest=part.latest)
        if part.what is not None and part.op is not None and (part.values or part.than is not None):
            values = tuple(number(part.what, str(value)) for value in part.values) if part.than is None else ()
            update = {"measure": self._measure(part.what), "op": part.op, "values": values}
            related = related.model_copy(update=update)
        elif part.latest and part.op is not None and part.values and meaning.value_field is not None:
            # «whose last reading is above 7»: the value of that one row
            ref = FieldRef(dataset=meaning.name, field=meaning.value_field)
            values = tuple(number(str(ref), str(value)) for value in part.values)
            update = {"measure": Measure(aggregate="max", field=ref), "op": part.op, "values": values}
            related = related.model_copy(update=update)
        related = self.binding.related(related, part.when)
        if part.than is None or related.measure is None:
            return related
        others: Sequence[WireSimple] = part.than.where
        other = Related(
            dataset=scope.dataset(part.than.dataset).name,
            filters=self.read(others),
            measure=self._measure(part.than.what),
        )
        return related.model_copy(update={"than": self.binding.related(other, part.when)})

    def _measure(self, name: str) -> Measure:
        return Measure(aggregate="count") if name == "count" else Measure(metric=self.settling.scope.metric(name).name)


def _any_of(parts: list[Filter]) -> Filter:
    unique = tuple(dict.fromkeys(parts))
    return unique[0] if len(unique) == 1 else AnyOf(parts=unique)
