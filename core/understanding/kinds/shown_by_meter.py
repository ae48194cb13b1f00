"""«¿cuánta vibración tiene la P-101?», "how many hours has C-101 run": what the meter of one thing that is named
shows is its newest reading; «temperatura *actual* de las calderas» is that of each of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from core.semantics.query import Compare, FieldRef, Latest, Named, Order
from core.understanding.kinds.kind import Attempt
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.builder import Builder, Reject
from core.understanding.meaning.finish import attach
from core.understanding.phrases.types import Extreme, Split, When
from core.understanding.reading.readings import NounIs, ValueIs
from core.understanding.weights import WEIGHTS

ASKS = ("count", "how_much", "how_long", "which")
_HOW_MUCH = ASKS[:-1]


def shown(bag: Bag) -> Iterator[Attempt]:
    """For each meter that is named: its reading on the thing that is named by its name."""
    for place, phrase in bag.said():
        for item in phrase.head.all(ValueIs):
            meaning = bag.model.datasets[item.ref.dataset]
            if meaning.value_field and meaning.default_date and not (phrase.link or phrase.negated):
                # «¿qué *vibración* tiene?»: one of it is shown by the meter, several of it have happened
                either = any(other.ref.dataset != item.ref.dataset for other in phrase.head.all(ValueIs))
                one = either and not bag.words.several(phrase.head.folded.split()[-1])
                roles = ASKS if one else _HOW_MUCH
                yield Attempt(
                    item.ref.dataset, partial(_shown, place=place, roles=roles), WEIGHTS["metered"] if one else 0.0
                )


def shown_of_each(bag: Bag) -> Iterator[Attempt]:
    """For each meter that is named beside a word of now: its newest reading on each of the things that are named."""
    for place, phrase in bag.said():
        for item in phrase.head.all(ValueIs):
            meaning = bag.model.datasets[item.ref.dataset]
            if not meaning.value_field or not meaning.default_date or phrase.link or phrase.negated:
                continue
            for thing, owner in _things(bag, item.ref.dataset):
                make = partial(_shown_of_each, place=place, thing=thing, owner=owner)
                yield Attempt(item.ref.dataset, make, WEIGHTS["metered"])


def _things(bag: Bag, fact: str) -> Iterator[tuple[int, str]]:
    """What has such a meter, by a noun or by what it is broken down by («de *cada caldera*»)."""
    for place, phrase in enumerate(bag.phrases):
        keyed = isinstance(phrase, Split) and len(phrase.keys) == 1
        mention = phrase.keys[0].mention if isinstance(phrase, Split) and keyed else phrase.head
        if mention is None or not (keyed or bag.is_noun(place) or bag.nouns_at(place)):
            continue
        owners = [item.dataset for item in mention.all(NounIs)]
        owners += [item.ref.dataset for item in mention.all(ValueIs) if item.noun]
        for owner in dict.fromkeys(owners):
            if owner != fact and bag.model.reaches(fact, owner) and not bag.model.datasets[owner].place:
                yield place, owner


def _shown_of_each(builder: Builder, place: int, thing: int, owner: str) -> None:
    bag, draft, model = builder.bag, builder.draft, builder.model
    identity, meaning = builder.identity(owner), model.datasets[builder.home]
    if identity is None or bag.ranked or bag.of(When) or bag.has("count", "average", "share", "sum"):
        raise Reject
    if any(_names_one(builder, phrase.head.all(ValueIs)) for _, phrase in bag.said()):
        raise Reject  # «del compresor *C-108*»: of the one
    phrase = builder.phrase(thing)
    mention = phrase.keys[0].mention if isinstance(phrase, Split) else phrase.head
    kind = mention.first(ValueIs, lambda item: item.noun and item.ref.dataset == owner) if mention is not None else None
    if kind is not None and mention is not None and not mention.can(NounIs):
        draft.filters.append(Compare(field=kind.ref, op="=", values=(kind.value,)))
    if population := model.datasets[owner].population_name:
        draft.filters.append(Named(dataset=owner, condition=population))
    builder.use(thing, effect="group")
    builder.take("which", "list", "how_much", "how_long")
    value, date = (
        FieldRef(dataset=builder.home, field=str(name)) for name in (meaning.value_field, meaning.default_date)
    )
    draft.shape, draft.latest, draft.select = "list", Latest(per=(identity,)), [identity, value, date]
    attach(builder)
    if draft.groups or draft.measures:
        raise Reject


def _shown(builder: Builder, place: int, roles: Sequence[str]) -> None:
    bag, draft, model = builder.bag, builder.draft, builder.model
    meaning = model.datasets[builder.home]
    asked = builder.take(*roles)
    unasked = not asked and "which" not in roles  # «*vibración* de la P-101» needs no word that asks
    if unasked or bag.splits or bag.ranked or bag.of(Extreme) or bag.of(When) or bag.has("average", "share", "sum"):
        raise Reject
    if any(bag.is_noun(index) and index != place and builder.home in bag.nouns_at(index) for index, _ in bag.said()):
        raise Reject  # "how many readings" counts them
    named = [index for index, phrase in bag.said() if _names_one(builder, phrase.head.all(ValueIs))]
    if len(named) != 1:
        raise Reject
    value, date = (
        FieldRef(dataset=builder.home, field=str(name)) for name in (meaning.value_field, meaning.default_date)
    )
    draft.shape, draft.select = "list", [value, date]
    attach(builder)
    draft.order, draft.limit = Order(field=date), 1


def _names_one(builder: Builder, values: list[ValueIs]) -> bool:
    """It is what a single thing is called whose meters are read."""
    return any(
        builder.names_row(item.ref)
        and item.ref.dataset != builder.home
        and not builder.model.datasets[item.ref.dataset].place
        and builder.distance(item.ref.dataset) is not None
        for item in values
    )
