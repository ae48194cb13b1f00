"""A share whose part is named by a limit: "what compliance does that give?" behind the orders that were done on time is
of all that were due, since of those done on time all were."""

from __future__ import annotations

import re
from collections.abc import Iterable

from core.semantics.model import SemanticModel
from core.semantics.query import Compare, Filter, Measure, Named

_COUNTED = re.compile(r"case when (.+) then 1 else 0 end")


def is_own_part(model: SemanticModel, part: Filter, measures: Iterable[Measure]) -> bool:
    """Whether a limit is what some measure counts of all rows, so that it would be whole of itself."""
    for measure in measures:
        metric = model.metrics.get(measure.metric or "")
        if metric is None or not metric.numerator or not metric.dataset:
            continue
        counted = _COUNTED.search(_plain(metric.numerator, metric.dataset))
        if counted is not None and _says(model, part, metric.dataset) == counted.group(1):
            return True
    return False


def _says(model: SemanticModel, part: Filter, dataset: str) -> str | None:
    """A limit of a dataset's rows as an expression; None where it is of other rows, or more than one value."""
    match part:
        case Named() if part.dataset == dataset and not part.negated:
            return _plain(model.datasets[dataset].conditions[part.condition].expression, dataset)
        case Compare() if part.field.dataset == dataset and part.op == "=" and len(part.values) == 1:
            return _plain(f"{part.field.field} = '{part.values[0]}'", dataset)
        case _:
            return None


def _plain(expression: str, dataset: str) -> str:
    return " ".join(expression.casefold().replace(f"{dataset.casefold()}.", "").split())
