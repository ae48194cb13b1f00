"""One measure as an aggregate over the rows of one SELECT."""

from __future__ import annotations

from core.semantics.query import Measure
from core.semantics.sql.joins import NotCompilable, Source


def measure_sql(source: Source, measure: Measure) -> str:
    """An aggregate over the source's root, as SQL.

    Raises:
        NotCompilable: a formula, which needs its bases aggregated alone.
    """
    if measure.metric is not None:
        metric = source.model.metrics[measure.metric]
        if metric.is_formula:
            raise NotCompilable(f"{metric.name} is a formula")
        return source.metric_sql(metric.expression)
    if measure.aggregate == "count" and measure.field is None:
        return "COUNT(*)"
    if measure.field is None:
        raise NotCompilable(f"{measure.aggregate} needs a field")
    column = source.field(measure.field)
    match measure.aggregate:
        case "count":
            return f"COUNT({column})"
        case "count_distinct":
            return f"COUNT(DISTINCT {column})"
        case "sum" | "avg" | "min" | "max":
            return f"{measure.aggregate.upper()}({column})"
        case other:
            raise NotCompilable(f"{other} cannot be compared")
