"""Two periods in one question: put beside each other, listed with a number for each, or neighbours that are one."""

from __future__ import annotations

from datetime import date, timedelta

from core.semantics.query import FieldRef, Named, Period
from core.understanding.meaning.anchors import rule_of, tells_of_the_past
from core.understanding.meaning.builder import Builder
from core.understanding.phrases.types import Said, When
from core.understanding.reading import calendar
from core.understanding.reading.readings import Cond, DateVerb, Ordinal, Ref
from core.understanding.reading.time_expression import TimeExpression


def compared(builder: Builder, places: list[int]) -> bool:
    """«este mes contra el pasado», "first half of 2026 compared to the same period last year"."""
    first, second = (builder.phrase(place) for place in places)
    assert isinstance(first, When) and isinstance(second, When) and first.time and second.time
    beside = second.after or first.after or builder.bag.has("compare", "change") or second.time.expression.year_before
    if not beside and not listed(builder, places):
        return False
    one = first.time.expression.resolve(builder.today, ahead=False)
    unit = second.time.expression.year_before
    two = shifted(one, unit) if unit else second.time.expression.resolve(builder.today, ahead=_lies_ahead(builder, one))
    if (next_to_it := _next_to(one, second.time.expression)) is not None:
        two = next_to_it
    elif one == two.model_copy(update={"phrase": one.phrase}):
        one = _next_to(two, first.time.expression) or one
    later, earlier = (one, two) if (one.start or builder.today) >= (two.start or builder.today) else (two, one)
    builder.use(*places, effect="periods")
    builder.take("compare", "change", "and", effect="periods")
    builder.draft.period, builder.draft.compare_to = later, earlier
    for place, phrase in builder.free_said():
        verb = phrase.head.first(DateVerb, lambda item: item.ref.dataset == builder.home)
        if verb is not None:
            builder.use(place, effect="names the date")
            builder.draft.date_field = verb.ref.field
    date_of_state(builder)
    counted = not any(measure.metric or measure.dataset for measure in builder.draft.measures)
    if counted and builder.draft.date_field is None and not builder.has_date(builder.home):
        builder.problem("too_complex", *places)  # how many machines were so then is not recorded
    return True


def _next_to(period: Period, said: TimeExpression) -> Period | None:
    """«el mes pasado contra *el mes anterior*», "September and *the month before*": beside the unit that the question
    names, not beside the present one; None for other words and other units."""
    if said.beside is None or period.start is None or said.beside[0] != period.grain:
        return None
    unit, offset = said.beside
    start, end = calendar.unit_around(unit, calendar.shifted(unit, period.start, offset))
    return Period(start=start, end=end, grain=period.grain, relative="past")


def with_the_one_before(builder: Builder, places: list[int]) -> bool:
    """«este mes comparado con el anterior», "this week against the previous one": the unit before the one that is
    named."""
    if len(places) != 1 or not builder.bag.has("compare", "and"):
        return False
    when = builder.phrase(places[0])
    assert isinstance(when, When) and when.time is not None
    at = next((place for place, phrase in builder.free_said() if _the_one_before(phrase)), None)
    one = when.time.expression.resolve(builder.today, ahead=False)
    if at is None or one.start is None or one.grain == "range" or when.time.expression.year_before:
        return False
    start, end = calendar.unit_around(one.grain, calendar.shifted(one.grain, one.start, -1))
    builder.use(places[0], at, effect="periods")
    builder.take("compare", "and", effect="periods")
    builder.draft.period = one
    builder.draft.compare_to = Period(start=start, end=end, grain=one.grain, relative="past")
    date_of_state(builder)
    return True


def _lies_ahead(builder: Builder, period: Period) -> bool:
    """«mañana *y el martes*»: behind a day that is still to come the next one is too."""
    return period.start is not None and period.start > builder.today


def _the_one_before(phrase: Said) -> bool:
    """«el anterior», "the previous one", "the last one", and «el pasado» where only it can be meant."""
    return (
        phrase.head.role("previous") is not None
        or phrase.head.has(Ref, lambda item: item.kind == "one_before")
        or phrase.head.has(Ordinal, lambda item: item.place == -1)
    )


def changed(builder: Builder, places: list[int]) -> bool:
    """«¿subieron o bajaron las fallas en octubre?», "did it go up or down between May and June?": a unit beside the one
    before it, or the two that one stretch is of."""
    if len(places) != 1 or not builder.bag.has("change", "difference") or len(builder.draft.measures) != 1:
        return False
    if builder.bag.ranked:
        return False  # «las áreas con mayor diferencia» are ranked by it
    when = builder.phrase(places[0])
    assert isinstance(when, When) and when.time is not None
    if when.negated or any(group.grain for group in builder.draft.groups):
        return False
    period = when.time.expression.resolve(builder.today, ahead=False)
    pair = _pair(period, builder.today)
    if pair is None or not (builder.bag.has("change") or period.grain == "range"):
        return False
    builder.use(places[0], effect="periods")
    builder.take("change", "difference", effect="periods")
    if builder.draft.shape == "count":
        builder.draft.shape = "measure"
    builder.draft.compare_to, builder.draft.period = pair
    date_of_state(builder)
    return True


def _pair(period: Period, today: date) -> tuple[Period, Period] | None:
    """A unit and the one before it, or the two units that a period is of."""
    if period.start is None or period.end is None or period.start > today:
        return None
    if period.grain not in ("range", "fortnight"):
        return shifted(period, period.grain), period
    for grain in ("week", "month", "quarter", "year"):
        _, end = calendar.unit_around(grain, period.start)
        start, last = calendar.unit_around(grain, end + timedelta(days=1))
        if calendar.unit_around(grain, period.start)[0] == period.start and period.end in (last, min(last, today)):
            one = Period(start=period.start, end=end, grain=grain, relative="past")
            return one, Period(start=start, end=period.end, grain=grain, relative="past")
    return None


def listed(builder: Builder, places: list[int]) -> bool:
    """«paros por día en noviembre, *y en octubre*», "how many in May, and how many in July": a number for each."""
    draft, bag = builder.draft, builder.bag
    first, second = (builder.phrase(place) for place in places)
    assert isinstance(first, When) and isinstance(second, When) and first.time and second.time
    again = places[1] - 1 in bag.roles("count", "how_much") and places[1] - 1 > places[0]
    if not draft.measures or not (second.joined or again) or any(group.grain for group in draft.groups):
        return False
    if first.time.expression.grain != second.time.expression.grain:
        return False
    return stretch(builder, places) is None or again


def date_of_state(builder: Builder) -> None:
    """The date on which rows became what a condition says (closed, opened), for periods that are compared."""
    draft = builder.draft
    for part in [item for item in draft.filters if isinstance(item, Named) and item.dataset == builder.home]:
        condition = builder.model.datasets[part.dataset].conditions[part.condition]
        if draft.date_field is not None:
            return
        if (rule := rule_of(condition)) is None:
            draft.date_field = condition.date
            continue
        said = Cond(part.dataset, part.condition)
        place = next((place for place, phrase in builder.bag.said() if phrase.head.has(Cond, said.__eq__)), None)
        if (
            place is not None
            and tells_of_the_past(builder, place, FieldRef(dataset=builder.home, field=rule.date)) == 2
        ):
            draft.filters.remove(part)
            draft.label, draft.date_field = "opened", rule.date


def shifted(period: Period, unit: str) -> Period:
    """The same days a year, quarter or month before."""
    return Period(
        start=calendar.back(unit, period.start, 1) if period.start else None,
        end=calendar.back(unit, period.end, 1) if period.end else None,
        grain="range",
        relative="past",
    )


def stretch(builder: Builder, places: list[int]) -> TimeExpression | None:
    """ "September and October": neighbours are one stretch."""
    first, second = (builder.phrase(place) for place in places)
    assert isinstance(first, When) and isinstance(second, When) and first.time and second.time
    if places[1] != places[0] + 1:
        return None
    one, two = first.time.expression, second.time.expression
    a = one.resolve(builder.today, ahead=False)
    onward = _lies_ahead(builder, a)
    b = two.resolve(builder.today, ahead=onward)
    if a.end is None or b.start is None or (b.start - a.end).days != 1:
        return None

    def together(today: date, ahead: bool) -> calendar.Days:
        return one.make(today, ahead)[0], two.make(today, ahead or onward)[1]

    return TimeExpression(together, phrase=f"{one.phrase} {two.phrase}")
