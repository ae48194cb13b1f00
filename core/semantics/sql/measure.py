"""One measure as an aggregate over the rows of one SELECT."""

from __future__ import annotations

from core.semantics.query import Measure
from core.semantics.sql.joins import NotCompilable, Source
from core.semantics.sql.span import span_sql

_SECONDS = {"minutes": 60.0, "days": 86400.0}


def measure_sql(source: Source, measure: Measure) -> str:
    """An aggregate over the source's root, as SQL.

    Raises:
        NotCompilable: a formula, which needs its bases aggregated alone.
    """
    if measure.metric is not None:
        metric = source.model.metrics[measure.metric]
        if metric.is_formula:
            raise NotCompilable(f"{metric.name} is a formula")
        if metric.clipped and source.seconds is not None:
            return f"SUM({source.seconds}) / {_SECONDS.get(metric.kind, 3600.0)}"
        return source.metric_sql(metric.expression)
    if measure.aggregate == "count" and measure.field is None and source.counted_if is not None:
        return f"COALESCE(SUM(CASE WHEN {source.counted_if} THEN 1 ELSE 0 END), 0)"
    if measure.aggregate in ("count", "average_per") and measure.field is None:
        return "COUNT(*)"
    if measure.span is not None:
        column = span_sql(source, measure.span)
    elif measure.field is not None:
        column = source.field(measure.field)
    else:
        raise NotCompilable(f"{measure.aggregate} needs a field")
    match measure.aggregate:
        case "count":
            return f"COUNT({column})"
        case "count_distinct":
            return f"COUNT(DISTINCT {column})"
        case "sum" | "avg" | "min" | "max":
            return f"{measure.aggregate.upper()}({column})"
        case other:
            raise NotCompilable(f"{other} cannot be compared")
