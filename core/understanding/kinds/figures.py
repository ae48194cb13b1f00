"""Figures: the numbers that may be asked for - metrics, rows counted, a field's average or extreme - before it is known
whether alone, broken down, ranked or compared."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from core.semantics.query import Aggregate, FieldRef, Measure, Named
from core.sentences import planning, say
from core.understanding.kinds.amounts import Figure as Figure
from core.understanding.kinds.amounts import masses, typical
from core.understanding.kinds.averaged import average_of, averaged
from core.understanding.kinds.rows import subjects
from core.understanding.meaning.asked import asked
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.builder import Builder
from core.understanding.meaning.units import converted, of_unit
from core.understanding.phrases.types import Bound, Extreme, When
from core.understanding.reading.readings import Cond, FieldIs, MetricIs, NounIs, Role, ValueIs, Verb
from core.understanding.triggered import finds
from core.understanding.weights import WEIGHTS

_COLUMN = re.compile(r"\w+\.\w+")


def figures(bag: Bag) -> Iterator[Figure]:
    """Every number that the phrases may ask for."""
    for find in _FIGURES:
        yield from find(bag.marks, bag)
    yield from _rows(bag)


# ---- metrics ----


def home_of(bag: Bag, metric: str) -> str:
    """The dataset that a metric is computed over; a formula's first base's."""
    meaning = bag.model.metrics[metric]
    return meaning.dataset or bag.model.metrics[meaning.bases[0]].dataset or ""


def _metrics(bag: Bag) -> Iterator[Figure]:
    named = [
        (place, reading.name)
        for place, phrase in bag.said()
        for reading in phrase.head.all(MetricIs)[:1]
        if phrase.link != "without" and not _bounded(bag, place)
    ]
    if not named:
        return
    named = _refined(bag, _combined(bag, named))
    places = tuple(place for place, _ in named)
    names = tuple(dict.fromkeys(name for _, name in named))
    lower = bag.model.metrics[names[0]].better

    def put(builder: Builder) -> None:
        builder.use(*(place for place in _metric_places(bag)), effect="measure")
        builder.draft.measures += [Measure(metric=name) for name in names]
        if len(names) > 1:
            builder.take("compare", effect="measure")
        if apart:
            builder.take("difference", effect="measure")
            builder.draft.measures.append(Measure(aggregate="difference", of=(0, 1)))
            return
        if bag.has("how_long") and len(names) == 1:
            still_lasting(builder, names[0])
        averaged(builder)

    apart = len(names) == 2 and bag.has("difference")
    doubtful = any(bag.phrases[place].head.can(NounIs) for place in places)
    yield Figure(
        home_of(bag, names[0]),
        places,
        put,
        WEIGHTS["second"] if doubtful else 0.0,
        lower_is_better=lower == "lower" if lower else None,
        main=2 if apart else 0,
    )
    if len(names) > 1:
        for place, name in named:

            def put_one(builder: Builder, place: int = place, name: str = name) -> None:
                builder.use(place, effect="measure")
                builder.draft.measures.append(Measure(metric=name))
                averaged(builder)

            yield Figure(home_of(bag, name), (place,), put_one, WEIGHTS["kind"])


def _bounded(bag: Bag, place: int) -> bool:
    """It is compared with a number, so that it selects rows and is not what is asked for."""
    near = [index for index in (place - 1, place + 1) if 0 <= index < len(bag.phrases)]
    kinds = [bag.model.metrics[item.name].kind for item in bag.phrases[place].head.all(MetricIs)[:1]]
    for index in near:
        bound = bag.phrases[index]
        if isinstance(bound, Bound) and any(converted(bound.values[0], bound.unit, kind) is not None for kind in kinds):
            return True
    return False


def still_lasting(builder: Builder, metric: str) -> None:
    """«¿Cuánto tiempo lleva parada la P-139?», "how long has it been down": the stop that goes on, not all of them."""
    bag = builder.bag
    words = {word for phrase in bag.phrases for word in phrase.head.folded.split()}
    if not (bag.has("going_on") or words & set(bag.words.roles["going_on"])) or bag.of(When):
        return
    for meaning in bag.model.datasets.values():
        for condition in meaning.conditions.values():
            lasts = condition.lasts
            if lasts and condition.duration_metric == metric:
                builder.take("going_on", effect="filter")
                builder.draft.filters.append(Named(dataset=lasts.dataset, condition=lasts.going_on))
                builder.draft.said.append(say(planning.ONGOING_ONLY, bag.language))
                return


def _metric_places(bag: Bag) -> list[int]:
    return [place for place, phrase in bag.said() if phrase.head.can(MetricIs) and not _bounded(bag, place)]


def _refined(bag: Bag, named: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """«se gastó en mano de obra»: the narrower of two measures that add up the same columns says which is meant."""
    columns = {name: set(_COLUMN.findall(bag.model.metrics[name].expression)) for _, name in named}
    return [
        (place, name)
        for place, name in named
        if not any(
            columns[other]
            and columns[other] < columns[name]
            and other != name
            and not getattr(bag.phrases[at], "joint", "")
            for at, other in named
        )
    ]


def _combined(bag: Bag, named: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """«horas hombre del backlog» is one metric of its own, not two."""
    names = {name for _, name in named}
    for place, name in named:
        for other, whole in (bag.model.metrics[name].combines or {}).items():
            if other in names:
                return [(place, str(whole)), *((p, n) for p, n in named if n not in (name, other))]
    return named


# ---- aggregates of a field ----

_AGGREGATES: dict[str, Aggregate] = {"average": "avg", "sum": "sum", "how_much": "sum", "count": "sum"}


def _aggregates(bag: Bag) -> Iterator[Figure]:
    """Average, total, largest or smallest of a numeric field; the total of a quantity (how much stock)."""
    ways: list[tuple[int, Aggregate, bool]] = [
        (place, aggregate, role in ("how_much", "count"))
        for role, aggregate in _AGGREGATES.items()
        for place in bag.roles(role)
    ]
    nouns = {name for place in range(len(bag.phrases)) for name in bag.nouns_at(place)}
    for role_place, aggregate, quantity in ways:
        for place, phrase in bag.said():
            for ref in [item.ref for item in phrase.head.all(FieldIs)]:
                field = bag.model.field(ref.dataset, ref.field)
                lasting = (
                    field.kind in ("minutes", "hours") and bag.model.datasets[ref.dataset].default_date is not None
                )
                if not field.is_number or (quantity and not (field.quantity or lasting)):
                    continue
                cost = 0.0 if ref.dataset in nouns or not nouns else WEIGHTS["other_noun"]
                yield Figure(ref.dataset, (role_place, place), _aggregate(role_place, place, ref, aggregate), cost)


def _aggregate(role_place: int, place: int, ref: FieldRef, aggregate: Aggregate) -> Callable[[Builder], None]:
    def put(builder: Builder) -> None:
        builder.use(role_place, place, effect="measure")
        builder.take("sum", "how_much", effect="measure")
        builder.draft.measures.append(average_of(builder, ref, aggregate))

    return put


def _worth(bag: Bag) -> Iterator[Figure]:
    """«¿Cuánta plata hay en inventario?»: money asked of things that are kept is what they are worth."""
    for money in bag.roles("money") if not bag.of(When) else ():  # what is kept has no date; what was spent has one
        for place, phrase in bag.said():
            kept = {
                name for item in phrase.head.all(FieldIs) if (name := item.ref.dataset) and _is_quantity(bag, item.ref)
            }
            kept |= {item.dataset for item in phrase.head.all(NounIs)}
            kept |= {
                name
                for name, meaning in bag.model.datasets.items()
                for item in phrase.head.all(ValueIs)
                if str(item.value) in (meaning.ignores or {}).get(str(item.ref), ())
            }
            of_kind = {item.ref.dataset for item in phrase.head.all(ValueIs) if item.noun}  # «… hay en *baleros*»
            for dataset in kept | of_kind:
                named = (money, place) if dataset in kept else (money,)
                fields = bag.model.datasets[dataset].fields.values()
                worth = [
                    metric.name
                    for metric in bag.model.metrics.values()
                    if metric.dataset == dataset
                    and metric.kind == "money"
                    and metric.additive
                    and not (metric.hidden or metric.where)
                ]
                if len(worth) == 1 and any(field.quantity for field in fields):

                    def put(builder: Builder, places: tuple[int, ...] = named, name: str = worth[0]) -> None:
                        builder.use(*places, effect="measure")
                        builder.take("how_much", effect="measure")
                        builder.draft.measures.append(Measure(metric=name))

                    yield Figure(dataset, named, put)


def _is_quantity(bag: Bag, ref: FieldRef) -> bool:
    return bool(bag.model.field(ref.dataset, ref.field).quantity)


def extremes_of_fields(bag: Bag) -> Iterator[Figure]:
    """«temperatura máxima de las bombas»: one figure, the largest or smallest of a dataset's value."""
    for place in bag.of(Extreme):
        extreme = bag.phrases[place]
        assert isinstance(extreme, Extreme)
        if extreme.way not in ("most", "least") or extreme.n is not None:
            continue
        aggregate: Aggregate = "max" if extreme.way == "most" else "min"
        yield from _valued(bag, place, aggregate)


def _readings(bag: Bag) -> Iterator[Figure]:
    """ "average vibration of pumps": a dataset whose rows are values of what is named."""
    for place in bag.roles("average"):
        yield from _valued(bag, place, "avg")


def _valued(bag: Bag, role_place: int, aggregate: Aggregate) -> Iterator[Figure]:
    for _, phrase in bag.said():
        named = [item.ref.dataset for item in phrase.head.all(ValueIs) if item.noun]
        named += [item.dataset for item in phrase.head.all(NounIs)] if aggregate == "avg" else []
        for dataset in dict.fromkeys(named):
            field = bag.model.datasets[dataset].value_field
            if not field:
                continue
            ref = FieldRef(dataset=dataset, field=str(field))

            def put(builder: Builder, ref: FieldRef = ref) -> None:
                builder.use(role_place, effect="measure")
                builder.draft.measures.append(Measure(aggregate=aggregate, field=ref))

            yield Figure(dataset, (role_place,), put)


# ---- what verbs and lasting states measure ----


def _verbs(bag: Bag) -> Iterator[Figure]:
    """«baleros usados», "how many parts were consumed": the metric that a fact's verb means."""
    for place, phrase in bag.said():
        for verb in phrase.head.all(Verb):
            metric = bag.model.datasets[verb.dataset].verb_metric
            if not metric or phrase.negated or phrase.link == "without":
                continue

            def put(builder: Builder, place: int = place, metric: str = str(metric)) -> None:
                builder.use(place, effect="measure")
                builder.draft.measures.append(Measure(metric=metric))
                rows = builder.model.metrics[metric].rows
                if rows:
                    builder.use_nouns_of(str(rows))

            yield Figure(verb.dataset, (place,), put, WEIGHTS["second"] if phrase.head.can(MetricIs) else 0.0)


def _lengths(bag: Bag) -> Iterator[Figure]:
    """«¿Cuántas horas estuvo parada la PK-115?»: the metric that a state's duration is."""
    lasting = bag.roles("how_much") if bag.has("going_on") else []  # «¿cuánto *lleva* parada la P-139?»
    for role_place in [*bag.roles("how_long"), *lasting]:
        for place, phrase in bag.said():
            for cond in phrase.head.all(Cond):
                condition = bag.model.datasets[cond.dataset].conditions[cond.name]
                metric = condition.duration_metric
                if not metric:
                    continue

                def put(
                    builder: Builder, place: int = place, role: int = role_place, metric: str = str(metric)
                ) -> None:
                    builder.use(role, place, effect="measure")
                    builder.draft.measures.append(Measure(metric=metric))
                    still_lasting(builder, metric)
                    averaged(builder)

                each = bag.has("which", "list") and not any(bag.is_named(at) for at in range(len(bag.phrases)))
                cost = WEIGHTS["subjectless"] if each and not bag.of(When) else 0.0  # «whats down and for *how long*»
                yield Figure(home_of(bag, str(metric)), (role_place, place), put, cost)


def _hours(bag: Bag) -> Iterator[Figure]:
    """«las causas de paro que más *horas* quitaron», "who put the most *hours* into F-105": the time that rows took, of
    those that are named, else of any that have some."""
    for place, phrase in bag.said() if bag.of(Extreme) else ():
        unit = phrase.head.first(Role, lambda item: item.role == "unit")
        if unit is None:
            continue
        named = {name for at in range(len(bag.phrases)) for name in bag.nouns_at(at)}
        timed = {name: metric for name in bag.model.datasets if (metric := of_unit(bag.model, name, unit.topic))}
        for dataset, metric in timed.items():
            if dataset not in named and set(timed) & named:
                continue

            def put(builder: Builder, place: int = place, metric: str = metric) -> None:
                builder.use(place, effect="measure")
                builder.use_nouns_of(builder.home)
                builder.draft.measures.append(Measure(metric=metric))

            yield Figure(dataset, (place,), put)


# ---- rows ----


def _rows(bag: Bag) -> Iterator[Figure]:
    """So many rows of what is named."""
    target = asked(bag, "count")
    for dataset, cost in subjects(bag):
        places = tuple(place for place in range(len(bag.phrases)) if dataset in bag.nouns_at(place))
        if bag.model.datasets[dataset].value_field and not said_outright(bag, dataset):
            continue  # «la temperatura mínima» is a value, and no number of readings
        if target is not None and bag.nouns_at(target) and dataset not in bag.nouns_at(target):
            following = target + 1
            if not (following < len(bag.phrases) and dataset in bag.nouns_at(following)):
                continue

        if any(dataset in bag.nouns_at(at) for figure in _MASSES(bag.marks, bag) for at in figure.places):
            cost += WEIGHTS["margin"] * 2
        if not places and bag.model.datasets[dataset].verb_metric:
            cost += WEIGHTS["used_up"]  # «¿gastamos más …?» is of what was used, and not of how many times

        def put(builder: Builder) -> None:
            builder.take("count", "times", "sum", "how_much", effect="count")
            builder.draft.measures.append(Measure(aggregate="count"))

        yield Figure(dataset, places, put, cost, counts=True)


def _behind(bag: Bag, place: int) -> int | None:
    """The field that a word of counting stands beside: before it, or («marcas distintas») right behind it."""
    following = next((index for index in range(place + 1, len(bag.phrases)) if not bag.roles_at(index)), None)
    if following is not None and bag.fields_at(following):
        return following
    return place - 1 if place and bag.fields_at(place - 1) else None


def said_outright(bag: Bag, dataset: str) -> bool:
    """The dataset's own noun is there."""
    return any(phrase.head.has(NounIs, lambda item: item.dataset == dataset) for _, phrase in bag.said())


def distinct(bag: Bag) -> Iterator[Figure]:
    """How many manufacturers: the values of a field."""
    for place in [*bag.roles("count"), *bag.roles("distinct")]:
        for index, phrase in bag.said():
            if index == place or phrase.head.can(NounIs, ValueIs) or index != _behind(bag, place):
                continue
            nouns = {name for other in range(len(bag.phrases)) for name in bag.nouns_at(other)}
            for ref in bag.fields_at(index):
                if bag.model.field(ref.dataset, ref.field).kind != "text" or (nouns and ref.dataset not in nouns):
                    continue

                def put(builder: Builder, ref: FieldRef = ref, index: int = index) -> None:
                    builder.use(index, effect="measure")
                    builder.take("count", "distinct", effect="count")
                    builder.use_nouns_of(ref.dataset)
                    builder.draft.measures.append(Measure(aggregate="count_distinct", field=ref))

                yield Figure(ref.dataset, (place, index), put)


_MASSES = finds(masses, Extreme)
_FIGURES = (
    finds(_metrics, MetricIs),
    finds(_aggregates, *_AGGREGATES),
    finds(_worth, "money"),
    finds(_readings, "average"),
    finds(typical, "average"),
    _MASSES,
    finds(_verbs, Verb),
    finds(_lengths, "how_long", "how_much"),
    finds(_hours, Extreme),
)
"""What numbers are told by, each with its marks; how many rows there are can always be asked."""
