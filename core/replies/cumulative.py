"""The rows of a Pareto: from the largest down, with each one's share and what they make together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.kernel.messages import Cell, Column
from core.kernel.result import Result
from core.planning.chart_spec import ChartSpec
from core.sentences import charts as texts
from core.sentences import say

SHARE, CUMULATIVE = "share_of_total", "cumulative_share"


def cumulative(spec: ChartSpec, columns: Sequence[Column], result: Result) -> tuple[list[Column], Result]:
    """The columns and the rows of a Pareto's answer, with two percentages behind them."""
    place = result.columns.index(spec.y[0])

    def size(row: tuple[Cell, ...]) -> float:
        value = row[place]
        return float(value) if isinstance(value, int | float) else 0.0

    ranked = sorted(result.rows, key=size, reverse=True)
    total = sum(map(size, ranked))
    rows, together = [], 0.0
    for row in ranked:
        together += size(row)
        shares = (100 * size(row) / total, 100 * together / total) if total else (None, None)
        rows.append((*row, *shares))
    labels = ((SHARE, texts.SHARE_COLUMN), (CUMULATIVE, texts.CUMULATIVE_COLUMN))
    added = [
        Column(name=name, label=say(text, spec.language), kind="percent", unit="%", decimals=1) for name, text in labels
    ]
    return [*columns, *added], replace(result, columns=(*result.columns, SHARE, CUMULATIVE), rows=tuple(rows))
