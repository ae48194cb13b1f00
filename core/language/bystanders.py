"""Bystanders: people whom a message names and is not about: it is copied to them, greets them or thanks them.

By which words, stands in ``words/speech_<language>.yaml`` (``copies``, ``greets``, ``thanks``); how a platform writes a
person, the platform says.
"""

from __future__ import annotations

import re
from functools import lru_cache

from core.language.spoken import spoken


def without_bystanders(text: str, person: str) -> str:
    """A message without the people whom it is only copied to, with the words that say so, and without those whom it
    greets or thanks, those words kept.

    Args:
        person: a regular expression, without groups that capture, for one person as the platform writes them.
    """
    copied, greeted = _patterns(person)
    return _EMPTY.sub(" ", greeted.sub(r"\1 ", copied.sub(" ", text)))


_EMPTY = re.compile(r"\([ \t]*\)")


@lru_cache(maxsize=8)
def _patterns(person: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    joint = rf"(?:[\s,;&+]*(?:\b{_any('joins')}\b)?\s*)"
    people = rf"{person}(?:{joint}{person})*"
    copied = re.compile(rf"(?<![\w/])/?{_any('copies')}(?!\w)[.:]*\s*{people}", re.I)
    greeted = re.compile(rf"(?<!\w)({_any('greets', 'thanks')})[ \t,]+{people}(?=\s*(?:$|[.,:;!?¿¡()\n]))", re.I)
    return copied, greeted


def _any(*names: str) -> str:
    """Any phrase of the lists so named, the longest first."""
    phrases = sorted(spoken(*names), key=lambda phrase: -len(phrase))
    return "(?:" + "|".join(r"\s+".join(map(re.escape, phrase.split())) for phrase in phrases) + ")"
