"""Comparisons with numbers: of a field that is named, of what the unit tells, of how old or how long something is."""

from __future__ import annotations

from datetime import date, timedelta

from core.semantics.calendar import add
from core.semantics.model import Condition, Field
from core.semantics.query import Compare, Dated, FieldRef, Grain, Measure, Named, Period, Related
from core.sentences import planning, say
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.builder import Builder
from core.understanding.meaning.related import bound_beside
from core.understanding.meaning.spans import read_stretches
from core.understanding.meaning.units import converted, measured_in, of_reading, plain
from core.understanding.phrases.types import Bound, Said, Versus, When
from core.understanding.reading.readings import Cond, DateVerb, FieldIs, MetricIs, NounIs, ValueIs
from core.wording.describe.times import date_name

_GRAINS: dict[str, Grain] = {"years": "year", "months": "month", "weeks": "week", "days": "day"}


def read_bounds(builder: Builder) -> None:
    """Every free comparison becomes a filter."""
    read_stretches(builder)
    _versus(builder)
    _multiples(builder)
    _named_fields(builder)
    for place in builder.bag.of(Bound):
        if builder.free(place):
            bound = builder.phrase(place)
            assert isinstance(bound, Bound)
            _ = _lasting(builder, place, bound) or _age(builder, place, bound) or _by_unit(builder, place, bound)


def read_measured(builder: Builder) -> None:
    """Every free comparison in the unit of what is read on things, of things."""
    for place in builder.bag.of(Bound):
        bound = builder.phrase(place)
        if isinstance(bound, Bound) and builder.free(place):
            _read_on(builder, place, bound)


def _multiples(builder: Builder) -> None:
    """«con más de 3 veces el mínimo», "at least twice their minimum in stock": one number of the row and so many times
    another; where the first is not named, it is how much there is."""
    for place in builder.bag.of(Bound):
        bound = builder.phrase(place)
        assert isinstance(bound, Bound)
        behind = place + 1
        if bound.unit != "times" or len(bound.values) != 1 or not builder.free(place):
            continue
        if behind >= len(builder.bag.phrases) or not builder.free(behind):
            continue
        other = builder.nearest_field(builder.phrase(behind).head.all(FieldIs), numeric=True)
        if other is None or other.dataset != builder.home:
            continue
        fields = builder.model.datasets[builder.home].fields
        kind = fields[other.field].kind
        named = [
            (index, ref)
            for index in (place - 1, behind + 1, place - 2)
            if 0 <= index < len(builder.bag.phrases) and builder.free(index)
            for ref in builder.bag.fields_at(index)
            if ref.dataset == builder.home and ref != other and fields[ref.field].kind == kind
        ]
        quantity = next((item.name for item in fields.values() if item.quantity), None)
        if not named and quantity is None:
            continue
        ref = named[0][1] if named else FieldRef(dataset=builder.home, field=str(quantity))
        builder.use(place, behind, *(index for index, _ in named[:1]), effect="filter")
        factor = plain(bound.values[0])
        builder.draft.filters.append(Compare(field=ref, op=bound.op, values=(factor,), other=other))


def _named_fields(builder: Builder) -> None:
    """«plazo de entrega mayor a 15 días», "stock below 10", «costo total mayor a $20,000»."""
    for place, phrase in builder.free_said():
        mention = phrase.head
        ref = builder.nearest_field(mention.all(FieldIs), numeric=True)
        if (ref is None or ref.dataset != builder.home) and (metric := mention.first(MetricIs)) is not None:
            ref = _field_of_metric(builder, metric.name) or ref
        if ref is None:
            continue
        found = bound_beside(builder, place, builder.model.field(ref.dataset, ref.field).kind)
        if found is None:
            continue
        index, op, values = found
        builder.use(place, index, effect="filter")
        builder.draft.filters.append(Compare(field=ref, op=op, values=values))
        _booked(builder, ref)


def _field_of_metric(builder: Builder, name: str) -> FieldRef | None:
    """The field of the home's rows that a metric adds up (an order's cost)."""
    fields = builder.model.datasets[builder.home].fields.values()
    return next((FieldRef(dataset=builder.home, field=item.name) for item in fields if item.metric == name), None)


def _booked(builder: Builder, ref: FieldRef) -> None:
    """A number that a metric adds up keeps the metric's date and rows: an order's cost is booked when it is closed."""
    field = builder.model.field(ref.dataset, ref.field)
    metric = builder.model.metrics.get(field.metric or "")
    if metric is None or metric.dataset != builder.home or not metric.date:
        return
    implied = builder.model.field(builder.home, metric.date).condition
    names = metric.where or ([implied] if implied else [])
    if not speaks_of_status(builder):
        builder.draft.filters += [Named(dataset=builder.home, condition=str(name)) for name in names]
        builder.draft.date_field = builder.draft.date_field or metric.date


def speaks_of_status(builder: Builder) -> bool:
    """True when the question itself says in which state the rows are."""
    for _, phrase in builder.bag.said():
        for item in phrase.head.all(Cond):
            if builder.model.datasets[item.dataset].conditions[item.name].field == "status":
                return True
    return False


def ends_of(bag: Bag, place: int) -> tuple[int, int]:
    """The places of the two that a comparison is between."""
    versus = bag.phrases[place]
    assert isinstance(versus, Versus)
    heads = [phrase.head if isinstance(phrase, Said | When) else None for phrase in bag.phrases]
    if versus.left is None or versus.right is None or not {versus.left, versus.right} <= set(heads):
        return place - 1, place + 1
    return heads.index(versus.left), heads.index(versus.right)


def _versus(builder: Builder) -> None:
    """ "orders where parts cost more than labor": two numbers of one row."""
    for place in builder.bag.of(Versus):
        sides = []
        ends = ends_of(builder.bag, place)
        for index in ends:
            if not 0 <= index < len(builder.bag.phrases) or not builder.free(index):
                return
            mention = builder.phrase(index).head
            ref = builder.nearest_field(mention.all(FieldIs), numeric=True)
            if ref is None and (metric := mention.first(MetricIs)) is not None:
                ref = _field_of_metric(builder, metric.name)
            sides.append(ref)
        if sides[0] is None or sides[1] is None:
            return
        versus = builder.phrase(place)
        assert isinstance(versus, Versus)
        if "other" not in Compare.model_fields:
            return
        builder.use(place, *ends, effect="filter")
        builder.draft.filters.append(Compare(field=sides[0], op=versus.op, other=sides[1]))
        _booked(builder, sides[0])


# ---- what the unit tells ----


def _by_unit(builder: Builder, place: int, bound: Bound) -> bool:
    """«paros de más de 10 horas», «refacciones de más de $5,000», "fewer than 5 units": the number that is meant."""
    field = _natural(builder, bound)
    if field is None:
        return False
    values = [converted(value, bound.unit, field.kind) for value in bound.values]
    if any(value is None for value in values):
        return False
    builder.use(place, effect="filter")
    ref = FieldRef(dataset=field.dataset, field=field.name)
    builder.draft.filters.append(Compare(field=ref, op=bound.op, values=tuple(values)))
    meter = measured_in(builder.model, builder.home, bound.unit)
    if meter is not None and not _metered(builder, builder.home):
        builder.draft.filters.append(meter)  # "readings over 95 °C" are of no hours
    _booked(builder, ref)
    return True


def _metered(builder: Builder, dataset: str) -> list[tuple[int, ValueIs]]:
    """What is read, where it is named."""
    return [
        (place, item)
        for place, phrase in builder.bag.said()
        for item in [one for one in phrase.head.all(ValueIs) if one.ref.dataset == dataset][:1]
        if not phrase.negated
    ]


def _tells_of(phrase: Said, dataset: str) -> bool:
    """The rows' own noun, or the verb of a date of theirs."""
    return phrase.head.has(DateVerb, lambda item: item.ref.dataset == dataset) or phrase.head.has(
        NounIs, lambda item: item.dataset == dataset
    )


def _read_on(builder: Builder, place: int, bound: Bound) -> None:
    """ "compressors that *read over 95 °C*", «con temperatura de más de 95 grados»: what was read on the rows."""
    model = builder.model
    for dataset in model.datasets.values() if of_reading(bound.unit) or not bound.unit else ():
        if not dataset.value_field or not model.reaches(dataset.name, builder.home) or dataset.name == builder.home:
            continue
        named = _metered(builder, dataset.name)
        if not bound.unit and not (named and builder.bag.next_to(named[0][0], place)):
            continue  # «con *vibración* mayor a 4»: what the number is of stands right before it
        meter = measured_in(model, dataset.name, bound.unit)
        if named:
            value = named[0][1]
            meter = Compare(field=value.ref, op="=", values=(value.value,))
        if meter is None or len(named) > 1:
            continue
        verbs = [index for index, phrase in builder.free_said() if _tells_of(phrase, dataset.name)]
        builder.use(place, *(index for index, _ in named), *verbs, effect="related")
        builder.charge("related")
        read = FieldRef(dataset=dataset.name, field=str(dataset.value_field))
        over = Compare(field=read, op=bound.op, values=tuple(plain(value) for value in bound.values))
        builder.draft.filters.append(Related(dataset=dataset.name, filters=(meter, over)))
        return


def _natural(builder: Builder, bound: Bound) -> Field | None:
    """The home's own length, price or quantity, by the unit; a reading's value without one."""
    meaning = builder.model.datasets[builder.home]
    if bound.unit in ("hours", "minutes", "days") and (name := meaning.top_by):
        return meaning.fields[str(name)]
    if bound.unit == "money":
        priced = [item for item in meaning.fields.values() if item.kind == "money" and item.superlatives]
        return priced[0] if len(priced) == 1 else None
    if bound.unit in ("", "units") and (quantity := next((f for f in meaning.fields.values() if f.quantity), None)):
        return quantity if bound.unit else None
    if (name := meaning.value_field) and (not bound.unit or of_reading(bound.unit)):
        return meaning.fields[str(name)]
    return None


# ---- ages and lengths of states ----


def _states(builder: Builder) -> list[tuple[int, Condition]]:
    """The conditions of the home's rows that the question names."""
    found = []
    for place, phrase in builder.bag.said():
        for item in phrase.head.all(Cond):
            if item.dataset == builder.home and not phrase.negated:
                found.append((place, builder.model.datasets[builder.home].conditions[item.name]))
    for part in builder.before:
        if isinstance(part, Named) and part.dataset == builder.home and not part.negated:
            found.append((-9, builder.model.datasets[builder.home].conditions[part.condition]))
    return found


def _lasting(builder: Builder, place: int, bound: Bound) -> bool:
    """«paradas por más de 10 horas»: those that are down now, by how long the stop that goes on has lasted."""
    for index, condition in _states(builder):
        lasts = condition.lasts
        if not lasts or abs(index - place) > 2:
            continue
        fact, name = lasts.dataset, lasts.field
        if bound.unit == "times":
            builder.use(place, index, effect="filter")
            count = Measure(aggregate="count", dataset=fact)
            values = tuple(plain(value) for value in bound.values)
            builder.draft.filters.append(Related(dataset=fact, measure=count, op=bound.op, values=values))
            return True
        if bound.unit not in ("hours", "minutes", "days"):
            return False
        timed = bool(builder.bag.of(When))
        metric = condition.duration_metric
        kind = builder.model.metrics[str(metric)].kind if timed and metric else builder.model.field(fact, name).kind
        values = tuple(converted(value, bound.unit, kind) for value in bound.values)
        builder.use(place, index, effect="filter")
        if timed and metric:
            related = Related(dataset=fact, measure=Measure(metric=str(metric)), op=bound.op, values=values)
            builder.draft.filters.append(related)
            return True
        length = Compare(field=FieldRef(dataset=fact, field=name), op=bound.op, values=values)
        ongoing = Named(dataset=fact, condition=lasts.going_on)
        builder.draft.filters += [
            Named(dataset=builder.home, condition=condition.name),
            Related(dataset=fact, filters=(ongoing, length)),
        ]
        builder.draft.said.append(say(planning.ONGOING_STOP, builder.bag.language))
        return True
    return False


def _age(builder: Builder, place: int, bound: Bound) -> bool:
    """Older than 10 years: installed before the same day 10 years ago; late by 30 days: due before the day 30 days
    ago; open for more than a month: asked for before."""
    grain = _GRAINS.get(bound.unit)
    if grain is None or bound.op not in (">", ">=", "<", "<="):
        return False
    home = _aging(builder, place)
    worded = [index for index in builder.bag.roles("age") if builder.free(index)]
    ref = _age_date(builder, home, place, grain, bool(worded))
    period = _span(bound, grain, builder.today)
    if ref is None or period is None:
        return False
    builder.use(place, *worded, effect="filter")
    for index, phrase in builder.free_said():
        if phrase.head.has(DateVerb, lambda item: item.ref == ref) or ref in builder.bag.fields_at(index):
            builder.use(index, effect="names the date")
    field = builder.model.field(ref.dataset, ref.field)
    living = field.age_while
    stated = any(_of_life(builder, home, condition, living) for _, condition in _states(builder))
    open_too = living and bound.op in (">", ">=") and home == builder.home and not stated
    if open_too:
        builder.draft.filters.append(Named(dataset=home, condition=str(living)))
    text = planning.LATE_SINCE if field.ahead else planning.AGE_OF_OPEN if open_too else planning.AGE_SINCE
    name = date_name(builder.model, ref, builder.bag.language)
    builder.draft.said.append(say(text, builder.bag.language, date=name))
    own = home == builder.home and ref.field == builder.model.datasets[home].default_date
    if own and builder.draft.period is None and not builder.bag.of(When):
        builder.draft.period, builder.draft.date_field = period, ref.field
    else:
        builder.draft.filters.append(Dated(field=ref, period=period))
    return True


def _of_life(builder: Builder, home: str, condition: Condition, living: str | None) -> bool:
    """A state that says whether such rows still grow old (closed, cancelled), as «unassigned» does not."""
    own = builder.model.datasets[home].conditions[str(living)].field if living else None
    return condition.field == own or bool(condition.date)


def _aging(builder: Builder, place: int) -> str:
    """Whose age it is: the rows' own, or that of the noun right before it («*máquinas* de más de 10 años»)."""
    for index in range(place - 1, -1, -1):
        nouns = builder.bag.nouns_at(index)
        near = next((name for name in nouns if builder.distance(name) is not None), None)
        if near is not None:
            return near
    return builder.home


def _age_date(builder: Builder, home: str, place: int, grain: Grain, worded: bool) -> FieldRef | None:
    """The date that the age goes by: that of the state it is said of, else the one by which such rows grow old."""
    states = [condition for _, condition in _states(builder)] if home == builder.home else []
    fields = builder.model.datasets[home].fields
    for condition in states:
        if condition.date and fields[condition.date].ahead:
            return FieldRef(dataset=home, field=condition.date)
    aged = next((item for item in fields.values() if item.age), None)
    if aged is None:
        return None
    living = aged.age_while
    if living:
        field = builder.model.datasets[home].conditions[str(living)].field
        beside = [item for index, item in _states(builder) if index in (place - 1, -9)]
        clash = [item for item in states if item.name != living and item.field == field and not item.of_now]
        clash += [item for item in beside if item.name != living and item.field is None and not item.date]
        if clash:
            return None
    elif grain not in ("year", "month") and not worded:
        return None
    if not worded and not living and grain != "year" and any(item.lasts is not None for item in states):
        # «paradas por más de 2 meses»: of the state or of the machine?
        before = builder.phrase(place - 1) if place else None
        if isinstance(before, Said) and before.head.can(Cond):
            return None
    return FieldRef(dataset=home, field=aged.name)


def _span(bound: Bound, grain: Grain, today: date) -> Period | None:
    """None for an age that no calendar reaches back to (10,000 years)."""
    try:
        edge, day = add(grain, today, -int(bound.values[0])), timedelta(days=1)
    except (ValueError, OverflowError):
        return None
    if bound.op in (">", ">="):
        return Period(end=edge - day if bound.op == ">" else edge)
    return Period(start=edge + day if bound.op == "<" else edge, end=today)
