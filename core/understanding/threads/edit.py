"""Edits of the thread's last query: refine, replace, regroup, sort, cut, count, list, add up, take away."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from core.semantics.model import SemanticModel
from core.semantics.query import (
    GroupBy,
    Measure,
    Named,
    Order,
    Related,
    SemanticQuery,
)
from core.understanding.kinds.figures import Figure, figures, home_of
from core.understanding.kinds.kind import Attempt
from core.understanding.kinds.order import MANY, limit_of, read_order
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.bounds import read_bounds
from core.understanding.meaning.builder import Builder, Reject
from core.understanding.meaning.clauses import read_clauses
from core.understanding.meaning.finish import answered, leftover
from core.understanding.meaning.looks import read_chart, read_columns, read_context, read_names, read_sorting, sorted_by
from core.understanding.meaning.related import read_related
from core.understanding.meaning.splits import read_splits
from core.understanding.meaning.states import contradiction, exclude
from core.understanding.phrases.types import Extreme, Split, When
from core.understanding.reading.readings import Cond, FieldIs, MetricIs, NounIs, Ref, Role, ValueIs, Verb
from core.understanding.threads.carry import merge, taken_away
from core.understanding.threads.comparing import beside
from core.understanding.threads.picking import pick
from core.understanding.threads.shape import Wanted, shape
from core.understanding.weights import WEIGHTS

_OPENERS = ("followup_start", "undo", "only", "and", "instead", "yes")


def edits(bag: Bag, last: SemanticQuery) -> Iterator[Attempt]:
    """The ways in which a message may edit the last query."""
    nouns = _subjects(bag, last)
    if not nouns:
        yield Attempt(last.dataset, partial(_edit, last=last, figure=None), WEIGHTS["edit"])
    doubled = bool(nouns) and bool(bag.opener) and _states(bag, last)
    if doubled:
        yield Attempt(last.dataset, partial(_edit, last=last, figure=None), WEIGHTS["edit"])
    for dataset in nouns:
        cost = WEIGHTS["edit"] if bag.opener else WEIGHTS["edit_topic"]
        cost += WEIGHTS["bare"] if doubled and dataset != last.dataset else 0.0
        yield Attempt(dataset, partial(_edit, last=last, figure=None), cost)
    yield from _durations(bag, last)
    yield from _in_units(bag, last)
    yield from _reranked(bag, last)
    yield from _by_measure(bag, last)
    for figure in figures(bag):
        named = any(bag.phrases[place].head.can(NounIs, Verb) for place in figure.places)
        if not figure.counts or (named and last.groups and figure.home != last.dataset):
            bare = not bag.of(When) and not any(
                phrase.head.can(ValueIs) for place, phrase in bag.said() if place not in figure.places
            )
            cost = WEIGHTS["edit"] if bag.opener or bare else WEIGHTS["edit_topic"]
            if last.limit == 1 and not bag.opener:
                cost += WEIGHTS["bare"]
            yield Attempt(figure.home, partial(_edit, last=last, figure=figure), cost + figure.cost)


def _subjects(bag: Bag, last: SemanticQuery) -> list[str]:
    """Datasets that the message names as what it is about."""
    keys = set(bag.of(Split))
    found = []
    for place, phrase in bag.said():
        if place in keys or phrase.link or phrase.negated or phrase.own:
            continue
        if phrase.head.can(NounIs) and not phrase.head.can(FieldIs):
            found += [item.dataset for item in phrase.head.all(NounIs)]
    return list(dict.fromkeys(found))


def _states(bag: Bag, last: SemanticQuery) -> bool:
    """«¿y paradas?» of machines: what might name other rows is a state of those that were spoken of."""
    return all(
        phrase.head.has(Cond, lambda item: item.dataset == last.dataset) or not phrase.head.can(NounIs)
        for _, phrase in bag.said()
    )


def _durations(bag: Bag, last: SemanticQuery) -> Iterator[Attempt]:
    """«¿cuánto duraron en total?»: the hours of the rows that were spoken of."""
    lasting = [
        name
        for name, metric in bag.model.metrics.items()
        if metric.dataset == last.dataset and metric.kind == "hours" and metric.additive and not metric.hidden
    ]
    for place in bag.roles("how_long")[:1]:
        for name in lasting[:1]:

            def put(builder: Builder, at: int = place, named: str = name) -> None:
                builder.use(at, effect="measure")
                builder.draft.measures.append(Measure(metric=named))

            figure = Figure(last.dataset, (place,), put)
            yield Attempt(last.dataset, partial(_edit, last=last, figure=figure), WEIGHTS["edit"])


def _in_units(bag: Bag, last: SemanticQuery) -> Iterator[Attempt]:
    """«mejor en horas», "in money instead": the rows that were spoken of, measured in what the unit is of."""
    for place in bag.roles("unit"):
        units = {item.topic for item in bag.phrases[place].head.all(Role)}
        fitting = [
            metric
            for metric in bag.model.metrics.values()
            if metric.dataset == last.dataset and metric.kind in units and metric.additive and not metric.hidden
        ]
        for metric in fitting[:1]:

            def put(builder: Builder, at: int = place, named: str = metric.name) -> None:
                builder.use(at, effect="measure")
                builder.draft.measures.append(Measure(metric=named))

            figure = Figure(last.dataset, (place,), put)
            yield Attempt(last.dataset, partial(_edit, last=last, figure=figure), WEIGHTS["edit"])


def _reranked(bag: Bag, last: SemanticQuery) -> Iterator[Attempt]:
    """«¿qué máquina fue la peor?» after a measure: the things that are named, ranked by it."""
    if not last.measures or last.measures[0].aggregate == "share":
        return
    for place in bag.of(Extreme):
        for index, phrase in bag.said():
            if any(item for item in phrase.head.all(NounIs)) or any(item.noun for item in phrase.head.all(ValueIs)):
                yield Attempt(
                    last.dataset,
                    partial(_rerank, last=last, place=place, of=index),
                    WEIGHTS["edit"],
                )


def _rerank(builder: Builder, last: SemanticQuery, place: int, of: int) -> None:
    bag, draft, model = builder.bag, builder.draft, builder.model
    extreme = bag.phrases[place]
    assert isinstance(extreme, Extreme)
    owner = next(
        (name for name in bag.nouns_at(of) if model.reaches(last.dataset, name) or _formula(model, last)), None
    )
    identity = builder.identity(owner) if owner is not None else None
    if identity is None or (owner == last.dataset and not _formula(model, last)):
        raise Reject
    if any(phrase.head.can(MetricIs) for _, phrase in bag.said()):
        raise Reject
    builder.use(place, effect="order")
    if bag.phrases[of].head.can(NounIs):
        builder.use(of, effect="group")
    builder.take("which", "list", *_OPENERS)
    draft.measures = [measure.model_copy(update={"share": False}) for measure in last.measures]
    draft.date_field = last.date_field
    metric = model.metrics.get(last.measures[0].metric or "")
    higher = metric is not None and metric.better == "higher"
    descending = {"least": False, "best": higher, "worst": not higher}.get(extreme.way, True)
    draft.groups, draft.shape, draft.order = (
        [GroupBy(field=identity)],
        "ranking",
        Order(measure=0, descending=descending),
    )
    draft.limit = limit_of(builder, extreme.n, place) or (MANY if bag.plural(of) else 1)
    read_clauses(builder)
    new = list(draft.filters)
    draft.groups = [GroupBy(field=identity)]
    merge(builder, last, new, [], same=True, figure=None)
    read_context(builder)
    read_names(builder)
    leftover(builder)


def _formula(model: SemanticModel, last: SemanticQuery) -> bool:
    return any(measure.metric and model.metrics[measure.metric].is_formula for measure in last.measures)


def _by_measure(bag: Bag, last: SemanticQuery) -> Iterator[Attempt]:
    """ "and by hours stopped instead": the breaking-down word names a measure."""
    for place in bag.splits:
        split = bag.phrases[place]
        assert isinstance(split, Split)
        for key in split.keys:
            for metric in key.mention.all(MetricIs)[:1] if key.mention is not None else []:

                def put(builder: Builder, at: int = place, name: str = metric.name) -> None:
                    builder.use(at, effect="measure")
                    builder.draft.measures.append(Measure(metric=name))

                figure = Figure(home_of(bag, metric.name), (place,), put)
                yield Attempt(figure.home, partial(_edit, last=last, figure=figure), WEIGHTS["edit"])


# ---- one edit ----


def _edit(builder: Builder, last: SemanticQuery, figure: Figure | None) -> None:
    bag, draft = builder.bag, builder.draft
    same = builder.home == last.dataset
    builder.before = last.filters
    if not same and figure is None and not builder.model.datasets[builder.home].fields:
        raise Reject
    if not same and figure is None and bag.opener != "undo" and bag.has("which"):
        if builder.model.reaches(last.dataset, builder.home):
            raise Reject  # «¿de qué máquinas son?» asks for those of the rows
    for place in bag.roles(*_OPENERS):
        if builder.free(place) and not (place and bag.phrases[place].head.can(Ref)):
            builder.use(place, effect="goes on")
    _point(builder, last)
    if last.limit is not None and any(phrase.own for _, phrase in bag.said()):
        raise Reject  # «su MTBF» is of the one that was named
    if any(phrase.pointed for _, phrase in bag.said()):
        raise Reject  # «esa máquina» is one that was named, not the query's rows
    if figure is not None:
        figure.set(builder)
        _booked(builder, last)
    asks = Wanted(
        bool(builder.take("count", *(() if _happens_elsewhere(bag, last) else ("times",)))),
        bool(builder.take("list", "which", "exists")),
        bool(builder.take("share")),
        bool(builder.take("sum")),
        bool(builder.take("who")),
    )
    beside(builder, last)
    builder.take("compare", effect="periods")
    builder.take("how_much")
    builder.use_nouns_of(builder.home)
    read_chart(builder)
    _order(builder, last)
    dropped = taken_away(builder, last)
    _sorted_groups(builder, last)
    sorted_by(builder)
    if bag.splits:
        builder.take("spread")
    read_splits(builder)
    _asked_place(builder, last)
    _with_states(builder, last)
    read_related(builder)
    read_bounds(builder)
    read_clauses(builder)
    new = [part for part in draft.filters if part not in last.filters]
    merge(builder, last, new, dropped, same=same, figure=figure)
    if bag.opener == "only" and not same and figure is None and not (draft.kept or draft.kept_period):
        raise Reject  # «solo refacciones» of what has none of them left
    shape(builder, last, asks, new, same=same, figure=figure)
    read_sorting(builder)
    if last.limit is not None and draft.limit in (None, last.limit) and draft.order != last.order and not draft.offset:
        if bag.has("sort", "sorted_desc", "sorted_asc"):
            builder.problem("unsortable")  # another order would bring other rows to the top
    read_columns(builder)
    read_context(builder)
    read_names(builder)
    if not (draft.groups and draft.limit):
        answered(builder)  # what is picked of a breakdown answers what was asked
    if last.shape == "lookup" and any(isinstance(part, Related) for part in new):
        builder.charge("pinned")  # of one thing it is asked what it has, and not whether it is one that has it
    if contradiction(builder.model, draft.filters) is not None:
        builder.problem("too_complex")
    leftover(builder)
    if not builder.draft.problems and draft.query() == last and draft.chart is None:
        raise Reject  # an edit that changes nothing was no edit


def _happens_elsewhere(bag: Bag, last: SemanticQuery) -> bool:
    """«¿cuántas veces ha fallado?»: the times that something else happened, and not how many rows there are."""
    return any(item.dataset != last.dataset for _, phrase in bag.said() for item in phrase.head.all(Verb))


def _booked(builder: Builder, last: SemanticQuery) -> None:
    """A cost is booked when an order is closed: what it is of orders that are open is nobody's question."""
    for measure in builder.draft.measures:
        metric = builder.model.metrics.get(measure.metric or "")
        if metric is None or metric.dataset is None or not metric.date:
            continue
        implied = builder.model.field(metric.dataset, metric.date).condition
        if implied and any(
            exclude(builder.model, Named(dataset=metric.dataset, condition=str(implied)), part) for part in last.filters
        ):
            raise Reject


def _point(builder: Builder, last: SemanticQuery) -> None:
    """«de esas», "them": the rows of the last query, which an edit keeps."""
    for place, phrase in builder.free_said():
        if phrase.head.is_substance or not phrase.head.can(Ref):
            continue
        if phrase.head.has(Ref, lambda item: item.kind == "then"):
            builder.use(place, effect="points back")
            continue
        picked = bool(builder.bag.of(Extreme)) and last.limit is None  # «los 3 peores de ellos»
        if last.limit is not None or (
            last.groups and not picked and phrase.head.has(Ref, lambda item: item.kind == "those")
        ):
            raise Reject  # the few that were named, not all that the query would select
        if phrase.head.has(Ref, lambda item: item.kind in ("those", "that", "all", "there")):
            builder.use(place, effect="points back")


def _asked_place(builder: Builder, last: SemanticQuery) -> None:
    """«¿en qué área?», "which machines?" after a figure: it is broken down by what is asked for."""
    bag, draft = builder.bag, builder.draft
    if last.shape not in ("measure", "count") or draft.groups or builder.home != last.dataset:
        return
    for place in bag.roles("which"):
        following = place + 1
        if following >= len(bag.phrases) or not builder.free(following):
            continue
        owner = next((name for name in bag.nouns_at(following) if name != builder.home), None)
        identity = builder.identity(owner) if owner is not None and bag.phrases[following].head.can(NounIs) else None
        if identity is not None and builder.distance(identity.dataset) is not None:
            builder.use(following, effect="group")
            draft.groups.append(GroupBy(field=identity))
            draft.measures = draft.measures or list(last.measures)
            builder.charge("default", -1)  # what was measured is asked on about, and no list of places
            return


def _with_states(builder: Builder, last: SemanticQuery) -> None:
    """The measures and the date of the last query, by which new limits and periods are read."""
    draft = builder.draft
    if builder.home == last.dataset and not draft.measures:
        draft.measures = list(last.measures)
        draft.date_field = last.date_field


def _order(builder: Builder, last: SemanticQuery) -> None:
    """«los 3 peores», "top 10", «el más viejo»: sort and cut what was broken down or listed."""
    draft, bag = builder.draft, builder.bag
    following = [place for place in bag.roles("next_few") if builder.free(place)]
    if following and last.limit is not None:
        builder.use(*following, effect="order")
        draft.offset = last.offset + last.limit
        draft.limit = limit_of(builder, None, following[0]) or last.limit
        return
    if last.groups and last.measures and not draft.measures:
        pick(builder, last)
        return
    if last.shape in ("list", "count", "exists", "lookup") or builder.home != last.dataset:
        read_order(builder)


def _sorted_groups(builder: Builder, last: SemanticQuery) -> None:
    """«ordénalas por nombre», "sort by number of failures" after a breakdown: by what it shows, or it is not sorted."""
    bag, draft = builder.bag, builder.draft
    asked = [place for place in bag.roles("sort") if builder.free(place)]
    splits = [place for place in bag.splits if builder.free(place)]
    if not asked or not splits or not last.groups or draft.measures:
        return
    split = bag.phrases[splits[0]]
    mention = split.keys[0].mention if isinstance(split, Split) and len(split.keys) == 1 else None
    if mention is None:
        return
    grouped = [group.field for group in last.groups if group.field is not None]
    fields = {item.ref.field for item in mention.all(FieldIs)}
    named = next((ref for ref in grouped if ref.field in fields), None)
    measure = last.measures[0]
    measured = mention.has(MetricIs, lambda item: item.name == measure.metric) or (
        measure.aggregate == "count"
        and mention.has(NounIs, lambda item: item.dataset == (measure.dataset or last.dataset))
    )
    own = builder.nearest_field(mention.all(FieldIs))
    item = builder.model.field(own.dataset, own.field) if own is not None else None
    if named is None and not measured and item is not None and (item.is_date or item.is_number):
        return  # no name of a group: the rows are meant
    if named is None and not measured:
        builder.problem("unsortable", splits[0])
    builder.use(splits[0], *asked, effect="order")
    draft.order = Order(field=named, descending=False) if named is not None else Order(measure=0)
    draft.groups = list(last.groups)
