"""One more than the other: where there was more downtime in October than in September, which areas had more corrective
than preventive orders; both numbers side by side, and their difference, which says of which things it holds."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import pairwise

from core.semantics.query import Compare, FieldRef, GroupBy, Measure, Operator, Order
from core.understanding.kinds.figures import Figure, figures, home_of
from core.understanding.kinds.kind import Attempt
from core.understanding.kinds.rankings import groups_at
from core.understanding.meaning.asked import asked, key_of
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.bounds import ends_of
from core.understanding.meaning.builder import Builder, Reject
from core.understanding.meaning.clauses import dataset_of, filter_of
from core.understanding.meaning.finish import attach
from core.understanding.meaning.two_periods import date_of_state
from core.understanding.phrases.comparisons import alike
from core.understanding.phrases.types import Said, Split, Versus, When
from core.understanding.reading.readings import Cond, MetricIs, NounIs, ValueIs, Verb

_DIFFERENCE = 2
"""The place of the difference among the measures."""


def versus(bag: Bag) -> Iterator[Attempt]:
    """Each figure of which there may be more on one side than on the other; or two figures."""
    place = bag.of(Versus)[0]
    ends = ends_of(bag, place)
    if not all(0 <= end < len(bag.phrases) for end in ends):
        return
    one, other = (bag.phrases[end] for end in ends)
    if isinstance(one, When) or _values(one, other):
        # "orders *older than* …" compares no numbers of rows; "they *fail more than* …" does
        degree = bag.phrases[place].head.role("more_than", "less_than")
        doing = any(phrase.head.can(Verb) for _, phrase in bag.said())
        for figure in figures(bag):
            if degree and figure.counts and not (doing and bag.model.datasets[figure.home].default_date):
                continue
            yield Attempt(figure.home, partial(_compared, place=place, ends=ends, figure=figure), figure.cost)
        return
    metrics = [phrase.head.first(MetricIs) for phrase in (one, other)]
    if metrics[0] is not None and metrics[1] is not None:
        measures = [Measure(metric=metric.name) for metric in metrics if metric is not None]
        home = home_of(bag, metrics[0].name)
        yield Attempt(home, partial(_compared, place=place, ends=ends, measures=measures))
        return
    facts = [bag.facts_at(end) for end in ends]
    if all(facts):
        measures = [Measure(aggregate="count"), Measure(aggregate="count", dataset=facts[1][0])]
        yield Attempt(facts[0][0], partial(_compared, place=place, ends=ends, measures=measures))


def one_to_other(bag: Bag) -> Iterator[Attempt]:
    """ "ratio of corrective to preventive orders", «diferencia de costo entre Norte y Sur»: one over the other, or less
    the other, with both numbers."""
    start = bag.roles("ratio", "difference")[0]
    said = [
        (place, phrase)
        for place, phrase in enumerate(bag.phrases)
        if place > start and (isinstance(phrase, When) or (isinstance(phrase, Said) and phrase.head.can(ValueIs, Cond)))
    ]
    for (left, one), (right, other) in pairwise(said):
        if alike(one.head, other.head):
            for figure in figures(bag):
                yield Attempt(figure.home, partial(_ratio, ends=(left, right), figure=figure), figure.cost)
            return


def _ratio(builder: Builder, ends: tuple[int, int], figure: Figure) -> None:
    draft, way = builder.draft, "ratio" if builder.bag.has("ratio") else "difference"
    builder.use(*ends, *builder.bag.roles(way), *builder.bag.roles("between"), effect="compared")
    figure.set(builder)
    sides = _sides(builder, ends)
    draft.measures = [*sides, Measure(aggregate="ratio" if way == "ratio" else "difference", of=(0, 1))]
    draft.shape = "measure"
    builder.take("which", "list", "how_much", "count", "share", "and", effect="asks")
    builder.use_nouns_of(builder.home)
    attach(builder)
    if isinstance(builder.phrase(ends[0]), When):
        if draft.period is not None:
            raise Reject
        date_of_state(builder)


def _values(one: object, other: object) -> bool:
    return all(isinstance(phrase, Said) and phrase.head.can(ValueIs, Cond) for phrase in (one, other))


def _compared(
    builder: Builder,
    place: int,
    ends: tuple[int, int],
    figure: Figure | None = None,
    measures: list[Measure] | None = None,
) -> None:
    bag, draft = builder.bag, builder.draft
    nouns = [at for at in range(len(bag.phrases)) if bag.is_noun(at) and at not in ends]
    phrase = builder.phrase(place)
    assert isinstance(phrase, Versus)
    builder.use(place, *ends, effect="compared")
    if figure is not None:
        figure.set(builder)
        measures = _sides(builder, ends)
    assert measures is not None
    op: Operator = phrase.op
    draft.measures = [*measures, Measure(aggregate="difference", of=(0, 1))]
    _grouped(builder, ends)
    if draft.groups:
        draft.having = [(_DIFFERENCE, op, 0)]
        draft.order = Order(measure=_DIFFERENCE, descending=op in (">", ">="))
        draft.shape = "breakdown"
    elif any(bag.model.metrics[m.metric].dataset in bag.nouns_at(at) for m in measures if m.metric for at in nouns):
        raise Reject  # "*orders* where parts cost more than labor": two numbers of one row
    else:
        draft.shape = "measure"
    builder.take("which", "list", "exists", "who", "how_much", "count", "compare", "where", "sum", effect="asks")
    builder.use_nouns_of(builder.home)
    attach(builder)
    if isinstance(builder.phrase(ends[0]), When):
        if draft.period is not None:
            raise Reject  # a third period beside the two
        date_of_state(builder)


def _sides(builder: Builder, ends: tuple[int, int]) -> list[Measure]:
    """The one figure in the days, or over the rows, of each side.

    Raises:
        Reject: the sides are not of the figure's rows.
    """
    draft = builder.draft
    if len(draft.measures) != 1:
        raise Reject
    (measure,) = draft.measures
    phrases = [builder.phrase(end) for end in ends]
    if all(isinstance(phrase, When) for phrase in phrases):
        times = [phrase.time.expression for phrase in phrases if isinstance(phrase, When) and phrase.time is not None]
        periods = [time.resolve(builder.today, ahead=False) for time in times]
        if any(period.start is None or period.start > builder.today for period in periods):
            raise Reject
        return [measure.model_copy(update={"period": period}) for period in periods]
    pairs = [
        (left, right)
        for left in phrases[0].head.readings
        for right in phrases[1].head.readings
        if isinstance(left, ValueIs | Cond) and isinstance(right, ValueIs | Cond) and type(left) is type(right)
        and dataset_of(left) == dataset_of(right) and builder.distance(dataset_of(left)) is not None
        and not (isinstance(left, ValueIs) and isinstance(right, ValueIs) and left.ref != right.ref)
    ]  # fmt: skip
    if not pairs:
        raise Reject
    pair = builder.pick("sides", [(0.1 * (builder.distance(dataset_of(item[0])) or 0), item) for item in pairs])
    return [
        measure.model_copy(update={"only": (*measure.only, filter_of(builder, reading, negated=False))})
        for reading in pair
    ]


def _grouped(builder: Builder, ends: tuple[int, int]) -> None:
    """Of which things it is asked: those of a breakdown, those that are asked for, else the first that are named."""
    bag, draft = builder.bag, builder.draft
    for place in bag.splits:
        split = builder.phrase(place)
        assert isinstance(split, Split)
        groups = [key_of(builder, key) for key in split.keys]
        if all(group is not None for group in groups):
            builder.use(place, effect="group")
            draft.groups += [group for group in groups if group is not None]
    if draft.groups:
        return
    if bag.people is not None and bag.has("who") and builder.distance(bag.people) is not None:
        draft.groups.append(GroupBy(field=FieldRef(dataset=bag.people, field=bag.model.datasets[bag.people].identity)))
    wanted = asked(bag, "which")
    free = [(place, phrase) for place, phrase in builder.free_said() if place not in ends]
    for place, phrase in sorted(free, key=lambda item: (item[0] != wanted, item[0])):
        if draft.groups:
            break
        if phrase.head.can(MetricIs) or (phrase.head.can(ValueIs) and not bag.is_noun(place)):
            continue
        kind = phrase.head.can(ValueIs) and not phrase.head.can(NounIs)
        for group in groups_at(builder, place, phrase):
            field = group.field
            if field is not None and field.dataset != builder.home and not (kind and place != wanted):
                builder.use(place, effect="subject" if kind else "group")
                draft.groups.append(group)
                break
    for group in draft.groups:
        if group.field is not None:
            path = builder.model.path(builder.home, group.field.dataset) or ()
            if any(step.optional for step in path):
                draft.filters.append(Compare(field=group.field, op="is not null"))
            if group.field == builder.identity(group.field.dataset):
                builder.use_nouns_of(group.field.dataset)
