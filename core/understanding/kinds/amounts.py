"""Figure: a number that a question may be about, before it is known whether alone, broken down, ranked or compared; and
the nouns that stand for one: "average stop" for its length, «más paro» for its hours."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from core.kernel.folding import fold
from core.semantics.query import Measure
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.builder import Builder, Reject
from core.understanding.phrases.types import Extreme, Said, Split
from core.understanding.reading.readings import Cond, MetricIs, NounIs, ValueIs
from core.understanding.triggered import finds


@dataclass(frozen=True)
class Figure:
    """A number that a question may be about.

    Attributes:
        home: the dataset that it is computed over.
        places: the phrases that name it; they cannot name what it is broken down by as well.
        set: puts its measures into a builder's draft and uses its phrases.
        counts: it is a number of rows.
        main: which of its measures is asked for, where the others only stand beside it.
    """

    home: str
    places: tuple[int, ...]
    set: Callable[[Builder], None]
    cost: float = 0.0
    counts: bool = False
    lower_is_better: bool | None = None
    main: int = 0


def typical(bag: Bag) -> Iterator[Figure]:
    """ "average stop", «paro no programado promedio»: of things that last, one stands for how long it does; several
    are counted."""
    for role in bag.roles("average"):
        place = next((at for step in (1, -1) if (at := _noun_from(bag, role, step)) is not None), None)
        if place is None or bag.plural(place):
            continue
        for dataset in bag.nouns_at(place):
            fields = bag.model.datasets[dataset].fields.values()
            name = next((str(item.metric_avg) for item in fields if item.metric_avg), None)
            if name is None:
                continue

            def put(builder: Builder, places: tuple[int, int] = (role, place), name: str = name) -> None:
                if over_units(builder) and mass_at(builder.bag, places[1]):
                    raise Reject
                builder.use(*places, effect="measure")
                builder.draft.measures.append(Measure(metric=name))

            yield Figure(dataset, (role, place), put)


def _noun_from(bag: Bag, role: int, step: int) -> int | None:
    """The noun beside a word, over the adjectives between."""
    place = role + step
    while 0 <= place < len(bag.phrases):
        if bag.is_noun(place):
            return place
        phrase = bag.phrases[place]
        if not isinstance(phrase, Said) or phrase.link or not phrase.head.can(Cond, ValueIs):
            return None
        place += step
    return None


def mass_at(bag: Bag, place: int) -> str | None:
    """The total whose mean is named by its mass noun: the hours of "average *downtime*", «promedio de *paro*».

    Its mean over things or calendar units is so many hours a day; how long the one stop lasts is «la duración».
    """
    phrase = bag.phrases[place]
    if not isinstance(phrase, Said) or _plural(bag, phrase):
        return None
    for metric in bag.model.metrics.values():
        noun = metric.noun.get(bag.language)
        if noun is None or not metric.additive or metric.dataset is None:
            continue
        if metric.dataset in bag.nouns_at(place):
            if fold(noun) == phrase.head.folded and _meant_on_average(bag, place):
                return metric.name
            continue
        fields = bag.model.datasets[metric.dataset].fields.values()
        mean = {field.metric_avg for field in fields if field.metric_avg}
        if phrase.head.has(MetricIs, lambda item, mean=mean: item.name in mean):  # type: ignore[misc]
            rest = " ".join(word for word in phrase.head.folded.split() if word not in bag.words.roles["average"])
            if rest != phrase.head.folded and rest in {fold(noun), *map(fold, metric.terms[bag.language])}:
                return metric.name
    return None


def _plural(bag: Bag, phrase: Said) -> bool:
    """«*paros* promedio» are counted, though the measure's name takes them in."""
    own = {fold(item.label.many[bag.language]) for item in bag.model.datasets.values()}
    return not own.isdisjoint(phrase.head.folded.split())


def _meant_on_average(bag: Bag, place: int) -> bool:
    """A word of averaging or of quantity stands beside it, and nothing else between («promedio *de* paro»)."""
    near = {place - 1, place + 1}
    return bool(near & {*bag.roles("average"), *bag.roles("how_much")})


def over_units(builder: Builder) -> bool:
    """«costo promedio por mes», "average cost per machine": the mean is over units and not over rows."""
    for place in builder.bag.of(Split):
        split = builder.phrase(place)
        assert isinstance(split, Split)
        for key in split.keys:
            if key.grain is not None:
                return True
            nouns = [item.dataset for item in key.mention.all(NounIs)] if key.mention else []
            nouns += [item.ref.dataset for item in key.mention.all(ValueIs) if item.noun] if key.mention else []
            if any(not builder.model.datasets[name].place for name in nouns):
                return True
    return False


def total_on_average(bag: Bag) -> Iterator[Figure]:
    """ "average downtime" per day: the total behind a mass noun, to be averaged over units."""
    for place, _ in bag.said():
        name = mass_at(bag, place)
        if name is None:
            continue

        def put(builder: Builder, place: int = place, name: str = name) -> None:
            builder.use(place, effect="measure")
            builder.draft.measures.append(Measure(metric=name))

        yield Figure(bag.model.metrics[name].dataset or "", (place,), put)


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


TOTALS_ON_AVERAGE = finds(total_on_average, "average", "how_much", MetricIs)
