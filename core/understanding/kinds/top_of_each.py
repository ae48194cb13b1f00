"""The first few rows of each: "the oldest machine in each area", «los 3 paros más largos de cada área»."""

from __future__ import annotations

from collections.abc import Iterator

from core.understanding.kinds.kind import Attempt
from core.understanding.kinds.order import read_order
from core.understanding.kinds.rows import subjects
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.builder import Builder, Reject
from core.understanding.meaning.finish import attach
from core.understanding.meaning.splits import key_of
from core.understanding.phrases.types import Split


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
