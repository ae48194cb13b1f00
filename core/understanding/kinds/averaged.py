"""Averages of what is named as a total: a metric's mean over its own rows."""

from __future__ import annotations

from core.semantics.query import Aggregate, FieldRef, Measure, Named
from core.understanding.kinds.amounts import mass_at, over_units
from core.understanding.meaning.bounds import speaks_of_status
from core.understanding.meaning.builder import Builder, Reject
from core.understanding.reading.readings import NounIs


def averaged(builder: Builder) -> None:
    """The average of a metric that is a sum is that of the field behind it, over the fact's rows."""
    bag, draft = builder.bag, builder.draft
    if over_units(builder) and any(mass_at(bag, place) for place, _ in bag.said()):
        raise Reject  # "average downtime per day" is of the day's hours, and not of the stops of each
    rows = _per_row(builder)
    if not any(builder.free(place) for place in bag.roles("average")) and rows is None:
        return
    if rows is not None:
        builder.use(rows, effect="average")
    elif over_units(builder):
        raise Reject  # the mean of a month, or of an order by month?
    made = []
    for measure in draft.measures:
        if measure.metric is None:
            raise Reject  # rows that are counted have no mean of their own
        metric = bag.model.metrics[measure.metric]
        if not metric.additive:
            made.append(measure)
            continue
        fields = bag.model.datasets[metric.dataset or ""].fields.values()
        field = next((item for item in fields if item.metric == metric.name), None)
        other = next((item.metric_avg for item in fields if item.metric_avg), None)
        if field is not None:
            made.append(average_of(builder, FieldRef(dataset=field.dataset, field=field.name)))
        elif other is not None:
            made.append(Measure(metric=str(other)))
        else:
            raise Reject
    builder.take("average", effect="average")
    draft.measures = made


def _per_row(builder: Builder) -> int | None:
    """«costo por OT», "downtime per stop": a measure per row of its own fact is its mean."""
    homes = {builder.model.metrics[measure.metric].dataset for measure in builder.draft.measures if measure.metric}
    for place in builder.bag.splits:
        split = builder.phrase(place)
        keys = split.keys  # type: ignore[attr-defined]
        if not builder.free(place):
            continue
        one = len(keys) == 1 and keys[0].mention is not None and not builder.bag.words.several(keys[0].mention.folded)
        if one and any(noun.dataset in homes for noun in keys[0].mention.all(NounIs)):
            return place
    return None


def average_of(builder: Builder, ref: FieldRef, aggregate: Aggregate = "avg") -> Measure:
    """An aggregate of a field; a number that a metric adds up keeps the metric's rows and date."""
    field = builder.model.field(ref.dataset, ref.field)
    metric = builder.model.metrics.get(field.metric or "")
    if metric is None or metric.dataset != ref.dataset:
        return Measure(aggregate=aggregate, field=ref)
    if aggregate == "sum":
        return Measure(metric=metric.name)  # of the rows that the model adds up: what parts above the minimum have more
    if not metric.date:
        return Measure(aggregate=aggregate, field=ref)
    implied = builder.model.field(ref.dataset, metric.date).condition
    names = metric.where or ([implied] if implied else [])
    if not speaks_of_status(builder):
        builder.draft.filters += [Named(dataset=ref.dataset, condition=str(name)) for name in names]
    builder.draft.date_field = metric.date
    return Measure(aggregate=aggregate, field=ref)
