"""Ages: machines of more than 10 years, open orders older than 30 days, stops that have lasted more than 10 hours."""

from __future__ import annotations

from datetime import date, timedelta

from core.kernel.folding import fold
from core.kernel.messages import Cell
from core.semantics.calendar import add
from core.semantics.model import Condition
from core.semantics.query import Compare, Dated, FieldRef, Filter, Grain, Measure, Named, Period, Related
from core.sentences import Text, planning, say
from core.understanding.beside import neighbours, use_with
from core.understanding.draft import Quantity
from core.understanding.inflect import forms_of
from core.understanding.quantities import converted
from core.understanding.readings import Cond, FieldIs, Mention, MetricIs, Time
from core.understanding.state import ReadingState, is_substance

_GRAINS: dict[str, Grain] = {"years": "year", "months": "month", "weeks": "week", "days": "day"}


def compare_age(state: ReadingState, quantity: Quantity) -> list[Filter]:
    """Older than 10 years: installed before the same day 10 years ago. Overdue by 30 days: due before the day 30 days
    ago. Any other state of the rows («cerradas de más de 30 días») has no age that we know."""
    grain = _GRAINS.get(quantity.unit)
    home = _aging(state, quantity)
    if grain is None or home is None or quantity.op not in (">", ">=", "<", "<="):
        return []
    states = _states(state, home)
    dated = next((item for item in states if item.date and state.model.field(home, item.date).ahead), None)
    ref: FieldRef | None = None
    wanted: Named | None = None
    if dated is not None:
        ref, text = FieldRef(dataset=home, field=str(dated.date)), planning.LATE_SINCE
        _by_before(state, quantity)
    else:
        aged = next((item for item in state.model.datasets[home].fields.values() if item.age), None)
        if aged is None:
            return []
        living = aged.age_while
        if not living and grain not in ("year", "month") and not state.has("age"):
            return []
        if any(item.name != living and _lasts(state, item, quantity) for item in states):
            return []
        if living:
            if any(item.name != living and item.field == _field_of(state, home, living) for item in states):
                return []
            # Old ones are those that still wait; young ones are all that came in lately.
            wanted = Named(dataset=home, condition=str(living)) if quantity.op in (">", ">=") else None
        ref, text = (
            FieldRef(dataset=home, field=aged.name),
            planning.AGE_SINCE if wanted is None else planning.AGE_OF_OPEN,
        )
        if wanted is not None and any(item.name == living for item in states):
            text = planning.AGE_SINCE
            wanted = None
    for place in neighbours(state, quantity):
        if state.mentions[place].first(FieldIs, lambda item: item.ref == ref):
            state.use(place)
    use_with(state, quantity.place, quantity.place)
    state.take("age")
    _say(state, text, ref)
    dated_by = Dated(field=ref, period=_before(quantity, grain, state.today))
    return [dated_by, wanted] if wanted is not None else [dated_by]


def _aging(state: ReadingState, quantity: Quantity) -> str | None:
    """Whose age it is: the rows' own, or that of the noun right before it («costo de las *máquinas* de más de 10
    años»)."""
    home = state.draft.home
    for index in range(quantity.place - 1, -1, -1):
        mention = state.mentions[index]
        near = state.noun_at(index)
        if near is None or mention.first(Cond, lambda item: item.dataset == home) is not None:
            continue
        return near if state.distance(near) is not None else None
    return home


def bind_age(state: ReadingState, made: Filter) -> bool:
    """An age by the date that periods bind to is a period, where the question has no other and measures nothing."""
    draft = state.draft
    if not isinstance(made, Dated) or draft.home is None or draft.period is not None:
        return False
    own = FieldRef(dataset=draft.home, field=state.model.datasets[draft.home].default_date or "")
    timed = any(mention.can(Time) for mention in state.mentions) or any(item.metric for item in draft.measures)
    if made.field != own or timed:
        return False
    draft.period, draft.date_field = made.period, own.field
    return True


def _before(quantity: Quantity, grain: Grain, today: date) -> Period:
    edge, day = add(grain, today, -int(quantity.values[0])), timedelta(days=1)
    if quantity.op in (">", ">="):
        return Period(end=edge - day if quantity.op == ">" else edge)
    return Period(start=edge + day if quantity.op == "<" else edge, end=today)


def _states(state: ReadingState, home: str) -> list[Condition]:
    """The conditions of the home's rows that the question names, or that the query it goes on from has."""
    found = [item.name for mention in state.mentions for item in mention.all(Cond) if item.dataset == home]
    found += [item.condition for item in state.draft.filters if isinstance(item, Named) and item.dataset == home]
    return [state.model.datasets[home].conditions[name] for name in dict.fromkeys(found)]


def _field_of(state: ReadingState, home: str, name: str) -> str | None:
    return state.model.datasets[home].conditions[name].field


def _lasts(state: ReadingState, item: Condition, quantity: Quantity) -> bool:
    """«paradas por más de 2 meses», "unassigned for more than 10 days": how long the state has lasted, no age."""
    if _words(state.mentions[quantity.place].text) & _OLDER:
        return False
    for place, mention in enumerate(state.mentions):
        if mention.first(Cond, lambda cond: cond.dataset == item.dataset and cond.name == item.name) is None:
            continue
        low, high = sorted((place, quantity.place))
        between = state.mentions[low + 1 : high]
        words = {word for other in between for word in _words(other.text)}
        substance = [other for other in between if not other.used and is_substance(other)]
        if words & _LASTING or (not substance and (place > quantity.place or not words & _OF)):
            return True
    return False


_LASTING = frozenset("por for durante lleva llevan desde hace since".split())
_OLDER = frozenset("older newer younger viejas viejos vieja viejo antiguas antiguos antigua antiguo".split())
_OF = frozenset("de con with of that are que tienen tengan".split())


def _words(text: str) -> set[str]:
    return set(fold(text).split())


def _by_before(state: ReadingState, quantity: Quantity) -> None:
    """«vencidas *por* más de 30 días», "overdue *by* more than 10 days"."""
    before = quantity.place - 1
    if before >= 0 and state.mentions[before].role("by") and not state.mentions[before].used:
        state.use(before)


def _say(state: ReadingState, text: Text, ref: FieldRef) -> None:
    field = state.model.field(ref.dataset, ref.field)
    terms = field.terms[state.language]
    said = say(text, state.language, date=terms[0] if terms else field.label.one[state.language].lower())
    if said not in state.draft.said:
        state.draft.said.append(said)


def lasting_states(state: ReadingState) -> None:
    """ "Machines down for more than 10 hours": those that are down now, by how long the stop that goes on has lasted.

    With a period («este mes») it is all their stops of it together, which the metric measures.
    """
    home = state.draft.home
    if home is None:
        return
    for place, mention in enumerate(state.mentions):
        cond = mention.first(Cond, lambda item: item.dataset == home) or _measured_state(state, mention, home)
        lasts = state.model.datasets[home].conditions[cond.name].lasts if cond is not None else None
        if mention.used or cond is None or not lasts:
            continue
        quantity = next((item for item in state.quantities if not item.used and _near(state, place, item.place)), None)
        if quantity is None:
            continue
        fact, field = lasts.dataset, lasts.field
        if quantity.unit == "times":
            # «paradas más de 3 veces»: so many stops, however long.
            quantity.used = True
            state.use(place)
            count = Measure(aggregate="count", dataset=fact)
            values = tuple(_plain(value) for value in quantity.values)
            state.draft.filters.append(Related(dataset=fact, measure=count, op=quantity.op, values=values))
            return
        kind = state.model.field(fact, field).kind
        lengths = [converted(value, quantity.unit, kind) for value in quantity.values]
        if not quantity.unit or any(length is None for length in lengths):
            continue
        _by_before(state, quantity)
        quantity.used = True
        plain = tuple(_plain(length) for length in lengths)
        metric = state.model.datasets[home].conditions[cond.name].duration_metric
        if metric and any(other.can(Time) for other in state.mentions):
            state.use(place)
            in_unit = [converted(value, quantity.unit, state.model.metrics[metric].kind) for value in quantity.values]
            measure = Measure(metric=str(metric))
            state.draft.filters.append(
                Related(dataset=fact, measure=measure, op=quantity.op, values=tuple(_plain(item) for item in in_unit))
            )
            return
        state.use(place)
        state.draft.filters.append(Named(dataset=home, condition=cond.name))
        state.draft.filters.append(
            Related(
                dataset=fact,
                filters=(
                    Named(dataset=fact, condition=lasts.going_on),
                    Compare(field=FieldRef(dataset=fact, field=field), op=quantity.op, values=plain),
                ),
            )
        )
        state.draft.said.append(say(planning.ONGOING_STOP, state.language))
        return


def _measured_state(state: ReadingState, mention: Mention, home: str) -> Cond | None:
    """ "Have *been down* over 12 hours", «más de 10 horas *paradas*»: the metric is said with the state's own word."""
    metrics = {item.name for item in mention.all(MetricIs)}
    for condition in state.model.datasets[home].conditions.values():
        if condition.duration_metric not in metrics or any(item.can(Time) for item in state.mentions):
            continue
        terms = {fold(term) for term in condition.terms[state.language] if " " not in term}
        forms = {form for term in terms for form in forms_of(term, state.language)}
        if _words(mention.text) & forms:
            return Cond(home, condition.name)
    return None


def _plain(value: float | None) -> Cell:
    return int(value) if value is not None and float(value).is_integer() else value


def _near(state: ReadingState, place: int, quantity: int) -> bool:
    low, high = sorted((place, quantity))
    return all(
        mention.used or mention.is_filler or mention.role("by", "with", "copula") is not None
        for mention in state.mentions[low + 1 : high]
    )
