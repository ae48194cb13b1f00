"""Courtesies: thanks, "ok" and an emoji ask for nothing, so a short line answers them, and no help card.

Shared by the platforms: to somebody who talks to the bot the line is said, in a thread among people nothing is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from core.kernel.messages import Language, Question, Reply, Span
from core.language.heard import Heard
from core.sentences import courtesies as words
from core.sentences import say

Courtesy = Literal["thanks", "agreed"]

_LONGEST = 120
"""Characters; who writes more says something."""
_EMOJI = re.compile(r":[a-z0-9_+'-]+:")


def _phrases(kind: Courtesy, language: Language | None, *texts: str) -> dict[tuple[str, ...], tuple[Courtesy, str]]:
    return {tuple(text.split()): (kind, language or "") for text in texts}


_SAID: dict[tuple[str, ...], tuple[Courtesy, str]] = {
    **_phrases("thanks", "es", "gracias", "muchas gracias", "muchisimas gracias", "mil gracias", "te lo agradezco"),
    **_phrases("thanks", "en", "thanks", "thanks a lot", "many thanks", "thank you", "thx", "ty", "cheers"),
    **_phrases("thanks", "en", "thank you very much", "thank you so much", "thanks so much"),
    **_phrases("agreed", None, "ok", "okay", "oki", "okey"),
    **_phrases("agreed", "es", "va", "vale", "listo", "perfecto", "excelente", "genial", "muy bien", "muy amable"),
    **_phrases("agreed", "es", "que bien", "entendido", "enterado", "enterada", "copiado", "de acuerdo", "sale"),
    **_phrases("agreed", "en", "perfect", "great", "awesome", "cool", "nice", "got it", "noted", "sounds good"),
}
_MOST_WORDS = max(len(phrase) for phrase in _SAID)


def courtesy_of(heard: Heard, *, signs: bool = True) -> Courtesy | None:
    """What a message is when it is a courtesy and nothing else; None when it says more, or asks.

    Args:
        signs: whether emoji and signs alone are one.
    """
    written = heard.text.strip()
    if not written or len(written) > _LONGEST or "?" in written or "¿" in written:
        return None
    kinds = [said[0] if said else None for said in _read(heard)]
    if None in kinds or (not kinds and not signs):
        return None
    return "thanks" if "thanks" in kinds else "agreed"


def language_of_courtesy(heard: Heard) -> Language | None:
    """The language of a courtesy's words; None for "ok" and an emoji, which are of both."""
    found = {said[1] for said in _read(heard) if said and said[1]}
    return "es" if found == {"es"} else "en" if found == {"en"} else None


def reply_to(question: Question, courtesy: Courtesy, language: Language) -> Reply:
    """The short line."""
    text = words.WELCOME if courtesy == "thanks" else words.AGREED
    return Reply(question_id=question.id, language=language, action="help", headline=(Span(text=say(text, language)),))


def _read(heard: Heard) -> Iterator[tuple[Courtesy, str] | None]:
    """The phrases of a text, longest first; None for a word that is of none. Emoji and signs are no words."""
    emoji = [found.span() for found in _EMOJI.finditer(heard.text.lower())]
    left = tuple(
        word
        for token in heard.tokens
        if token.kind != "sign" and not any(begin <= token.start < end for begin, end in emoji)
        for word in token.folded.split("'")
    )
    while left:
        size = next((size for size in range(_MOST_WORDS, 0, -1) if left[:size] in _SAID), 0)
        yield _SAID[left[:size]] if size else None
        left = left[max(size, 1) :]
