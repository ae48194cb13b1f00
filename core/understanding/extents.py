"""Extents: rows ranked by a number of theirs (top 5 stops by duration), values of a field by the mean of another."""

from __future__ import annotations

from core.semantics.query import FieldRef, GroupBy, Measure, Named, Order
from core.understanding.limits import MANY, RANK, limit_of, plural, rank_place
from core.understanding.measuring import status_spoken_of
from core.understanding.readings import FieldIs, MetricIs, NounIs, Superlative
from core.understanding.state import ReadingState


def by_own_field(state: ReadingState) -> bool:
    """«top 5 paros por duración»: the rows themselves, by a number of theirs; nothing is counted by minutes."""
    place = rank_place(state)
    target = next((index for index in range(len(state.mentions)) if state.mentions[index].can(NounIs)), None)
    if place is None or target is None or target in state.group_places or state.grains:
        return False
    home = state.noun_at(target)
    found = _amount_of(state, place, home)
    if home is None or found is None:
        return False
    index, ref, metric = found
    role = state.mentions[place].role(*RANK) or "most"
    number = limit_of(state, place)
    draft = state.draft
    draft.home, draft.date_field = home, state.model.metrics[metric].date if metric else None
    state.group_places.clear()
    state.use(place, index)
    state.use_nouns_of(home)
    state.take("top", role)
    draft.order = Order(field=ref, descending=role in ("most", "worst"))
    draft.limit = number or (MANY if plural(state, target) else 1)
    draft.shape = "list"
    for name in state.model.metrics[metric].where if metric else ():
        if not status_spoken_of(state):
            draft.filters.append(Named(dataset=home, condition=name))
    return True


def _amount_of(state: ReadingState, place: int, home: str | None) -> tuple[int, FieldRef, str | None] | None:
    """The number of the rows' own that they go by, with the metric that adds it up (an order's cost)."""
    index = state.rank_key if state.rank_key is not None else next(iter(state.group_places), None)
    if index is None and (following := state.after(place)) is not None and state.mentions[following].can(MetricIs):
        index = following
    if index is None or home is None or len(state.group_places) > 1 or state.mentions[index].can(NounIs):
        return None
    mention = state.mentions[index]
    refs = [item.ref for item in mention.all(FieldIs) if item.ref.dataset == home and _is_amount(state, item.ref)]
    if len(refs) == 1 and not mention.can(MetricIs):
        return index, refs[0], None
    for metric in (state.model.metrics[item.name] for item in mention.all(MetricIs)):
        fields = [item for item in state.model.datasets[home].fields.values() if item.metric == metric.name]
        if metric.dataset == home and len(fields) == 1 and not state.group_places:
            return index, FieldRef(dataset=home, field=fields[0].name), metric.name
    return None


def _is_amount(state: ReadingState, ref: FieldRef) -> bool:
    return state.model.field(ref.dataset, ref.field).kind in ("minutes", "hours", "money", "number")


def by_average(state: ReadingState) -> bool:
    """ "Which supplier has the longest average lead time": values of a field ranked by the mean of another."""
    average = next(state.roles("average"), None)
    if average is None:
        return False
    for place, mention in enumerate(state.mentions):
        found = mention.first(Superlative)
        role = mention.role("most", "least")
        if found is None and role is None:
            continue
        measured = next(
            (
                (index, item.ref)
                for index, other in enumerate(state.mentions)
                for item in other.all(FieldIs)
                if index != place and state.model.field(item.ref.dataset, item.ref.field).is_number
            ),
            None,
        )
        ref = measured[1] if measured is not None else found.ref if found is not None else None
        if ref is None or not state.model.field(ref.dataset, ref.field).is_number:
            continue
        state.draft.home = ref.dataset
        target = next(
            (
                index
                for index, other in enumerate(state.mentions)
                if index != place
                and (measured is None or index != measured[0])
                and other.can(FieldIs)
                and not other.first(NounIs, lambda item: item.dataset == state.draft.home)
                and state.settle_field(index) is not None
            ),
            None,
        )
        chosen = state.settle_field(target) if target is not None else None
        if target is None or chosen is None:
            continue
        state.use(average, place, target)
        if measured is not None:
            state.use(measured[0])
        if target in state.group_places:
            state.group_places.remove(target)
        descending = found.descending if found is not None else role == "most"
        state.draft.groups = [GroupBy(field=chosen)]
        state.draft.measures = [Measure(aggregate="avg", field=ref)]
        state.draft.order = Order(measure=0, descending=descending)
        state.draft.limit = limit_of(state, place) or (MANY if plural(state, target) else 1)
        state.draft.shape = "ranking"
        state.use_nouns_of(ref.dataset)
        return True
    return False
