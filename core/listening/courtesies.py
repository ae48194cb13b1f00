"""Courtesies: thanks, "ok" and an emoji ask for nothing, so a short line answers them, and no help card.

Shared by the platforms: to somebody who talks to the bot the line is said, in a thread among people nothing is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from core.kernel.messages import Language, Question, Reply, Span
from core.language.heard import Heard
from core.language.spoken import begins, languages_of
from core.sentences import courtesies as words
from core.sentences import say

Courtesy = Literal["thanks", "agreed"]
_KINDS: tuple[Courtesy, ...] = ("thanks", "agreed")

_LONGEST = 120
"""Characters; who writes more says something."""
_EMOJI = re.compile(r":[a-z0-9_+'-]+:")


def courtesy_of(heard: Heard, *, signs: bool = True) -> Courtesy | None:
    """What a message is when it is a courtesy and nothing else; None when it says more, or asks.

    Args:
        signs: whether emoji and signs alone are one.
    """
    written = heard.text.strip()
    if not written or len(written) > _LONGEST or "?" in written or "¿" in written:
        return None
    kinds = [kind for kind, _ in _read(heard)]
    if None in kinds or (not kinds and not signs):
        return None
    return "thanks" if "thanks" in kinds else "agreed"


def language_of_courtesy(heard: Heard) -> Language | None:
    """The language of a courtesy's words; None for "ok" and an emoji, which are of both."""
    found = {language for _, languages in _read(heard) if len(languages) == 1 for language in languages}
    return found.pop() if len(found) == 1 else None


def reply_to(question: Question, courtesy: Courtesy, language: Language) -> Reply:
    """The short line."""
    text = words.WELCOME if courtesy == "thanks" else words.AGREED
    return Reply(question_id=question.id, language=language, action="help", headline=(Span(text=say(text, language)),))


def _read(heard: Heard) -> Iterator[tuple[Courtesy | None, frozenset[Language]]]:
    """The phrases of a text, longest first, each with the languages that have it; no kind for a word that is of none.
    Emoji and signs are no words."""
    emoji = [found.span() for found in _EMOJI.finditer(heard.text.lower())]
    left = tuple(
        word
        for token in heard.tokens
        if token.kind != "sign" and not any(begin <= token.start < end for begin, end in emoji)
        for word in token.folded.split("'")
    )
    while left:
        kind: Courtesy | None = None
        size = 0
        for name in _KINDS:
            if (found := begins(left, name)) > size:
                kind, size = name, found
        yield kind, languages_of(kind, " ".join(left[:size])) if kind else frozenset()
        left = left[max(size, 1) :]
