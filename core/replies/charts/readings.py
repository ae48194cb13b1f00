"""Readings over time: a list of what was measured, each value at its moment, however far apart they lie."""

from __future__ import annotations

from collections.abc import Sequence

from core.kernel.messages import Column
from core.kernel.result import Result
from core.planning.chart_spec import ChartSpec
from core.planning.plan import Queried
from core.semantics.model import SemanticModel

MOST_THINGS = 6
"""Machines whose readings can be told apart on one chart."""


def over_time(plan: Queried, result: Result, columns: Sequence[Column], model: SemanticModel) -> ChartSpec | None:
    """The chart of a list of readings: when, how much, and of which thing where there are several.

    Args:
        columns: the result's, in its order.

    Returns:
        None for any other list, and for values that do not share a unit.
    """
    query = plan.query
    if query is None or query.shape != "list" or query.groups or query.measures or len(result.rows) < 2:
        return None
    dataset = model.datasets[query.dataset]
    by_field = {column.field: column for column in columns}
    when = by_field.get(f"{query.dataset}.{query.date_field or dataset.default_date}")
    value = by_field.get(f"{query.dataset}.{dataset.value_field}")
    if when is None or value is None or not value.unit:
        return None
    others = [column for column in columns if column not in (when, value)]
    several = [column for column in others if len(set(result.column(column.name))) > 1]
    if len(several) > 1 or any(len(set(result.column(column.name))) > MOST_THINGS for column in several):
        return None
    return ChartSpec(
        kind="scatter",
        x=when.name,
        y=(value.name,),
        series=several[0].name if several else None,
        value_kind=value.kind,
        unit=value.unit,
        language=plan.language,
    )
