"""«OT *abiertas y cerradas* por mes», "orders opened vs closed last week": how many came and how many went, each by
its own date, side by side. The model has a metric for either."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from core.semantics.model import Metric
from core.semantics.query import Measure
from core.understanding.kinds.kind import Attempt
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.builder import Builder, Reject
from core.understanding.meaning.finish import attach
from core.understanding.phrases.types import Said, Split, When
from core.understanding.reading.readings import Cond, DateVerb, Mention
from core.understanding.weights import WEIGHTS


def flows(bag: Bag) -> Iterator[Attempt]:
    """Two words for what happens to rows of one kind, that are joined or set against each other."""
    timed = bool(bag.of(When)) or any(key.grain is not None for key in bag.keys)
    said = [(place, phrase) for place, phrase in bag.said() if not (phrase.negated or phrase.link)]
    for number, (place, phrase) in enumerate(said if timed else []):
        for other, second in said[number + 1 :]:
            if not _joined(bag, place, other, second):
                continue
            for one in _metrics(bag, phrase.head):
                for two in _metrics(bag, second.head):
                    if one.dataset == two.dataset and one.date != two.date:
                        build = partial(_flows, places=(place, other), names=(one.name, two.name))
                        yield Attempt(str(one.dataset), build, -WEIGHTS["second"])


def _joined(bag: Bag, place: int, other: int, second: Said) -> bool:
    if second.joint == "and" and other == place + 1:
        return True
    between = range(place + 1, other)
    against = any(at in between for at in bag.roles("compare", "and", "difference"))
    return against and other - place <= 3


def _metrics(bag: Bag, head: Mention) -> Iterator[Metric]:
    """The metrics that count rows by the date on which this happens to them."""
    dates: list[tuple[str, str, tuple[str, ...]]] = []
    for item in head.readings:
        if isinstance(item, Cond):
            condition = bag.model.datasets[item.dataset].conditions[item.name]
            if condition.with_period is not None:
                dates.append((item.dataset, str(condition.with_period.date), ()))
            elif condition.date:
                dates.append((item.dataset, str(condition.date), (item.name,)))
        elif isinstance(item, DateVerb):
            dates.append((item.ref.dataset, item.ref.field, ()))
    for metric in bag.model.metrics.values():
        own = (metric.dataset, metric.date, tuple(map(str, metric.where)))
        if metric.counts == metric.dataset and metric.date and own in dates:
            yield metric


def _flows(builder: Builder, places: tuple[int, int], names: tuple[str, str]) -> None:
    bag, draft = builder.bag, builder.draft
    if bag.ranked or bag.has("share", "average", "how_much"):
        raise Reject
    builder.use(*places, effect="measure")
    builder.use_nouns_of(builder.home)
    builder.take("count", "which", "list", "compare", "and", "sum")
    draft.measures = [Measure(metric=name) for name in names]
    draft.shape = "breakdown" if any(isinstance(phrase, Split) for phrase in bag.phrases) else "measure"
    attach(builder)
    if draft.compare_to is not None:
        raise Reject
