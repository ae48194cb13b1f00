"""Periods bound to dates: «cerradas en octubre» to completion, «instalados en 2020» to installation.

A date that is named beside the period wins, by a verb, a field or a condition; else the date of what is measured or
counted. Where two dates may be meant, the attempt forks, and the doubt gate sees whether it matters.
"""

from __future__ import annotations

from dataclasses import replace

from core.semantics.exclusion import implies
from core.semantics.file.condition import WithPeriodKeys
from core.semantics.model import Condition
from core.semantics.query import Compare, Dated, During, FieldRef, Named, Related
from core.understanding.meaning.anchors import Anchor, anchor_of, is_told, rule_of, tells_of_the_past
from core.understanding.meaning.bounds import speaks_of_status
from core.understanding.meaning.builder import Builder
from core.understanding.meaning.moments import bind_moment
from core.understanding.meaning.states_of_then import in_state_then, said_once, state_of_then, were_so_then
from core.understanding.meaning.two_periods import changed, compared, stretch, with_the_one_before
from core.understanding.phrases.types import Said, When
from core.understanding.reading.readings import Cond, DateVerb, FieldIs, MetricIs, NounIs, Verb
from core.understanding.reading.time_expression import TimeExpression
from core.understanding.weights import WEIGHTS


def read_times(builder: Builder) -> None:
    """Bind every free period of the question."""
    places = [place for place in builder.bag.of(When) if builder.free(place)]
    if len(places) == 2 and compared(builder, places):
        return
    places = said_once(builder, places)
    if with_the_one_before(builder, places) or changed(builder, places):
        return
    if len(places) == 2 and (joined := stretch(builder, places)):
        builder.use(*places, effect="period")
        _bind(builder, places[0], joined, anchor_of(builder, places[0], 0))
        places = []
    previous = 0
    for place in places:
        when = builder.phrase(place)
        assert isinstance(when, When) and when.time is not None
        if when.time.expression.year_before:
            builder.problem("unattached", place)
        _bind(builder, place, when.time.expression, anchor_of(builder, place, previous))
        previous = place + 1
    _never(builder)


def _never(builder: Builder) -> None:
    """«que nunca han tenido mantenimiento», "never serviced": a date that rows do not have."""
    for place, phrase in builder.free_said():
        if not (phrase.negated or phrase.link == "without") or phrase.head.can(NounIs, Cond, Verb):
            continue
        ref = builder.nearest_field([*phrase.head.all(DateVerb), *phrase.head.all(FieldIs)], dates=True)
        if ref is not None and ref.dataset == builder.home:
            builder.use(place, effect="filter")
            builder.draft.filters.append(Compare(field=ref, op="is null"))


# ---- one period ----


def _bind(builder: Builder, place: int, time: TimeExpression, anchor: Anchor | None) -> None:
    draft = builder.draft
    if time.clock is not None:
        bind_moment(builder, place, time)
        return
    builder.use(place, effect="period")
    if anchor is not None and anchor.ref is not None:
        if not anchor.past:
            builder.use(anchor.place, effect="names the date")
        ahead = False if anchor.past else None
        back = anchor.told or builder.looks_back
        _set(builder, anchor.ref, time, negated=anchor.negated, place=place, ahead=ahead, back=back)
        return
    measured = any(measure.metric or measure.dataset for measure in draft.measures)
    if (not measured or _all_of_now(builder)) and were_so_then(
        builder, place, time.resolve(builder.today, ahead=False)
    ):
        return
    if anchor is not None and anchor.condition is not None and _of_condition(builder, place, time, anchor):
        return
    if _of_window(builder, time) or _of_related(builder, place, time) or _throughout(builder, time):
        return
    if measured:
        _told_of_things(builder, place)
        period = time.resolve(builder.today, ahead=False)
        state_of_then(builder, place, period)
        if period.start is not None and period.start > builder.today:
            builder.problem("future", place)
        if draft.period is not None:
            builder.problem("too_complex", place)
        draft.period = period
        _awaited(builder, time)
        return
    _of_rows(builder, place, time)


def _told_of_things(builder: Builder, place: int) -> None:
    """«OT correctivas de equipos *que estuvieron parados* la semana pasada»: a state that is told of the noun before it
    says which, and asks for no hours of it, unless a number is asked for."""
    said = builder.phrase(place - 1) if place else None
    if not isinstance(said, Said) or not said.head.can(MetricIs) or not said.head.can(Cond):
        return
    noun = builder.phrase(place - 2) if place > 1 else None
    named = isinstance(noun, Said) and noun.head.can(NounIs) and place - 2 > min(at for at, _ in builder.bag.said())
    if named and is_told(builder, said) and not builder.bag.has("how_much", "how_long", "sum", "count", "average"):
        builder.charge("margin", 2)


def _all_of_now(builder: Builder) -> bool:
    """All that is measured is a state of now («OT abiertas»), which has no other days."""
    metrics = [builder.model.metrics.get(measure.metric or "") for measure in builder.draft.measures]
    conditions = builder.model.datasets[builder.home].conditions
    return all(
        metric is not None
        and metric.dataset == builder.home
        and any(conditions[name].of_now for name in metric.where if name in conditions)
        for metric in metrics
    )


def _awaited(builder: Builder, time: TimeExpression) -> None:
    """«trabajo pendiente *para esta semana*»: of what is open, what is to be done by then."""
    metrics = [builder.model.metrics[measure.metric] for measure in builder.draft.measures if measure.metric]
    if len(metrics) != 1 or not _for_then(builder, time) or metrics[0].dataset != builder.home:
        return
    meaning = builder.model.datasets[builder.home]
    coming = next((item.name for item in meaning.fields.values() if item.ahead), None)
    if coming is not None and any(meaning.conditions[str(name)].of_now for name in metrics[0].where):
        builder.draft.period, builder.draft.date_field = time.resolve(builder.today, ahead=True), coming


def _of_rows(builder: Builder, place: int, time: TimeExpression) -> None:
    """The home's own date; what lies ahead of its rows by the date that looks ahead."""
    meaning = builder.model.datasets[builder.home]
    default = builder.draft.date_field or meaning.default_date
    if time.relative == "future" or _for_then(builder, time):
        coming = next((item.name for item in meaning.fields.values() if item.ahead), default)
        default = coming if meaning.default_date else None
    if default is not None:
        _set(builder, FieldRef(dataset=builder.home, field=default), time, place=place, back=builder.looks_back)
        return
    if time.relative == "current" and time.grain == "day":
        return  # "machines down today" is now
    if any(isinstance(part, Named) and part.dataset == builder.home for part in builder.draft.filters):
        if not in_state_then(builder, time):
            builder.problem("too_complex", place)  # a state at another time than now, of which nothing is recorded
        return
    names = meaning.ambiguous_period
    options = [(0.0, FieldRef(dataset=builder.home, field=str(name))) for name in names]
    if not options:
        builder.problem("unattached", place)
        return
    builder.charge("undated")
    _set(builder, builder.pick("which date", options), time, place=place)


def _throughout(builder: Builder, time: TimeExpression) -> bool:
    """«en proceso el 15»: rows whose own interval is the time of that state, and has some of it in what is past."""
    interval = builder.model.datasets[builder.home].interval
    period = time.resolve(builder.today, ahead=False)
    if interval is None or period.end is None or period.end >= builder.today or builder.bag.still:
        return False  # what is still so is so now
    filters = builder.draft.filters
    for name in (interval.state, interval.running):
        state = Named(dataset=builder.home, condition=name) if name else None
        if state in filters:
            filters[filters.index(state)] = During(dataset=builder.home, period=period)
            return True
    return False


def _for_then(builder: Builder, time: TimeExpression) -> bool:
    """«para esta semana»: what is to be done by then."""
    said = f"{time.phrase} "
    return time.relative != "past" and any(said.startswith(f"{lead} ") for lead in builder.bag.words.ahead)


def _of_condition(builder: Builder, place: int, time: TimeExpression, anchor: Anchor) -> bool:
    """A condition with a window (needs maintenance) or a date (closed, overdue) takes the period."""
    cond = anchor.condition
    assert cond is not None
    filters = builder.draft.filters
    number = next(
        index
        for index, part in enumerate(filters)
        if isinstance(part, Named) and (part.dataset, part.condition) == (cond.dataset, cond.name)
    )
    part = filters[number]
    assert isinstance(part, Named)
    condition = builder.model.datasets[cond.dataset].conditions[cond.name]
    if condition.window:
        if part.period is not None:
            return False
        filters[number] = part.model_copy(update={"period": time.resolve(builder.today, ahead=True)})
        return True
    own = builder.home == cond.dataset
    if part.negated:
        return False
    if (rule := rule_of(condition)) and own:
        _state_in_period(builder, place, time, number, rule, anchor)
        return True
    if (name := condition.period_date) and own:
        _set(builder, FieldRef(dataset=cond.dataset, field=str(name)), time, ahead=False, place=place)
        return True
    if condition.date and own:
        if any(measure.metric for measure in builder.draft.measures):
            return False
        _dated_state(builder, place, time, cond, condition)
        return True
    return False


def _of_window(builder: Builder, time: TimeExpression) -> bool:
    """«¿y la siguiente?» of machines that were due in a week: a state with a window, said before, takes the period."""
    for number, part in enumerate(builder.draft.filters):
        if isinstance(part, Named) and part.dataset == builder.home and part.period is None and not part.negated:
            if builder.model.datasets[part.dataset].conditions[part.condition].window:
                period = time.resolve(builder.today, ahead=True)
                builder.draft.filters[number] = part.model_copy(update={"period": period})
                return True
    return False


def _dated_state(builder: Builder, place: int, time: TimeExpression, cond: Cond, condition: Condition) -> None:
    """«vencidas en octubre» fell due then; with a period that runs now all that are overdue may be meant as well."""
    ref = FieldRef(dataset=cond.dataset, field=condition.date or "")
    ahead = bool(builder.model.field(ref.dataset, ref.field).ahead) and time.relative == "current"
    if ahead and time.grain == "day":
        return  # «vencidas hoy» are those that are overdue as of today
    if ahead and not builder.pick("overdue", [(0.0, True), (0.0, False)]):
        builder.draft.label = "overdue"
        return
    if ahead:
        builder.draft.label = "due"
    _set(builder, ref, time, ahead=ahead, place=place)


def _state_in_period(
    builder: Builder, place: int, time: TimeExpression, number: int, rule: WithPeriodKeys, anchor: Anchor
) -> None:
    """«OT abiertas en octubre» are those opened then; with a period that runs now it may also mean those still open."""
    draft = builder.draft
    ref = FieldRef(dataset=builder.home, field=rule.date)
    period = time.resolve(builder.today, ahead=False)
    said = builder.phrase(anchor.place)
    was = isinstance(said, Said) and said.was
    if was and rule.until and time.grain == "day" and period.end is not None and period.end < builder.today:
        bind_moment(builder, place, replace(time, clock=(24, 0)))  # «¿cuántas teníamos abiertas el 15?»
        return
    if (period.start is not None and period.start > builder.today) or _for_then(builder, time):
        # «pendientes para mañana»: nothing is opened in the future, so it is when they are due.
        fields = builder.model.datasets[builder.home].fields.values()
        due = next((item.name for item in fields if item.ahead), None)
        if due is None:
            builder.problem("future", place)
            return
        _set(builder, FieldRef(dataset=builder.home, field=due), time, ahead=True, place=place)
        return
    opened = FieldRef(dataset=builder.home, field=rule.date)
    happened = tells_of_the_past(builder, anchor.place, opened)
    both = sum(
        phrase.head.first(Cond, lambda item: item == anchor.condition) is not None for _, phrase in builder.bag.said()
    )
    if period.start is None or both > 1 or happened == 0 or builder.bag.still:
        _set(builder, ref, time, place=place)  # «las de octubre que *siguen* abiertas» are no others
        return
    options = [(0.0, True), (0.0 if happened < 2 or period.relative == "current" else WEIGHTS["margin"] * 2, False)]
    if builder.pick("opened", options):
        draft.filters.pop(number)
        draft.label = "opened"
    else:
        draft.label = "open"
    _set(builder, ref, time, place=place)


def _of_related(builder: Builder, place: int, time: TimeExpression) -> bool:
    """«sin OT abiertas ni fallas este año»: the period is that of all the facts, but for those in a state of now."""
    filters = builder.draft.filters
    if builder.model.datasets[builder.home].default_date is not None:
        return False
    facts = [
        (number, part)
        for number, part in enumerate(filters)
        if isinstance(part, Related) and part.period is None and builder.has_date(part.dataset)
    ]
    near = _named_since(builder, place)
    if near is not None:
        facts = [(number, part) for number, part in facts if part.dataset in near]
    happened = [(number, part) for number, part in facts if not _of_now(builder, part)]
    for number, part in happened or facts[:1]:
        if (start := time.resolve(builder.today, ahead=False).start) and start > builder.today:
            builder.problem("future")
        update = {"period": time.resolve(builder.today, ahead=False), "date_field": _related_date(builder, part)}
        filters[number] = part.model_copy(update=update)
    return bool(facts)


def _named_since(builder: Builder, place: int) -> set[str] | None:
    """«con paros la semana pasada y fallas este mes»: of several periods each is that of the facts said before it,
    since the last one; None where there is one period for all."""
    others = [at for at in builder.bag.of(When) if at != place]
    if not others:
        return None
    since = max((at for at in others if at < place), default=-1)
    phrases = [builder.phrase(at) for at in range(since + 1, place) if builder.draft.used.get(at) == "related"]
    return {item.dataset for phrase in phrases for item in phrase.head.readings if isinstance(item, NounIs | Verb)}


def _of_now(builder: Builder, part: Related) -> bool:
    return any(
        isinstance(item, Named) and rule_of(builder.model.datasets[item.dataset].conditions[item.condition])
        for item in part.filters
    )


def _related_date(builder: Builder, part: Related) -> str | None:
    for item in part.filters:
        if isinstance(item, Named) and item.dataset == part.dataset:
            condition = builder.model.datasets[item.dataset].conditions[item.condition]
            named = condition.period_date or condition.date
            if named:
                return str(named)
    return None


def living_of(builder: Builder, dataset: str) -> str | None:
    """The condition of rows that still wait for their date."""
    fields = builder.model.datasets[dataset].fields.values()
    return next((str(item.age_while) for item in fields if item.age_while), None)


def still_alive(builder: Builder) -> None:
    """«órdenes que *siguen* sin técnico»: what is still so is not done."""
    draft, living = builder.draft, living_of(builder, builder.home)
    own = [part for part in draft.filters if isinstance(part, Named) and part.dataset == builder.home]
    if living is not None and own and not speaks_of_status(builder):
        named = Named(dataset=builder.home, condition=living)
        draft.filters += [named] if named not in draft.filters else []


def _set(
    builder: Builder,
    ref: FieldRef,
    time: TimeExpression,
    *,
    ahead: bool | None = None,
    negated: bool = False,
    place: int,
    back: bool = False,
) -> None:
    """Bind to a field: the query's own date when it is the home's, else a filter on the other date.

    Args:
        back: what is told lies in the past, if it can (of what *was* due in October, the latest October is meant).
    """
    draft = builder.draft
    item = builder.model.field(ref.dataset, ref.field)
    if ahead is None:
        past = time.resolve(builder.today, ahead=False)
        gone = back and time.relative != "future" and past.end is not None and past.end <= builder.today
        ahead = bool(item.ahead) and not gone
    period = time.resolve(builder.today, ahead=ahead)
    if not ahead and period.start is not None and period.start > builder.today:
        builder.problem("future", place)
        return
    ends = period.end is None or period.end >= builder.today
    coming = ends and (not back or (period.start is not None and period.start >= builder.today))
    living = living_of(builder, ref.dataset) if ahead and coming else None
    stated = any(
        isinstance(part, Named)
        and part.dataset == ref.dataset
        and implies(builder.model, ref.dataset, part.condition, living)
        for part in draft.filters
        if living is not None
    )
    if living is not None and not stated and not speaks_of_status(builder):
        draft.filters.append(Named(dataset=ref.dataset, condition=living))  # what is done already is not due
    implied = item.condition
    if implied and ref.dataset == draft.home:
        named = Named(dataset=ref.dataset, condition=str(implied))
        if named not in draft.filters:
            draft.filters.append(named)
    if ref.dataset == draft.home and draft.period is None and not negated:
        draft.period, draft.date_field = period, ref.field
        return
    if any(isinstance(other, Dated) and other.field == ref for other in draft.filters):
        builder.problem("too_complex", place)
    draft.filters.append(Dated(field=ref, period=period, negated=negated))
