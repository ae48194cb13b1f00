"""Kinds that ask about what goes on now: since when things have been in a state, and who is at work on them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from core.semantics.query import Compare, FieldRef, Filter, GroupBy, Measure, Named, Related
from core.understanding.kinds.kind import Attempt
from core.understanding.kinds.order import read_order
from core.understanding.kinds.rows import subjects
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.builder import Builder, Reject
from core.understanding.meaning.finish import attach
from core.understanding.phrases.types import Said
from core.understanding.reading.readings import Cond, FieldIs, MetricIs, NounIs, Verb
from core.understanding.weights import WEIGHTS


def since(bag: Bag) -> Iterator[Attempt]:
    """«¿desde cuándo está parada la P-139?»: for each state whose stretches are recorded, the one that runs now."""
    for meaning in bag.model.datasets.values():
        for name, condition in meaning.conditions.items():
            if condition.lasts is not None:
                state = Cond(meaning.name, name)
                yield Attempt(str(condition.lasts.dataset), partial(_since, state=state), WEIGHTS["implied"])


def _since(builder: Builder, state: Cond) -> None:
    bag, draft, model = builder.bag, builder.draft, builder.model
    lasts = model.datasets[state.dataset].conditions[state.name].lasts
    interval, identity = model.datasets[builder.home].interval, builder.identity(state.dataset)
    if lasts is None or interval is None or identity is None or bag.splits or bag.ranked:
        raise Reject
    if bag.has("count", "how_much", "average", "share"):
        raise Reject
    long = bag.has("how_long")
    if long and not (bag.has("which", "list") and interval.minutes):
        raise Reject
    said = [place for place, phrase in bag.said() if phrase.head.has(Cond, lambda item: item == state)]
    builder.use(*said, effect="filter")
    builder.take("since_when", "going_on", "which", "list", "how_long", effect="asks")
    builder.use_nouns_of(state.dataset)
    draft.filters = [Named(dataset=builder.home, condition=str(lasts.going_on))]
    shown = interval.minutes if long and interval.minutes else interval.start
    draft.select = [identity, FieldRef(dataset=builder.home, field=str(shown))]
    draft.shape = "list"
    attach(builder)
    if not said and len(draft.filters) < 2:
        raise Reject  # neither the state nor the thing is known
    if long and not said and not bag.has("going_on"):
        raise Reject  # "how many hours has P-101 …": of no state


def last_time(bag: Bag) -> Iterator[Attempt]:
    """ "who fixed CV-107 *last time*", «¿cuánto marcó la P-123 *la última vez* que la midieron?»: of the newest of the
    rows, who or what it was."""
    for dataset, cost in subjects(bag):
        meaning = bag.model.datasets[dataset]
        if meaning.default_date and (bag.has("who") or meaning.value_field):
            yield Attempt(dataset, _last_time, cost + WEIGHTS["kind"])


def _last_time(builder: Builder) -> None:
    bag, draft, meaning = builder.bag, builder.draft, builder.model.datasets[builder.home]
    people = builder.identity(bag.people) if bag.people is not None else None
    if bag.splits or bag.ranked or not (bag.has("who") or bag.has("how_much", "which")):
        raise Reject
    if bag.has("who") and (people is None or builder.distance(people.dataset) is None):
        raise Reject
    builder.use_nouns_of(builder.home)
    if not read_order(builder) or draft.order is None or draft.order.field is None:
        raise Reject
    told = people if bag.has("who") else FieldRef(dataset=builder.home, field=str(meaning.value_field))
    name = builder.identity(builder.home)
    builder.take("who", "how_much", "which", "list")
    draft.shape = "list"
    attach(builder)
    draft.select = [item for item in (name, told, draft.order.field) if item is not None]


def at_work(bag: Bag) -> Iterator[Attempt]:
    """«¿quién está con la P-112?», "who's on it": the people of the rows that run now between them and the thing."""
    people = bag.people
    if people is None:
        return
    near = [
        (len(path), name)
        for name, meaning in bag.model.datasets.items()
        if meaning.interval is not None
        and meaning.interval.running
        and name != people
        and (path := bag.model.path(name, people)) is not None
    ]
    if near:
        yield Attempt(min(near)[1], _at_work, WEIGHTS["kind"])


def _at_work(builder: Builder) -> None:
    bag, draft = builder.bag, builder.draft
    people, interval = bag.people, builder.model.datasets[builder.home].interval
    assert people is not None and interval is not None
    if bag.splits or bag.ranked or bag.has("count", "how_much", "times", "since_when", "when"):
        raise Reject
    for _, phrase in bag.said():
        if phrase.head.role("who") or has_somebody(builder, phrase):
            continue
        things = {item.dataset for item in phrase.head.readings if isinstance(item, NounIs | Verb)}
        if phrase.head.can(MetricIs, FieldIs) or any(bag.model.datasets[name].default_date for name in things):
            raise Reject  # something else than the thing itself is asked about
    ref = FieldRef(dataset=people, field=builder.model.datasets[people].identity)
    running = Named(dataset=builder.home, condition=str(interval.running))
    builder.take("who", "which", "list", "going_on")
    said = [place for place, phrase in builder.free_said() if has_somebody(builder, phrase)]
    builder.use(*said, effect="asks")  # «¿quién tiene *asignada* la R-118?»: that somebody has it is what is asked
    draft.shape, draft.groups, draft.measures = "breakdown", [GroupBy(field=ref)], [Measure(aggregate="count")]
    draft.filters = [running, Compare(field=ref, op="is not null")]
    attach(builder)
    if draft.period is not None or not any(_is_thing(builder, part) for part in draft.filters if part is not running):
        raise Reject
    if any(_of_rows(builder, part) for part in draft.filters if part != running):
        raise Reject  # whose the rows themselves are is asked


def has_somebody(builder: Builder, phrase: Said) -> bool:
    """A state that says no more than that somebody has the row (its key to people is not empty), or what who has it is
    called by ("assigned to")."""
    people = builder.bag.people
    fields = phrase.head.all(FieldIs)
    if phrase.head.role("who"):
        return False
    if fields and all(builder.names_row(item.ref) and item.ref.dataset == people for item in fields):
        return not phrase.negated and not phrase.head.can(NounIs, MetricIs)
    states = [item for item in phrase.head.readings if isinstance(item, Cond) and item.dataset == builder.home]
    path = builder.model.path(builder.home, builder.bag.people or "")
    if not states or phrase.negated or path is None or len(path) != 1:
        return False
    told = builder.model.datasets[builder.home].conditions[states[0].name].expression
    return [f"{column} IS NOT NULL" for column in path[0].source_columns] == [told]


def _is_thing(builder: Builder, part: Filter) -> bool:
    """It says on what people may be at work: a thing, a kind or state of it, what happened to it."""
    if isinstance(part, Related):
        return True
    if isinstance(part, Named):
        return part.dataset not in (builder.home, builder.bag.people)
    return isinstance(part, Compare) and part.op in ("=", "in") and part.field.dataset != builder.bag.people


def _of_rows(builder: Builder, part: Filter) -> bool:
    if isinstance(part, Named):
        return part.dataset == builder.home
    return isinstance(part, Compare) and part.field.dataset == builder.home
