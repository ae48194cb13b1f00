"""Having: values of a field that stand on so many rows («proveedores con al menos 3 refacciones agotadas»)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from core.semantics.query import Compare, FieldRef, GroupBy, Measure
from core.understanding.kinds.averaged import average_of
from core.understanding.kinds.figures import home_of
from core.understanding.kinds.kind import Attempt
from core.understanding.meaning.asked import asked, counted_too
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.builder import Builder, Reject
from core.understanding.meaning.finish import attach
from core.understanding.meaning.related import bound_beside
from core.understanding.meaning.units import of_unit, plain
from core.understanding.phrases.types import Bound
from core.understanding.reading.readings import FieldIs, MetricIs, NounIs, Role, ValueIs


def having(bag: Bag) -> Iterator[Attempt]:
    """Each field that is named before a comparison, over the rows or the measure that is compared."""
    bounds = bag.of(Bound)
    for place, phrase in bag.said():
        for index, other in bag.said():
            for metric in other.head.all(MetricIs)[:1] if index > place and phrase.head.can(NounIs, ValueIs) else []:
                shown = bag.model.metrics[metric.name].is_formula or _shown(bag, index)
                if shown and bag.nouns_at(place):
                    home = home_of(bag, metric.name)
                    yield Attempt(home, partial(_things, place=place, measured=index, metric=metric.name))
    yield from _took(bag)
    yield from _of_splits(bag)
    yield from _means(bag)
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


def _shown(bag: Bag, measured: int) -> list[int]:
    """«equipos con más de 100 horas de paro, *y las horas*», "…, with the *cost*": the number is wanted beside them."""
    names = {item.name for item in bag.phrases[measured].head.all(MetricIs)}
    return [
        place
        for place, phrase in bag.said()
        if place > measured
        and (
            phrase.head.has(Role, lambda item: item.role == "unit")
            or phrase.head.has(MetricIs, lambda item: item.name in names)
        )
        and not any(bag.is_noun(index) for index in range(place + 1, len(bag.phrases)))
    ]


def _of_splits(bag: Bag) -> Iterator[Attempt]:
    """«¿en qué meses pasamos de 45 fallas?», "failures by area, only those with more than 30": the groups of a
    breakdown whose number is compared."""
    if not bag.splits:
        return
    for index in bag.of(Bound):
        bound = bag.phrases[index]
        assert isinstance(bound, Bound)
        if bound.unit not in ("", "times") or len(bound.values) != 1:
            continue
        behind = index + 1
        counted = bag.nouns_at(behind) if behind < len(bag.phrases) else ()
        for dataset in [name for name in counted if bag.model.datasets[name].default_date]:
            yield Attempt(dataset, partial(_split, index=index))


def _split(builder: Builder, index: int) -> None:
    bag, draft = builder.bag, builder.draft
    bound = builder.phrase(index)
    assert isinstance(bound, Bound)
    builder.use(index, effect="having")
    draft.measures, draft.shape = [Measure(aggregate="count")], "breakdown"
    draft.having = [(0, bound.op, plain(bound.values[0]))]
    builder.use_nouns_of(builder.home)
    builder.take("which", "list", "exists")
    builder.use(*counted_too(bag), effect="measure")
    attach(builder)
    if not draft.groups:
        raise Reject


def _means(bag: Bag) -> Iterator[Attempt]:
    """ "suppliers whose average lead time is longer than 15 days": values of a field by the mean of a number."""
    for place, phrase in bag.said() if bag.has("average") else ():
        for group in [item.ref for item in phrase.head.all(FieldIs)]:
            if bag.model.field(group.dataset, group.field).kind != "text":
                continue
            for index, other in bag.said():
                for ref in [item.ref for item in other.head.all(FieldIs) if item.ref.dataset == group.dataset]:
                    if index > place and bag.model.field(ref.dataset, ref.field).is_number:
                        build = partial(_mean, place=place, group=group, measured=index, ref=ref)
                        yield Attempt(group.dataset, build)


def _mean(builder: Builder, place: int, group: FieldRef, measured: int, ref: FieldRef) -> None:
    draft = builder.draft
    found = bound_beside(builder, measured, builder.model.field(ref.dataset, ref.field).kind)
    if found is None or found[1] == "between":
        raise Reject
    index, op, values = found
    builder.use(place, effect="group")
    builder.use(index, measured, effect="measure")
    builder.take("which", "list", "exists")
    draft.measures = [average_of(builder, ref)]
    builder.take("average", effect="average")
    draft.groups, draft.having, draft.shape = [GroupBy(field=group)], [(0, op, values[0])], "breakdown"
    builder.use_nouns_of(builder.home)
    attach(builder)


def _took(bag: Bag) -> Iterator[Attempt]:
    """ "which lines lost over 100 hours to unplanned stops": things by the hours that a fact's rows took in all."""
    wanted = asked(bag, "which")
    if wanted is None:
        return
    for index in bag.of(Bound):
        bound = bag.phrases[index]
        assert isinstance(bound, Bound)
        for place in range(index + 1, len(bag.phrases)) if bound.unit == "hours" and index > wanted else ():
            for dataset in bag.facts_at(place):
                metric = of_unit(bag.model, dataset, "hours")
                if metric is not None and not set(bag.nouns_at(wanted)) & {dataset}:
                    yield Attempt(dataset, partial(_things, place=wanted, measured=place, metric=metric))


def _things(builder: Builder, place: int, measured: int, metric: str) -> None:
    """«máquinas con disponibilidad menor a 95 %»: things whose own figure is compared."""
    draft, model = builder.draft, builder.model
    owner = next((name for name in builder.bag.nouns_at(place) if builder.distance(name) is not None), None)
    identity = builder.identity(owner) if owner is not None else None
    found = bound_beside(builder, measured, model.metrics[metric].kind)
    if identity is None or found is None or found[1] == "between":
        raise Reject
    index, op, values = found
    builder.use(measured, index, *_shown(builder.bag, measured), effect="measure")
    builder.use(place, effect="subject")
    builder.use_nouns_of(identity.dataset)
    builder.take("which", "list", "exists")
    draft.groups, draft.measures = [GroupBy(field=identity)], [Measure(metric=metric)]
    if any(step.optional for step in model.path(builder.home, identity.dataset) or ()):
        draft.filters.append(Compare(field=identity, op="is not null"))
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
