"""Rows: counts and lists of what a noun names, and the columns that are asked for."""

from __future__ import annotations

from core.semantics.query import Compare, FieldRef, GroupBy, Measure
from core.understanding.ages import lasting_states
from core.understanding.extremes import read_superlative
from core.understanding.readings import FieldIs, NounIs, ValueIs, Verb
from core.understanding.relating import related_clauses
from core.understanding.state import ReadingState, is_substance


def rows_frame(state: ReadingState) -> bool:
    """Counts and lists of the rows that a noun names; also what is implied when only adjectives are said."""
    draft = state.draft
    if draft.home is None:
        return False
    state.use_nouns_of(draft.home)
    lasting_states(state)
    related_clauses(state)
    _who(state)
    state.take("distinct")
    counting = state.take("count")
    counting += state.take("times") if not any(item.used for item in state.quantities) else []
    state.take("who")
    if state.group_places or state.grains or draft.groups:
        state.take("sum")
        draft.measures = [Measure(aggregate="count")]
        draft.shape = "breakdown"
        return True
    if counting and (other := _counts_another(state, counting[0])) is not None:
        state.problem("unattached", other)
    if counting or (state.has("sum") and not state.has("list")):
        state.take("sum")
        draft.measures = [Measure(aggregate="count")]
        draft.shape = "count"
        return True
    draft.shape = "exists" if state.has("exists") else "list"
    read_superlative(state)
    if draft.order is not None:
        draft.shape = "list"
    return True


def _counts_another(state: ReadingState, counting: int) -> int | None:
    """ "How many correctives came from failures": orders are asked for, so failures are not what to count. «¿Cuántas
    horas de operación tiene?»: what a meter shows, not how many readings there are."""
    home = state.draft.home
    asked = state.after(counting)
    if home is None or asked is None:
        return None
    meaning = state.model.datasets[home]
    mention = state.mentions[asked]
    if meaning.value_field:
        shown = mention.first(ValueIs, lambda item: item.ref.dataset == home) is not None
        said = any(other.first(NounIs, lambda item: item.dataset == home) is not None for other in state.mentions)
        return asked if shown and not said else None
    noun = state.noun_at(asked)
    if noun is None or noun == home or mention.can(NounIs) or not meaning.default_date:
        return None
    other = state.model.datasets[noun].default_date is not None
    following = state.after(asked)
    compound = following is not None and state.noun_at(following) == home
    return asked if other and not compound else None


def _who(state: ReadingState) -> None:
    """«¿Quién tiene OT vencidas?»: the people of those rows, with how many each."""
    draft = state.draft
    who = next((item for item in state.model.datasets.values() if item.who), None)
    if who is None or draft.home is None or draft.home == who.name or state.group_places or not state.has("who"):
        return
    if not state.model.path(draft.home, who.name):
        asked = next(state.roles("who"))
        if not any(is_substance(mention) for mention in state.mentions[:asked]):
            # «¿Quién atendió la última falla?»: the rows alone would not say who.
            state.problem("unattached", asked)
        return
    none = _none_of(state, draft.home)
    if none is not None:
        state.problem("unattached", none)
        return
    state.take("who")
    ref = FieldRef(dataset=who.name, field=who.identity)
    draft.groups.append(GroupBy(field=ref))
    draft.filters.append(Compare(field=ref, op="is not null"))


def _none_of(state: ReadingState, dataset: str) -> int | None:
    """ "Who has *no* open orders": those that no row speaks of; grouping the other rows would be another answer."""
    noun = next((index for index in range(len(state.mentions)) if state.noun_at(index) == dataset), None)
    places = range(noun) if noun is not None else ()
    return next((index for index in places if state.mentions[index].role("not", "without")), None)


def _its(state: ReadingState, place: int) -> bool:
    """«con su equipo», "with their technician": a noun as a column."""
    mention = state.mentions[place]
    before = state.mentions[place - 1].text.casefold() if place else ""
    return mention.can(NounIs) and before in ("su", "sus", "its", "their") and state.settle_field(place) is not None


def _only_implied(state: ReadingState, found: list[FieldRef]) -> bool:
    """«último preventivo cerrado de C-103»: rows that only an adjective implies, with a column of other rows; it was
    rather another thing that was asked for."""
    home = state.draft.home
    named = any(
        mention.first(NounIs, lambda item: item.dataset == home) is not None
        or mention.first(Verb, lambda item: item.dataset == home) is not None
        or mention.first(ValueIs, lambda item: item.noun and item.ref.dataset == home) is not None
        for mention in state.mentions
    )
    return not named and home is not None and all(ref.dataset != home for ref in found)


def selected_columns(state: ReadingState) -> None:
    """«tag, nombre y área de los equipos críticos»: the columns of a list, named beside it."""
    draft = state.draft
    if draft.shape not in ("list", "exists") or draft.home is None:
        return
    found: list[FieldRef] = []
    places = []
    for place, mention in enumerate(state.mentions):
        if mention.used or mention.can(ValueIs) or not (mention.can(FieldIs) or _its(state, place)):
            continue
        before = state.before(place)
        if before is not None and state.mentions[before].role("sort"):
            continue  # «ordenadas por fecha de vencimiento» asks for an order, not for a column
        ref = state.settle_field(place)
        if ref is not None:
            places.append(place)
            found.append(ref)
    if not found or _only_implied(state, found):
        return
    state.use(*places)
    meaning = state.model.datasets[draft.home]
    identity = [FieldRef(dataset=draft.home, field=meaning.identity)] if meaning.identity in meaning.fields else []
    draft.select = list(dict.fromkeys([*identity, *found]))
    draft.shape = "list"
