"""How long one thing took or has taken: «¿cuánto duró el último paro de la C-101?», "how many days has that order been
open?". The row is shown with its time, so that it can be seen of which one it is."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from core.semantics.query import FieldRef, Named, TimeSpan
from core.understanding.kinds.kind import Attempt
from core.understanding.kinds.order import read_order
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.builder import Builder, Reject
from core.understanding.meaning.finish import attach
from core.understanding.reading.readings import Cond, NounIs, ValueIs
from core.understanding.weights import WEIGHTS


def lengths(bag: Bag) -> Iterator[Attempt]:
    """Of rows that last, the first or the last one; of a row that is named, the state in which it grows old."""
    for meaning in bag.model.datasets.values():
        said = any(phrase.head.has(NounIs, lambda item, m=meaning: item.dataset == m.name) for _, phrase in bag.said())  # type: ignore[misc]
        if said and meaning.interval is not None and meaning.interval.minutes:
            yield Attempt(meaning.name, _lasted, WEIGHTS["kind"])
        aged = next((item for item in meaning.fields.values() if item.age and item.age_while), None)
        if aged is not None:
            since = FieldRef(dataset=meaning.name, field=aged.name)
            yield Attempt(meaning.name, partial(_so_far, since=since, living=str(aged.age_while)), WEIGHTS["kind"])


def _lasted(builder: Builder) -> None:
    draft, meaning = builder.draft, builder.model.datasets[builder.home]
    if builder.bag.splits or builder.bag.has("count", "average", "share", "sum", "which"):
        raise Reject
    builder.use_nouns_of(builder.home)
    if not read_order(builder) or draft.order is None or draft.order.field is None or draft.limit not in (None, 1):
        raise Reject
    if draft.order.field.field != meaning.default_date:
        raise Reject
    builder.take("how_long", "list", "last_time", "first_time")
    draft.shape, draft.limit = "list", 1
    assert meaning.interval is not None
    attach(builder)
    minutes = FieldRef(dataset=builder.home, field=str(meaning.interval.minutes))
    draft.select = [*draft.select, draft.order.field, minutes]


def _so_far(builder: Builder, since: FieldRef, living: str) -> None:
    bag, draft = builder.bag, builder.draft
    lives = Cond(builder.home, living)
    state = [place for place, phrase in bag.said() if phrase.head.has(Cond, lambda item: item == lives)]
    named = [
        place
        for place, phrase in bag.said()
        if phrase.head.has(ValueIs, lambda item: item.ref.dataset == builder.home and builder.names_row(item.ref))
    ]
    if len(named) != 1 or not state or bag.splits or bag.ranked or bag.has("average", "share", "sum", "which"):
        raise Reject
    builder.use(*state, effect="filter")
    builder.use_nouns_of(builder.home)
    builder.take("how_long", "going_on", "list")
    draft.shape, draft.spans = "list", [TimeSpan(since=since, unit="days")]
    draft.filters = [Named(dataset=builder.home, condition=living)]
    attach(builder)
