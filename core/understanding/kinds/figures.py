"""Figures: the numbers that may be asked for - metrics, rows counted, a field's average or extreme - before it is known
whether alone, broken down, ranked or compared."""

from __future__ import annotations

from collections.abc import Iterator

from core.semantics.query import Measure, Named
from core.sentences import planning, say
from core.understanding.kinds.amounts import Figure as Figure
from core.understanding.kinds.amounts import masses, typical
from core.understanding.kinds.averaged import averaged
from core.understanding.kinds.field_figures import AGGREGATES, aggregates, mean_readings, worth
from core.understanding.kinds.rows import subjects
from core.understanding.meaning.asked import asked
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.builder import Builder
from core.understanding.meaning.units import converted, of_unit
from core.understanding.meaning.whole import columns_of
from core.understanding.phrases.types import Bound, Extreme, Said, When
from core.understanding.reading.readings import Cond, MetricIs, NounIs, Role, Verb
from core.understanding.triggered import finds
from core.understanding.weights import WEIGHTS


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
    every = named
    named = [item for item in named if not _is_state(bag, item, named)]
    if not named:
        return
    named = _refined(bag, _combined(bag, named))
    places = tuple(place for place, _ in named)
    states = {place for place, _ in every if place not in {at for at, _ in named}} & _stateful(bag)
    names = tuple(dict.fromkeys(name for _, name in named))
    if len(names) == 2 and _cost_of(bag, named):
        return
    lower = bag.model.metrics[names[0]].better

    def put(builder: Builder) -> None:
        builder.use(*(place for place in _metric_places(bag) if place not in states), effect="measure")
        builder.draft.measures += [Measure(metric=name) for name in names]
        if len(names) > 1:
            builder.take("compare", effect="measure")
        if apart:
            builder.take("difference", effect="measure")
            builder.draft.measures.append(Measure(aggregate="difference", of=(0, 1)))
            return
        if (bag.has("how_long") or bag.ranked) and len(names) == 1:
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


def _is_state(bag: Bag, item: tuple[int, str], named: list[tuple[int, str]]) -> bool:
    """«disponibilidad de las que *estuvieron paradas*»: beside another measure, what may be a state is one."""
    return item[0] in _stateful(bag) and any(name != item[1] for _, name in named)


def _stateful(bag: Bag) -> set[int]:
    """Where a measure is named by the state whose time it is («estuvieron paradas», "was down")."""
    return {
        place
        for place, phrase in bag.said()
        for cond in phrase.head.all(Cond)
        if phrase.head.has(
            MetricIs,
            lambda item, cond=cond: item.name == bag.model.datasets[cond.dataset].conditions[cond.name].duration_metric,  # type: ignore[misc]
        )
    }


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
    columns = {name: columns_of(bag.model.metrics[name].expression) for _, name in named}
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

            yield from _used_at(bag, place, verb.dataset, str(metric))


def _used_at(bag: Bag, place: int, dataset: str, metric: str) -> Iterator[Figure]:
    """«costo de los lubricantes *usados*»: what was used, and what that cost, are one metric where the model has it."""
    for other, phrase in bag.said():
        for name in (item.name for item in phrase.head.all(MetricIs)):
            whole = (bag.model.metrics[metric].combines or {}).get(name)
            if whole is None or other == place or _bounded(bag, other):
                continue

            def put(builder: Builder, places: tuple[int, int] = (place, other), whole: str = str(whole)) -> None:
                builder.use(*places, effect="measure")
                builder.draft.measures.append(Measure(metric=whole))

            yield Figure(dataset, (place, other), put)


def _cost_of(bag: Bag, named: list[tuple[int, str]]) -> bool:
    """ "how much did *downtime cost* us": what something cost that is measured in no money, and not both of them."""
    (one, first), (other, second) = named[0], named[-1]
    money = {bag.model.metrics[name].kind == "money" for name in (first, second)}
    phrase = bag.phrases[max(one, other)]
    listed = isinstance(phrase, Said) and (phrase.joint or phrase.link)
    apart = any(bag.phrases[place].head.ends for place in range(min(one, other), max(one, other)))
    return len(money) == 2 and not (listed or apart or bag.has("compare", "difference", "ratio", "and"))


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
        amounts = bag.has("how_much") and not bag.has("count", "times")
        if amounts and any(bag.phrases[at].head.can(MetricIs) for at in places):
            cost += WEIGHTS["later_noun"]  # «¿cuánto trabajó?» is how much of it was done, and no number of rows
        if not places and bag.model.datasets[dataset].verb_metric:
            cost += 2 * WEIGHTS["used_up"]  # «¿gastamos más …?» is of what was used, and not of how many times

        def put(builder: Builder) -> None:
            builder.take("count", "times", "sum", "how_much", effect="count")
            builder.draft.measures.append(Measure(aggregate="count"))

        yield Figure(dataset, places, put, cost, counts=True)


def said_outright(bag: Bag, dataset: str) -> bool:
    """The dataset's own noun is there."""
    return any(phrase.head.has(NounIs, lambda item: item.dataset == dataset) for _, phrase in bag.said())


_MASSES = finds(masses, Extreme)
_FIGURES = (
    finds(_metrics, MetricIs),
    finds(aggregates, *AGGREGATES),
    finds(worth, "money"),
    finds(mean_readings, "average"),
    finds(typical, "average"),
    _MASSES,
    finds(_verbs, Verb),
    finds(_lengths, "how_long", "how_much"),
    finds(_hours, Extreme),
)
"""What numbers are told by, each with its marks; how many rows there are can always be asked."""
