"""When an answer comes with its chart unasked, and when that chart says all that the table says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from core.kernel.messages import Column, Question, QuestionKind
from core.kernel.result import Result
from core.planning.chart_spec import ChartSpec
from core.planning.plan import Queried
from core.replies.charts.choice import NUMERIC, chartable
from core.wording.numbers import cell

LEAST_ROWS: Final = 3
"""Two values are compared in a sentence."""
MOST_BARS: Final = 20
_ROOM, _SIGN = 700, 12
"""Pixels that shapes side by side have at least, and that a letter of a value takes at most."""
_CHATS: Final[frozenset[QuestionKind]] = frozenset(
    {"mention", "message", "button", "select", "shortcut", "suggestion", "scheduled"}
)


def may_illustrate(question: Question) -> bool:
    """Whether the answer is read by a person in a chat: not a command's, nor a program's."""
    return not question.alone and (question.illustrated or question.kind in _CHATS)


def worth_drawing(plan: Queried, result: Result) -> bool:
    """A breakdown, a ranking or a trend of three values or more that are not all the same."""
    if len(result.rows) < LEAST_ROWS or result.truncated or not chartable(plan, result):
        return False
    if plan.query is None:
        names = [column for column in plan.columns if column.kind not in NUMERIC]
        return len(names) == 1 and len(set(result.column(names[0].name))) == len(result.rows) <= MOST_BARS
    values = plan.roles.get("values", ())
    return bool(plan.query.groups) and any(len(set(result.column(name))) > 1 for name in values)


def fits_unasked(spec: ChartSpec, result: Result) -> bool:
    """Whether the chart shows the answer and not a piece of it: averages of 200 machines are no 20 bars."""
    return spec.time or spec.additive is not False or len(result.rows) <= MOST_BARS


def tells_all(spec: ChartSpec, columns: Sequence[Column], result: Result, currency: str) -> bool:
    """Whether every cell of the table stands on the chart, as a label or as a value beside its shape.

    Values beside the points of a line, and above bars, are written only where all have room.

    Args:
        columns: those of the table.
    """
    drawn = {spec.x, *spec.y, *([spec.series] if spec.series else [])}
    if result.truncated or {column.name for column in columns} - drawn:
        return False
    count = len(result.rows)
    if spec.kind == "barh":
        return count <= MOST_BARS
    if spec.kind not in ("bar", "line", "area") or spec.series is not None or len(spec.y) > 1 or count > MOST_BARS:
        return False
    column = next(column for column in columns if column.name == spec.y[0])
    longest = max(len(cell(value, column, spec.language, currency)) for value in result.column(column.name))
    return longest * _SIGN <= _ROOM / count
