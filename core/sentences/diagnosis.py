"""Diagnosis: one thing that ``maintbot doctor`` looked at, and what the operator has to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from core.kernel.errors import ConfigurationError, MaintbotError
from core.kernel.messages import Language
from core.sentences import Text, say

Level = Literal["ok", "warning", "error"]


@dataclass(frozen=True)
class Diagnosis:
    """What one check found.

    Attributes:
        level: an ``error`` makes the doctor end with exit code 1.
        code: short and stable, for programs and tests; "" where nobody needs one.
        texts: the sentence for the operator, in both languages.
    """

    level: Level
    code: str
    texts: Text

    def message(self, language: Language) -> str:
        """The sentence for the operator."""
        return self.texts[language]


def failed(error: MaintbotError) -> Diagnosis:
    """An error as a finding; its detail is shown where the sentence does not say it."""
    detail = f" ({error.detail})" if error.detail and not isinstance(error, ConfigurationError) else ""
    return Diagnosis("error", error.code, {"es": error.message("es") + detail, "en": error.message("en") + detail})


def diagnose(level: Level, code: str, text: Text, **values: Any) -> Diagnosis:
    """A Diagnosis whose sentence is ``text`` with its ``{names}`` filled in both languages."""
    return Diagnosis(level, code, {"es": say(text, "es", **values), "en": say(text, "en", **values)})
