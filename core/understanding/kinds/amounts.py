"""Nouns that stand for an amount of what lasts: "average stop" for its length, «más paro» for its hours."""

from __future__ import annotations

from collections.abc import Iterator

from core.kernel.folding import fold
from core.semantics.query import Measure
from core.understanding.kinds.figure import Figure
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.builder import Builder
from core.understanding.phrases.types import Extreme


def typical(bag: Bag) -> Iterator[Figure]:
    """ "average stop": of things that last, one stands for how long it does; several are counted."""
    for role in bag.roles("average"):
        place = role + 1
        if place >= len(bag.phrases) or not bag.is_noun(place) or bag.plural(place):
            continue
        for dataset in bag.nouns_at(place):
            fields = bag.model.datasets[dataset].fields.values()
            name = next((str(item.metric_avg) for item in fields if item.metric_avg), None)
            if name is None:
                continue

            def put(builder: Builder, places: tuple[int, int] = (role, place), name: str = name) -> None:
                builder.use(*places, effect="measure")
                builder.draft.measures.append(Measure(metric=name))

            yield Figure(dataset, (role, place), put)


def masses(bag: Bag) -> Iterator[Figure]:
    """«con más *paro*»: what is told as one mass, in the singular, is its hours and not how often it happened."""
    for extreme in bag.of(Extreme):
        place = extreme + 1
        if bag.phrases[extreme].way not in ("most", "least"):  # type: ignore[attr-defined]
            continue
        if place >= len(bag.phrases) or bag.plural(place) or not bag.is_noun(place):
            continue
        for metric in bag.model.metrics.values():
            noun = metric.noun.get(bag.language)
            if (
                noun is None
                or fold(noun) != bag.phrases[place].head.folded
                or metric.dataset not in bag.nouns_at(place)
            ):
                continue

            def put(builder: Builder, place: int = place, name: str = metric.name) -> None:
                builder.use(place, effect="measure")
                builder.draft.measures.append(Measure(metric=name))

            yield Figure(metric.dataset or "", (place,), put)
