"""A state at a moment that has passed: down yesterday at half past three, open when October closed. It is looked up in
the stretches of time that are recorded; of a state that leaves none nothing is said."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from core.semantics.query import During, Filter, Measure, Named, Period, Related
from core.understanding.meaning.builder import Builder
from core.understanding.reading.time_expression import TimeExpression


def bind_moment(builder: Builder, place: int, expression: TimeExpression) -> None:
    """Hold every state of the query to the moment instead of to now; without one the moment is not understood."""
    days = expression.resolve(builder.today, ahead=False)
    assert expression.clock is not None
    if days.end is None or days.end > builder.today:
        builder.problem("future", place)
        return
    hour, minute = expression.clock
    moment = datetime.combine(days.end, time()) + timedelta(hours=hour, minutes=minute)
    builder.use(place, effect="period")
    period = Period(start=days.end, end=days.end, grain="day", relative=days.relative, phrase=days.phrase)
    if not at_moment(builder, period, moment):
        builder.problem("too_complex", place)


def at_moment(builder: Builder, period: Period, moment: datetime | None) -> bool:
    """Put the states of then in the place of those of now; says whether there was one, and each is recorded.

    Args:
        moment: None for the whole period.
    """
    draft = builder.draft
    _counted(builder)
    found, made = False, []
    for part in draft.filters:
        then = _then(builder, part, period, moment)
        found = found or then is not None
        if then is None and _of_now(builder, part):
            return False
        made.append(then or part)
    draft.filters = made
    return found


def _counted(builder: Builder) -> None:
    """A metric that counts the rows in a state (backlog) is their count."""
    draft, model = builder.draft, builder.model
    for number, measure in enumerate(draft.measures):
        metric = model.metrics[measure.metric] if measure.metric else None
        if (
            metric is not None
            and metric.counts == builder.home
            and metric.where
            and measure == Measure(metric=metric.name)
        ):
            draft.measures[number] = Measure(aggregate="count")
            states = (Named(dataset=builder.home, condition=name) for name in metric.where)
            draft.filters += [state for state in states if state not in draft.filters]


def _then(builder: Builder, part: Filter, period: Period, moment: datetime | None) -> Filter | None:
    """A state of then, by its own dates or by the fact whose rows go on while it holds."""
    if isinstance(part, Related):
        inner = [_then(builder, item, period, moment) for item in part.filters]
        if not any(item is not None for item in inner):
            return None
        kept = [then or now for then, now in zip(inner, part.filters, strict=True)]
        return part.model_copy(update={"filters": tuple(kept)})
    if not isinstance(part, Named) or part.period is not None:
        return None
    dataset = builder.model.datasets[part.dataset]
    condition = dataset.conditions[part.condition]
    rule, lasts, interval = condition.with_period, condition.lasts, dataset.interval
    if rule is not None and rule.until is not None:
        return During(dataset=part.dataset, state=part.condition, period=period, at=moment, negated=part.negated)
    if lasts is not None and part.dataset == builder.home and builder.model.datasets[lasts.dataset].interval:
        during = During(dataset=lasts.dataset, period=period, at=moment)
        return Related(dataset=lasts.dataset, filters=(during,), negated=part.negated)
    if interval is not None and part.condition in (interval.running, interval.state):
        return During(dataset=part.dataset, period=period, at=moment, negated=part.negated)
    return None


def _of_now(builder: Builder, part: Filter) -> bool:
    """A state that rows leave as time goes by, so that today's says nothing of then."""
    if not isinstance(part, Named):
        return isinstance(part, Related) and any(_of_now(builder, item) for item in part.filters)
    dataset = builder.model.datasets[part.dataset]
    condition = dataset.conditions[part.condition]
    changing = {name for item in dataset.conditions.values() if item.of_now or item.lasts for name in (item.field,)}
    return condition.of_now or (condition.field is not None and condition.field in changing)
