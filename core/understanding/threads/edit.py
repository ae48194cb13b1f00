"""Edits of the thread's last query: refine, replace, regroup, sort, cut, count, list, add up, take away."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from core.semantics.query import (
    Compare,
    GroupBy,
    Named,
    Related,
    SemanticQuery,
)
from core.understanding.kinds.figures import Figure, figures
from core.understanding.kinds.kind import Attempt
from core.understanding.meaning.asked import read_splits, told_of
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.bounds import read_bounds
from core.understanding.meaning.builder import Builder, Reject
from core.understanding.meaning.clashes import contradiction
from core.understanding.meaning.clauses import read_clauses
from core.understanding.meaning.finish import answered, leftover
from core.understanding.meaning.looks import (
    belongings,
    read_chart,
    read_columns,
    read_context,
    read_names,
)
from core.understanding.meaning.related import read_related
from core.understanding.meaning.sorting import read_sorting, sorted_by
from core.understanding.phrases.types import Bound, Extreme, Split, When
from core.understanding.reading.readings import Cond, FieldIs, MetricIs, NounIs, Ref, ValueIs, Verb
from core.understanding.threads.against import unbooked
from core.understanding.threads.antecedent import with_measured_rows
from core.understanding.threads.carry import merge
from core.understanding.threads.comparing import beside
from core.understanding.threads.dropping import Dropped, dropped_of
from core.understanding.threads.its_row import picked_row
from core.understanding.threads.offers import names_things
from core.understanding.threads.ordering import in_place_of, read_cut, reversed_order, sorted_groups
from core.understanding.threads.other_figures import other_figures
from core.understanding.threads.picking import OPENERS, reranked
from core.understanding.threads.says import lies_on
from core.understanding.threads.shape import Wanted, shape
from core.understanding.threads.thresholds import read_threshold
from core.understanding.weights import WEIGHTS


def edits(bag: Bag, last: SemanticQuery) -> Iterator[Attempt]:
    """The ways in which a message may edit the last query."""
    nouns = _subjects(bag, last)
    if not nouns or _more_columns(bag, last):
        yield Attempt(last.dataset, partial(_edit, last=last, figure=None), WEIGHTS["edit"])
    doubled = bool(nouns) and bool(bag.opener) and _states(bag, last)
    if doubled:
        yield Attempt(last.dataset, partial(_edit, last=last, figure=None), WEIGHTS["edit"])
    for dataset in nouns:
        cost = WEIGHTS["edit"] if bag.opener else WEIGHTS["edit_topic"]
        cost += WEIGHTS["bare"] if doubled and dataset != last.dataset else 0.0
        yield Attempt(dataset, partial(_edit, last=last, figure=None), cost)
    for figure in other_figures(bag, last):
        yield Attempt(figure.home, partial(_edit, last=last, figure=figure), WEIGHTS["edit"])
    yield from reranked(bag, last)
    for figure in figures(bag):
        named = any(bag.phrases[place].head.can(NounIs, Verb) for place in figure.places)
        if figure.counts and any(bag.phrases[place].elided for place in figure.places):
            continue  # «solo las de equipos críticos» are no machines
        if figure.counts and bag.opener == "only" and figure.home not in nouns:
            continue
        if not figure.counts or (named and last.groups and figure.home != last.dataset):
            bare = not bag.of(When) and not any(
                phrase.head.can(ValueIs) for place, phrase in bag.said() if place not in figure.places
            )
            cost = WEIGHTS["edit"] if bag.opener or bare else WEIGHTS["edit_topic"]
            if last.limit == 1 and not bag.opener:
                cost += WEIGHTS["bare"]
            yield Attempt(figure.home, partial(_edit, last=last, figure=figure), cost + figure.cost)


def _more_columns(bag: Bag, last: SemanticQuery) -> bool:
    """«y el técnico» behind a list whose columns were asked for."""
    return bool(last.select) and last.shape == "list" and bag.opener == "and" and not bag.of(When)


def _subjects(bag: Bag, last: SemanticQuery) -> list[str]:
    """Datasets that the message names as what it is about."""
    keys = set(bag.of(Split))
    found = []
    for place, phrase in bag.said():
        if place in keys or phrase.link or phrase.negated or phrase.own or phrase.elided:
            continue
        nouns = [item.dataset for item in phrase.head.all(NounIs)]
        owners = bool(nouns) and all(bag.model.path(last.dataset, name) for name in nouns)
        if owners and (lies_on(bag, place) or (bag.opener == "only" and last.measures)):
            continue  # «solo los equipos críticos» of failures that were counted
        if nouns and not phrase.head.can(FieldIs):
            found += nouns
    return list(dict.fromkeys(found))


def _states(bag: Bag, last: SemanticQuery) -> bool:
    """«¿y paradas?» of machines: what might name other rows is a state of those that were spoken of."""
    return all(
        phrase.head.has(Cond, lambda item: item.dataset == last.dataset) or not phrase.head.can(NounIs)
        for _, phrase in bag.said()
    )


# ---- one edit ----


def _edit(builder: Builder, last: SemanticQuery, figure: Figure | None) -> None:
    bag, draft = builder.bag, builder.draft
    same = builder.home == last.dataset
    builder.before = last.filters
    ended = last.period.end if last.period is not None else None
    builder.looks_back = ended is not None and ended < builder.today
    if not same and figure is None and not builder.model.datasets[builder.home].fields:
        raise Reject
    if not same and figure is None and bag.opener != "undo" and bag.has("which"):
        if builder.model.reaches(last.dataset, builder.home):
            raise Reject  # «¿de qué máquinas son?» asks for those of the rows
    for place in bag.roles(*OPENERS):
        if builder.free(place) and not (place and bag.phrases[place].head.can(Ref)):
            builder.use(place, effect="goes on")
    shown_rows = _point(builder, last)
    if last.limit is not None and any(phrase.own for _, phrase in bag.said()):
        raise Reject  # «su MTBF» is of the one that was named
    if any(phrase.pointed for _, phrase in bag.said()):
        raise Reject  # «esa máquina» is one that was named, not the query's rows
    if figure is not None:
        figure.set(builder)
        _booked(builder, last)
    _taken_back(builder, last)
    dropped = dropped_of(builder, last)
    if bag.whole:
        dropped.limits += [part for part in last.filters if names_things(builder.model, part)]
    counts = builder.take("count", *(() if _happens_elsewhere(bag, last) else ("times",)))
    measured = any(measure.metric for measure in last.measures)
    totals = measured and bool(counts) and all(bag.phrases[at].head.role("sum") for at in counts)
    asks = Wanted(
        bool(counts) and not totals,  # «el *total* de la planta Norte» of what was measured
        bool(builder.take("list", "which", "exists")),
        bool(builder.take("share")),
        _in_numbers(builder, last),
        bool(builder.take("sum")) or totals,
        bool(builder.take("who")),
    )
    if same and figure is None and (asks.count or (asks.rows and bag.pointers and not last.groups)):
        dated = last.date_field
        last = with_measured_rows(builder.model, last)
        if bag.of(When):  # «¿y cuántas *cerró este mes*?» names its own days, which go by what happened in them
            last = last.model_copy(update={"date_field": dated})
    beside(builder, last)
    builder.take("compare", effect="periods")
    if last.groups and last.measures:
        builder.take("of_each", effect="group")  # «con cuántas cada uno» is shown as it stands
    elif last.shape == "list" and builder.nearest_field(_fields(bag), numeric=True) is not None:
        builder.take("of_each", effect="column")  # "how many *of each* are missing"
    builder.take("how_much")
    builder.use_nouns_of(builder.home)
    read_chart(builder)
    read_cut(builder, last)
    in_place_of(builder, last)
    sorted_groups(builder, last)
    sorted_by(builder, rows=last.shape == "list" or bag.has("list"))
    if bag.splits:
        builder.take("spread")
    read_splits(builder)
    _by_kind(builder, last)
    _asked_place(builder, last)
    if not (asks.count and bag.of(When)):
        _with_states(builder, last)
    plain = same and figure is None and not draft.groups
    shown = belongings(builder, more=_more_columns(bag, last)) if plain else []
    if same and figure is None:
        read_threshold(builder, last)
    read_related(builder)
    read_bounds(builder)
    read_clauses(builder)
    draft.filters += dropped.without
    new = [part for part in draft.filters if part not in last.filters or part in dropped.limits]
    merge(builder, last, new, dropped, same=same, figure=figure)
    if bag.opener == "only" and not same and figure is None and not (draft.kept or draft.kept_period):
        raise Reject  # «solo refacciones» of what has none of them left
    shape(builder, last, asks, new, same=same, figure=figure, shown=bool(shown))
    _left_out(builder, dropped)
    reversed_order(builder)
    builder.take("repeat", effect="goes on")
    read_sorting(builder)
    if last.limit is not None and draft.limit in (None, last.limit) and draft.order != last.order and not draft.offset:
        if bag.has("sort", "sorted_desc", "sorted_asc"):
            builder.problem("unsortable")  # another order would bring other rows to the top
    read_columns(builder, shown=shown)
    picked_row(builder, last)
    read_context(builder)
    read_names(builder)
    if not (draft.groups and draft.limit):
        answered(builder)  # what is picked of a breakdown answers what was asked
    if last.shape == "lookup" and any(isinstance(part, Related) for part in new):
        builder.charge("pinned")  # of one thing it is asked what it has, and not whether it is one that has it
    until = draft.period.end if draft.period is not None and draft.kept_period else None
    if bag.now and until is not None and until < builder.today:
        builder.problem("too_complex")  # «¿qué tiene abierto *ahora*?» behind October is not of October
    if any(unbooked(builder.model, measure.metric, draft.filters) for measure in draft.measures):
        builder.problem("too_complex")
    if (
        draft.kept_period
        and not last.groups
        and contradiction(builder.model, [*draft.filters, *_became(builder)]) is not None
    ):
        # «¿y cuántas quedan abiertas?» behind those that were closed in October: they were not closed at all
        draft.period, draft.kept_period, draft.date_field = None, False, None
    if contradiction(builder.model, [*draft.filters, *_became(builder)]) is not None:
        builder.problem("too_complex")  # what is open now was not closed in October
    if draft.order is not None and draft.order.measure is not None and not draft.measures:
        raise Reject  # rows have no figure to be sorted by
    leftover(builder)
    if shown_rows and draft.query().model_copy(update={"select": last.select}) != last:
        raise Reject  # of the few that were shown, more is told, but nothing is chosen anew
    if not builder.draft.problems and draft.query() == last and draft.chart is None and not bag.has("back"):
        raise Reject  # an edit that changes nothing was no edit


def _fields(bag: Bag) -> list[FieldIs]:
    return [item for _, phrase in bag.said() for item in phrase.head.all(FieldIs)]


def _became(builder: Builder) -> list[Named]:
    """The state that rows are in from the date on which the period is."""
    draft = builder.draft
    if draft.period is None or draft.date_field is None or any(measure.metric for measure in draft.measures):
        return []
    name = builder.model.field(builder.home, draft.date_field).condition
    return [Named(dataset=builder.home, condition=str(name))] if name else []


def _in_numbers(builder: Builder, last: SemanticQuery) -> bool:
    """«los números», «en plata»: as it was measured, and not as parts of a whole."""
    kinds = {builder.model.metrics[measure.metric].kind for measure in last.measures if measure.metric}
    return bool(builder.take("in_numbers", *(("money",) if "money" in kinds else ())))


def _taken_back(builder: Builder, last: SemanticQuery) -> None:
    """«no, motores no: bombas»: what it was limited to is denied, and another value of the field takes its place."""
    held = {part.field: part.values for part in last.filters if isinstance(part, Compare) and part.op == "="}
    told = {group.field for group in last.groups} | {measure.metric for measure in last.measures}
    for place, phrase in builder.free_said():
        named = {builder.nearest_field(phrase.head.readings), *(item.name for item in phrase.head.all(MetricIs))}
        counted = phrase.head.role("tally") and any(measure.aggregate == "count" for measure in last.measures)
        if phrase.negated and phrase.link != "without" and (named & told - {None} or counted):
            builder.use(place, effect="taken away")  # "by area *rather than type*"
    said = [(place, phrase) for place, phrase in builder.free_said() if phrase.head.can(ValueIs)]
    for place, phrase in said:
        denied = phrase.head.first(ValueIs, lambda item: item.value in held.get(item.ref, ()))
        others = [other for _, other in said if not other.negated]
        if phrase.negated and denied is not None:
            refs = {item.ref for other in others for item in other.head.all(ValueIs)}
            if denied.ref in refs:
                builder.use(place, effect="taken away")


def _left_out(builder: Builder, dropped: Dropped) -> None:
    """Breakdowns, columns and a cut that were taken away are not kept."""
    draft = builder.draft
    if dropped.columns:
        draft.select = [ref for ref in draft.select if ref not in dropped.columns]
    if dropped.cut:
        draft.limit, draft.offset = None, 0
        draft.shape = "breakdown" if draft.shape == "ranking" else draft.shape
    if not dropped.groups:
        return
    draft.groups = [group for group in draft.groups if group not in dropped.groups]
    if not draft.groups and draft.measures:
        draft.shape = "count" if all(measure.aggregate == "count" for measure in draft.measures) else "measure"
        draft.measures = [measure.model_copy(update={"share": False}) for measure in draft.measures]
        draft.order = draft.limit = None


def _happens_elsewhere(bag: Bag, last: SemanticQuery) -> bool:
    """«¿cuántas veces ha fallado?»: the times that something else happened, and not how many rows there are."""
    return any(item.dataset != last.dataset for _, phrase in bag.said() for item in phrase.head.all(Verb))


def _booked(builder: Builder, last: SemanticQuery) -> None:
    """A cost is booked when an order is closed: what it is of orders that are open is nobody's question."""
    if any(unbooked(builder.model, measure.metric, last.filters) for measure in builder.draft.measures):
        raise Reject


def _point(builder: Builder, last: SemanticQuery) -> bool:
    """«de esas», "them": the rows of the last query, which an edit keeps.

    Returns:
        True when the few rows that were shown are meant, of which no more than other columns can be told.
    """
    shown = False
    for place, phrase in builder.free_said():
        if phrase.head.is_substance or not phrase.head.can(Ref):
            continue
        if phrase.head.has(Ref, lambda item: item.kind == "then"):
            builder.use(place, effect="points back")
            continue
        picked = bool(builder.bag.of(Extreme)) and last.limit is None  # «los 3 peores de ellos»
        if builder.bag.opener == "only" and builder.bag.of(Bound):
            picked = True  # "only those with more than 3"
        if (last.limit is not None and last.groups) or (
            last.groups and not picked and phrase.head.has(Ref, lambda item: item.kind == "those")
        ):
            raise Reject  # the few that were named, not all that the query would select
        if phrase.head.has(Ref, lambda item: item.kind in ("those", "that", "all", "there")):
            shown = shown or last.limit is not None
            builder.use(place, effect="points back")
    return shown


def _by_kind(builder: Builder, last: SemanticQuery) -> None:
    """«¿y las *causas*?», "what were the *causes*": the rows that were spoken of, by what they have in common."""
    bag, draft = builder.bag, builder.draft
    for place, _ in builder.free_said() if not draft.groups else ():
        own = next((ref for ref in bag.fields_at(place) if ref.dataset == builder.home), None)
        if own is not None and told_of(bag, place):
            if last.limit == 1 and last.groups:
                raise Reject  # "which pump failed most" … "what were the modes": those of the one that was named
            builder.use(place, effect="group")
            draft.groups.append(GroupBy(field=own))
            return


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
