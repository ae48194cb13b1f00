"""What was wrong with a plan once it was checked or run, told so that the model can mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from core.kernel.errors import GuardRefused, QueryFailed
from core.kernel.messages import Language
from core.sentences import Text, say
from core.sentences import model as sentences

ProblemKind = Literal["guard", "database", "unknown_value", "all_null", "fan_out", "names", "period", "no_path"]

_REASONS: dict[ProblemKind, Text] = {
    "guard": sentences.REASON_GUARD,
    "database": sentences.REASON_DATABASE,
    "unknown_value": sentences.REASON_UNKNOWN_VALUE,
    "all_null": sentences.REASON_ALL_NULL,
    "fan_out": sentences.REASON_FAN_OUT,
    "names": sentences.REASON_NAMES,
    "period": sentences.REASON_PERIOD,
    "no_path": sentences.REASON_NO_PATH,
}
_LONGEST = 400


@dataclass(frozen=True)
class PlanProblem:
    """One defect.

    Attributes:
        message: in English, for the model; never a row of data other than the person's own literal.
        value: the literal that does not exist, for the person's sentence.
        nearest: values that do exist and resemble it.
    """

    kind: ProblemKind
    message: str
    value: str = ""
    nearest: tuple[str, ...] = ()

    @classmethod
    def of(cls, error: GuardRefused | QueryFailed) -> PlanProblem:
        """From what the guard or the database raised."""
        kind: ProblemKind = "guard" if isinstance(error, GuardRefused) else "database"
        return cls(kind, f"{kind} refused it: {error.detail}"[:_LONGEST])

    def reason(self, language: Language) -> str:
        """Why, in a person's words."""
        return say(_REASONS[self.kind], language, value=f"«{self.value}»" if language == "es" else f"“{self.value}”")
