"""The figure that was spoken of as a rate: "what's that per week?", «¿eso cuánto es al mes?», «en promedio por día».

«¿y por semana?» alone breaks it down; it is a rate where the figure itself is pointed at, or a mean is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from core.semantics.query import Measure, SemanticQuery
from core.understanding.kinds.kind import Attempt
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.builder import Builder, Reject
from core.understanding.meaning.clauses import read_clauses
from core.understanding.meaning.finish import leftover
from core.understanding.meaning.looks import read_context, read_names
from core.understanding.phrases.types import Split
from core.understanding.reading.readings import MetricIs, NounIs, Ref, Verb
from core.understanding.threads.carry import merge
from core.understanding.threads.dropping import Dropped
from core.understanding.threads.reranking import OPENERS
from core.understanding.weights import WEIGHTS


def rates(bag: Bag, last: SemanticQuery) -> Iterator[Attempt]:
    """The last query's figure over a calendar unit, where the message asks for that."""
    if last.shape not in ("count", "measure") or len(last.measures) != 1 or last.period is None:
        return
    if any(phrase.head.can(NounIs, MetricIs, Verb) for _, phrase in bag.said()):
        return  # it names a figure of its own
    pointed = any(phrase.head.has(Ref, lambda item: item.kind == "that") for _, phrase in bag.said())
    for place in bag.of(Split):
        split = bag.phrases[place]
        assert isinstance(split, Split)
        grains = [key.grain for key in split.keys]
        if len(grains) == 1 and grains[0] is not None and (pointed or split.rate or bag.has("average")):
            yield Attempt(last.dataset, partial(_rate, last=last, place=place, unit=grains[0]), WEIGHTS["edit"])


def whole(measure: Measure) -> Measure:
    """A measure that is no mean over units any more: the total of them."""
    if measure.aggregate == "average_per":
        return Measure(aggregate="count", dataset=measure.dataset)
    return measure.model_copy(update={"per": None})


def _rate(builder: Builder, last: SemanticQuery, place: int, unit: str) -> None:
    draft, measure = builder.draft, whole(last.measures[0])
    metric = builder.model.metrics[measure.metric] if measure.metric else None
    if (metric is not None and not metric.additive) or (metric is None and measure.aggregate != "count"):
        raise Reject  # a mean of means is no figure of the plant
    builder.use(place, effect="average")
    builder.take(*OPENERS, "which", "how_much", "average", "count", "list", effect="average")
    for index, phrase in builder.free_said():
        if not phrase.head.is_substance and phrase.head.can(Ref):
            builder.use(index, effect="points back")
    counted = Measure(aggregate="average_per", dataset=measure.dataset or last.dataset, per=unit)
    draft.measures = [measure.model_copy(update={"per": unit}) if metric is not None else counted]
    draft.shape, draft.date_field = "measure", last.date_field
    read_clauses(builder)
    merge(builder, last, list(draft.filters), Dropped(), same=True, figure=None)
    read_context(builder)
    read_names(builder)
    leftover(builder)
