"""Things by a mean of their own that is compared: «bombas con vibración promedio mayor a 4», "machines whose average
cost is over 10,000". What is compared is the mean, and not the rows that it is made of."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from core.semantics.query import Compare, FieldRef, GroupBy, Measure
from core.understanding.kinds.averaged import averaged
from core.understanding.kinds.kind import Attempt
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.builder import Builder, Reject
from core.understanding.meaning.finish import attach
from core.understanding.meaning.related import bound_beside
from core.understanding.phrases.types import Bound
from core.understanding.reading.readings import MetricIs, NounIs, ValueIs


def means(bag: Bag) -> Iterator[Attempt]:
    """Each thing that is named before what is averaged: a meter, or a measure that adds up."""
    if not bag.of(Bound):
        return
    for place, _ in bag.said():
        for owner in bag.nouns_at(place):
            for index, other in bag.said():
                if index <= place:
                    continue
                for item in other.head.all(ValueIs):
                    value = bag.model.datasets[item.ref.dataset].value_field
                    if value and bag.model.reaches(item.ref.dataset, owner):
                        mean = Measure(aggregate="avg", field=FieldRef(dataset=item.ref.dataset, field=str(value)))
                        build = partial(_means, place=place, owner=owner, index=index, mean=mean, meter=item)
                        yield Attempt(item.ref.dataset, build)
                for metric in (bag.model.metrics[item.name] for item in other.head.all(MetricIs)):
                    if metric.additive and metric.dataset and bag.model.reaches(metric.dataset, owner):
                        summed = Measure(metric=metric.name)
                        build = partial(_means, place=place, owner=owner, index=index, mean=summed, meter=None)
                        yield Attempt(metric.dataset, build)


def _means(builder: Builder, place: int, owner: str, index: int, mean: Measure, meter: ValueIs | None) -> None:
    draft, identity = builder.draft, builder.identity(owner)
    if mean.field is not None:
        kind = builder.model.field(mean.field.dataset, mean.field.field).kind
    else:
        kind = builder.model.metrics[str(mean.metric)].kind
    found = bound_beside(builder, index, kind)
    if identity is None or found is None or found[1] == "between" or owner == builder.home:
        raise Reject
    at, op, values = found
    builder.use(at, index, effect="measure")
    phrase = builder.phrase(place)
    named = phrase.head.first(ValueIs, lambda item: item.noun and item.ref.dataset == owner)
    if named is not None and not phrase.head.can(NounIs):
        draft.filters.append(Compare(field=named.ref, op="=", values=(named.value,)))
    builder.use(place, effect="subject")
    builder.use_nouns_of(owner)
    if meter is not None:
        draft.filters.append(Compare(field=meter.ref, op="=", values=(meter.value,)))
    draft.measures = [mean]
    if meter is None:
        averaged(builder)
    elif not builder.take("average", effect="average"):
        raise Reject
    if draft.measures == [Measure(metric=mean.metric)]:
        raise Reject  # nothing says that it is averaged
    builder.take("which", "list", "exists")
    draft.groups, draft.having, draft.shape = [GroupBy(field=identity)], [(0, op, values[0])], "breakdown"
    if any(step.optional for step in builder.model.path(builder.home, owner) or ()):
        draft.filters.append(Compare(field=identity, op="is not null"))
    attach(builder)
