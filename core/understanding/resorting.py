"""Sorting the last answer anew: «ordénalas por fecha», "sort them by name", «de menor a mayor».

The rows stay the same ones. The first five by downtime cannot be put into another order here: whatever sorts them also
chooses them, and the five with least downtime are other machines.
"""

from __future__ import annotations

from core.kernel.folding import fold
from core.semantics.query import FieldRef, Measure, Order, SemanticQuery
from core.understanding.presenting import read_sorting
from core.understanding.readings import FieldIs, MetricIs, NounIs
from core.understanding.state import ReadingState

_KEYS = frozenset({"por", "by"})


def resorts(state: ReadingState) -> bool:
    """Whether a message only says how to sort: a sorting word and its key, and nothing named that would be sorted."""
    place = next((place for place, mention in enumerate(state.mentions) if mention.role("sort")), None)
    if place is None:
        return False
    following = state.after(place)
    if following is None or state.mentions[following].role("sorted_desc", "sorted_asc"):
        return True
    return not _KEYS.isdisjoint(state.words[state.mentions[place].start : state.mentions[following].start])


def resort(state: ReadingState, last: SemanticQuery) -> None:
    """The last query with another order; what cannot be sorted by is a problem."""
    draft = state.draft
    draft.home, draft.shape, draft.date_field = last.dataset, last.shape, last.date_field
    draft.measures, draft.groups, draft.select = list(last.measures), list(last.groups), list(last.select)
    draft.filters, draft.period, draft.everyone = list(last.filters), last.period, last.everyone
    draft.order, draft.limit = last.order, last.limit
    if last.groups and last.measures:
        _sort_breakdown(state, last)
        return
    read_sorting(state)
    if last.limit is not None and draft.order != last.order:
        state.problem("unsortable")


def _sort_breakdown(state: ReadingState, last: SemanticQuery) -> None:
    """Its rows have what they are broken down by, and their number; nothing else to sort by."""
    descending, ascending = bool(state.take("sorted_desc")), bool(state.take("sorted_asc"))
    key: FieldRef | None = None
    by_number = False
    for place in state.take("sort"):
        following = state.after(place)
        while following is not None and (state.mentions[following].used or state.mentions[following].role("count")):
            state.use(following)
            by_number, following = True, state.after(following)
        if following is None:
            continue
        key = _group_named(state, following, last)
        by_number = key is None and _is_number(state, following, last.measures[0])
        if key is None and not by_number:
            state.problem("unsortable", following)
            return
        state.use(following)
    order = Order(field=key, descending=descending) if key is not None else Order(measure=0, descending=not ascending)
    if last.limit is not None and order != last.order:
        state.problem("unsortable")
        return
    state.draft.order = order


def _group_named(state: ReadingState, place: int, last: SemanticQuery) -> FieldRef | None:
    mention = state.mentions[place]
    named = fold(mention.text) in ("nombre", "name")
    for group in last.groups:
        if group.field is not None and (named or any(item.ref == group.field for item in mention.all(FieldIs))):
            return group.field
    return None


def _is_number(state: ReadingState, place: int, measure: Measure) -> bool:
    """«por fallas» of failures by area, «por horas de paro» of downtime: the number that the rows have."""
    mention = state.mentions[place]
    if measure.metric is not None:
        return any(item.name == measure.metric for item in mention.all(MetricIs))
    counted = measure.dataset or state.draft.home
    return measure.aggregate == "count" and any(item.dataset == counted for item in mention.all(NounIs))
