"""What a filter adds to its noun, and in which order such things are said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from core.kernel.messages import Language
from core.wording import numbers as wording
from core.wording.phrases import Noun, agree

Place = Literal["noun", "adjective", "before", "after", "of", "where", "last"]
RANK: Final[dict[Place, int]] = {"noun": 0, "adjective": 1, "before": 1, "after": 3, "of": 4, "where": 5, "last": 6}
PREDICATIVE: Final = frozenset({"down", "up"})
"""English words that do not stand before their noun: machines that are down."""


@dataclass(frozen=True)
class Modifier:
    """What a filter adds to its noun.

    Attributes:
        words: the phrase; several are alternatives. Spanish adjectives in the form of the model's labels.
        noun: for place ``noun``: what the rows are called instead.
        sort: among modifiers of the same place.
        condition: it states a named condition, so English may say it with "are".
        one: the phrase beside a single row, where it differs in more than an adjective: «que no es bomba».
        single: it names one row, so the noun is in the singular.
        agrees: a state that agrees with the noun, where the phrase has braces: «que estuvieron {} ayer».
        link: what joins the words: kinds of things add up («preventivas y correctivas»), states do not.
    """

    place: Place
    words: tuple[str, ...] = ()
    noun: Noun | None = None
    sort: int = 0
    negated: bool = False
    condition: str | None = None
    single: bool = False
    one: str | None = None
    agrees: str | None = None
    link: Literal["and", "or"] = "or"

    def said(self, language: Language, gender: str, many: bool) -> str:
        """The phrase beside its noun."""
        if self.agrees is not None:
            state = agree(self.agrees, gender, many) if language == "es" else self.agrees
            return (self.one if self.one is not None and not many else self.words[0]).replace("{}", state)
        if self.one is not None and not many:
            return self.one
        words = (
            [agree(word, gender, many) for word in self.words]
            if language == "es" and self.place == "adjective"
            else self.words
        )
        return wording.join(list(words), language, word=self.link if many else "or")


def tied(said: Sequence[str], language: Language) -> list[str]:
    """Phrases behind a noun, those with «con» and «sin» that follow each other tied: «sin fallas ni paros este mes»."""
    having, lacking = ("con ", "sin ") if language == "es" else ("with ", "without ")
    made: list[str] = []
    for text in said:
        before = made[-1] if made else ""
        if text.startswith(lacking) and before.startswith(lacking):
            when = _common_ending(before, text)
            first = before.removesuffix(when) if when else before
            made[-1] = f"{first} {'ni' if language == 'es' else 'or'} {text.removeprefix(lacking)}"
        elif text.startswith((having, lacking)) and before.startswith((having, lacking)):
            made[-1] = f"{before} {'y' if language == 'es' else 'and'} {text}"
        else:
            made.append(text)
    return made


def _common_ending(one: str, other: str) -> str:
    """What two phrases both end with, as whole words: « este mes»; never a phrase's own noun."""
    left, right = one.split(" "), other.split(" ")
    same = 0
    while same < min(len(left), len(right)) - 2 and left[-1 - same] == right[-1 - same]:
        same += 1
    return f" {' '.join(left[len(left) - same :])}" if same else ""
