"""Times as figures: how old things are, how long it takes from one date of a row to another, how long ago it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from core.semantics.query import FieldRef, Measure, Named, TimeSpan, Unit
from core.understanding.kinds.figures import Figure, said_outright
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.bounds import speaks_of_status
from core.understanding.meaning.builder import Builder
from core.understanding.meaning.spans import date_of, overdue_of, span_of
from core.understanding.phrases.types import Said, Stretch, unit_of
from core.understanding.reading.readings import Cond, DateVerb, FieldIs, NounIs, Verb
from core.understanding.triggered import finds
from core.understanding.weights import WEIGHTS

_ASKED = (
    "lapse",
    "since",
    "until",
    "average",
    "how_long",
    "going_on",
    "count",
    "how_much",
    "which",
    "last_time",
    "since_when",
)
_UNITS: dict[str, Unit] = {"hours": "hours", "days": "days", "years": "years"}


def lapses(bag: Bag) -> Iterator[Figure]:
    """Each mean time that the phrases may ask for."""
    yield from _ages(bag)
    yield from _between(bag)
    yield from _stretches(bag)


def _stretches(bag: Bag) -> Iterator[Figure]:
    """«días desde la última falla», "average days between request and start", «promedio de días de atraso»."""
    for place in bag.of(Stretch):
        stretch = bag.phrases[place]
        assert isinstance(stretch, Stretch)
        if stretch.op is not None:
            continue
        if stretch.newest:
            yield from _ago(bag, place, stretch)
        elif bag.has("average"):
            for home in bag.model.datasets:
                if (span := span_of(bag, stretch, home)) is not None:
                    cost = 0.0 if said_outright(bag, home) else WEIGHTS["default"]
                    yield Figure(home, (place,), _mean(place, span, late=stretch.late), cost)


def _ago(bag: Bag, place: int, stretch: Stretch) -> Iterator[Figure]:
    """How long ago the latest of the things that happen did: the least of their ages."""
    named = [item for item in (stretch.since.readings if stretch.since else ()) if isinstance(item, NounIs | Verb)]
    homes = list(dict.fromkeys(item.dataset for item in named))
    if not homes:
        homes = [name for name in bag.model.datasets if date_of(bag.model, stretch.since, name) is not None]
    for home in homes:
        date = bag.model.datasets[home].default_date if named else None
        ref = FieldRef(dataset=home, field=date) if date else date_of(bag.model, stretch.since, home)
        if ref is None:
            continue

        def put(builder: Builder, ref: FieldRef = ref) -> None:
            builder.use(place, effect="measure")
            builder.take(*_ASKED, effect="measure")
            builder.use_nouns_of(builder.home)
            unit: Unit | None = "hours" if stretch.unit in ("hours", "minutes") else None
            builder.draft.measures.append(Measure(aggregate="min", span=TimeSpan(since=ref, unit=unit)))

        yield Figure(home, (place,), put)


def _mean(place: int, span: TimeSpan, *, late: bool) -> Callable[[Builder], None]:
    def put(builder: Builder) -> None:
        builder.use(place, effect="measure")
        builder.take(*_ASKED, effect="measure")
        builder.use_nouns_of(builder.home)
        builder.draft.measures.append(Measure(aggregate="avg", span=span))
        if late and span.until is None and not speaks_of_status(builder) and (due := overdue_of(builder)) is not None:
            builder.draft.filters.append(due)  # what is not due yet is not late by less than nothing

    return put


def _ages(bag: Bag) -> Iterator[Figure]:
    """«antigüedad promedio de las bombas», "average age of open orders": from a date to today."""
    if not bag.has("average"):
        return
    named = {name for place in range(len(bag.phrases)) for name in bag.nouns_at(place)}
    for place in bag.roles("age", "going_on"):
        going = not bag.phrases[place].head.role("age")
        for dataset in bag.model.datasets.values():
            dated = next((item for item in dataset.fields.values() if item.age), None)
            if dated is None or (named and dataset.name not in named):
                continue
            if going and not _lives(bag, dataset.name, dated.age_while):
                continue
            ref = FieldRef(dataset=dataset.name, field=dated.name)
            yield Figure(dataset.name, (place,), _put((place,), TimeSpan(since=ref), dated.age_while))


def _lives(bag: Bag, dataset: str, living: str | None) -> bool:
    """«¿cuántos días *llevan abiertas* en promedio?»: the state in which such rows grow old is said."""
    return living is not None and any(
        phrase.head.has(Cond, lambda item: (item.dataset, item.name) == (dataset, living)) for _, phrase in bag.said()
    )


def _between(bag: Bag) -> Iterator[Figure]:
    """«tiempo entre solicitud e inicio», "days it takes to close": the dates in the order in which they come about;
    one alone is counted from the date on which such rows begin."""
    for dataset in bag.model.datasets.values():
        start = dataset.default_date
        if start is None or not bag.has("lapse"):
            continue
        named = list(_dates(bag, dataset.name))
        if not any(ref.dataset == dataset.name for _, ref in named):
            continue  # between dates of other rows
        if any(ref.dataset != dataset.name for _, ref in named) and not said_outright(bag, dataset.name):
            continue  # nothing says that it is of these rows
        if len(named) == 2 and named[1][1] == FieldRef(dataset=dataset.name, field=start):
            named.reverse()  # «en cerrar … desde que se solicitan»: rows begin with the date that they are known by
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
        if place <= first:
            continue
        ref = _date_at(bag, phrase, dataset) or _date_of_owner(bag, place, phrase, dataset)
        if ref is not None:
            yield place, ref


def _date_of_owner(bag: Bag, place: int, phrase: Said, dataset: str) -> FieldRef | None:
    """A date of what the rows belong to, whose noun stands beside it («… y el inicio de la *orden*»)."""
    near = [name for at in range(max(0, place - 2), min(len(bag.phrases), place + 3)) for name in bag.nouns_at(at)]
    for name in dict.fromkeys(near):
        path = bag.model.path(dataset, name)
        if path and bag.model.datasets[name].default_date and (ref := _date_at(bag, phrase, name)) is not None:
            return ref
    return None


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


def in_unit(builder: Builder, span: TimeSpan) -> TimeSpan:
    """«… en días», "in hours": the unit that the time is asked in, where it is one that a time can be told in."""
    for place, phrase in builder.free_said():
        unit = unit_of(phrase.head)
        if unit in _UNITS:
            builder.use(place, effect="unit")
            return span.model_copy(update={"unit": _UNITS[unit]})
    for place in builder.bag.roles("lapse"):  # «*días* entre», "how many *days* it takes"
        words = builder.phrase(place).head.folded.split()
        unit = next((builder.bag.words.units[word] for word in words if word in builder.bag.words.units), "")
        if unit in _UNITS:
            return span.model_copy(update={"unit": _UNITS[unit]})
    return span


def _put(places: tuple[int, ...], span: TimeSpan, living: str | None) -> Callable[[Builder], None]:
    def put(builder: Builder) -> None:
        builder.use(*places, effect="measure")
        builder.take(*_ASKED, effect="measure")
        builder.use_nouns_of(builder.home)
        builder.draft.measures.append(Measure(aggregate="avg", span=in_unit(builder, span)))
        if living and not speaks_of_status(builder):
            builder.draft.filters.append(Named(dataset=builder.home, condition=str(living)))

    return put


LAPSES = finds(lapses, "average", "lapse", Stretch)
