"""Filters of a plan in names: a flat list, whose members with the same ``or`` number are alternatives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.modelling.names.binding import Binding
from core.modelling.names.periods import read_when
from core.modelling.names.problems import Unfit
from core.modelling.names.settling import Settling, whole
from core.modelling.names.wire import WireCompare, WireDated, WireFilter, WireNamed, WireRelated, WireSimple
from core.semantics.query import AnyOf, Dated, Filter, Measure, Named, Related


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
        return tuple(dict.fromkeys(read))

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
            case WireRelated():
                return self._related(part)

    def _related(self, part: WireRelated) -> Related:
        scope = self.settling.scope
        meaning = scope.dataset(part.dataset)
        where: Sequence[WireSimple] = part.where
        filters = self.read(where)
        measure = None
        if part.what is not None and part.op is not None and part.values:
            measure = (
                Measure(aggregate="count") if part.what == "count" else Measure(metric=scope.metric(part.what).name)
            )
        related = Related(dataset=meaning.name, filters=filters, negated=part.negated)
        if measure is not None:
            related = related.model_copy(update={"measure": measure, "op": part.op, "values": _numbers(part)})
        return self.binding.related(related, part.when)


def _any_of(parts: list[Filter]) -> Filter:
    unique = tuple(dict.fromkeys(parts))
    return unique[0] if len(unique) == 1 else AnyOf(parts=unique)


def _numbers(part: WireRelated) -> tuple[float | int, ...]:
    try:
        return tuple(whole(float(str(value))) for value in part.values)
    except ValueError:
        raise Unfit("names", f"{part.what} is compared with a number") from None
