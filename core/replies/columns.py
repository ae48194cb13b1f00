"""The columns of an answer: the plan's, in the result's order, and guesses for what the plan does not know."""

from __future__ import annotations

from core.kernel.messages import Column, ColumnKind
from core.kernel.result import Result
from core.planning.plan import Queried


def columns_of(plan: Queried, result: Result) -> list[Column]:
    """The plan's columns in the result's order; what the plan does not know is shown by its name."""
    known = {column.name: column for column in plan.columns}
    return [known.get(name) or _guessed(name, result) for name in result.columns]


def hidden(plan: Queried) -> frozenset[str]:
    """Parts that serve a definition or the tie-break and are no columns of the answer."""
    extras = plan.roles.get("extras", ())
    shown = {column.name for column in plan.columns if column.field or column.kind == "percent"}
    return frozenset(name for name in extras if name not in shown)


def _guessed(name: str, result: Result) -> Column:
    values = [value for value in result.column(name) if value is not None]
    number = bool(values) and all(isinstance(value, int | float) for value in values)
    whole = all(isinstance(value, int) for value in values)
    kind: ColumnKind = "text" if not number else "integer" if whole else "number"
    label = name.replace("_", " ")
    return Column(name=name, label=label[:1].upper() + label[1:], kind=kind)
