"""«ahora *el total* por área» behind labor and parts: the measure that adds up what both of them do."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.semantics.model import SemanticModel
from core.semantics.query import Measure

_COLUMN = re.compile(r"\b\w+\.\w+\b")


def columns_of(expression: str) -> set[str]:
    """The columns that a metric's expression adds up, each with its table."""
    return set(_COLUMN.findall(expression))


def sum_of(model: SemanticModel, measures: Sequence[Measure]) -> Measure | None:
    """The one metric that adds up the columns of several; None where there are fewer than two, or no such metric."""
    parts = [model.metrics[measure.metric] for measure in measures if measure.metric]
    if len(parts) < 2 or len(parts) != len(measures):
        return None
    columns = {column for part in parts for column in columns_of(part.expression)}
    first = parts[0]
    found = [
        metric.name
        for metric in model.metrics.values()
        if columns_of(metric.expression) == columns
        and (metric.dataset, metric.kind, metric.date) == (first.dataset, first.kind, first.date)
        and metric.additive
        and not metric.hidden
        and metric.name not in {part.name for part in parts}
    ]
    return Measure(metric=found[0]) if len(found) == 1 else None
