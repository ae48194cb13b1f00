"""Breakdowns: what stands after «por», "by", "per", "each", and calendar units."""

from __future__ import annotations

from core.semantics.query import FieldRef, GroupBy, Measure
from core.understanding.readings import Cond, FieldIs, Mention, MetricIs, NounIs, Number, Per, ValueIs, Verb
from core.understanding.state import ReadingState


def read_groups(state: ReadingState) -> None:
    """Find what is broken down by; a metric or a counted fact after "by" is what a ranking is sorted by."""
    for place, mention in enumerate(state.mentions):
        if mention.used:
            continue
        if per := mention.first(Per):
            state.use(place)
            state.grains.append(per.grain)
            _more(state, place)
        elif mention.role("by", "each"):
            _after_by(state, place)
        elif mention.role("of_each"):
            _of_each(state, place)


def _of_each(state: ReadingState, place: int) -> None:
    """«causas de falla de las bombas, cuántas de cada una»: by the field or the rows named before."""
    before = range(place)
    for wanted in (FieldIs, NounIs):
        for index in before:
            mention = state.mentions[index]
            if not mention.used and mention.can(wanted) and not mention.can(ValueIs):
                state.use(place)
                _take(state, index)
                return


def _after_by(state: ReadingState, place: int) -> None:
    target = state.after(place)
    if target is None:
        return
    mention = state.mentions[target]
    if mention.role("count", "average") and (further := state.after(target)) is not None:
        # "by number of failures": the count is what is sorted by.
        if _is_fact(state, state.mentions[further]):
            state.use(place, target)
            state.rank_key = further
            return
    if mention.role("each"):
        state.use(place)
        _after_by(state, target)
        return
    if state.mentions[place].role("each"):
        state.each_group = True
    target = _compound(state, target)
    mention = state.mentions[target]
    if mention.can(Number):
        return
    if mention.role("by") and not mention.can(FieldIs):
        state.use(place)
        _after_by(state, target)
        return
    if mention.can(MetricIs) or (_is_fact(state, mention) and not mention.can(FieldIs)):
        state.use(place)
        state.rank_key = target
        return
    if not _is_target(state, mention):
        _described_fact(state, place, target)
        return
    state.use(place)
    _take(state, target)
    _more(state, target)


def _compound(state: ReadingState, target: int) -> int:
    """«technician shift», "equipment type": the noun only says whose field is meant."""
    noun = state.mentions[target].first(NounIs)
    following = target + 1
    if noun is None or following >= len(state.mentions):
        return target
    if state.mentions[following].first(FieldIs, lambda item: item.ref.dataset == noun.dataset) is None:
        return target
    state.use(target)
    return following


def _described_fact(state: ReadingState, place: int, target: int) -> None:
    """ "by completed orders", «por OT vencidas»: adjectives before or after the fact that is counted."""
    index: int | None = target
    while index is not None:
        mention = state.mentions[index]
        if _is_fact(state, mention):
            state.use(place)
            state.rank_key = index
            return
        if not mention.can(Cond, ValueIs):
            return
        index = state.after(index)


def _is_fact(state: ReadingState, mention: Mention) -> bool:
    for reading in mention.readings:
        if isinstance(reading, NounIs | Verb) and state.model.datasets[reading.dataset].default_date:
            return True
    return False


def _is_target(state: ReadingState, mention: Mention) -> bool:
    """A field, or a noun that stands for rows; a value alone («por desgaste») is a filter."""
    if mention.used or mention.can(MetricIs):
        return False
    return mention.can(FieldIs, NounIs, Per) and (not mention.can(ValueIs) or mention.can(FieldIs))


def _take(state: ReadingState, place: int) -> None:
    mention = state.mentions[place]
    state.use(place)
    if per := mention.first(Per):
        state.grains.append(per.grain)
    else:
        state.group_places.append(place)


def _more(state: ReadingState, place: int) -> None:
    """«por área y estado», "by area, type and month"."""
    while (following := state.after(place)) is not None:
        mention = state.mentions[following]
        joined = following
        if mention.role("and", "by"):
            further = state.after(following)
            while further is not None and state.mentions[further].role("by", "each"):
                joined, further = further, state.after(further)
            if further is None or not _is_target(state, state.mentions[further]):
                return
            state.use(following, joined)
            _take(state, further)
            place = further
        elif _is_target(state, mention) and mention.can(FieldIs) and following == place + 1:
            _take(state, following)
            place = following
        else:
            return


def group_by_kind(state: ReadingState) -> None:
    """«horas de paro por bomba», "temperature per boiler": a kind of machine, of people or of parts after «por» says
    whose rows they are, each by itself. A cause after it («por desgaste») is only a filter."""
    draft = state.draft
    for place, mention in enumerate(state.mentions):
        if mention.used or not mention.role("by", "each") or (target := state.after(place)) is None:
            continue
        while state.mentions[target].role("each") and (further := state.after(target)) is not None:
            target = further
        dataset = _kind_at(state, target)
        if dataset is None:
            continue
        state.use(*(index for index in range(place, target) if state.mentions[index].role("by", "each")))
        if dataset == draft.home and not draft.measures:
            return  # «stock por rodamiento»: a list of them has a row for each
        if draft.order is not None:
            state.problem("unattached", target)
            return
        group = GroupBy(field=FieldRef(dataset=dataset, field=state.model.datasets[dataset].identity))
        if group not in draft.groups:
            draft.groups.append(group)
        if draft.shape in ("list", "count", "exists"):
            draft.measures = draft.measures or [Measure(aggregate="count")]
            draft.shape = "breakdown"


def _kind_at(state: ReadingState, place: int) -> str | None:
    """The entity that a value is a kind of: machines of a type, technicians of a trade, parts of a category."""
    mention = state.mentions[place]
    following = state.after(place)
    if mention.used or mention.can(FieldIs, MetricIs, NounIs):
        return None
    if following is not None and state.mentions[following].can(FieldIs):
        return None  # "per pump type"
    datasets = {item.ref.dataset for item in mention.all(ValueIs) if item.noun}
    near = [name for name in datasets if state.distance(name) is not None]
    if len(near) != 1:
        return None
    meaning = state.model.datasets[near[0]]
    return near[0] if meaning.default_date is None and meaning.identity in meaning.fields else None


def _amount(state: ReadingState, ref: FieldRef) -> bool:
    return state.model.field(ref.dataset, ref.field).kind in ("minutes", "hours", "money", "number")


def settle_groups(state: ReadingState) -> None:
    """Turn the targets into breakdowns of the home dataset; what it cannot reach is a problem."""
    for place in state.group_places:
        ref = state.settle_field(place)
        if ref is None:
            state.problem("not_related", place)
            continue
        if state.model.field(ref.dataset, ref.field).is_date or _amount(state, ref):
            # By a date means by some calendar unit of it, by an amount by some ranges of it; which is not said.
            state.problem("too_complex", place)
            continue
        group = GroupBy(field=ref)
        if group not in state.draft.groups:
            state.draft.groups.append(group)
    for grain in state.grains:
        group = GroupBy(grain=grain)
        if group not in state.draft.groups:
            state.draft.groups.append(group)
