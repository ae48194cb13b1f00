"""Follow-ups: a short message edits the last query - refine, replace, regroup, sort, limit, list, count, undo."""

from __future__ import annotations

from dataclasses import dataclass

from core.semantics.query import (
    Compare,
    Dated,
    Filter,
    Measure,
    Named,
    Order,
    Related,
    SemanticQuery,
)
from core.understanding.comparing import quantity_filters
from core.understanding.draft import Draft, Obstacle
from core.understanding.extremes import opposite
from core.understanding.filtering import leftover, minus, read_filters
from core.understanding.going_on import SORTING, possessive
from core.understanding.grouping import read_groups, settle_groups
from core.understanding.limits import limit_of
from core.understanding.measuring import metric_defaults
from core.understanding.presenting import read_chart, read_sorting
from core.understanding.quantities import read_quantities
from core.understanding.readings import FieldIs, MetricIs, NounIs, Superlative, Time
from core.understanding.resorting import resort, resorts
from core.understanding.rows import selected_columns
from core.understanding.state import ReadingState
from core.understanding.timing import read_times
from core.understanding.understand import context_nouns


@dataclass(frozen=True)
class Continued:
    """A query that goes on from the last one, and what it kept of it."""

    draft: Draft
    kept: tuple[Filter, ...]
    kept_period: bool


def continue_query(state: ReadingState, last: SemanticQuery) -> Continued:
    """Edit the last query by what the message says."""
    draft = state.draft
    state.take("followup_start", "only", "of_them", "undo")
    if resorts(state):
        resort(state, last)
        if not draft.problems and (spare := leftover(state)) is not None:
            draft.problems.append(spare)
        return Continued(draft, last.filters, last.period is not None and last.period.given)
    metric = _new_metric(state)
    home = metric or _new_subject(state, last) or last.dataset
    draft.home = home
    moved = home != last.dataset and metric is None
    draft.shape = last.shape
    if metric is None:
        draft.measures = [] if moved else list(last.measures)
    elif last.shape in ("count", "list", "lookup", "exists"):
        draft.shape = "measure"
    draft.select = [] if moved or metric else list(last.select)
    draft.order, draft.limit = (None, None) if moved else (last.order, last.limit)
    draft.everyone = last.everyone and last.shape == "lookup"
    read_chart(state)
    state.take("export")
    read_quantities(state)
    read_groups(state)
    _sort(state, last)
    settle_groups(state)
    regrouped = bool(draft.groups)
    if not regrouped and not moved:
        draft.groups = list(last.groups)
    draft.filters, draft.period = list(last.filters), last.period  # what an age has to agree with
    new = [*quantity_filters(state), *read_filters(state)]
    aged = draft.period if draft.period != last.period else None
    draft.period = aged
    timed = any(mention.can(Time) and not mention.used for mention in state.mentions)
    filters = tuple(_carried(state, item, last) for item in last.filters) if moved else last.filters
    kept = tuple(
        _untimed(state, item) if timed else item
        for item in filters
        if _attaches(state, item) and not _replaced(state, item, new) and not (timed and isinstance(item, Dated))
    )
    if possessive(state) and last.filters and not kept:
        # «sus OT» of a list that they cannot be held to would be everybody's.
        draft.problems.append(Obstacle("too_complex"))
    if possessive(state) and (last.limit is not None or last.groups):
        draft.problems.append(Obstacle("too_complex"))
    draft.filters = [*kept, *new]
    if aged is None:
        draft.date_field = last.date_field if home == last.dataset else None
    read_times(state)
    has_date = home == last.dataset or state.model.datasets[home].default_date is not None or metric is not None
    if not timed and aged is None and last.period is not None and has_date:
        draft.period = last.period
    if metric is not None:
        metric_defaults(state)
    _drop_settled_groups(state, new, regrouped=regrouped)
    _reshape(state, last, regrouped=regrouped, moved=moved)
    selected_columns(state)
    context_nouns(state)
    read_sorting(state)
    spare = leftover(state)
    if spare is not None:
        draft.problems.append(spare)
    return Continued(draft, kept, not timed and last.period is not None and last.period.given)


def _drop_settled_groups(state: ReadingState, new: list[Filter], *, regrouped: bool) -> None:
    """«¿y en soldadura?» after a breakdown by area: one area is no breakdown any more."""
    draft = state.draft
    if regrouped or draft.shape not in ("breakdown", "ranking"):
        return
    settled = {item.field for item in new if isinstance(item, Compare) and item.op == "=" and len(item.values) == 1}
    left = [group for group in draft.groups if group.field is None or group.field not in settled]
    if len(left) == len(draft.groups):
        return
    draft.groups = left
    if not left:
        counts = all(measure.aggregate == "count" for measure in draft.measures)
        draft.shape = "count" if counts else "measure"
        draft.measures = [measure.model_copy(update={"share": False}) for measure in draft.measures]
        draft.order = draft.limit = None


def _new_metric(state: ReadingState) -> str | None:
    """«¿y el MTTR?»: another measure over the same filters; gives the dataset it is measured on."""
    for mention in state.mentions:
        reading = mention.first(MetricIs)
        if reading is None or mention.used:
            continue
        metric = state.model.metrics[reading.name]
        mention.used = True
        state.draft.measures = [Measure(metric=metric.name)]
        return metric.dataset or state.model.metrics[metric.bases[0]].dataset
    return None


def _new_subject(state: ReadingState, last: SemanticQuery) -> str | None:
    """Another dataset by name («no, I meant orders», "and failures?")."""
    for mention in state.mentions:
        noun = mention.first(NounIs)
        if noun is None or noun.dataset == last.dataset or mention.can(FieldIs):
            continue
        if state.has("by", "each"):
            return None
        mention.used = True
        return noun.dataset
    return None


def _attaches(state: ReadingState, item: Filter) -> bool:
    match item:
        case Compare() | Dated():
            owner = item.field.dataset
        case Named():
            owner = item.dataset
        case Related():
            return state.model.reaches(item.dataset, state.draft.home or "")
        case _:
            return True
    if state.draft.home is None:
        return True
    return state.model.reaches(state.draft.home, owner)


def _about(state: ReadingState, item: Filter) -> tuple[str, str] | None:
    """What a filter is about, so that a new one takes its place: its field, or a place in general."""
    match item:
        case Compare() | Dated():
            return item.field.dataset, item.field.field
        case Named():
            field = state.model.datasets[item.dataset].conditions[item.condition].field
            return (item.dataset, field) if field else (item.dataset, f":{item.condition}")
        case _:
            return None


def _carried(state: ReadingState, item: Filter, last: SemanticQuery) -> Filter:
    """«equipos vencidos … no, quise decir órdenes»: the like-named condition of the new subject's own rows."""
    home = state.draft.home
    if isinstance(item, Named) and item.dataset == last.dataset and home is not None:
        if item.condition in state.model.datasets[home].conditions:
            return item.model_copy(update={"dataset": home, "period": None})
    return item


def _untimed(state: ReadingState, item: Filter) -> Filter:
    """A kept filter without its own period, so that the new one takes its place."""
    if isinstance(item, Named) and state.model.datasets[item.dataset].conditions[item.condition].window:
        return item.model_copy(update={"period": None})
    return item.model_copy(update={"period": None}) if isinstance(item, Related) else item


def _replaced(state: ReadingState, item: Filter, added: list[Filter]) -> bool:
    about = _about(state, item)
    if isinstance(item, Compare) and item.op in _EXCLUDES:
        # «menos la P-102» after «menos P-101» leaves both out.
        added = [other for other in added if not (isinstance(other, Compare) and other.op in _EXCLUDES)]
    return about is not None and any(_about(state, other) == about for other in added)


_EXCLUDES = ("<>", "not in")


def _sort(state: ReadingState, last: SemanticQuery) -> None:
    """«los 3 peores», "top 10", «de menor a mayor»: sort and cut what was broken down or listed."""
    draft = state.draft
    for place, mention in enumerate(state.mentions):
        found = mention.first(Superlative, lambda item: item.ref.dataset == draft.home)
        role = mention.role(*SORTING)
        if mention.used or (role is None and found is None):
            continue
        following = state.after(place)
        if following is not None and minus(state, place, following):
            continue  # «menos Bottling» takes it away
        state.use(place)
        number = limit_of(state, place)
        if found is not None and last.shape in ("list", "count", "exists"):
            draft.order = Order(field=found.ref, descending=found.descending)
            sorted_only = opposite(state, found) or state.take("first_word", "sort", "sorted_desc", "sorted_asc")
            draft.limit = number or (None if sorted_only else 1)
            draft.shape = "list"
            return
        if last.groups and last.measures:
            metric = state.model.metrics.get(last.measures[0].metric or "")
            lower_is_worse = metric is not None and metric.better == "higher"
            descending = {"least": False, "best": lower_is_worse, "worst": not lower_is_worse}.get(role or "most", True)
            draft.order = Order(measure=0, descending=descending)
            draft.limit = number or draft.limit
            draft.shape = "ranking"
        elif number is not None:
            draft.limit = number
        return


def _reshape(state: ReadingState, last: SemanticQuery, *, regrouped: bool, moved: bool) -> None:
    draft = state.draft
    counting, listing = state.take("count"), state.take("list", "which")
    if regrouped:
        draft.measures = draft.measures or [Measure(aggregate="count")]
        if draft.limit is None or last.shape in ("ranking", "list"):
            draft.limit = None if not state.draft.limit or draft.limit == last.limit else draft.limit
        draft.shape = "ranking" if draft.limit else "breakdown"
        draft.order = (
            Order(measure=0, descending=last.order.descending if last.order else True) if draft.limit else None
        )
        draft.select = []
        return
    if moved:
        draft.shape = "count" if counting or last.shape == "count" else "list"
        if draft.shape == "count":
            draft.measures = [Measure(aggregate="count")]
        return
    if counting:
        draft.shape, draft.measures, draft.groups = "count", [Measure(aggregate="count")], []
        draft.select, draft.order, draft.limit = [], None, None
    elif listing and last.shape in ("count", "measure", "breakdown", "ranking") and not _names_field(state):
        if last.shape in ("count", "measure") or state.draft.filters != list(last.filters):
            draft.shape, draft.measures, draft.groups, draft.order, draft.limit = "list", [], [], None, None


def _names_field(state: ReadingState) -> bool:
    return any(mention.can(FieldIs) and not mention.used for mention in state.mentions)
