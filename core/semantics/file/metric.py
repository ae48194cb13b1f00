"""Metrics: an aggregate over one dataset, or a formula over other metrics."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, StrictStr, WithJsonSchema
from pydantic_core import PydanticCustomError

from core.kernel.messages import ColumnKind
from core.semantics.file.field import Datatype, ExpressionKeys
from core.semantics.file.keys import Context, Extensions, Flag, Keys, PlainName, Text, key, reads_text
from core.semantics.file.reference import (
    BaseName,
    ConditionName,
    DatasetName,
    DateName,
    FieldName,
    MetricName,
    Reference,
)
from core.semantics.file.texts import LabelKey, TermsKey, TextsKey, Values
from core.semantics.words import NO_TERMS

_PERIOD = r"^(last_[1-9]\d{0,4}_days|(this|last)_(day|week|month|quarter|year))$"
_KeysCondition = Annotated[StrictStr, Reference("condition", "key")]


def _period(text: str) -> str:
    if not re.match(_PERIOD, text):
        raise PydanticCustomError("not_period", "last_N_days, this_UNIT or last_UNIT")
    return text


PeriodName = Annotated[StrictStr, AfterValidator(_period), WithJsonSchema({"type": "string", "pattern": _PERIOD})]


class NoneWhenKeys(Keys):
    """Why a formula has no value."""

    base: BaseName = key(..., "the base that is zero then", "base: failures")
    text: TextsKey = key(..., "what the answer says", "text: {es: sin fallas no hay MTBF, en: no failures so no MTBF}")


class MetricKeys(Context):
    """The ``ai_context`` of a metric."""

    dataset: DatasetName | None = key(
        None, "what it aggregates; every metric but a formula has one", "dataset: downtime"
    )
    date: DateName | None = key(None, "the date that its period binds to", "date: started_at")
    clipped: Flag = key(
        False,
        "true when a row counts with the hours of its dataset's `interval` inside the period, and inside each unit of a"
        " breakdown by day, week or month; the expression is then for no period",
        "clipped: true",
    )
    where: tuple[ConditionName, ...] = key((), "conditions that it keeps", "where: [closed]")
    where_values: dict[FieldName, Values] = key(
        {}, "values that it keeps", "where_values: {type: [preventive, corrective]}"
    )
    where_yields_to: tuple[FieldName, ...] = key(
        (), "fields that the question may set instead of `where`", "where_yields_to: [status]"
    )
    where_of: dict[DatasetName, _KeysCondition] = key(
        {}, "conditions of datasets on the way", "where_of: {machine: present}"
    )
    formula: Flag = key(False, "true when the expression is over other metrics, named in `bases`", "formula: true")
    bases: tuple[BaseName, ...] = key(
        (), "those metrics, each aggregated alone and joined on the breakdown", "bases: [machines, downtime_hours]"
    )
    additive: Flag = key(False, "true when the parts of a breakdown sum to the whole", "additive: true")
    hidden: Flag = key(False, "true for a base that nobody asks for by name", "hidden: true")
    default_period: PeriodName | None = key(
        None, "the period when the question names none", "default_period: last_365_days"
    )
    kind: ColumnKind | None = key(None, "how it is written; else the datatype tells", "kind: hours")
    unit: TextsKey = key({}, "its unit", "unit: {es: h, en: h}")
    better: Literal["lower", "higher"] | None = key(None, "which way is good", "better: lower")
    terms: TermsKey = key(NO_TERMS, "what people call it", "terms: {es: [tiempo de paro], en: [downtime]}")
    label: LabelKey | None = key(
        None, "how answers name it", "label: {es: {one: horas de paro, many: horas de paro, gender: f}, en: downtime}"
    )
    noun: TextsKey = key({}, "what its amount is of (*212 h of downtime*)", "noun: {es: paro, en: downtime}")
    definition: TextsKey = key(
        {},
        "how an answer explains it; names in braces are filled from the row",
        "definition: {es: 'media de {orders} OT', en: 'mean of {orders} orders'}",
    )
    count_name: PlainName | None = key(
        None, "the name under which the number of its rows is counted beside it", "count_name: orders"
    )
    numerator: Text | None = key(
        None,
        "of a ratio: the aggregate above the line, counted beside it",
        "numerator: SUM(CASE WHEN work_order.late = 1 THEN 1 ELSE 0 END)",
    )
    none_when: NoneWhenKeys | None = key(
        None,
        "of a formula: the base without which there is no value, and what is said then",
        "none_when: {base: failures, text: {es: sin fallas, en: no failures}}",
    )
    counts: DatasetName | None = key(None, "the dataset whose rows it counts, for its heading", "counts: work_order")
    rows: DatasetName | None = key(None, "the dataset whose rows *which* asks for (parts used)", "rows: spare_part")
    combines: dict[MetricName, MetricName] = key(
        {},
        "what it is together with another metric (labor hours of the backlog)",
        "combines: {labor_hours: backlog_hours}",
    )


class MetricEntry(Keys):
    """One entry of ``metrics``."""

    name: PlainName = key(..., "what other keys call it", "name: downtime_hours")
    expression: ExpressionKeys = key(
        ...,
        "an aggregate, columns written `table.column` (also of what its rows belong to);"
        " of a formula, SQL over bases and `period_hours`",
        "expression: {dialects: [{dialect: ANSI_SQL, expression: SUM(downtime.minutes) / 60.0}]}",
    )
    datatype: Datatype | None = key(None, "what it yields", "datatype: Decimal")
    description: Text = key("", "what it is, for readers of the file", "description: Hours of the stops of the period")
    ai_context: Annotated[MetricKeys, reads_text(MetricKeys)] = key(
        MetricKeys(), "what follows below", "ai_context: {dataset: downtime}"
    )
    custom_extensions: Extensions = key(
        (), "what other tools keep", "custom_extensions: [{vendor_name: DBT, data: '{}'}]"
    )
