"""How single values lie: where half of them are, their middle and their ends."""

from __future__ import annotations

import re
from statistics import quantiles

from core.kernel.messages import Column
from core.replies.headlines.answer import Answer, Headline, as_number, clean
from core.sentences import headlines as texts
from core.sentences import replies, say
from core.wording.describe.times import between_dates

FEWEST = 4
"""So many values at least have quarters worth telling."""


def spread(answer: Answer) -> Headline | None:
    """«Duración de 2,046 paros este año: la mitad está entre 35 min y 3 h 20 min; la mediana es 1 h 15 min, …», where a
    histogram of a list was asked for; None elsewhere."""
    chart = answer.plan.chart
    column = _column(answer) if chart is not None and chart.kind == "histogram" else None
    if column is None:
        return None
    values = sorted(value for cell in answer.result.column(column.name) if (value := as_number(cell)) is not None)
    if len(values) < FEWEST:
        return None
    if answer.result.truncated:
        answer.notes.append(say(replies.TRUNCATED, answer.language, count=answer.number(len(answer.result.rows))))
    low, median, high = quantiles(values, n=4, method="inclusive")
    shown = {"low": low, "median": median, "high": high, "least": values[0], "most": values[-1]}
    return answer.headline(
        texts.SPREAD,
        label=clean(_label(answer, column)),
        rows=clean(f"{answer.number(len(values))} {answer.describer.phrase(answer.query, 2)}"),
        when=answer.when,
        **{name: _written(answer, column, value) for name, value in shown.items()},
    )


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
