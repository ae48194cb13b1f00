"""One measure as a part of another that adds up more than it: what share of the maintenance cost went to parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from core.kernel.folding import fold
from core.semantics.model import Metric
from core.semantics.query import Measure
from core.understanding.kinds.kind import Attempt
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.builder import Builder, Reject
from core.understanding.meaning.finish import attach
from core.understanding.phrases.types import Said
from core.understanding.reading.readings import MetricIs

_COLUMN = re.compile(r"\w+\.\w+")


def parts_of_measures(bag: Bag) -> Iterator[Attempt]:
    """Each measure that is named, with each narrower one of the same rows that is named beside it."""
    for place, phrase in bag.said():
        for found in phrase.head.all(MetricIs)[:1]:
            whole = bag.model.metrics[found.name]
            if whole.is_formula or not whole.additive or whole.dataset is None:
                continue
            for part in bag.model.metrics.values():
                if _narrower(part, whole) and (at := _named_at(bag, place, part, whole)) is not None:
                    build = partial(_part, places=(place, at), part=part.name, whole=whole.name)
                    yield Attempt(whole.dataset, build)


def _narrower(part: Metric, whole: Metric) -> bool:
    """It adds up some of the same columns, over the same rows and by the same date."""
    same = (part.dataset, part.date, part.where) == (whole.dataset, whole.date, whole.where) and not part.hidden
    if not same or part.is_formula or not part.additive:
        return False
    columns = set(_COLUMN.findall(part.expression))
    return bool(columns) and columns < set(_COLUMN.findall(whole.expression))


def _texts(metric: Metric) -> Iterator[str]:
    for phrases in metric.terms.values():
        yield from phrases


def _named_at(bag: Bag, place: int, part: Metric, whole: Metric) -> int | None:
    """Where the narrower measure is named: outright, or by what its name has beside the words of the other's («el costo
    se fue en *refacciones*» is the cost of parts)."""
    shared = {word for text in _texts(whole) for word in fold(text).split()}
    wanted = [{word for word in fold(text).split() if word not in shared} for text in _texts(part)]
    for index, phrase in bag.said():
        if index == place or phrase.negated or phrase.link == "without":
            continue
        if phrase.head.has(MetricIs, lambda item: item.name == part.name):
            return index
        words = set(phrase.head.folded.split())
        if phrase.head.is_substance and any(words == other for other in wanted if other):
            return index
    return None


def _part(builder: Builder, places: tuple[int, int], part: str, whole: str) -> None:
    bag, draft = builder.bag, builder.draft
    if not all(isinstance(builder.phrase(place), Said) for place in places):
        raise Reject
    builder.use(*places, effect="measure")
    builder.use(*bag.roles("share"), effect="share")
    builder.take("which", "how_much", "list", "count", "sum")
    draft.shape = "measure"
    share = Measure(aggregate="ratio", of=(0, 1), share=True)
    draft.measures = [Measure(metric=part), Measure(metric=whole), share]
    attach(builder)
