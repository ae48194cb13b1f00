"""Heard: a message cut into tokens once, with the one language that its words are in."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from core.kernel.messages import Language
from core.language.tokens import Token, tokenise
from core.language.tongue import language_by


@dataclass(frozen=True)
class Heard:
    """What everybody who looks at a message's words is given, so that nobody cuts it anew.

    Attributes:
        text: as it was written.
        tokens: its words, numbers, codes, dates and signs, in order.
        language: of its own words; None when they are too few to tell.
    """

    text: str
    tokens: tuple[Token, ...]
    language: Language | None


def hear(text: str, languages: Mapping[str, Collection[Language]]) -> Heard:
    """Cut a message into tokens and tell its language by them.

    Args:
        languages: folded word → the languages that it occurs in, as ``DeterministicPlanner.languages`` gives it.
    """
    tokens = tuple(tokenise(text))
    return Heard(text, tokens, language_by((token.folded for token in tokens), languages))
