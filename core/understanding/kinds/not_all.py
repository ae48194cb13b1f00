""" "are all pumps running?": those that are not, so that none of them is a yes."""

from __future__ import annotations

from collections.abc import Iterator

from core.semantics.query import Named
from core.understanding.kinds.kind import Attempt
from core.understanding.kinds.rows import subjects
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.builder import Builder, Reject
from core.understanding.meaning.finish import attach
from core.understanding.phrases.types import When
from core.understanding.reading.readings import Cond
from core.understanding.reading.whether_all import WHETHER_ALL


def exceptions(bag: Bag) -> Iterator[Attempt]:
    """The rows of which it is asked whether all are so."""
    for dataset, cost in subjects(bag):
        yield Attempt(dataset, _exceptions, cost)


def _exceptions(builder: Builder) -> None:
    bag, draft = builder.bag, builder.draft
    states = [(place, item) for place, phrase in bag.said() for item in phrase.head.all(Cond)]
    states = [(place, item) for place, item in states if item.dataset == builder.home]
    if not states or bag.splits or bag.ranked or bag.has("count", "how_much", "share", "who", "average"):
        raise Reject
    _, asked = states[-1]
    if builder.model.datasets[builder.home].conditions[asked.name].date and bag.of(When):
        raise Reject  # "were all PMs *of October closed*": the days are of another date than that of the state
    builder.use_nouns_of(builder.home)
    builder.take(WHETHER_ALL)
    draft.shape = "list"
    attach(builder)
    state = Named(dataset=builder.home, condition=asked.name)
    if state not in draft.filters:
        raise Reject
    others = [part for part in draft.filters if part != state]
    draft.filters = [*others, state.model_copy(update={"negated": True})]
