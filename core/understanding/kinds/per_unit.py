"""Averages over units: failures per machine, cost a month; the total over all units, those without rows too."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from core.semantics.query import Compare, Measure
from core.understanding.kinds.amounts import TOTALS_ON_AVERAGE
from core.understanding.kinds.figures import Figure, figures
from core.understanding.kinds.kind import Attempt
from core.understanding.meaning.asked import key_of
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.builder import Builder, Reject
from core.understanding.meaning.finish import attach
from core.understanding.phrases.types import Key, Split
from core.understanding.reading.readings import NounIs, ValueIs


def averages(bag: Bag) -> Iterator[Attempt]:
    """So many rows, or so much of an amount, in the mean of each thing or calendar unit."""
    totals = list(TOTALS_ON_AVERAGE(bag.marks, bag))
    masses = {place for figure in totals for place in figure.places}
    for figure in [*totals, *figures(bag)]:
        meaning = bag.model.datasets[figure.home]
        if figure.counts and masses & set(figure.places):
            continue  # «promedio de *paro* por día» is of hours
        if figure.counts and not meaning.value_field and _read_from_meter(bag, figure.home):
            continue  # "average *vibration* per month" is read, and no number of failures by it
        if not figure.counts or (meaning.default_date and not meaning.value_field):
            yield Attempt(figure.home, partial(_per, figure=figure), figure.cost)


def _read_from_meter(bag: Bag, home: str) -> bool:
    """A kind of value that is measured is averaged, and rows of the home are not named."""
    named = any(phrase.head.has(NounIs, lambda item: item.dataset == home) for _, phrase in bag.said())
    return not named and any(
        bag.model.datasets[item.ref.dataset].value_field and item.noun
        for _, phrase in bag.said()
        for item in phrase.head.all(ValueIs)
    )


def _per(builder: Builder, figure: Figure) -> None:
    """The mean over one of the things that the question is broken down by; the others stay breakdowns."""
    draft = builder.draft
    lapses = any(phrase.head.role("average") and phrase.head.role("lapse") for _, phrase in builder.bag.said())
    if figure.counts and lapses:
        raise Reject  # "*average time to* close orders by area" is of times, and of no number of orders
    builder.take("average", "which", "list", "count", "how_much", effect="average")
    per = _unit(builder, counts=figure.counts)
    if figure.counts:
        builder.use_nouns_of(builder.home)
        made = [Measure(aggregate="average_per", dataset=builder.home, per=per)]
    else:
        figure.set(builder)
        made = [measure.model_copy(update={"per": per}) for measure in draft.measures]
        if not all(measure.metric and builder.model.metrics[measure.metric].additive for measure in made):
            raise Reject  # a mean of means is no figure of the plant
    draft.shape, draft.measures = "measure", made
    attach(builder)


def _unit(builder: Builder, *, counts: bool) -> str:
    """Use the breakdowns; what the average is taken over is the first calendar unit or kind of thing among them.

    Raises:
        Reject: none of them is one.
    """
    per: str | None = None
    for place in builder.bag.of(Split):  # «al mes», too
        split = builder.phrase(place)
        assert isinstance(split, Split)
        if not builder.free(place):
            raise Reject
        for key in split.keys:
            found = _over(builder, key, places=counts and len(builder.bag.keys) < 2) if per is None else None
            if found is not None:
                per = found
                continue
            group = key_of(builder, key)
            if group is None:
                raise Reject
            builder.draft.groups.append(group)
        builder.use(place, effect="average")
    if per is None:
        raise Reject
    return per


def _over(builder: Builder, key: Key, *, places: bool) -> str | None:
    """What a mean may be taken over; a place is broken down by, unless nothing else could be meant."""
    if key.grain is not None:
        return key.grain
    assert key.mention is not None
    for noun in key.mention.all(NounIs):
        if _reaches(builder, noun.dataset, places=places):
            return noun.dataset
    for value in key.mention.all(ValueIs):
        if value.noun and _reaches(builder, value.ref.dataset, places=places):
            builder.draft.filters.append(Compare(field=value.ref, op="=", values=(value.value,)))
            return value.ref.dataset
    return None


def _reaches(builder: Builder, dataset: str, *, places: bool) -> bool:
    meaning = builder.model.datasets[dataset]
    near = builder.model.reaches(builder.home, dataset) and dataset != builder.home
    return near and (places or not meaning.place)
