"""How single values lie: where half of them are, their middle and their ends."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from core.kernel.messages import Column
from core.kernel.result import Result
from core.replies.headlines.answer import Answer, Headline, as_number, clean
from core.sentences import headlines as texts
from core.wording.describe.times import between_dates

FEWEST = 4
"""So many values at least have quarters worth telling."""


TIMES = "times"
"""The column that says how many rows have a value, where values were counted and not listed."""


def spread(answer: Answer, counted: Result | None = None) -> Headline | None:
    """«Duración de 2,046 paros este año: la mitad está entre 35 min y 3 h 20 min; la mediana es 1 h 15 min, …», where a
    histogram of a list was asked for; None elsewhere.

    Args:
        counted: each value of all rows, and how often it comes, where MAX_ROWS cut the list.
    """
    chart = answer.plan.chart
    column = _column(answer) if chart is not None and chart.kind == "histogram" else None
    if column is None:
        return None
    cells = [(cell, 1) for cell in answer.result.column(column.name)] if counted is None else counted.rows
    values = sorted((value, int(times or 0)) for cell, times in cells if (value := as_number(cell)) is not None)
    total = sum(times for _, times in values)
    if total < FEWEST:
        return None
    low, median, high = (_quarter(values, total, part) for part in (1, 2, 3))
    shown = {"low": low, "median": median, "high": high, "least": values[0][0], "most": values[-1][0]}
    return answer.headline(
        texts.SPREAD,
        label=clean(_label(answer, column)),
        rows=clean(f"{answer.number(total)} {answer.describer.phrase(answer.query, 2)}"),
        when=answer.when,
        **{name: _written(answer, column, value) for name, value in shown.items()},
    )


def _quarter(values: Sequence[tuple[float, int]], total: int, part: int) -> float:
    """A quartile between the two values that it lies between (the inclusive method), each value so many times."""
    place, rest = divmod(part * (total - 1), 4)
    behind = list(accumulate(times for _, times in values))
    one, other = (values[bisect_right(behind, min(at, total - 1))][0] for at in (place, place + 1))
    return one + (other - one) * rest / 4


def _column(answer: Answer) -> Column | None:
    """The one column of numbers that the rows show."""
    kinds = ("integer", "number", "money", "percent", "hours", "minutes", "days")
    extras = answer.plan.roles.get("extras", ())
    return next(
        (item for item in answer.columns.values() if item.kind in kinds and item.name not in extras),
        None,
    )


def _label(answer: Answer, column: Column) -> str:
    """A number's label without its unit; a stretch of time by its two dates."""
    spans = answer.query.spans
    if len(spans) == 1 and column.field is None:
        return f"{'Tiempo' if answer.spanish else 'Time'} {between_dates(answer.model, spans[0], answer.language)}"
    return re.sub(r" \([^)]*\)$", "", column.label)


def _written(answer: Answer, column: Column, value: float) -> str:
    whole = column.kind in ("integer", "days", "minutes")
    return answer.cell(column.name, round(value) if whole else value)
