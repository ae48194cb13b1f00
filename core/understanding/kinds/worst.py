"""The worst, by what is not said: the machine that fails most, or costs most, so that it is asked which."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from core.semantics.query import Compare, GroupBy, Measure, Named, Order
from core.understanding.kinds.kind import Attempt
from core.understanding.kinds.order import MANY, limit_of
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.builder import Builder, Reject
from core.understanding.meaning.finish import attach
from core.understanding.phrases.types import Bound, Extreme
from core.understanding.reading.readings import MetricIs, NounIs, ValueIs


def worst(bag: Bag) -> Iterator[Attempt]:
    """«¿cuál es el peor equipo?»: by each measure that such things are judged by, so that it is asked which."""
    said: list[tuple[int | None, str]] = [(place, owner) for place, _ in bag.said() for owner in bag.nouns_at(place)]
    for place, owner in said or _unsaid(bag):
        meaning = bag.model.datasets[owner]
        if meaning.default_date:
            continue
        for judged in meaning.judged_by:
            dataset, _, condition = str(judged).partition(".")
            yield Attempt(
                dataset,
                partial(_judged, place=place, owner=owner, condition=condition, metric=None),
            )
        if not meaning.judged_by:
            for fact, metric in _ways(bag, owner):
                yield Attempt(
                    fact,
                    partial(_judged, place=place, owner=owner, condition=None, metric=metric),
                )


def _unsaid(bag: Bag) -> list[tuple[int | None, str]]:
    """What the worst are when nobody says it («¿cuáles son las peores?», «¿quién va peor?»).

    Machines: what is ranked by a fact of its own; people, of whom it is asked who.
    """
    who = bag.has("who")
    return [(None, item.name) for item in bag.model.datasets.values() if (item.who if who else item.default_ranking)]


def _ways(bag: Bag, dataset: str) -> Iterator[tuple[str, str | None]]:
    """What a thing may be the worst by: how often its main fact happens, and the hours and money that add up for it."""
    model = bag.model
    fact = model.datasets[dataset].default_ranking or next(
        (item.default_ranking for item in model.datasets.values() if item.default_ranking), None
    )
    if fact is not None and model.reaches(fact, dataset):
        yield fact, None
    seen = {fact}
    for metric in model.metrics.values():
        owner = metric.dataset
        if owner is not None and model.datasets[owner].verb_metric:
            continue  # what was used on it comes to more or less, and is nothing that it did
        counts = metric.additive and not metric.hidden and metric.kind in ("hours", "money")
        if counts and owner is not None and owner not in seen and owner != dataset and model.reaches(owner, dataset):
            seen.add(owner)
            yield owner, metric.name


def _judged(builder: Builder, place: int | None, owner: str, condition: str | None, metric: str | None) -> None:
    bag, draft = builder.bag, builder.draft
    extremes = [index for index in bag.of(Extreme) if bag.phrases[index].way == "worst"]  # type: ignore[attr-defined]
    identity = builder.identity(owner)
    if not extremes or identity is None or any(phrase.head.can(MetricIs) for _, phrase in bag.said()):
        raise Reject
    if bag.of(Bound):
        raise Reject  # "bad actors: assets with 3 or more failures" says itself what is bad
    extreme = bag.phrases[extremes[0]]
    assert isinstance(extreme, Extreme)
    builder.use(extremes[0], effect="order")
    if place is not None:
        kind = builder.phrase(place).head.first(ValueIs, lambda item: item.noun and item.ref.dataset == owner)
        if kind is not None and not builder.phrase(place).head.can(NounIs):
            draft.filters.append(Compare(field=kind.ref, op="=", values=(kind.value,)))
        builder.use(place, effect="subject")
    draft.measures = [Measure(metric=metric) if metric else Measure(aggregate="count")]
    if condition:
        draft.filters.append(Named(dataset=builder.home, condition=condition))
    draft.groups = [GroupBy(field=identity)]
    draft.shape, draft.order = "ranking", Order(measure=0)
    draft.limit = limit_of(builder, extreme.n, extremes[0]) or MANY
    draft.label = "worst"
    builder.take("which", "list", "who")
    attach(builder)
