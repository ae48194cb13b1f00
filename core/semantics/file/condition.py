"""Conditions: a plant's words for a state of its rows, each with its SQL; under a dataset's ``ai_context``."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import StrictStr

from core.semantics.file.keys import Flag, Keys, PlainName, Text, key
from core.semantics.file.reference import ConditionName, DatasetName, DateName, FieldName, MetricName, Reference
from core.semantics.file.texts import LabelKey, TermsKey, TextsKey
from core.semantics.words import NO_TERMS

_OfFact = Annotated[StrictStr, Reference("condition", "dataset")]
_FieldOfFact = Annotated[StrictStr, Reference("field", "dataset")]


class LastsKeys(Keys):
    """Where it is recorded how long a condition has held: the row of a fact that goes on meanwhile."""

    dataset: DatasetName = key(..., "the fact", "dataset: downtime")
    going_on: _OfFact = key(..., "its condition of rows that go on", "while: ongoing", alias="while")
    field: _FieldOfFact = key(..., "its field that says how long", "field: minutes")


class WithPeriodKeys(Keys):
    """What a condition of now means together with a period."""

    date: DateName = key(..., "the date that the period binds to instead", "date: requested_at")
    until: DateName | None = key(
        None,
        "the date on which a row leaves it, so that it is known for any moment since `date`",
        "until: completed_at",
    )


class ConditionKeys(Keys):
    """One entry of ``conditions``."""

    name: PlainName = key(..., "what other keys call it", "name: overdue")
    expression: Text = key(..., "SQL over the dataset's own columns, with `:today`", "expression: due_on < :today")
    terms: TermsKey = key(NO_TERMS, "what people say for it", "terms: {es: [vencida], en: [overdue, late]}")
    label: LabelKey | None = key(None, "how answers say it", "label: {es: {one: vencida, many: vencidas}, en: overdue}")
    field: FieldName | None = key(
        None, "the field it is about; one on a field of `population_fields` lifts the population", "field: status"
    )
    date: DateName | None = key(None, "the date that a period named with it binds to", "date: completed_at")
    period_date: DateName | None = key(
        None, "that date where it did not happen on it (*not closed on time*: when it was due)", "period_date: due_on"
    )
    with_period: WithPeriodKeys | None = key(
        None, "for a condition of now: what a period beside it is about", "with_period: {date: requested_at}"
    )
    window: DateName | None = key(
        None, "the date that it compares with the period itself (*due next week*)", "window: next_maintenance"
    )
    window_current: Literal["until_end"] | None = key(
        None, "`until_end`: with the current period, what was due before it counts too", "window_current: until_end"
    )
    default_window: Literal["day", "week", "month", "quarter", "year"] | None = key(
        None, "the period of its `window` when the question names none", "default_window: month"
    )
    passing: Flag = key(False, "true when rows leave it as time goes by, so it has no history", "passing: true")
    opposite: ConditionName | None = key(
        None, "the condition that its negation means, where *not* says less", "opposite: completed_late"
    )
    excludes: tuple[ConditionName, ...] = key(
        (), "conditions that no row can meet beside it, said at one of the two", "excludes: [closed]"
    )
    means: TextsKey = key(
        {}, "its meaning in full, said with each answer", "means: {es: tras su fecha, en: after its date}"
    )
    already: TextsKey = key(
        {}, "its short name where the subject has just been named", "already: {es: vencido, en: overdue}"
    )
    verb: LabelKey | None = key(
        None,
        "its verb with rows as the subject",
        "verb: {es: {one: necesita PM, many: necesitan PM}, en: {one: needs PM, many: need PM}}",
    )
    also: ConditionName | None = key(
        None, "another condition whose share of the counted rows is told too", "also: overdue"
    )
    lasts: LastsKeys | None = key(
        None,
        "the fact whose rows go on while it holds (*down for more than 10 hours*)",
        "lasts: {dataset: downtime, while: ongoing, field: minutes}",
    )
    duration_metric: MetricName | None = key(
        None, "the metric that *how long* asks for", "duration_metric: downtime_hours"
    )
    lifts_population: Flag = key(
        False, "true for the rows that the population leaves out (*retired*)", "lifts_population: true"
    )
