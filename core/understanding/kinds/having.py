"""Having: values of a field that stand on so many rows («proveedores con al menos 3 refacciones agotadas»)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from core.semantics.query import FieldRef, GroupBy, Measure
from core.understanding.kinds.figures import home_of
from core.understanding.kinds.kind import Attempt
from core.understanding.meaning.asked import counted_too
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.builder import Builder, Reject
from core.understanding.meaning.finish import attach
from core.understanding.meaning.related import bound_beside
from core.understanding.phrases.types import Bound
from core.understanding.reading.readings import FieldIs, MetricIs, NounIs, ValueIs


def having(bag: Bag) -> Iterator[Attempt]:
    """Each field that is named before a comparison, over the rows or the measure that is compared."""
    bounds = bag.of(Bound)
    for place, phrase in bag.said():
        for index, other in bag.said():
            for metric in other.head.all(MetricIs)[:1] if index > place and phrase.head.can(NounIs, ValueIs) else []:
                if bag.model.metrics[metric.name].is_formula and bag.nouns_at(place):
                    home = home_of(bag, metric.name)
                    yield Attempt(home, partial(_things, place=place, measured=index, metric=metric.name))
    for place, phrase in bag.said():
        if (
            not phrase.head.can(FieldIs)
            or phrase.head.can(NounIs, ValueIs)
            or not any(index > place for index in bounds)
        ):
            continue
        for index, other in bag.said():
            if index <= place:
                continue
            for metric in other.head.all(MetricIs)[:1]:
                home = home_of(bag, metric.name)
                yield Attempt(home, partial(_having, place=place, counted=index, metric=metric.name))
            for dataset in bag.nouns_at(index):
                yield Attempt(dataset, partial(_having, place=place, counted=index, metric=None))


def _things(builder: Builder, place: int, measured: int, metric: str) -> None:
    """«máquinas con disponibilidad menor a 95 %»: things whose own figure is compared."""
    draft, model = builder.draft, builder.model
    owner = next((name for name in builder.bag.nouns_at(place) if builder.distance(name) is not None), None)
    identity = builder.identity(owner) if owner is not None else None
    found = bound_beside(builder, measured, model.metrics[metric].kind)
    if identity is None or found is None or found[1] == "between":
        raise Reject
    index, op, values = found
    builder.use(measured, index, effect="measure")
    builder.use(place, effect="subject")
    builder.use_nouns_of(identity.dataset)
    builder.take("which", "list", "exists")
    draft.groups, draft.measures = [GroupBy(field=identity)], [Measure(metric=metric)]
    draft.having, draft.shape = [(0, op, values[0])], "breakdown"
    attach(builder)


def _having(builder: Builder, place: int, counted: int, metric: str | None) -> None:
    draft, model = builder.draft, builder.model
    ref: FieldRef | None = builder.nearest_field(builder.phrase(place).head.all(FieldIs))
    if ref is None or model.field(ref.dataset, ref.field).kind != "text" or model.field(ref.dataset, ref.field).code:
        raise Reject
    found = bound_beside(builder, counted, model.metrics[metric].kind if metric else "integer")
    if found is None or found[1] == "between":
        raise Reject
    index, op, values = found
    builder.use(place, index, effect="group")
    if metric:
        builder.use(counted, effect="measure")
    builder.use_nouns_of(builder.home)
    builder.take("which", "list", "exists")
    if builder.take("of_each", effect="measure"):
        builder.charge("kind")
    builder.use(*counted_too(builder.bag), effect="measure")
    draft.groups = [GroupBy(field=ref)]
    draft.measures = [Measure(metric=metric) if metric else Measure(aggregate="count")]
    draft.having = [(0, op, values[0])]
    draft.shape = "breakdown"
    attach(builder)
