"""Percentages: of the whole by group, or of a population that satisfies something."""

from __future__ import annotations

from core.semantics.query import AnyOf, Compare, Filter, Measure, Named
from core.understanding.filtering import read_filters
from core.understanding.readings import Cond, FieldIs, Mention, ValueIs
from core.understanding.state import ReadingState


def share_frame(state: ReadingState) -> bool:
    """Percentages: of the whole by group, or of a population that satisfies something."""
    place = next(state.roles("share"), None)
    if place is None:
        return False
    home = _first_noun(state, place) or _grouped_home(state)
    if home is None:
        return False
    draft = state.draft
    draft.home = home
    state.use(place)
    state.take("share")
    state.use_nouns_of(home)
    grouped = bool(state.group_places or state.grains)
    copula = next(
        (
            index
            for index in range(place + 1, len(state.mentions))
            if state.mentions[index].role("copula") and (index > place + 1 or _whole_first(state, place, home))
        ),
        None,
    )
    if grouped:
        conditions = [
            index
            for index, mention in enumerate(state.mentions)
            if index not in state.group_places and not mention.used and _is_part(state, mention)
        ]
        if copula is None or not conditions or conditions[0] < copula:
            draft.measures = [Measure(aggregate="count", share=True)]
            draft.shape = "breakdown"
            if conditions and copula is None and not state.each_group:
                # "percentage of overdue orders by area": of each area's orders, or of all the overdue ones?
                draft.notes.append("share_of_condition")
            return True
    only: list[Filter] = []
    if copula is not None and any(not mention.used for mention in state.mentions[copula + 1 :]):
        only = read_filters(state, inside=(copula + 1, len(state.mentions)))
        state.use(copula)
    if not only:
        # No verb: the adjectives are the part, the noun and the places are the whole.
        adjectives = frozenset(
            index for index, mention in enumerate(state.mentions) if not mention.used and not _is_part(state, mention)
        )
        only = read_filters(state, skip=adjectives)
    if not only:
        return False
    if _against_each_other(state, only, copula):
        state.problem("unattached", place)
    draft.measures = [Measure(aggregate="share", only=tuple(only))]
    # The share of cancelled orders is one of all orders, cancelled ones included.
    draft.everyone = any(_outside_population(state, part) for part in only)
    draft.shape = "measure" if not grouped else "breakdown"
    return True


def _whole_first(state: ReadingState, place: int, home: str) -> bool:
    """«De las OT cerradas, ¿qué porcentaje fueron correctivas?»: what is said before is the whole."""
    return any(state.noun_at(index) == home for index in range(place) if index not in state.group_places)


def _against_each_other(state: ReadingState, only: list[Filter], copula: int | None) -> bool:
    """ "Ratio of corrective to preventive": two values are one part only where «o» joins them, or a verb says so of
    both («son correctivas y predictivas»)."""
    several = any(isinstance(item, AnyOf) or (isinstance(item, Compare) and len(item.values) > 1) for item in only)
    joined = any(mention.role("or") or (copula is not None and mention.role("and")) for mention in state.mentions)
    return several and not joined


def _grouped_home(state: ReadingState) -> str | None:
    """«Share of each failure cause»: whose rows they are follows from the field."""
    for place in state.group_places:
        fields = state.mentions[place].all(FieldIs)
        if len({item.ref.dataset for item in fields}) == 1:
            return fields[0].ref.dataset
    return None


def _outside_population(state: ReadingState, part: Filter) -> bool:
    """Rows that the usual population leaves out: retired machines, cancelled orders."""
    if not isinstance(part, Named) or part.negated:
        return False
    condition = state.model.datasets[part.dataset].conditions[part.condition]
    return condition.lifts_population


def _is_part(state: ReadingState, mention: Mention) -> bool:
    if mention.can(Cond):
        return True
    value = mention.first(ValueIs)
    if value is None:
        return False
    field = state.model.field(value.ref.dataset, value.ref.field)
    return value.ref.dataset == state.draft.home and (not field.noun or field.adjective)


def _first_noun(state: ReadingState, place: int = -1) -> str | None:
    for index in [*range(place + 1, len(state.mentions)), *range(place)]:
        if index in state.group_places or state.mentions[index].used:
            continue
        dataset = state.noun_at(index)
        if dataset is not None:
            return dataset
    return None
