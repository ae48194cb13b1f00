"""Figures of the rows that were spoken of which no metric's name asks for: how long they lasted, in hours, in money."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from core.semantics.model import Metric
from core.semantics.query import Measure, Named, SemanticQuery
from core.understanding.kinds.figures import Figure, home_of
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.builder import Builder
from core.understanding.phrases.types import Split
from core.understanding.reading.readings import MetricIs, Role
from core.understanding.threads.against import unbooked


def other_figures(bag: Bag, last: SemanticQuery) -> Iterator[Figure]:
    """Every figure that the last query's rows may be measured by anew."""
    yield from _durations(bag, last)
    yield from _in_units(bag, last)
    yield from _in_money(bag, last)
    yield from _by_measure(bag)


def _durations(bag: Bag, last: SemanticQuery) -> Iterator[Figure]:
    """«¿cuánto duraron en total?»: the hours of the rows that were spoken of."""
    lasting = [metric.name for metric in _sums(bag, last, {"hours"})]
    asked = [place for place in bag.roles("how_long") if place - 1 not in bag.roles("drop")]
    for place in asked[:1]:
        for name in lasting[:1]:

            def put(builder: Builder, at: int = place, named: str = name) -> None:
                builder.use(at, effect="measure")
                builder.draft.measures.append(Measure(metric=named))

            yield Figure(last.dataset, (place,), put)


def _in_units(bag: Bag, last: SemanticQuery) -> Iterator[Figure]:
    """«mejor en horas», "in money instead": the rows that were spoken of, measured in what the unit is of."""
    for place in bag.roles("unit"):
        units = {item.topic for item in bag.phrases[place].head.all(Role)}
        for metric in _sums(bag, last, units)[:1]:

            def put(builder: Builder, at: int = place, named: str = metric.name) -> None:
                builder.use(at, effect="measure")
                builder.draft.measures.append(Measure(metric=named))

            yield Figure(last.dataset, (place,), put)


def _in_money(bag: Bag, last: SemanticQuery) -> Iterator[Figure]:
    """ "and what would that cost?" behind parts below their minimum: the amount that is of rows in just that state."""
    states = {part.condition for part in last.filters if isinstance(part, Named) and not part.negated}
    for place in bag.roles("money"):
        for metric in bag.model.metrics.values():
            of_state = metric.dataset == last.dataset and bool(metric.where) and set(map(str, metric.where)) <= states
            if metric.kind != "money" or not metric.additive or metric.hidden or not of_state or metric.date:
                continue

            def put(builder: Builder, at: int = place, named: str = metric.name) -> None:
                builder.use(at, effect="measure")
                builder.draft.measures.append(Measure(metric=named))

            yield Figure(last.dataset, (place,), put)


def _sums(bag: Bag, last: SemanticQuery, kinds: Collection[str]) -> list[Metric]:
    """What the rows that were spoken of add up to: of open orders the hours that they will take, and not those that are
    booked when they are closed."""
    return [
        metric
        for metric in bag.model.metrics.values()
        if metric.dataset == last.dataset and metric.kind in kinds and metric.additive and not metric.hidden
        and not unbooked(bag.model, metric.name, last.filters)
    ]  # fmt: skip


def _by_measure(bag: Bag) -> Iterator[Figure]:
    """ "and by hours stopped instead": the breaking-down word names a measure."""
    for place in bag.splits:
        split = bag.phrases[place]
        assert isinstance(split, Split)
        for key in split.keys:
            for metric in key.mention.all(MetricIs)[:1] if key.mention is not None else []:

                def put(builder: Builder, at: int = place, name: str = metric.name) -> None:
                    builder.use(at, effect="measure")
                    builder.draft.measures.append(Measure(metric=name))

                yield Figure(home_of(bag, metric.name), (place,), put)
