"""Shares: what part of a population something is true of, each group's part of the whole, and one measure as a part of
another that adds up more than it (what share of the maintenance cost went to parts)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from core.kernel.folding import fold
from core.semantics.model import Metric
from core.semantics.query import Compare, Dated, FieldRef, Filter, GroupBy, Lasted, Measure, Named, Related
from core.understanding.kinds.figures import Figure, figures
from core.understanding.kinds.kind import Attempt
from core.understanding.kinds.rows import subjects
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.bounds import read_bounds
from core.understanding.meaning.builder import Builder, Reject
from core.understanding.meaning.clauses import filter_of, options_at, together
from core.understanding.meaning.finish import attach
from core.understanding.phrases.types import Bound, Said, Stretch, When
from core.understanding.reading.readings import Cond, FieldIs, MetricIs, ValueIs, Verb
from core.understanding.weights import WEIGHTS
from core.wording.describe.filters import owner_of


def shares(bag: Bag) -> Iterator[Attempt]:
    """A part of the rows, or each group's part of them."""
    for dataset, cost in subjects(bag):
        yield Attempt(dataset, _part, cost)
        if bag.of(Bound) or any(phrase.link or phrase.negated or phrase.head.can(Verb) for _, phrase in bag.said()):
            yield Attempt(dataset, _compared_part, cost)
    narrower = list(parts_of_measures(bag))
    yield from narrower
    for figure in figures(bag):
        if narrower and not figure.counts:
            continue
        yield Attempt(figure.home, partial(_of_groups, figure=figure), figure.cost)
        if not figure.counts:
            yield Attempt(figure.home, partial(_part_of_sum, figure=figure), figure.cost)


def _part(builder: Builder) -> None:
    """«qué porcentaje de las OT abiertas está vencido»: what a verb says of the rest is the part."""
    bag, draft = builder.bag, builder.draft
    role = bag.roles("share")[0]
    builder.use(*bag.roles("share"), effect="share")
    builder.use_nouns_of(builder.home)
    only = _the_part(builder, role)
    builder.take("which", "how_much", "list", "count")
    draft.shape = "measure"
    draft.measures = [Measure(aggregate="share", only=tuple(only))]
    for part in only:
        if isinstance(part, Named) and part.dataset == builder.home:
            condition = builder.model.datasets[part.dataset].conditions[part.condition]
            draft.everyone = draft.everyone or bool(condition.lifts_population)
    attach(builder)


def _compared_part(builder: Builder) -> None:
    """«qué % de los paros duró más de 2 horas», "% of machines with two or more failures", «sin fallas este año»: what
    compares the rows, or what they have, is the part; the rest says of which rows.

    Raises:
        Reject: nothing does, or more than one thing that may be the part.
    """
    bag, draft = builder.bag, builder.draft
    role = bag.roles("share")[0]
    predicates = [place for place, phrase in bag.said() if phrase.predicate and phrase.head.can(Cond, ValueIs)]
    if any(place > role and not bag.is_noun(place) for place in predicates):
        raise Reject  # «qué % de los paros de más de 2 h *fue* no programado»: that is the part
    builder.use(*bag.roles("share"), effect="share")
    builder.use_nouns_of(builder.home)
    builder.take("which", "how_much", "list", "count")
    draft.shape = "measure"
    draft.measures = [Measure(aggregate="share")]
    attach(builder)
    if draft.period is not None and not bag.of(When):  # an age is told by days, as a period is
        ref = FieldRef(dataset=builder.home, field=draft.date_field or "")
        draft.filters.append(Dated(field=ref, period=draft.period))
        draft.period = draft.date_field = None
    only = [part for part in draft.filters if _compares(part)]
    if len(only) != 1:
        raise Reject
    draft.filters = [part for part in draft.filters if part not in only]
    draft.measures = [Measure(aggregate="share", only=tuple(only))]


def _compares(part: Filter) -> bool:
    """Rows are measured by it, or by what they have."""
    if isinstance(part, Compare):
        return part.op in ("<", "<=", ">", ">=", "between")
    return isinstance(part, Dated | Lasted | Related)


def _part_of_sum(builder: Builder, figure: Figure) -> None:
    """«qué porcentaje de las horas de paro fue no programado», "what share of the cost was corrective"."""
    draft, model = builder.draft, builder.model
    role = builder.bag.roles("share")[0]
    figure.set(builder)
    names = [measure.metric for measure in draft.measures if measure == Measure(metric=measure.metric)]
    if len(names) != 1 or len(draft.measures) != 1 or not names[0] or not model.metrics[names[0]].additive:
        raise Reject
    builder.use(*builder.bag.roles("share"), effect="share")
    only = _the_part(builder, role)
    counted = bool(model.metrics[names[0]].rows)  # a number of pieces; time and money are divided by whose they are
    states = [part for part in only if counted or not isinstance(part, Compare)]
    if not all(owner == builder.home or model.datasets[owner].place for owner in map(owner_of, states) if owner):
        raise Reject  # a state of the machine is no part of what was spent on it
    builder.take("which", "how_much", "list", "count", "sum")
    draft.shape = "measure"
    draft.measures = [Measure(aggregate="share", metric=names[0], only=tuple(only))]
    attach(builder)


def _the_part(builder: Builder, role: int) -> list[Filter]:
    """The limits that say which rows are the part; the others say of what it is one.

    Raises:
        Reject: none does.
    """
    bag = builder.bag
    if compared := _compared(builder, role):
        return compared
    limits = [
        (place, phrase)
        for place, phrase in bag.said()
        if place != role and builder.free(place) and phrase.head.can(Cond, ValueIs)
        and options_at(builder, place, builder.home)
        and not (bag.is_noun(place) and builder.home in bag.nouns_at(place) and not phrase.predicate)
    ]  # fmt: skip
    if not limits or (_each(bag) and not any(phrase.predicate for _, phrase in limits)):
        raise Reject
    verbs = [index for index, (place, phrase) in enumerate(limits) if phrase.predicate and place > role]
    if not verbs and any(bound > max(role, limits[-1][0]) for bound in bag.of(Bound)):
        raise Reject  # «qué % de las OT abiertas tiene más de 30 días»: what compares them is the part
    start = verbs[0] if verbs else len(limits) - 1 if len(limits) == 1 else None
    if start is None:
        start = builder.pick("share", [(WEIGHTS["second"], 0), (0.0, len(limits) - 1)])
    made: list[tuple[int, Said, Filter]] = []
    for place, phrase in limits[start:]:
        reading = builder.pick(f"value {place}", options_at(builder, place, builder.home))
        builder.use(place, effect="share")
        made.append((place, phrase, filter_of(builder, reading, negated=phrase.negated)))
    if len(made) > 1 and not any(phrase.joint for _, phrase, _ in made[1:]) and len(together(builder, made)) == 1:
        raise Reject  # "ratio of corrective to preventive": of one to the other, not of both to all
    return together(builder, made)


def _compared(builder: Builder, role: int) -> list[Filter]:
    """«¿qué porcentaje de los paros duró más de 2 horas?», "… were closed within 24 hours of being requested": what is
    compared with a number at the end is the part, and the states beside it say of what."""
    bag, draft = builder.bag, builder.draft
    places = [*bag.of(Bound), *bag.of(Stretch)]
    last = max((place for place, phrase in bag.said() if phrase.head.can(Cond, ValueIs)), default=-1)
    if not any(place > max(role, last) for place in places):
        return []
    before = list(draft.filters)
    read_bounds(builder)
    made = [part for part in draft.filters if part not in before]
    draft.filters = before
    return made


def _each(bag: Bag) -> bool:
    """«en cada área», "in each type": the groups are the parts of the whole. «Para cada área, qué %» names them first,
    and asks for the part in each."""
    role = bag.roles("share")[0]
    return any(
        bag.phrases[place].head.role("each") and not bag.phrases[place].head.role("by") and place > role
        for place in bag.splits
    )


def _limited(builder: Builder, role: int) -> bool:
    """Something behind the word limits the rows, and does not merely name them."""
    bag = builder.bag
    return any(
        place > role
        and phrase.head.can(Cond, ValueIs)
        and options_at(builder, place, builder.home)
        and not (bag.is_noun(place) and builder.home in bag.nouns_at(place))
        for place, phrase in bag.said()
    )


def _of_groups(builder: Builder, figure: Figure) -> None:
    """«porcentaje de fallas por causa», "what percentage of orders falls in each type"."""
    bag, draft = builder.bag, builder.draft
    role = bag.roles("share")[0]
    if any(place < role for place in bag.splits) and _limited(builder, role):
        raise Reject  # «para cada área, qué % de las OT se cerró tarde» asks for the part in each
    figure.set(builder)
    builder.use(*bag.roles("share"), effect="share")
    builder.take("which", "list", "how_much", "count", "sum")
    if figure.counts:
        builder.use_nouns_of(builder.home)
    else:
        builder.charge("kind")
    draft.shape = "breakdown"
    if not bag.splits:
        for place, phrase in builder.free_said():
            ref = builder.nearest_field(phrase.head.all(FieldIs))
            if ref is not None and builder.model.field(ref.dataset, ref.field).kind == "text":
                builder.use(place, effect="group")
                draft.groups.append(GroupBy(field=ref))
                break
    predicates = [place for place, phrase in bag.said() if phrase.predicate and phrase.head.can(Cond, ValueIs)]
    if predicates:
        raise Reject  # «qué porcentaje son correctivas, por área» asks for the part in each
    attach(builder)
    if not draft.groups:
        raise Reject
    if not figure.counts and any(isinstance(part, Named) for part in draft.filters):
        raise Reject
    states = (part for part in draft.filters if isinstance(part, Named) and part.dataset == builder.home)
    if any(builder.model.datasets[part.dataset].conditions[part.condition].opposite for part in states):
        builder.charge("second")  # of what may be so or not so («a tiempo»), how much of each group is so
    fixed = {part.field for part in draft.filters if isinstance(part, Compare) and part.op == "="}
    if any(group.field in fixed for group in draft.groups):
        raise Reject  # «qué % de las horas hombre puso *el turno nocturno*»: of the night shift alone it would be all
    draft.measures = [measure.model_copy(update={"share": True}) for measure in draft.measures]


# ---- one measure as a part of another ----


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
                    build = partial(_part_of_measure, places=(place, at), part=part.name, whole=whole.name)
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


def _part_of_measure(builder: Builder, places: tuple[int, int], part: str, whole: str) -> None:
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
