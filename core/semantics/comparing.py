"""Comparisons that are fair: a period that still runs is held against the same days of the other one.

22 days of November have less of everything than the whole of October, so that "32% less" would say nothing. Averages
and percentages are held against the same days too: what is told side by side is of the same days. Only a percentage or
an average of a unit that was called by its name («comparado con octubre») is of the whole of it, and an average per
day, week or month is of whatever days there are, since it says itself by how many it was divided.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from core.semantics.calendar import end_of, same_days
from core.semantics.model import SemanticModel
from core.semantics.query import Grain, Measure, Period, SemanticQuery
from core.semantics.sql.block import GRAINS, is_derived, is_part_of_sum

Keeps = Callable[[Period], bool]


def adds_up(measure: Measure, model: SemanticModel) -> bool:
    """Counts and sums of rows do; averages, percentages, extremes and distinct counts do not."""
    if measure.per is not None or is_part_of_sum(measure):
        return False
    if measure.metric:
        return model.metrics[measure.metric].additive
    return measure.aggregate in ("count", "sum")


def overlaps(query: SemanticQuery, model: SemanticModel) -> bool:
    """True for a breakdown by what a row may have several of: it stands in several parts, and these make no whole."""
    fields = [group.field for group in query.groups if group.field is not None]
    return any(model.has_several(query.dataset, field.dataset) for field in fields)


def over_same_days(query: SemanticQuery, model: SemanticModel, today: date, keeps: Keeps) -> SemanticQuery:
    """The query with what a running period is compared to cut to the days that this one has behind it.

    Args:
        keeps: True for a period that was asked for as a whole («todo el mes pasado»).
    """
    if query.compare_to is not None and query.period is not None and not keeps(query.compare_to):
        if all(measure.per in GRAINS for measure in query.measures):
            return query
        named = query.compare_to.relative == "fixed" and query.compare_to.grain != "range"
        if named and not any(adds_up(measure, model) for measure in query.measures):
            return query
        return query.model_copy(update={"compare_to": same_days(query.period, query.compare_to, today)})
    measures = list(query.measures)
    for derived in query.measures:
        if not is_derived(derived) or derived.of is None:
            continue
        for place, other in (derived.of, derived.of[::-1]):
            cut = _cut(measures[place], measures[other], today, keeps)
            measures[other] = measures[other].model_copy(update={"period": cut})
    return query.model_copy(update={"measures": tuple(measures)}) if tuple(measures) != query.measures else query


def _cut(now: Measure, other: Measure, today: date, keeps: Keeps) -> Period | None:
    if now.period is None or other.period is None or other.per in GRAINS or keeps(other.period):
        return other.period
    return same_days(now.period, other.period, today)


def whole_of(now: Period, other: Period, today: date) -> Period | None:
    """The calendar unit of which ``other`` is the days that the running ``now`` has behind it; else None."""
    if now.grain in ("range", "fortnight") or other.grain != "range" or other.start is None:
        return None
    grain: Grain = now.grain  # type: ignore[assignment]
    whole = other.model_copy(update={"end": end_of(grain, other.start), "grain": grain})
    return whole if same_days(now, whole, today).end == other.end != whole.end else None
