"""Texts that a model wrote: the language of an answer is the question's, and no figure is the model's own."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from core.kernel.messages import Language
from core.language.heard import hear
from core.modelling.numbers import numbers

_DAY = re.compile(r"\d{1,4}")


@dataclass(frozen=True)
class Tongues:
    """Judges texts by the words of the plant's lexicon.

    Attributes:
        languages: folded word → the languages that it occurs in.
    """

    languages: Mapping[str, Collection[Language]]

    def of(self, text: str) -> Language | None:
        """The language of a text; None when its words are too few to tell."""
        return hear(text, self.languages).language

    def fits(self, text: str | None, language: Language) -> bool:
        """Whether a text is not plainly in the other language."""
        return not text or self.of(text) in (None, language)


def invented(text: str, known: Sequence[str]) -> bool:
    """Whether a text says a figure that stands in none of the others (what was asked, and what came before)."""
    allowed = {number for other in known for number in _figures(other)}
    return any(number not in allowed for number in _figures(text))


def _figures(text: str) -> set[str]:
    # Digits alone are compared, since "5,4 h" may be repeated as "5.4 h", and "P-101" as "P101".
    return {digits for number in numbers(text) for digits in _DAY.findall(number)}
