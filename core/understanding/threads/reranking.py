"""Ranks other things by what was measured: «¿qué máquina fue la peor?» behind a measure or a breakdown."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from core.semantics.model import SemanticModel
from core.semantics.query import GroupBy, Order, SemanticQuery
from core.understanding.kinds.kind import Attempt
from core.understanding.kinds.order import MANY, limit_of
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.builder import Builder, Reject
from core.understanding.meaning.clauses import read_clauses
from core.understanding.meaning.finish import leftover
from core.understanding.meaning.looks import read_context, read_names
from core.understanding.phrases.types import Extreme
from core.understanding.reading.readings import MetricIs, NounIs, ValueIs
from core.understanding.threads.carry import merge
from core.understanding.threads.dropping import Dropped
from core.understanding.threads.picking import descends
from core.understanding.weights import WEIGHTS

OPENERS = ("followup_start", "undo", "only", "and", "instead", "yes")
"""Words that a message goes on with, which ask for nothing."""


def reranked(bag: Bag, last: SemanticQuery) -> Iterator[Attempt]:
    """«¿qué máquina fue la peor?» after a measure: the things that are named, ranked by it."""
    if not last.measures or last.measures[0].aggregate == "share":
        return
    for place in bag.of(Extreme):
        for index, phrase in bag.said():
            if any(item for item in phrase.head.all(NounIs)) or any(item.noun for item in phrase.head.all(ValueIs)):
                yield Attempt(
                    last.dataset,
                    partial(_rerank, last=last, place=place, of=index),
                    WEIGHTS["edit"],
                )


def _rerank(builder: Builder, last: SemanticQuery, place: int, of: int) -> None:
    bag, draft, model = builder.bag, builder.draft, builder.model
    extreme = bag.phrases[place]
    assert isinstance(extreme, Extreme)
    owner = next(
        (name for name in bag.nouns_at(of) if model.reaches(last.dataset, name) or _formula(model, last)), None
    )
    identity = builder.identity(owner) if owner is not None else None
    if identity is None or (owner == last.dataset and not _formula(model, last)):
        raise Reject
    if any(phrase.head.can(MetricIs) for _, phrase in bag.said()):
        raise Reject
    builder.use(place, effect="order")
    if bag.phrases[of].head.can(NounIs):
        builder.use(of, effect="group")
    builder.take("which", "list", *OPENERS)
    draft.measures = [measure.model_copy(update={"share": False}) for measure in last.measures]
    draft.date_field = last.date_field
    descending = descends(model, last.measures[0], extreme.way)
    draft.groups, draft.shape, draft.order = (
        [GroupBy(field=identity)],
        "ranking",
        Order(measure=0, descending=descending),
    )
    draft.limit = limit_of(builder, extreme.n, place) or (MANY if bag.plural(of) else 1)
    read_clauses(builder)
    new = list(draft.filters)
    draft.groups = [GroupBy(field=identity)]
    merge(builder, last, new, Dropped(), same=True, figure=None)
    read_context(builder)
    read_names(builder)
    leftover(builder)


def _formula(model: SemanticModel, last: SemanticQuery) -> bool:
    return any(measure.metric and model.metrics[measure.metric].is_formula for measure in last.measures)
