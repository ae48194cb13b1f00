"""Distributions: how single values lie, «distribución de la duración de los paros», "histogram of labor hours"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from core.semantics.query import FieldRef
from core.understanding.kinds.averaged import average_of
from core.understanding.kinds.kind import Attempt
from core.understanding.kinds.rows import subjects
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.builder import Builder, Reject
from core.understanding.meaning.finish import attach
from core.understanding.reading.readings import FieldIs, MetricIs

ASKS = ("spread", "histogram")
"""Words of distribution or of classes."""


def distributions(bag: Bag) -> Iterator[Attempt]:
    """The rows of what is named with a number, an age or a duration of theirs; a measure that adds up a field of its
    rows stands for that field."""
    for dataset, cost in subjects(bag):
        yield Attempt(dataset, partial(_distribution, place=None, ref=None), cost)
    for place, phrase in bag.said():
        for found in phrase.head.all(MetricIs)[:1]:
            metric = bag.model.metrics[found.name]
            fields = bag.model.datasets[metric.dataset].fields.values() if metric.dataset else ()
            field = next((item for item in fields if metric.name in (item.metric, item.metric_avg)), None)
            if field is not None:
                ref = FieldRef(dataset=field.dataset, field=field.name)
                yield Attempt(field.dataset, partial(_distribution, place=place, ref=ref))


def _distribution(builder: Builder, place: int | None, ref: FieldRef | None) -> None:
    draft, model = builder.draft, builder.model
    builder.take(*ASKS, effect="chart")
    if ref is not None and place is not None:
        builder.use(place, effect="column")
        average_of(builder, ref)  # of the rows, and by the date, that the measure has
    for _, phrase in builder.bag.said() if ref is None else ():
        own = phrase.head.first(
            FieldIs, lambda item: item.ref.dataset == builder.home and _number(builder.bag, item.ref)
        )
        if own is not None and not phrase.link:
            average_of(builder, own.ref)
            break
    builder.use_nouns_of(builder.home)
    builder.take("which", "list", "how_much", "sum", "exists")
    draft.shape = "list"
    attach(builder)
    identity = builder.identity(builder.home)
    named = [item for item in draft.select if model.field(item.dataset, item.field).is_number]
    if ref is None and not named and not draft.spans:
        value = model.datasets[builder.home].value_field
        if not value:
            raise Reject  # no number of the rows is named
        ref = FieldRef(dataset=builder.home, field=str(value))
    if ref is not None:
        draft.select = [*([identity] if identity is not None else []), ref]
    draft.chart = "histogram"


def of_values(bag: Bag) -> bool:
    """What such a word asks for are single values: nothing is ranked or broken down by names."""
    if sum(phrase.head.can(MetricIs) for _, phrase in bag.said()) > 1:
        return False  # "how is it split between labor and parts" is of two sums
    return not bag.ranked and not any(_by_name(bag, place) for place in bag.splits)


def _by_name(bag: Bag, place: int) -> bool:
    """«distribución de OT *por estado*» is of groups; «horas hombre *por orden*» of the rows themselves."""
    split = bag.phrases[place]
    mentions = [key.mention for key in split.keys]  # type: ignore[attr-defined]
    return any(mention is None or not mention.has(FieldIs, lambda item: _number(bag, item.ref)) for mention in mentions)


def _number(bag: Bag, ref: FieldRef) -> bool:
    return bag.model.field(ref.dataset, ref.field).is_number
