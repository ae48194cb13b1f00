"""Times as figures: how old things are, how long it takes from one date of a row to another."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from core.comprehension.kinds.figures import Figure
from core.comprehension.meaning.bag import Bag
from core.comprehension.meaning.bounds import speaks_of_status
from core.comprehension.meaning.builder import Builder
from core.comprehension.phrases.types import Said
from core.comprehension.reading.readings import Cond, DateVerb, FieldIs
from core.comprehension.weights import WEIGHTS
from core.semantics.query import FieldRef, Measure, Named, TimeSpan


def lapses(bag: Bag) -> Iterator[Figure]:
    """Each mean time that the phrases may ask for."""
    yield from _ages(bag)
    yield from _between(bag)


def _ages(bag: Bag) -> Iterator[Figure]:
    """«antigüedad promedio de las bombas», "average age of open orders": from a date to today."""
    if not bag.has("average"):
        return
    named = {name for place in range(len(bag.phrases)) for name in bag.nouns_at(place)}
    for place in bag.roles("age"):
        for dataset in bag.model.datasets.values():
            dated = next((item for item in dataset.fields.values() if item.age), None)
            if dated is None or (named and dataset.name not in named):
                continue
            ref = FieldRef(dataset=dataset.name, field=dated.name)
            yield Figure(dataset.name, (place,), _put((place,), TimeSpan(since=ref), dated.age_while))


def _between(bag: Bag) -> Iterator[Figure]:
    """«tiempo entre solicitud e inicio», "days it takes to close": the dates in the order in which they come about;
    one alone is counted from the date on which such rows begin."""
    for dataset in bag.model.datasets.values():
        start = dataset.default_date
        if start is None or not bag.has("lapse"):
            continue
        named = list(_dates(bag, dataset.name))
        if len(named) == 1 and named[0][1].field != start:
            named.insert(0, (-1, FieldRef(dataset=dataset.name, field=start)))
        if len(named) != 2 or named[0][1] == named[1][1]:
            continue
        places = (bag.roles("lapse")[0], *(place for place, _ in named if place >= 0))
        guessed = 0.0 if len(places) > 2 else WEIGHTS["default"]
        span = TimeSpan(since=named[0][1], until=named[1][1])
        yield Figure(dataset.name, places, _put(places, span, None), guessed)


def _dates(bag: Bag, dataset: str) -> Iterator[tuple[int, FieldRef]]:
    """The dates of a dataset that are named, by noun, by verb or by the state that begins on them."""
    first = bag.roles("lapse")[0]
    for place, phrase in bag.said():
        ref = _date_at(bag, phrase, dataset)
        if ref is not None and place > first:
            yield place, ref


def _date_at(bag: Bag, phrase: Said, dataset: str) -> FieldRef | None:
    for item in phrase.head.readings:
        if isinstance(item, FieldIs | DateVerb) and item.ref.dataset == dataset:
            if bag.model.field(dataset, item.ref.field).is_date:
                return item.ref
        if isinstance(item, Cond) and item.dataset == dataset:
            date = bag.model.datasets[dataset].conditions[item.name].date
            verbal = bag.words.acts(phrase.head.folded.split()[-1])
            if date and verbal and not bag.model.field(dataset, date).ahead:
                return FieldRef(dataset=dataset, field=date)
    return None


def _put(places: tuple[int, ...], span: TimeSpan, living: str | None) -> Callable[[Builder], None]:
    def put(builder: Builder) -> None:
        builder.use(*places, effect="measure")
        builder.take("lapse", "average", "how_long", effect="measure")
        builder.use_nouns_of(builder.home)
        builder.draft.measures.append(Measure(aggregate="avg", span=span))
        if living and not speaks_of_status(builder):
            builder.draft.filters.append(Named(dataset=builder.home, condition=str(living)))

    return put
