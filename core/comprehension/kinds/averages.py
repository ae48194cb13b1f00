"""Averages over units: failures per machine, stops a month; the total over all units, those without rows too."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from core.comprehension.kinds.figures import figures
from core.comprehension.kinds.kind import Attempt
from core.comprehension.meaning.bag import Bag
from core.comprehension.meaning.builder import Builder, Reject
from core.comprehension.meaning.finish import attach
from core.comprehension.phrases.types import Split
from core.comprehension.reading.readings import Noun, ValueIs
from core.semantics.query import Compare, Measure


def averages(bag: Bag) -> Iterator[Attempt]:
    """So many rows of a fact in the mean of each thing or calendar unit."""
    for figure in figures(bag):
        meaning = bag.model.datasets[figure.home]
        if figure.counts and meaning.default_date and not meaning.value_field:
            yield Attempt(figure.home, partial(_per, figure=figure), figure.cost)


def _per(builder: Builder, figure: object) -> None:
    from core.comprehension.kinds.figures import Figure

    assert isinstance(figure, Figure)
    draft = builder.draft
    builder.take("average", "which", "list", "count", "how_much", effect="average")
    per = _unit(builder)
    if per is None:
        raise Reject
    builder.use_nouns_of(builder.home)
    draft.shape = "measure"
    draft.measures = [Measure(aggregate="average_per", dataset=builder.home, per=per)]
    attach(builder)


def _unit(builder: Builder) -> str | None:
    """What the average is taken over: a calendar unit, or the things that are named behind «por», "per"."""
    for place in builder.bag.of(Split):
        split = builder.phrase(place)
        assert isinstance(split, Split)
        if not builder.free(place) or len(split.keys) != 1:
            continue
        key = split.keys[0]
        if key.grain is not None:
            builder.use(place, effect="average")
            return key.grain
        assert key.mention is not None
        for noun in key.mention.all(Noun):
            if builder.model.reaches(builder.home, noun.dataset) and noun.dataset != builder.home:
                builder.use(place, effect="average")
                return noun.dataset
        for value in key.mention.all(ValueIs):
            if value.noun and builder.model.reaches(builder.home, value.ref.dataset):
                builder.use(place, effect="average")
                builder.draft.filters.append(Compare(field=value.ref, op="=", values=(value.value,)))
                return value.ref.dataset
    return None
