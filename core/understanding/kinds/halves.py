"""Halves: two things asked in one breath («cuántas bombas hay y cuántas están paradas»). Both are answered, side by
side, or neither is: a half of an answer looks like a whole one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from core.semantics.query import Compare, Dated, FieldRef, Filter, GroupBy, Measure, Named, Order
from core.understanding.kinds.averaged import averaged
from core.understanding.kinds.kind import Attempt
from core.understanding.kinds.rows import subjects
from core.understanding.meaning.asked import counted_too, numbers_asked
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.builder import Builder, Reject
from core.understanding.meaning.clauses import dataset_of, filter_of, options_at, together
from core.understanding.meaning.finish import attach
from core.understanding.meaning.looks import owners
from core.understanding.meaning.two_periods import date_of_state
from core.understanding.meaning.units import of_unit
from core.understanding.phrases.types import Bound, Said, When
from core.understanding.reading.readings import Cond, FieldIs, MetricIs, NounIs, Ref, ValueIs, Verb

ASKS = ("count", "how_much", "how_long")
"""Roles of words that each ask for a number of their own."""


# ---- two numbers ----


@dataclass(frozen=True)
class _Half:
    """One number that is asked for: what asks, and the phrases behind it as far as the next one."""

    ask: int
    places: tuple[int, ...]


def _halves(bag: Bag) -> list[_Half]:
    asks = numbers_asked(bag)
    ends = [*asks[1:], len(bag.phrases)]
    return [_Half(ask, tuple(range(ask + 1, end))) for ask, end in zip(asks, ends, strict=True)]


def both(bag: Bag) -> Iterator[Attempt]:
    """Each subject, with every number that is asked for."""
    for dataset, cost in subjects(bag):
        yield Attempt(dataset, _both, cost)


def _both(builder: Builder) -> None:
    bag, draft = builder.bag, builder.draft
    if bag.ranked:
        raise Reject
    halves = _halves(bag)
    if bag.phrases[halves[-1].ask].head.role("share"):
        _and_share(builder, halves)
        return
    measures: list[Measure] = []
    for half in halves:
        said = [place for place in half.places if place in bag.content]
        again = bool(measures and said) and all(isinstance(bag.phrases[place], When) for place in said)
        again = again or bool(measures and _elided(builder, halves[0], half))
        measures.append(measures[0] if again else _measure(builder, half))  # «… y cuántas el mes pasado»
    limits = [_own(builder, half, measure) for half, measure in zip(halves, measures, strict=True)]
    pointing = [place for half in halves[1:] for place in _pointers(bag, half)]
    builder.use(*pointing, effect="points back")
    if bag.has("average"):
        draft.measures = measures  # "how much does a corrective cost on average and how much a preventive"
        averaged(builder)
        measures = draft.measures
    measures = _dated(builder, halves, measures)
    if all(measure.period is not None for measure in measures) and not any(limits[1:]):
        draft.filters += limits[0]  # «cuántas cerró el mes pasado y cuántas lleva este mes»: of the same
        limits[0] = []
    elif not (pointing or _of_those(builder, halves, limits)):
        limits = _apart(builder, halves, limits, [measure.dataset or builder.home for measure in measures])
    else:
        draft.filters += limits[0]  # «… y cuántas *de esas*»: what was said before holds for the others as well
        limits[0] = []
    draft.measures = [
        measure.model_copy(update={"only": tuple(own)}) if own else measure
        for measure, own in zip(measures, limits, strict=True)
    ]
    if len(set(draft.measures)) < len(draft.measures):
        raise Reject
    draft.shape = "measure"
    draft.everyone = draft.everyone or any(_left_out(builder, part) for own in limits for part in own)
    builder.use_nouns_of(builder.home)
    builder.take(*ASKS, "which", "list", "exists", "sum", effect="asks")
    attach(builder)
    if draft.period is not None and not pointing:
        _date(builder)
    elif all(measure.period is not None for measure in draft.measures):
        date_of_state(builder)


def _elided(builder: Builder, first: _Half, half: _Half) -> bool:
    """«cuántas *horas de paro* hubo y cuántas fueron planeadas»: the same word asks again, and nothing behind it can be
    counted, so that it counts what it counted before; «… y *cuántos* fueron planeados» are not hours."""
    bag = builder.bag
    if not f"{bag.phrases[first.ask].head.folded} ".startswith(f"{bag.phrases[half.ask].head.folded} "):
        return False
    said = [bag.phrases[place] for place in half.places]
    return not any(
        isinstance(phrase, Said)
        and phrase.head.can(NounIs, MetricIs, Verb, FieldIs)
        and not (phrase.predicate or phrase.within)
        for phrase in said
    )


def _of_those(builder: Builder, halves: Sequence[_Half], limits: Sequence[Sequence[Filter]]) -> bool:
    """«¿cuántas OT hay abiertas y cuántas *son correctivas*?»: behind a state, what kind they are is asked of those; a
    state behind a state is one of its own («cuántas están vencidas»)."""
    stated = any(isinstance(part, Named) for part in limits[0])
    return stated and all(
        bool(own) and all(isinstance(part, Compare) for part in own) and _predicates(builder, half) == list(own)
        for half, own in zip(halves[1:], limits[1:], strict=True)
    )


def _left_out(builder: Builder, part: Filter) -> bool:
    """«… y cuántos están *dados de baja*»: of rows that are usually left out, so that the whole has them as well."""
    if not isinstance(part, Named) or part.dataset != builder.home or part.negated:
        return False
    return bool(builder.model.datasets[part.dataset].conditions[part.condition].lifts_population)


def _dated(builder: Builder, halves: Sequence[_Half], measures: list[Measure]) -> list[Measure]:
    """«cuántas en octubre y cuántas en noviembre»: each number has days of its own where each half names some."""
    bag = builder.bag
    own = [[place for place in half.places if isinstance(bag.phrases[place], When)] for half in halves]
    if not all(len(places) == 1 for places in own):
        return measures
    found = []
    for (place,), measure in zip(own, measures, strict=True):
        when = bag.phrases[place]
        assert isinstance(when, When)
        period = when.time.expression.resolve(builder.today, ahead=False) if when.time is not None else None
        if period is None or period.start is None or period.start > builder.today or when.negated:
            return measures
        found.append(measure.model_copy(update={"period": period}))
    builder.use(*(place for places in own for place in places), effect="period")
    return found


def _and_share(builder: Builder, halves: Sequence[_Half]) -> None:
    """«¿cuántas OT se cerraron *y qué porcentaje* fueron correctivas?»: what is said behind is the part; where nothing
    is («how many machines are down, and what % of all is that?»), what was said before.

    Raises:
        Reject: there are more than two numbers.
    """
    draft = builder.draft
    if len(halves) != 2:
        raise Reject
    measure = _measure(builder, halves[0])
    if measure.dataset is not None:
        raise Reject
    limits = [_own(builder, half, measure) for half in halves]
    pointing = _pointers(builder.bag, halves[1])
    builder.use(*pointing, effect="points back")
    builder.use(*builder.bag.roles("share"), effect="share")
    if limits[1]:
        draft.filters += limits[0]
    elif limits[0] and not builder.bag.splits:
        measure = measure.model_copy(update={"only": tuple(limits[0])})
    else:
        raise Reject
    only = tuple(limits[1] or limits[0])
    draft.measures = [measure, Measure(aggregate="share", metric=measure.metric, only=only)]
    draft.shape = "measure"
    builder.use_nouns_of(builder.home)
    builder.take(*ASKS, "which", "list", "exists", "sum", effect="asks")
    attach(builder)


def _date(builder: Builder) -> None:
    """«cuántas se abrieron y cuántas se cerraron la semana pasada»: each is counted by the date of its own state."""
    draft, model = builder.draft, builder.model
    home = model.datasets[builder.home]
    period = draft.period
    own = [next(filter(None, (_date_of(builder, part) for part in m.only)), None) for m in draft.measures]
    common = draft.date_field or next(filter(None, (_date_of(builder, part) for part in draft.filters)), None)
    metrics = [model.metrics[measure.metric] for measure in draft.measures if measure.metric]
    if metrics:
        if common and all(metric.dataset != builder.home or metric.date == common for metric in metrics):
            draft.date_field = common
        return
    if not any(own) or period is None or any(measure.dataset for measure in draft.measures):
        draft.date_field = common
        return
    base = common or home.default_date
    if base is None:
        return
    dated = [Dated(field=FieldRef(dataset=builder.home, field=date or base), period=period) for date in own]
    draft.measures = [
        measure.model_copy(update={"only": (*measure.only, part)})
        for measure, part in zip(draft.measures, dated, strict=True)
    ]
    draft.period = draft.date_field = None


def _date_of(builder: Builder, part: Filter) -> str | None:
    """The date of a state that happened (closed: when it was closed)."""
    if not isinstance(part, Named) or part.negated or part.dataset != builder.home:
        return None
    return builder.model.datasets[part.dataset].conditions[part.condition].date


def _apart(
    builder: Builder, halves: Sequence[_Half], limits: list[list[Filter]], homes: Sequence[str]
) -> list[list[Filter]]:
    """What is said of each number by itself; what is said of all becomes the query's own filters.

    States and values of one kind are said of each («abiertas … cerradas»), and so is all that stands behind the first;
    a state behind the last of several listed things is said of all of them ("how many pumps and how many motors are
    down"), unless the first was a question of its own («cuántas bombas *hay* y …»).
    """
    draft = builder.draft
    later = {name for parts in limits[1:] for part in parts for name in _field(builder, part)}
    first = {name for part in limits[0] for name in _field(builder, part)}
    said = _predicates(builder, halves[0])
    common = [part for part in limits[0] if part not in said and not _field(builder, part) & later]
    if any(home != builder.home for home in homes):
        # what is said of orders is not said of the stops that are counted beside them; where they are is said of both
        common = [part for part in common if owners([part]) - {builder.home}]
    mine = [[part for part in limits[0] if part not in common], *limits[1:]]
    listed = first & later and not any(builder.bag.phrases[place].head.role("exists") for place in halves[0].places)
    if listed:
        trailing = [part for part in limits[-1] if not _field(builder, part) & first]
        common += trailing
        mine[-1] = [part for part in mine[-1] if part not in trailing]
    draft.filters += common
    return mine


def _predicates(builder: Builder, half: _Half) -> list[Filter]:
    """What a verb of the half says («cuántas *están* vencidas»), and no adjective («bombas críticas»)."""
    found: list[Filter] = []
    for place in half.places:
        phrase = builder.phrase(place)
        if isinstance(phrase, Said) and phrase.predicate and not builder.bag.is_noun(place):
            for item in phrase.head.readings:
                if isinstance(item, Cond | ValueIs) and dataset_of(item) == builder.home:
                    found.append(filter_of(builder, item, negated=phrase.negated))
    return found


def _measure(builder: Builder, half: _Half) -> Measure:
    """The number of rows of what is named behind the asking word, or the measure that is named there."""
    bag = builder.bag
    for place in half.places:
        phrase = bag.phrases[place]
        if not isinstance(phrase, Said) or not builder.free(place):
            continue
        metric = phrase.head.first(MetricIs)
        if metric is not None:
            builder.use(place, effect="measure")
            return Measure(metric=metric.name)
        if builder.home in bag.nouns_at(place) or _says(phrase, builder.home):
            break
        named = phrase.head.all(NounIs)
        if named and not phrase.link and not phrase.within:
            fact = next((item.dataset for item in named if builder.has_date(item.dataset)), None)
            if fact is None:
                continue
            builder.use(place, effect="measure")
            return Measure(aggregate="count", dataset=fact)
    ask = bag.phrases[half.ask].head
    hours = of_unit(builder.model, builder.home, "hours") if ask.role("how_long") else None
    if hours is not None and not any(bag.is_noun(place) for place in half.places):
        return Measure(metric=hours)  # «¿cuántas OT tiene y *cuántas horas* suman?»
    if ask.role("count") is None:
        raise Reject  # how much of what is not said
    return Measure(aggregate="count")


def _says(phrase: Said, home: str) -> bool:
    """A state or value of the home's rows («paradas» beside machines are no stops)."""
    return any(dataset_of(item) == home for item in phrase.head.readings if isinstance(item, Cond | ValueIs))


def _own(builder: Builder, half: _Half, measure: Measure) -> list[Filter]:
    """The states and values of the counted rows that stand in one half; what they belong to is said of all."""
    home = measure.dataset or builder.home
    made: list[tuple[int, Said, Filter]] = []
    for place in half.places:
        phrase = builder.phrase(place)
        if not isinstance(phrase, Said) or not builder.free(place) or phrase.link or phrase.head.can(FieldIs):
            continue
        options = [
            item
            for item in options_at(builder, place, home)
            if dataset_of(item[1]) == home or _placed(builder, item[1]) or _within(builder, phrase, item[1], home)
        ]
        if options:
            reading = builder.pick(f"half {place}", options)
            builder.use(place, effect="filter")
            made.append((place, phrase, filter_of(builder, reading, negated=phrase.negated)))
    return together(builder, made)


def _within(builder: Builder, phrase: Said, reading: Cond | ValueIs, home: str) -> bool:
    """«cuántas *en calderas*»: what the counted rows are of."""
    return phrase.within and builder.model.reaches(home, dataset_of(reading))


def _placed(builder: Builder, reading: Cond | ValueIs) -> bool:
    """A place that the rows belong to."""
    return builder.model.datasets[dataset_of(reading)].place is True


def _field(builder: Builder, part: Filter) -> set[tuple[str, str]]:
    """The field that a limit is about."""
    if isinstance(part, Compare):
        return {(part.field.dataset, part.field.field)}
    if isinstance(part, Named):
        field = builder.model.datasets[part.dataset].conditions[part.condition].field
        return {(part.dataset, field)} if field else set()
    return set()


def _pointers(bag: Bag, half: _Half) -> list[int]:
    """Where a half points at what was said before it."""
    return [
        place
        for place in half.places
        if isinstance(phrase := bag.phrases[place], Said) and phrase.head.can(Ref) and not phrase.head.is_substance
    ]


# ---- which ones, and how many each ----


def each_one(bag: Bag) -> Iterator[Attempt]:
    """«¿Qué técnicos tienen OT vencidas y cuántas tiene cada uno?»: the things that have some, each with its number."""
    for place, phrase in bag.said():
        if not phrase.head.can(NounIs, Verb) or phrase.link == "without" or phrase.negated:
            continue
        for owner_place in range(place):
            if not bag.is_noun(owner_place):
                continue
            for fact in dict.fromkeys(item.dataset for item in phrase.head.readings if isinstance(item, NounIs | Verb)):
                for owner in bag.nouns_at(owner_place):
                    if owner != fact and bag.model.reaches(fact, owner):
                        yield Attempt(fact, partial(_each_one, place=place, owner_place=owner_place, owner=owner))


def _each_one(builder: Builder, place: int, owner_place: int, owner: str) -> None:
    bag, draft = builder.bag, builder.draft
    identity = builder.identity(owner)
    if identity is None or bag.splits or (bag.of(When) and not builder.has_date(builder.home)):
        raise Reject
    builder.use(place, owner_place, effect="subject")
    builder.take("of_each", effect="group")
    builder.use(*counted_too(bag), effect="measure")
    kind = bag.phrases[owner_place].head.first(ValueIs, lambda item: item.noun and item.ref.dataset == owner)
    if kind is not None and not bag.phrases[owner_place].head.can(NounIs):
        draft.filters.append(Compare(field=kind.ref, op="=", values=(kind.value,)))
    used = bag.model.datasets[builder.home].verb_metric if bag.phrases[place].head.can(Verb) else None
    draft.measures = [Measure(metric=str(used)) if used else Measure(aggregate="count")]  # so many were used
    draft.groups = [GroupBy(field=identity)]
    draft.filters.append(Compare(field=identity, op="is not null"))
    draft.shape, draft.order = "breakdown", Order(measure=0, descending=True)
    for index in bag.of(Bound):
        bound = bag.phrases[index]
        assert isinstance(bound, Bound)
        doing = bag.phrases[place].head.can(Verb)  # «que fallaron más de 3 veces»
        if (index < place or doing) and builder.free(index) and bound.unit in ("", "times") and len(bound.values) == 1:
            builder.use(index, effect="having")
            draft.having.append((0, bound.op, int(bound.values[0])))
    builder.use_nouns_of(builder.home)
    builder.use_nouns_of(owner)
    builder.take("which", "list", "exists", "who")
    attach(builder)
