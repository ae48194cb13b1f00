"""What the words around a metric ask of it: its part of a whole, one measure of two periods, rows rather than hours."""

from __future__ import annotations

from core.understanding.readings import Cond, Time, ValueIs
from core.understanding.state import ReadingState


def rows_in_a_state(state: ReadingState, named: list[tuple[int, str]]) -> bool:
    """ "How many machines were down yesterday", «equipos que estuvieron parados ayer»: the machines are asked for, not
    the hours that they were."""
    counting = next(state.roles("count"), None)
    asked = state.after(counting) if counting is not None else next(iter(_entities(state)), None)
    if asked is None or asked in state.group_places or asked not in _entities(state):
        return False
    if counting is None and state.has("how_long", "how_much", "sum", "average", "share", "most", "least"):
        return False
    lasting = {
        str(condition.duration_metric)
        for meaning in state.model.datasets.values()
        for condition in meaning.conditions.values()
        if condition.duration_metric
    }
    spoken = [place for place, name in named if name in lasting and place > asked]
    return len(named) == 1 and any(state.mentions[place].text.casefold().startswith(_WERE) for place in spoken)


_WERE = ("estuv", "was ", "were ", "been ")


def _entities(state: ReadingState) -> list[int]:
    """Where things that are there, not things that happened, are named."""
    return [
        place
        for place in range(len(state.mentions))
        if (noun := state.noun_at(place)) is not None and state.model.datasets[noun].default_date is None
    ]


def named_twice(state: ReadingState, named: list[tuple[int, str]]) -> None:
    """«costo total vs costo del año pasado»: one measure of two periods is a comparison where both are said; with one
    of them left out both columns would be the same."""
    seen: set[str] = set()
    for place, name in list(named):
        if name not in seen:
            seen.add(name)
            continue
        if sum(mention.can(Time) for mention in state.mentions) > 1:
            state.use(place)
            named.remove((place, name))
        else:
            state.problem("too_complex", place)


def part_of_whole(state: ReadingState) -> None:
    """«Porcentaje de horas de paro por causa»: each group's part of the whole. A rate is a percentage already.

    Which part of a sum some rows are ("what percent of downtime was electrical") is not computed, so the word stays
    unused and is asked about: the sum alone would be another answer.
    """
    draft = state.draft
    metrics = [state.model.metrics[measure.metric] for measure in draft.measures if measure.metric]
    if all(metric.kind == "percent" for metric in metrics):
        state.take("share")
        return
    narrowed = any(
        not mention.used
        and place not in state.group_places
        and (mention.can(Cond) or mention.first(ValueIs, lambda item: item.ref.dataset == draft.home) is not None)
        for place, mention in enumerate(state.mentions)
    )
    if not state.has("share") or narrowed or len(metrics) != 1 or not metrics[0].additive:
        return
    if state.group_places and not state.grains:
        state.take("share")
        draft.measures = [measure.model_copy(update={"share": True}) for measure in draft.measures]
