"""The first of each: the last reading of each pump, machines whose last reading is above 4.5, the oldest machine in
each area, «los 3 paros más largos de cada área». The rows themselves are listed, so that what is asked can be seen."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from core.semantics.query import Compare, FieldRef, Filter, Latest, Named, Order
from core.understanding.kinds.kind import Attempt
from core.understanding.kinds.order import read_order
from core.understanding.kinds.rows import subjects
from core.understanding.meaning.asked import key_of
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.builder import Builder, Reject
from core.understanding.meaning.clauses import dataset_of, filter_of
from core.understanding.meaning.finish import attach
from core.understanding.meaning.units import converted, of_reading
from core.understanding.phrases.types import Bound, Extreme, Said, Split
from core.understanding.reading.readings import Cond, NounIs, Superlative, ValueIs

# ---- the newest of each thing ----


def newest(bag: Bag) -> Iterator[Attempt]:
    """Each fact that is said to be the last, of each thing that is named before it or that it is split by."""
    for place in _markers(bag):
        for fact in _facts(bag, place):
            for thing, owner in _things(bag, place, fact):
                yield Attempt(fact, partial(_newest, place=place, thing=thing, owner=owner))


def _markers(bag: Bag) -> list[int]:
    """Where something is called the last: by a word for it, or by an extreme of its date."""
    found = [place for place in bag.of(Extreme) if _is_last(bag.phrases[place])]
    found += bag.roles("last_few", "last_time")
    dated = [
        place
        for place, phrase in bag.said()
        if phrase.head.has(
            Superlative,
            lambda item: item.descending and bag.model.datasets[item.ref.dataset].default_date == item.ref.field,
        )
    ]
    return list(dict.fromkeys([*found, *dated]))


def _is_last(phrase: object) -> bool:
    return isinstance(phrase, Extreme) and phrase.way == "last"


def _facts(bag: Bag, place: int) -> list[str]:
    """What happens on a date, named right behind the word (or before it: «la lectura más reciente»)."""
    found: list[str] = []
    for index in (place + 1, place + 2, place - 1):
        if 0 <= index < len(bag.phrases):
            found += [name for name in bag.nouns_at(index) if bag.model.datasets[name].default_date]
            found += bag.facts_at(index)
    return list(dict.fromkeys(found))


def _things(bag: Bag, place: int, fact: str) -> Iterator[tuple[int, str]]:
    """The things that the fact's rows belong to: of a breakdown, or named in the plural, and none by its name."""
    for index in bag.splits:
        split = bag.phrases[index]
        assert isinstance(split, Split)
        mention = split.keys[0].mention
        if mention is None or len(split.keys) > 1:
            continue
        names = [item.dataset for item in mention.all(NounIs)]
        names += [item.ref.dataset for item in mention.all(ValueIs) if item.noun]
        for name in dict.fromkeys(names):
            if name != fact and bag.model.reaches(fact, name) and not bag.model.datasets[name].default_date:
                yield index, name
    for index in range(place):
        if not bag.is_noun(index) or not bag.plural(index):
            continue
        for name in bag.nouns_at(index):
            if name != fact and bag.model.reaches(fact, name) and not bag.model.datasets[name].default_date:
                yield index, name


def _newest(builder: Builder, place: int, thing: int, owner: str) -> None:
    bag, draft, model = builder.bag, builder.draft, builder.model
    identity, meaning = builder.identity(owner), model.datasets[owner]
    if identity is None or bag.has("count", "how_much", "average", "share"):
        raise Reject
    phrase = builder.phrase(thing)
    split = isinstance(phrase, Split)
    builder.use(place, effect="order")
    builder.use(thing, effect="group")
    mention = phrase.keys[0].mention if isinstance(phrase, Split) else phrase.head
    kind = mention.first(ValueIs, lambda item: item.noun and item.ref.dataset == owner) if mention is not None else None
    if kind is not None and mention is not None and not mention.can(NounIs):
        draft.filters.append(Compare(field=kind.ref, op="=", values=(kind.value,)))
    if meaning.population_name:
        draft.filters.append(Named(dataset=owner, condition=meaning.population_name))
    nouns = [bag.nouns_at(at) if bag.is_noun(at) else bag.facts_at(at) for at in range(len(bag.phrases))]
    named = [at for at, found in enumerate(nouns) if builder.home in found]
    keep = [*_bounds(builder), *([] if split else _states(builder, max([place, *named])))]
    if not split and not keep:
        raise Reject  # «bombas con su última falla»: nothing says that each is asked for
    date = FieldRef(dataset=builder.home, field=str(model.datasets[builder.home].default_date))
    several = extreme.n if isinstance(extreme := builder.phrase(place), Extreme) else None
    if several is not None and several > 1:
        draft.order, draft.limit, draft.limit_within = Order(field=date), several, identity
    elif any(bag.plural(at) and bag.phrases[at].head.can(NounIs) for at in named):
        raise Reject  # «las últimas fallas de cada bomba»: how many is not said
    else:
        draft.latest = Latest(per=(identity,), keep=tuple(keep))
    draft.shape = "list"
    if bag.has("when"):
        draft.select = [identity, date]
    builder.use_nouns_of(builder.home)
    builder.use_nouns_of(owner)
    builder.take("which", "list", "exists", "when", "where", "last_few", "last_time", "with")
    attach(builder)
    if draft.groups or draft.measures or (several in (None, 1) and draft.order is not None):
        raise Reject
    if draft.select:
        draft.select = list(dict.fromkeys([identity, *draft.select]))


def _bounds(builder: Builder) -> Iterator[Filter]:
    """A comparison of the value that the row tells, or of how long it lasted."""
    meaning = builder.model.datasets[builder.home]
    for place in builder.bag.of(Bound):
        bound = builder.phrase(place)
        assert isinstance(bound, Bound)
        name = meaning.value_field if not bound.unit or of_reading(bound.unit) else meaning.top_by
        if not builder.free(place) or not name:
            continue
        kind = builder.model.field(builder.home, str(name)).kind
        values = [converted(value, bound.unit, kind) if not of_reading(bound.unit) else value for value in bound.values]
        if any(value is None for value in values):
            continue
        builder.use(place, effect="filter")
        yield Compare(field=FieldRef(dataset=builder.home, field=str(name)), op=bound.op, values=tuple(values))


def _states(builder: Builder, noun: int) -> Iterator[Filter]:
    """What is said of the newest row behind its noun («… *fue* por fuga»); an adjective right beside that says which
    rows are looked at."""
    for place, phrase in builder.free_said():
        if place <= noun or not isinstance(phrase, Said) or builder.bag.next_to(noun, place):
            continue
        own = [item for item in phrase.head.readings if isinstance(item, Cond | ValueIs)]
        own = [item for item in own if dataset_of(item) == builder.home]
        if own and not builder.bag.is_noun(place):
            builder.use(place, effect="filter")
            yield filter_of(builder, own[0], negated=phrase.negated)


# ---- the first few within each group ----


def top_of_each(bag: Bag) -> Iterator[Attempt]:
    """Rows of what is named, cut within each value of the one breakdown."""
    for dataset, cost in subjects(bag):
        yield Attempt(dataset, _rows, cost)


def _rows(builder: Builder) -> None:
    bag, draft = builder.bag, builder.draft
    if len(bag.splits) != 1 or bag.has("count", "times", "how_much", "share"):
        raise Reject
    place = bag.splits[0]
    split = builder.phrase(place)
    if not isinstance(split, Split) or len(split.keys) != 1 or split.keys[0].grain is not None:
        raise Reject
    builder.use_nouns_of(builder.home)
    if not read_order(builder) or draft.order is None or draft.order.field is None or draft.limit is None:
        raise Reject
    if draft.order.field.field == builder.model.datasets[builder.home].default_date:
        raise Reject  # the newest of each thing, which is a kind of its own
    group = key_of(builder, split.keys[0])
    if group is None or group.field is None or group.field == builder.identity(builder.home):
        raise Reject
    meaning = builder.model.datasets[builder.home]
    if draft.order.field.field == meaning.value_field and draft.limit == 1 and not bag.has("when"):
        builder.charge("second")  # "highest temperature per boiler" is a figure of each, and no row
    builder.use(place, effect="group")
    builder.take("which", "list", "exists", "each")
    if bag.people == builder.home:
        builder.take("who")
    draft.shape, draft.limit_within = "list", group.field
    attach(builder)
    if draft.measures or draft.groups:
        raise Reject
    own = [builder.identity(builder.home), *draft.select, draft.order.field]
    draft.select = list(dict.fromkeys([group.field, *(ref for ref in own if ref is not None)]))
