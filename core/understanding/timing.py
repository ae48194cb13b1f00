"""Periods bound to dates: «cerradas en octubre» to completion, «instalados en 2020» to installation.

A date named by a verb, a field or a condition beside the period wins; else the date of what is measured or counted.
"""

from __future__ import annotations

from datetime import date, timedelta

from core.kernel.folding import fold
from core.semantics.file.condition import WithPeriodKeys
from core.semantics.query import Dated, FieldRef, Named, Period, Related
from core.understanding.dating import date_of_part, lies_ahead
from core.understanding.draft import Option
from core.understanding.periods import Days, TimeExpression, relative_unit
from core.understanding.readings import Cond, DateVerb, FieldIs, Mention, Time
from core.understanding.state import ReadingState


def read_times(state: ReadingState) -> None:
    """Bind every period of the question."""
    places = [place for place, mention in enumerate(state.mentions) if mention.first(Time) and not mention.used]
    comparing = state.has("compare") and len(places) == 2
    if comparing:
        _compare_periods(state, places)
        return
    if len(places) == 2 and _adjacent_and(state, places):
        if not _bind_stretch(state, places):
            state.problem("too_complex", *places)
        _conditions_without_period(state)
        return
    if len(places) == 1 and _two_dates(state):
        # «creadas y cerradas en octubre»: one period, two dates.
        state.problem("too_complex", *places)
    bound = len(state.draft.filters)
    for place in places:
        _bind(state, place)
    dated = [item for item in state.draft.filters[bound:] if isinstance(item, Dated)]
    own = FieldRef(dataset=state.draft.home or "", field=state.draft.date_field or "")
    if any(item.field == own for item in dated):
        state.problem("too_complex", *places)
    if not places:
        _use_date_verb(state)
    _conditions_without_period(state)


def _two_dates(state: ReadingState) -> bool:
    """A verb names one date of the home's rows and a condition another."""
    home = state.draft.home
    verbs = {
        item.ref.field
        for mention in state.mentions
        if not mention.used
        for item in mention.all(DateVerb)
        if item.ref.dataset == home
    }
    conditions = {
        date
        for part in state.draft.filters
        if isinstance(part, Named) and part.dataset == home and not part.negated
        if (date := state.model.datasets[part.dataset].conditions[part.condition].date) is not None
    }
    return bool(verbs and conditions and verbs != conditions)


def _adjacent_and(state: ReadingState, places: list[int]) -> bool:
    following = state.after(places[0])
    return following is not None and bool(state.mentions[following].role("and")) and state.after(following) == places[1]


def _bind_stretch(state: ReadingState, places: list[int]) -> bool:
    """ "September and October": neighbours are one stretch; others side by side would be a comparison."""
    first, second = (_expression(state.mentions[place]) for place in places)

    def together(today: date, ahead: bool) -> Days:
        return first.make(today, ahead)[0], second.make(today, ahead)[1]

    one, two = first.resolve(state.today, ahead=False), second.resolve(state.today, ahead=False)
    if one.end is None or two.start is None or (two.start - one.end).days != 1:
        return False
    between = state.after(places[0])
    state.use(*places, *([between] if between is not None else []))
    phrase = f"{first.phrase} {second.phrase}"
    state.mentions[places[0]].readings = (Time(TimeExpression(together, phrase=phrase)),)
    _bind(state, places[0])
    return True


def _expression(mention: Mention) -> TimeExpression:
    reading = mention.first(Time)
    assert reading is not None
    return reading.expression


def _compare_periods(state: ReadingState, places: list[int]) -> None:
    first, second = (_expression(state.mentions[place]) for place in places)
    state.use(*places)
    state.take("compare", "and")
    one, two = first.resolve(state.today, ahead=False), second.resolve(state.today, ahead=False)
    later, earlier = (one, two) if (one.start or state.today) >= (two.start or state.today) else (two, one)
    state.draft.period, state.draft.compare_to = later, earlier
    _use_date_verb(state)


def _named_date(state: ReadingState, place: int) -> tuple[FieldRef, int] | None:
    """The date that words beside the period name, and where: a verb or a date field."""
    candidates: list[tuple[int, FieldRef, int]] = []
    for index, mention in enumerate(state.mentions):
        verb = mention.first(DateVerb, lambda item: state.distance(item.ref.dataset) is not None)
        if verb is not None and not mention.used and not mention.can(Time):
            candidates.append((abs(place - index), _date_of_verb(state, mention, place), index))
            continue
        field = next(
            (
                item
                for item in mention.all(FieldIs)
                if state.model.field(item.ref.dataset, item.ref.field).is_date
                and state.distance(item.ref.dataset) is not None
            ),
            None,
        )
        if field is not None and not mention.used and place in (state.after(index), state.before(index)):
            candidates.append((abs(place - index), field.ref, index))
    if not candidates:
        return None
    _, ref, index = min(candidates, key=lambda item: item[0])
    return ref, index


def _date_of_verb(state: ReadingState, mention: Mention, time: int) -> FieldRef:
    """The nearest dataset's date. «Con mantenimiento» is of two: what lies ahead is planned, what is past was done, and
    of a period that runs now either may be meant."""
    refs = [item.ref for item in mention.all(DateVerb) if state.distance(item.ref.dataset) is not None]
    nearest = min(refs, key=lambda ref: state.distance(ref.dataset) or 0)
    options = [ref for ref in refs if ref.dataset == nearest.dataset]
    if len(options) == 1:
        return nearest
    relative = _expression(state.mentions[time]).relative
    if relative == "current" and state.draft.home == nearest.dataset:
        keys = tuple(Option(key=ref.field) for ref in options)
        state.problem("ambiguous_date", time, options=keys, dataset=nearest.dataset)
    ahead = [ref for ref in options if state.model.field(ref.dataset, ref.field).ahead]
    past = [ref for ref in options if ref not in ahead]
    return (ahead if relative == "future" and ahead else past or options)[0]


def _bind(state: ReadingState, place: int) -> None:
    draft, expression = state.draft, _expression(state.mentions[place])
    state.use(place)
    named = _named_date(state, place)
    if named is not None:
        ref, index = named
        state.use(index)
        if any(problem.kind == "ambiguous_date" for problem in draft.problems):
            return
        before = state.before(index)
        if before is not None and state.mentions[before].role("not", "without") and not state.mentions[before].used:
            state.use(before)
            period = expression.resolve(state.today, ahead=False)
            state.draft.filters.append(Dated(field=ref, period=period, negated=True))
            return
        _set(state, ref, expression)
        return
    if lies_ahead(state, place, expression):
        return
    # A condition of the home with a window (needs maintenance) or a date (closed, overdue) takes the period.
    for number, part in enumerate(draft.filters):
        if not isinstance(part, Named):
            continue
        condition = state.model.datasets[part.dataset].conditions[part.condition]
        if condition.window and part.period is None:
            draft.filters[number] = part.model_copy(update={"period": expression.resolve(state.today, ahead=True)})
            state.period_taken = True
            return
    for number, part in enumerate(draft.filters):
        if not isinstance(part, Named) or part.negated:
            continue
        condition = state.model.datasets[part.dataset].conditions[part.condition]
        rule = condition.with_period
        if rule and draft.home == part.dataset and not _measured_elsewhere(state):
            _open_in_period(state, number, rule, expression)
            return
        if (name := condition.period_date) and state.distance(part.dataset) == 0:
            _set(state, FieldRef(dataset=part.dataset, field=str(name)), expression, ahead=False)
            return
        if condition.date and state.distance(part.dataset) == 0:
            # What is overdue fell due in the past: «vencidas en octubre» are those of the latest October.
            ahead = state.model.field(part.dataset, condition.date).ahead
            ahead = ahead and expression.relative == "current"
            if ahead:
                if expression.grain == "day":
                    return  # «vencidas hoy» are those that are overdue as of today
                draft.notes.append("overdue_in_period")
            _set(state, FieldRef(dataset=part.dataset, field=condition.date), expression, ahead=ahead)
            return
    if _of_related(state, expression):
        return
    home = draft.home
    assert home is not None
    if (judged := date_of_part(state, place)) is not None:
        _set(state, judged, expression, ahead=False)
        return
    if draft.measures and any(measure.metric or measure.dataset for measure in draft.measures):
        draft.period = expression.resolve(state.today, ahead=False)
        if draft.period.start is not None and draft.period.start > state.today:
            state.problem("future")
        return
    default = draft.date_field or state.model.datasets[home].default_date
    if expression.relative == "future":
        # «OT para mañana»: what lies ahead of an order is its due date.
        fields = state.model.datasets[home].fields.values()
        default = next((item.name for item in fields if item.ahead), default)
        if state.model.datasets[home].default_date is None:
            default = None
    if default is not None:
        _set(state, FieldRef(dataset=home, field=default), expression)
        return
    if expression.relative == "current" and expression.grain == "day":
        # "machines down today" is now; nothing else could be meant by a status.
        return
    options = tuple(Option(key=str(name)) for name in state.model.datasets[home].ambiguous_period)
    state.problem("ambiguous_date", place, options=options, dataset=home)


def _of_related(state: ReadingState, expression: TimeExpression) -> bool:
    """«sin OT abiertas ni fallas este año»: the period is that of all the facts, but for those in a state of now."""
    draft = state.draft
    facts = [
        (number, part)
        for number, part in enumerate(draft.filters)
        if isinstance(part, Related) and part.period is None and state.model.datasets[part.dataset].default_date
    ]
    happened = [(number, part) for number, part in facts if not _of_now(state, part)]
    if sum(mention.first(Time) is not None for mention in state.mentions) > 1:
        happened = facts[:1]  # each fact has its own
    for number, part in happened or facts[:1]:
        update = {"period": expression.resolve(state.today, ahead=False), "date_field": _related_date(state, part)}
        draft.filters[number] = part.model_copy(update=update)
    return bool(facts)


def _of_now(state: ReadingState, part: Related) -> bool:
    return any(
        isinstance(item, Named)
        and state.model.datasets[item.dataset].conditions[item.condition].with_period is not None
        for item in part.filters
    )


def _related_date(state: ReadingState, part: Related) -> str | None:
    for item in part.filters:
        if isinstance(item, Named):
            condition = state.model.datasets[item.dataset].conditions[item.condition]
            date = condition.period_date or condition.date
            if date and item.dataset == part.dataset:
                return str(date)
    return None


def _measured_elsewhere(state: ReadingState) -> bool:
    return any(measure.metric for measure in state.draft.measures)


def _set(state: ReadingState, ref: FieldRef, expression: TimeExpression, *, ahead: bool | None = None) -> None:
    """Bind to a field: the query's own date when it is the home's, else a filter on the other dataset's date."""
    draft = state.draft
    item = state.model.field(ref.dataset, ref.field)
    ahead = item.ahead if ahead is None else ahead
    period = expression.resolve(state.today, ahead=ahead)
    if not ahead and period.start is not None and period.start > state.today:
        state.problem("future")
        return
    implied = item.condition
    if implied and ref.dataset == draft.home:
        named = Named(dataset=ref.dataset, condition=str(implied))
        if named not in draft.filters:
            draft.filters.append(named)
    if ref.dataset == draft.home and draft.period is None:
        draft.period, draft.date_field = period, ref.field
    else:
        draft.filters.append(Dated(field=ref, period=period))


def _open_in_period(state: ReadingState, number: int, rule: WithPeriodKeys, expression: TimeExpression) -> None:
    """«OT abiertas en octubre» are those opened then; with a period that runs now it may also mean those still open."""
    draft = state.draft
    part = draft.filters[number]
    assert isinstance(part, Named)
    date = rule.date
    period = expression.resolve(state.today, ahead=False)
    opened = [item for index, item in enumerate(draft.filters) if index != number]
    words = [
        mention.text
        for mention in state.mentions
        if mention.first(Cond, lambda item: item.dataset == part.dataset and item.name == part.condition)
    ]
    word = words[0] if words else ""
    participle = fold(word).startswith("abiert")
    if period.start is not None and period.start > state.today:
        # «pendientes para mañana»: nothing is opened in the future, so it is when they are due.
        due = next(
            (item.name for item in state.model.datasets[part.dataset].fields.values() if item.ahead),
            None,
        )
        if due is None:
            state.problem("future")
            return
        draft.period, draft.date_field = expression.resolve(state.today, ahead=True), due
        return
    if period.start is None:
        # «abiertas hace más de 30 días»: requested before, and open still.
        draft.period, draft.date_field = period, date
        return
    if len(words) > 1:
        # «abiertas en octubre que siguen pendientes»: one word says when, the other that they are open still.
        draft.period, draft.date_field = period, date
        return
    if participle and period.relative != "current" and not expression.phrase.startswith(("desde", "since")):
        draft.filters[:] = opened
        draft.period, draft.date_field = period, date
        return
    if not participle and fold(word) not in ("open", "still open"):
        draft.period, draft.date_field = period, date
        return
    # Two readings: opened in the period whatever became of them, or open now. The planner settles or asks.
    state.draft.notes.append("open_or_opened")
    draft.period, draft.date_field = period, date


def _use_date_verb(state: ReadingState) -> None:
    """A date verb without a period restricts nothing («OT creadas»); beside two periods it names their date."""
    for place, mention in enumerate(state.mentions):
        if mention.used:
            continue
        verb = mention.first(DateVerb, lambda item: item.ref.dataset == state.draft.home)
        if verb is not None:
            state.use(place)
            if state.draft.period is not None and state.draft.date_field is None:
                state.draft.date_field = verb.ref.field


def _conditions_without_period(state: ReadingState) -> None:
    """Needs maintenance without a period means this month."""
    for number, part in enumerate(state.draft.filters):
        if not isinstance(part, Named) or part.period is not None:
            continue
        condition = state.model.datasets[part.dataset].conditions[part.condition]
        default = condition.default_window
        if condition.window and default:
            period = relative_unit("this", str(default)).resolve(state.today, ahead=True)
            state.draft.filters[number] = part.model_copy(update={"period": period.model_copy(update={"given": False})})


def default_period(state: ReadingState, name: str) -> Period:
    """A metric's own period when the question names none: last_365_days, this_month."""
    if name.startswith("last_") and name.endswith("_days"):
        days = int(name.split("_")[1])
        start = state.today - timedelta(days=days - 1)
        return Period(start=start, end=state.today, relative="past", given=False)
    which, _, grain = name.partition("_")
    return relative_unit(which, grain).resolve(state.today, ahead=False).model_copy(update={"given": False})
