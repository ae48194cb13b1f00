"""States of days that are over: «parados ayer», looked up in the stretches of time that record them."""

from __future__ import annotations

from core.semantics.query import During, Named, Period, Related
from core.understanding.meaning.anchors import is_told
from core.understanding.meaning.builder import Builder
from core.understanding.phrases.types import Said, When
from core.understanding.reading.readings import Cond
from core.understanding.reading.time_expression import TimeExpression


def said_once(builder: Builder, places: list[int]) -> list[int]:
    """ "availability *yesterday* of what was down *yesterday*": the same days said twice are one period."""
    if len(places) != 2:
        return places
    whens = [phrase for place in places if isinstance(phrase := builder.phrase(place), When)]
    periods = [when.time.expression.resolve(builder.today, ahead=False) for when in whens if when.time is not None]
    if len(periods) != 2 or (periods[0].start, periods[0].end) != (periods[1].start, periods[1].end):
        return places
    if any(when.after or when.joined or when.negated for when in whens):
        return places
    state_of_then(builder, places[1], periods[1])
    builder.use(places[1], effect="period")
    return places[:1]


def state_of_then(builder: Builder, place: int, period: Period) -> None:
    """«disponibilidad de cada equipo *parado ayer*»: a state right before days that are over, or one that is told in
    the past, is that of these days."""
    if period.end is None or period.end >= builder.today:
        return
    before = builder.phrase(place - 1) if place else None
    past = [phrase for _, phrase in builder.bag.said() if is_told(builder, phrase)]
    for said in [*([before] if isinstance(before, Said) else []), *past]:
        if _put_then(builder, said, period):
            return


def were_so_then(builder: Builder, place: int, period: Period) -> bool:
    """«OT de equipos que *estuvieron parados la semana pasada*»: days right behind a state of other things than the
    rows that are asked for, told in the past, are those of the state and not of the rows."""
    before = builder.phrase(place - 1) if place else None
    if not isinstance(before, Said) or not is_told(builder, before):
        return False
    if period.start is None or period.start > builder.today:
        return False
    if before.head.has(Cond, lambda item: item.dataset == builder.home):
        return False
    return _put_then(builder, before, period)


def _put_then(builder: Builder, said: Said, period: Period) -> bool:
    filters = builder.draft.filters
    for cond in said.head.all(Cond):
        lasts = builder.model.datasets[cond.dataset].conditions[cond.name].lasts
        state = Named(dataset=cond.dataset, condition=cond.name, negated=said.negated)
        if lasts is None or builder.model.datasets[lasts.dataset].interval is None or state not in filters:
            continue
        at = filters.index(state)
        if lasts.dataset == builder.home and not said.negated:
            del filters[at]  # who has hours of it then was in that state then
        else:
            during = During(dataset=lasts.dataset, period=period)
            filters[at] = Related(dataset=lasts.dataset, filters=(during,), negated=said.negated, of=cond.dataset)
        return True
    return False


def in_state_then(builder: Builder, time: TimeExpression) -> bool:
    """«parados ayer»: a state whose stretches of time are recorded is looked up in these."""
    period = time.resolve(builder.today, ahead=False)
    filters, model = builder.draft.filters, builder.model
    for number, part in enumerate(filters):
        if not isinstance(part, Named) or part.dataset != builder.home:
            continue
        lasts = model.datasets[part.dataset].conditions[part.condition].lasts
        if lasts is None or model.datasets[lasts.dataset].interval is None or part.period is not None:
            return False
        if period.start is None or period.start > builder.today:
            return False
        during = During(dataset=lasts.dataset, period=period)
        filters[number] = Related(dataset=lasts.dataset, filters=(during,), negated=part.negated)
    return True
