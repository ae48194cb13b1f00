"""Ratios: so much of a measure for each row of another fact (cost per failure), or for each thing of what it is broken
down by (downtime per machine, by area)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from core.semantics.query import Measure
from core.understanding.kinds.figures import Figure, figures
from core.understanding.meaning.asked import asked
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.builder import Builder, Reject
from core.understanding.phrases.types import Said, Split
from core.understanding.reading.readings import FieldIs, MetricIs, NounIs


@dataclass(frozen=True)
class Divisor:
    """What a measure is divided by: the breakdown that says so, and the rows that are counted for it.

    Attributes:
        event: they happen, and are counted beside the measure; else they are things of which each has its part.
        metric: what is added up for it instead («costo por *hora de paro*»).
    """

    place: int
    dataset: str
    event: bool
    metric: str | None = None

    @property
    def main(self) -> int:
        """The place of the quotient among the measures."""
        return 2 if self.event else 0


def divisors(bag: Bag, home: str, after: int) -> Iterator[Divisor]:
    """The breakdowns that divide a measure of the home's rows: by what those rows have no part in, or by things
    where another breakdown says whose things they are."""
    for place in bag.splits:
        split = bag.phrases[place]
        assert isinstance(split, Split)
        key = split.keys[0].mention
        each = bool(split.head.role("each"))
        if len(split.keys) != 1 or key is None or not (place > after or each):
            continue
        for found in key.all(MetricIs)[:1]:
            other = bag.model.metrics[found.name]
            if other.additive and not other.is_formula and other.dataset is not None and other.kind != "money":
                yield Divisor(place, other.dataset, event=True, metric=other.name)
        for dataset in dict.fromkeys(item.dataset for item in key.all(NounIs)):
            meaning, reached = bag.model.datasets[dataset], bag.model.reaches(home, dataset)
            if meaning.default_date and not meaning.value_field and not reached:
                yield Divisor(place, dataset, event=True)
            elif reached and dataset != home and not meaning.place and not meaning.default_date:
                if any(_coarser(bag, dataset, other) for other in range(len(bag.phrases)) if other != place):
                    yield Divisor(place, dataset, event=False)


def _coarser(bag: Bag, dataset: str, place: int) -> bool:
    """Places that the things belong to, by which it is broken down or of which one is asked for."""
    phrase = bag.phrases[place]
    named: list[str] = []
    if isinstance(phrase, Split):
        mentions = [key.mention for key in phrase.keys if key.mention is not None]
        named = [item.dataset for mention in mentions for item in mention.all(NounIs)]
        named += [item.ref.dataset for mention in mentions for item in mention.all(FieldIs)]
    elif isinstance(phrase, Said) and (bag.plural(place) or place == asked(bag, "which")):
        named = [item.dataset for item in phrase.head.all(NounIs)]
    return any(
        name != dataset and bag.model.datasets[name].place and bag.model.reaches(dataset, name) for name in named
    )


def divide(builder: Builder, by: Divisor) -> None:
    """Put the quotient into the draft, whose one measure is the dividend.

    Raises:
        Reject: it has another number of measures, or one that is no total.
    """
    draft, model = builder.draft, builder.model
    if len(draft.measures) != 1 or draft.measures[0].per is not None:
        raise Reject
    (dividend,) = draft.measures
    additive = model.metrics[dividend.metric].additive if dividend.metric else dividend.aggregate == "count"
    if not additive:
        raise Reject
    for other in builder.bag.splits:
        split = builder.phrase(other)
        assert isinstance(split, Split)
        same = [key.mention for key in split.keys if key.mention is not None and len(split.keys) == 1]
        if builder.free(other) and any(key.has(NounIs, lambda item: item.dataset == by.dataset) for key in same):
            builder.use(other, effect="average")  # «cada falla … o sea, costo por falla» says it twice
    if by.metric is not None:
        draft.measures += [Measure(metric=by.metric), Measure(aggregate="ratio", of=(0, 1))]
    elif by.event:
        draft.measures += [Measure(aggregate="count", dataset=by.dataset), Measure(aggregate="ratio", of=(0, 1))]
        for place, phrase in builder.free_said():
            if phrase.head.has(NounIs, lambda item: item.dataset == by.dataset) and not (phrase.link or phrase.negated):
                builder.use(place, effect="measure")  # «… y la cantidad de fallas, y cuántas horas por falla»
    elif dividend.metric:
        draft.measures = [dividend.model_copy(update={"per": by.dataset})]
    else:
        draft.measures = [Measure(aggregate="average_per", dataset=builder.home, per=by.dataset)]


def ratios(bag: Bag) -> Iterator[Figure]:
    """Each figure that is divided."""
    for figure in figures(bag):
        if not figure.places or (figure.counts and not bag.model.datasets[figure.home].default_date):
            continue
        for by in divisors(bag, figure.home, max(figure.places)):
            if by.place not in figure.places and not _split_from(bag, figure, by):
                yield _divided(figure, by)


def _split_from(bag: Bag, figure: Figure, by: Divisor) -> bool:
    """Another noun that happens stands between the two, so that it is of that one."""
    between = range(max(figure.places) + 1, by.place)
    return any(
        isinstance(phrase := bag.phrases[place], Said) and bag.is_noun(place) and bag.facts_at(place)
        and by.dataset not in bag.facts_at(place) and not phrase.joint
        for place in between
    )  # fmt: skip


def _divided(figure: Figure, by: Divisor) -> Figure:
    def put(builder: Builder) -> None:
        builder.use(by.place, effect="average")
        builder.take("average", effect="average")
        figure.set(builder)
        divide(builder, by)

    return replace(figure, places=(*figure.places, by.place), set=put, counts=False, main=by.main)
