"""Words of a semantic model: terms by language, texts by language, and labels with number and gender."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.kernel.messages import Language

LANGUAGES: tuple[Language, ...] = ("es", "en")
Terms = Mapping[Language, tuple[str, ...]]
"""What people call a thing; both languages are always there, perhaps empty."""
Texts = Mapping[Language, str]
"""One text in each language; a language may be missing."""


@dataclass(frozen=True)
class Label:
    """How answers name a thing: singular and plural in each language, and the Spanish gender."""

    one: Mapping[Language, str]
    many: Mapping[Language, str]
    gender: str = "m"

    def forms(self, language: Language) -> tuple[str, str] | None:
        """(singular, plural) in a language; None where it has none."""
        return (self.one[language], self.many[language]) if language in self.one else None

    def filled(self, word: str) -> Label:
        """The same with ``word`` in the languages that have none."""
        if len(self.one) == len(LANGUAGES):
            return self
        return Label(
            {language: self.one.get(language, word) for language in LANGUAGES},
            {language: self.many.get(language, word) for language in LANGUAGES},
            self.gender,
        )


NO_LABEL = Label({}, {})
NO_TERMS: Terms = dict.fromkeys(LANGUAGES, ())
