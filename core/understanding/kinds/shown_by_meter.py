"""«¿cuánta vibración tiene la P-101?», "how many hours has C-101 run": what the meter of one thing that is named
shows is its newest reading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from core.semantics.query import FieldRef, Order
from core.understanding.kinds.kind import Attempt
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.builder import Builder, Reject
from core.understanding.meaning.finish import attach
from core.understanding.phrases.types import Extreme, When
from core.understanding.reading.readings import ValueIs
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
        and builder.distance(item.ref.dataset) is not None
        for item in values
    )
