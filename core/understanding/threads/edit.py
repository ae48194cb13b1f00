"""Edits of the thread's last query: refine, replace, regroup, sort, cut, count, list, add up, take away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from core.semantics.model import SemanticModel
from core.semantics.query import (
    Compare,
    Dated,
    FieldRef,
    Filter,
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
from core.understanding.meaning.merge import merged
from core.understanding.meaning.related import read_related
from core.understanding.meaning.splits import read_splits
from core.understanding.meaning.states import contradiction
from core.understanding.meaning.times import default_windows, read_times, shifted
from core.understanding.phrases.types import Extreme, Said, Split, When
from core.understanding.reading.readings import FieldIs, MetricIs, Noun, Ref, Superlative, ValueIs, Verb
from core.understanding.weights import WEIGHTS

_OPENERS = ("followup_start", "undo", "only", "and", "instead", "yes")


def edits(bag: Bag, last: SemanticQuery) -> Iterator[Attempt]:
    """The ways in which a message may edit the last query."""
    nouns = _subjects(bag, last)
    if not nouns:
        yield Attempt(last.dataset, partial(_edit, last=last, figure=None), WEIGHTS["edit"])
    for dataset in nouns:
        cost = WEIGHTS["edit"] if bag.opener else WEIGHTS["edit_topic"]
        yield Attempt(dataset, partial(_edit, last=last, figure=None), cost)
    yield from _durations(bag, last)
    yield from _reranked(bag, last)
    yield from _by_measure(bag, last)
    for figure in figures(bag):
        named = any(bag.phrases[place].head.can(Noun, Verb) for place in figure.places)
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
        if phrase.head.can(Noun) and not phrase.head.can(FieldIs):
            found += [item.dataset for item in phrase.head.all(Noun)]
    return list(dict.fromkeys(found))


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


def _reranked(bag: Bag, last: SemanticQuery) -> Iterator[Attempt]:
    """«¿qué máquina fue la peor?» after a measure: the things that are named, ranked by it."""
    if not last.measures or last.measures[0].aggregate == "share":
        return
    for place in bag.of(Extreme):
        for index, phrase in bag.said():
            if any(item for item in phrase.head.all(Noun)) or any(item.noun for item in phrase.head.all(ValueIs)):
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
    if bag.phrases[of].head.can(Noun):
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
    _merge(builder, last, new, [], same=True, figure=None)
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


@dataclass(frozen=True)
class _Asks:
    """How the message asks for the rows that it speaks of."""

    count: bool
    rows: bool
    share: bool
    total: bool
    who: bool


def _edit(builder: Builder, last: SemanticQuery, figure: Figure | None) -> None:
    bag, draft = builder.bag, builder.draft
    same = builder.home == last.dataset
    builder.before = last.filters
    if not same and figure is None and not builder.model.datasets[builder.home].fields:
        raise Reject
    builder.take(*_OPENERS, effect="goes on")
    _point(builder, last)
    if last.limit is not None and any(phrase.own for _, phrase in bag.said()):
        raise Reject  # «su MTBF» is of the one that was named
    if any(phrase.pointed for _, phrase in bag.said()):
        raise Reject  # «esa máquina» is one that was named, not the query's rows
    if figure is not None:
        figure.set(builder)
    asks = _Asks(
        bool(builder.take("count", "times")),
        bool(builder.take("list", "which", "exists")),
        bool(builder.take("share")),
        bool(builder.take("sum")),
        bool(builder.take("who")),
    )
    builder.take("compare", effect="periods")
    builder.take("how_much")
    builder.use_nouns_of(builder.home)
    read_chart(builder)
    _order(builder, last)
    dropped = _dropped(builder, last)
    sorted_by(builder)
    read_splits(builder)
    _with_states(builder, last)
    read_related(builder)
    read_bounds(builder)
    read_clauses(builder)
    new = [part for part in draft.filters if part not in last.filters]
    _merge(builder, last, new, dropped, same=same, figure=figure)
    _shape(builder, last, asks, new, same=same, figure=figure)
    read_sorting(builder)
    read_columns(builder)
    read_context(builder)
    read_names(builder)
    answered(builder)
    if contradiction(builder.model, draft.filters) is not None:
        builder.problem("too_complex")
    leftover(builder)
    if not builder.draft.problems and draft.query() == last and draft.chart is None:
        raise Reject  # an edit that changes nothing was no edit


def _point(builder: Builder, last: SemanticQuery) -> None:
    """«de esas», "them": the rows of the last query, which an edit keeps."""
    for place, phrase in builder.free_said():
        if phrase.head.is_substance or not phrase.head.can(Ref):
            continue
        if last.limit is not None or (last.groups and phrase.head.has(Ref, lambda item: item.kind == "those")):
            raise Reject  # the few that were named, not all that the query would select
        if phrase.head.has(Ref, lambda item: item.kind in ("those", "that", "all", "there")):
            builder.use(place, effect="points back")


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
    places = [place for place in bag.of(Extreme) if builder.free(place)]
    if last.groups and last.measures and not draft.measures:
        others = [place for place, _ in bag.said() if bag.is_noun(place) and bag.nouns_at(place) != (last.dataset,)]
        grouped = {group.field.dataset for group in last.groups if group.field is not None}
        if places and any(not grouped & set(bag.nouns_at(place)) for place in others):
            raise Reject  # «el peor compresor» after causes ranks compressors
        for place in places:
            extreme = bag.phrases[place]
            assert isinstance(extreme, Extreme)
            metric = builder.model.metrics.get(last.measures[0].metric or "")
            higher = metric is not None and metric.better == "higher"
            descending = {"least": False, "best": higher, "worst": not higher}.get(extreme.way, True)
            builder.use(place, effect="order")
            draft.order = Order(measure=0, descending=descending)
            if builder.take("sort", "first_word", effect="sort"):
                return
            one = bag.has("which") and not extreme.head.folded.endswith("s")
            draft.limit = limit_of(builder, extreme.n, place) or (1 if one else last.limit or MANY)
            return
        _dearest(builder, last)
        return
    if last.shape in ("list", "count", "exists", "lookup") or builder.home != last.dataset:
        read_order(builder)


def _dearest(builder: Builder, last: SemanticQuery) -> None:
    """«las 3 más caras» after a cost by area: the word of a field that is measured as the measure is."""
    model, first = builder.model, last.measures[0]
    kind = model.metrics[first.metric].kind if first.metric else None
    for place, phrase in builder.free_said():
        for item in phrase.head.all(Superlative):
            if kind is not None and model.field(item.ref.dataset, item.ref.field).kind == kind:
                builder.use(place, effect="order")
                builder.draft.order = Order(measure=0, descending=item.descending)
                builder.draft.limit = limit_of(builder, None, place) or last.limit or MANY
                return


def _dropped(builder: Builder, last: SemanticQuery) -> list[Filter]:
    """«quita el área», "not only bearings": the limits that are taken away."""
    drops = builder.bag.roles("drop")
    found: list[Filter] = []
    for place in drops:
        index = place + 1
        if index >= len(builder.bag.phrases) or not isinstance(phrase := builder.phrase(index), Said):
            continue
        refs = {item.ref for item in phrase.head.readings if isinstance(item, FieldIs | ValueIs)}
        owners = {item.dataset for item in phrase.head.all(Noun)}
        matching = [
            part
            for part in last.filters
            if isinstance(part, Compare) and (part.field in refs or part.field.dataset in owners)
        ]
        if matching:
            builder.use(place, index, effect="taken away")
            found += matching
    return found


def _merge(
    builder: Builder,
    last: SemanticQuery,
    new: list[Filter],
    dropped: list[Filter],
    *,
    same: bool,
    figure: Figure | None,
) -> None:
    """The limits that still hold, the new ones, and the period."""
    draft, model = builder.draft, builder.model
    timed = bool(builder.bag.of(When))
    old = [part for part in last.filters if part not in dropped]
    carried = [found for part in old if (found := _carried(model, part, builder.home, same=same)) is not None]
    if len(carried) < len(old) and builder.bag.pointers:
        raise Reject  # «sus OT» of rows that they cannot be held to would be everybody's
    if timed:
        carried = [_untimed(model, part) for part in carried if not isinstance(part, Dated)]
    draft.filters = merged(model, carried, new)
    if _compare(builder, last):
        timed = True
    draft.kept = [part for part in carried if part in draft.filters]
    had = draft.period
    read_times(builder)
    dated = same or builder.has_date(builder.home) or figure is not None
    if not timed and had is None and draft.compare_to is None and last.period is not None and dated:
        if last.period.given or figure is None:
            draft.period, draft.kept_period = last.period, last.period.given
        if same and draft.date_field is None:
            draft.date_field = last.date_field
    if draft.compare_to is None and same and timed is False:
        draft.compare_to = last.compare_to
    default_windows(builder)


def _compare(builder: Builder, last: SemanticQuery) -> bool:
    """ "vs last year", «¿y comparado con octubre?»: another period beside the last query's own."""
    places = builder.bag.of(When)
    if len(places) != 1 or last.period is None:
        return False
    when = builder.bag.phrases[places[0]]
    assert isinstance(when, When) and when.time is not None
    if not when.after and not when.time.expression.year_before:
        return False
    unit = when.time.expression.year_before
    other = shifted(last.period, unit) if unit else when.time.expression.resolve(builder.today, ahead=False)
    builder.use(places[0], effect="periods")
    draft = builder.draft
    draft.date_field = last.date_field
    if last.groups or not builder.pick("beside", [(0.0, True), (WEIGHTS["margin"] * 2, False)]):
        draft.period = other
    else:
        draft.period, draft.compare_to = last.period, other
    return True


def _carried(model: SemanticModel, part: Filter, home: str, *, same: bool) -> Filter | None:
    """A limit of the last query as it holds for the rows that are asked for now; None when it cannot."""
    if same:
        return part
    if isinstance(part, Named) and part.condition in model.datasets[home].conditions and part.dataset != home:
        if model.datasets[home].default_date or not model.reaches(home, part.dataset):
            return part.model_copy(update={"dataset": home, "period": None})
    owner = getattr(part, "dataset", None) or getattr(getattr(part, "field", None), "dataset", None)
    if isinstance(part, Related):
        return part if model.reaches(part.dataset, home) else None
    return part if owner is not None and model.reaches(home, owner) else None


def _untimed(model: SemanticModel, part: Filter) -> Filter:
    """A kept limit without its own period, so that the new one takes its place."""
    if isinstance(part, Related):
        return part.model_copy(update={"period": None})
    if isinstance(part, Named) and model.datasets[part.dataset].conditions[part.condition].window:
        return part.model_copy(update={"period": None})
    return part


def _shape(
    builder: Builder, last: SemanticQuery, asks: _Asks, new: list[Filter], *, same: bool, figure: Figure | None
) -> None:
    """What the answer looks like now."""
    draft = builder.draft
    count = [Measure(aggregate="count")]
    if figure is not None:
        draft.groups = draft.groups or _kept_groups(last, new)
        draft.shape = "breakdown" if draft.groups else "measure"
        if last.limit is not None and draft.groups == list(last.groups):
            draft.shape, draft.limit, draft.order = "ranking", draft.limit or last.limit, draft.order or last.order
        return
    if draft.groups:
        draft.measures, draft.shape = draft.measures or count, "ranking" if draft.limit else "breakdown"
        if draft.limit and draft.order is None:
            draft.order = Order(measure=0)
        return
    if asks.who and not draft.select and not any(phrase.head.can(FieldIs) for _, phrase in builder.free_said()):
        _people(builder, last)
        return
    if asks.share:
        _as_share(builder, last, new)
        return
    if asks.count:
        draft.shape, draft.measures = "count", count
        return
    if asks.total and last.groups and last.limit is None:
        draft.measures = list(last.measures) or count
        draft.shape = "count" if draft.measures[0].aggregate == "count" else "measure"
        draft.measures = [measure.model_copy(update={"share": False}) for measure in draft.measures]
        return
    listing = asks.rows and (
        last.shape in ("count", "measure") or (bool(new) and last.shape in ("breakdown", "ranking"))
    )
    rows = draft.order is not None and draft.order.field is not None
    if not same or listing or rows:
        draft.measures = []
        draft.shape = "list"
        if not same and last.shape == "count" and not asks.rows:
            draft.shape, draft.measures = "count", count
        if same and not listing:
            draft.select = draft.select or list(last.select)
        return
    draft.groups, draft.shape = _kept_groups(last, new), last.shape
    draft.measures = list(last.measures)
    draft.select = list(last.select)
    draft.everyone = last.everyone and last.shape == "lookup"
    draft.order = draft.order or last.order
    draft.limit = draft.limit or last.limit
    draft.having = list(last.having)
    draft.spans, draft.latest = list(last.spans), last.latest
    draft.limit_within = last.limit_within if draft.groups == list(last.groups) else None
    if draft.offset and (draft.order != last.order or new):
        raise Reject  # the next ones of another order are no next ones
    if draft.compare_to is not None:
        draft.measures, draft.shape = draft.measures or count, "breakdown" if draft.groups else "measure"
    if last.groups and not draft.groups:
        draft.shape = "count" if all(measure.aggregate == "count" for measure in draft.measures) else "measure"
        draft.measures = [measure.model_copy(update={"share": False}) for measure in draft.measures]
        draft.order = draft.limit = None
    elif draft.limit is not None and draft.groups and draft.order is not None:
        draft.shape = "ranking"


def _people(builder: Builder, last: SemanticQuery) -> None:
    """«¿quién las trae?»: the people of the rows, with how many each."""
    people, draft = builder.bag.people, builder.draft
    if people is None or people == builder.home or builder.distance(people) is None or last.limit is not None:
        if people != builder.home:
            raise Reject
        draft.shape, draft.measures = "list", []
        return
    ref = FieldRef(dataset=people, field=builder.model.datasets[people].identity)
    draft.shape, draft.measures, draft.groups = "breakdown", [Measure(aggregate="count")], [GroupBy(field=ref)]
    draft.filters.append(Compare(field=ref, op="is not null"))


def _kept_groups(last: SemanticQuery, new: list[Filter]) -> list[GroupBy]:
    """«¿y en soldadura?» after a breakdown by area: one area is no breakdown any more."""
    settled = {part.field for part in new if isinstance(part, Compare) and part.op == "=" and len(part.values) == 1}
    return [group for group in last.groups if group.field is None or group.field not in settled]


def _as_share(builder: Builder, last: SemanticQuery, new: list[Filter]) -> None:
    """«¿y en porcentaje?», «¿qué porcentaje son críticas?»."""
    draft = builder.draft
    if new:
        draft.filters = [part for part in draft.filters if part not in new]
        draft.measures, draft.shape = [Measure(aggregate="share", only=tuple(new))], "measure"
        return
    if not last.groups or not last.measures:
        raise Reject
    draft.groups, draft.shape, draft.order, draft.limit = list(last.groups), last.shape, last.order, last.limit
    draft.measures = [measure.model_copy(update={"share": True}) for measure in last.measures]
