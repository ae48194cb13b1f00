"""Numbers that stand beside the one that is asked for: «fallas *y horas de paro* por área», "backlog hours *and number
of orders* by priority", «paros por causa, cantidad *y horas*»."""

from __future__ import annotations

from core.semantics.query import Measure, Named
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.builder import Builder
from core.understanding.meaning.shown import happened
from core.understanding.meaning.units import of_unit
from core.understanding.phrases.types import Said, Split, When
from core.understanding.reading.readings import MetricIs, NounIs, Role


def beside(builder: Builder) -> None:
    """Put into the draft the numbers that are joined to its own: of another fact's rows, of the rows themselves, of
    the hours that they took."""
    if not any(_counts(measure) for measure in builder.draft.measures):
        _rows(builder)
        _done(builder)
        _facts(builder)
    hours(builder)


def _counts(measure: Measure) -> bool:
    return measure.aggregate == "count" and measure.dataset is None


def _facts(builder: Builder) -> None:
    """«fallas y horas de paro por área»: the number of a fact's rows beside a metric."""
    bag, draft = builder.bag, builder.draft
    for place, phrase in builder.free_said():
        facts = [item.dataset for item in phrase.head.all(NounIs) if builder.has_date(item.dataset)]
        if not facts or phrase.negated:
            continue
        if (phrase.own or phrase.its) and phrase.link == "with":  # «los 5 equipos con más costo, *con sus fallas*»
            builder.use(place, effect="measure")
            draft.measures.append(Measure(aggregate="count", dataset=facts[0]))
            continue
        if phrase.link:
            continue
        following = bag.phrases[place + 1] if place + 1 < len(bag.phrases) else None
        listed = phrase.head.ends and isinstance(following, Said) and following.head.can(NounIs, MetricIs)
        joined_next = getattr(following, "joint", "") == "and" or listed
        if phrase.joint == "and" or joined_next:
            builder.use(place, effect="measure")
            at = 0 if joined_next and not phrase.joint else len(draft.measures)
            draft.measures.insert(at, Measure(aggregate="count", dataset=facts[0]))


def _rows(builder: Builder) -> None:
    """ "backlog in hours *and number of orders* by priority", «los 5 proveedores con más valor, *con cuántas
    refacciones* cada uno»: a word of counting that the first number does not take, and the rows behind it."""
    bag, draft = builder.bag, builder.draft
    for place in bag.roles("count"):
        noun = place + 1
        if not builder.free(place) or not place or noun >= len(bag.phrases) or not builder.free(noun):
            continue
        phrase = builder.phrase(noun)
        if not isinstance(phrase, Said) or not (_joined(bag, place) or _said_each(bag, noun)):
            continue
        named = [item.dataset for item in phrase.head.all(NounIs)]
        if builder.home in named:
            draft.measures.append(_same_rows(builder))
        elif (fact := next((name for name in named if builder.has_date(name)), None)) is not None:
            draft.measures.append(Measure(aggregate="count", dataset=fact))
        else:
            continue
        builder.use(place, noun, effect="measure")
        for index in range(noun + 1, min(noun + 2, len(bag.phrases))):
            split = builder.phrase(index)
            if isinstance(split, Split) and split.head.role("each") and builder.free(index):
                builder.use(index, effect="group")


def _done(builder: Builder) -> None:
    """ "jobs closed *and hours put in* by Jorge this month": what was done stands before a number of its own rows, and
    is counted beside it."""
    bag, draft = builder.bag, builder.draft
    metric = (
        builder.model.metrics[draft.measures[0].metric]
        if len(draft.measures) == 1 and draft.measures[0].metric
        else None
    )
    if metric is None or metric.dataset != builder.home or bag.splits or bag.ranked or not bag.of(When):
        return
    if bag.has("which", "list", "count", "how_much", "average", "share", "how_long") or not happened(builder):
        return
    for place, phrase in bag.said():
        named = phrase.joint == "and" and phrase.head.has(MetricIs, lambda item: item.name == metric.name)
        if named and any(builder.home in bag.nouns_at(index) for index in range(place)):
            draft.measures.insert(0, _same_rows(builder))
            return


def _joined(bag: Bag, place: int) -> bool:
    phrase = bag.phrases[place]
    before = bag.phrases[place - 1]
    joint = place - 1 in bag.roles("and") or (isinstance(phrase, Said) and phrase.joint == "and")
    return joint or before.head.ends


def _said_each(bag: Bag, noun: int) -> bool:
    following = bag.phrases[noun + 1] if noun + 1 < len(bag.phrases) else None
    return isinstance(following, Split) and bool(following.head.role("each"))


def _same_rows(builder: Builder) -> Measure:
    """The number of the rows that the metric beside it is computed over."""
    draft, model = builder.draft, builder.model
    metric = next((model.metrics[m.metric] for m in draft.measures if m.metric), None)
    if metric is None or metric.dataset != builder.home:
        return Measure(aggregate="count")
    draft.date_field = draft.date_field or (metric.date if metric.where else None)
    only = tuple(Named(dataset=builder.home, condition=name) for name in metric.where)
    return Measure(aggregate="count", only=only)


def hours(builder: Builder) -> None:
    """«paros por causa: cantidad *y horas*», "how many orders … and how many *hours*": the time that the rows took."""
    bag, draft = builder.bag, builder.draft
    for place, phrase in builder.free_said():
        unit = phrase.head.first(Role, lambda item: item.role == "unit")
        if unit is None or not place or not (phrase.joint == "and" or _after_and(bag, place)):
            continue
        metric = of_unit(builder.model, builder.home, unit.topic)
        if metric is not None and not any(measure.metric == metric for measure in draft.measures):
            builder.use(place, effect="measure")
            draft.measures.append(Measure(metric=metric))


def _after_and(bag: Bag, place: int) -> bool:
    """Only words that ask stand between it and the «and»."""
    for index in range(place - 1, -1, -1):
        if index in bag.roles("and"):
            return True
        if not bag.roles_at(index):
            return False
    return False
