"""What keeps a plan in names from being a query: a fault that the model can mend, or a value to ask about."""

from __future__ import annotations

from core.modelling.problem import PlanProblem, ProblemKind
from core.semantics.model import Field


class Unfit(Exception):
    """The plan cannot be what was meant, and the model is told why.

    Attributes:
        problem: for the model, and in a person's words when it is the last attempt.
    """

    def __init__(self, kind: ProblemKind, message: str) -> None:
        super().__init__(message)
        self.problem = PlanProblem(kind, message)


class ValueUnknown(Exception):
    """A value does not occur in the plant's data, or several do that it may stand for.

    The person is asked, not the model: which values occur is data, and that stays in the plant.

    Attributes:
        field: where it was looked for. text: as the model wrote it. near: those that it may be, best first.
        several: True when each of ``near`` is such a value.
    """

    def __init__(self, field: Field, text: str, near: tuple[str, ...], *, several: bool) -> None:
        super().__init__(f"{field.dataset}.{field.name} has no value {text!r}")
        self.field = field
        self.text = text
        self.near = near
        self.several = several
