"""Semi-joins: rows that have, have not, or have so many related rows. Never a join, so nothing fans out."""

from __future__ import annotations

from collections.abc import Callable

from core.kernel.messages import Cell
from core.semantics.query import FieldRef, Filter, Measure, Related, SemanticQuery
from core.semantics.sql.block import metric_block
from core.semantics.sql.joins import NotCompilable, Source
from core.semantics.sql.measure import measure_sql
from core.semantics.sql.population import keep_population


def related_sql(outer: Source, part: Related, keep: Callable[[Source, Filter], None]) -> str:
    """``key [NOT] IN (SELECT key FROM related …)``, grouped and compared where a measure is.

    A comparison that zero satisfies (fewer than 3 failures) also holds for rows without any related row, so it is
    written as the negation of its opposite.

    Args:
        keep: adds a filter to a SELECT; a related row's filters may be of any kind, related rows again among them.

    Raises:
        NotCompilable: the related rows do not lead to the outer ones, or lack a date for their period.
    """
    model, root = outer.model, outer.root
    forward = model.path(part.dataset, root)
    if forward:
        step = forward[-1]
        inner = Source(model, outer.dialect, part.dataset, outer.today)
        if len(forward) > 1:
            inner.reach(step.source)
        key = f"{step.source}.{step.source_columns[0]}"
        own = f"{root}.{step.target_columns[0]}"
    else:
        raise NotCompilable(f"{part.dataset} does not lead to {root}")
    metric = model.metrics[part.measure.metric] if part.measure is not None and part.measure.metric else None
    if metric is not None:
        # The measure keeps its own definition: MTTR is that of completed corrective orders, by completion.
        query = SemanticQuery(dataset=part.dataset, shape="measure", filters=part.filters)
        block = metric_block(model, query, metric, part.measure or Measure(metric=metric.name))
        part = part.model_copy(
            update={"filters": (*part.filters, *block.filters), "date_field": part.date_field or block.date}
        )
    for item in part.filters:
        keep(inner, item)
    keep_population(inner, part.dataset, part.filters, ())
    if part.period is not None:
        field = part.date_field or model.datasets[part.dataset].default_date
        if field is None:
            raise NotCompilable(f"{part.dataset} has no date for a period")
        inner.keep_sql(inner.within(inner.field(FieldRef(dataset=part.dataset, field=field)), part.period))
    if any(step.optional for step in forward) or part.negated:
        inner.keep_sql(f"{key} IS NOT NULL")
    negated, having = part.negated, ""
    if part.op is not None:
        value = measure_sql(inner, part.measure or Measure(aggregate="count"))
        op, values = part.op, part.values
        if _holds_for_zero(op, values):
            negated = not negated
            having = f" GROUP BY {key} HAVING NOT ({_compared(value, op, values)})"
        else:
            having = f" GROUP BY {key} HAVING {_compared(value, op, values)}"
    return f"{own} {'NOT IN' if negated else 'IN'} (SELECT {key} {inner.sql()}{having})"


def _compared(value: str, op: str, values: tuple[Cell, ...]) -> str:
    if op == "between":
        return f"{value} BETWEEN {values[0]} AND {values[1]}"
    return f"{value} {op} {values[0]}"


def _holds_for_zero(op: str, values: tuple[Cell, ...]) -> bool:
    number = float(values[0] or 0)
    match op:
        case "<":
            return number > 0
        case "<=":
            return number >= 0
        case "=":
            return number == 0
        case "between":
            return number <= 0
        case "<>":
            return number != 0
        case _:
            return False
