"""Spoken: the words by which people's messages to each other are told apart, of all languages at once.

They stand in ``words/speech_<language>.yaml``. A message of a thread may mix languages, so nobody asks which one it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from core.kernel.messages import Language
from core.language.reading import read_words
from core.semantics.words import LANGUAGES


@lru_cache(maxsize=1)
def _files() -> dict[Language, dict[str, Any]]:
    return {language: read_words(f"speech_{language}") for language in LANGUAGES}


@lru_cache(maxsize=64)
def spoken(*names: str) -> frozenset[str]:
    """The words and phrases of the lists so named."""
    return frozenset(word for file in _files().values() for name in names for word in file.get(name, ()))


def languages_of(name: str, phrase: str) -> frozenset[Language]:
    """The languages in whose list of that name a phrase stands."""
    return frozenset(language for language, file in _files().items() if phrase in file.get(name, ()))


@lru_cache(maxsize=64)
def _sequences(name: str) -> tuple[tuple[str, ...], ...]:
    """The phrases of a list, in words, the longest first."""
    return tuple(sorted((tuple(phrase.split()) for phrase in spoken(name)), key=lambda words: -len(words)))


@lru_cache(maxsize=16)
def _pattern(name: str) -> re.Pattern[str]:
    found = [file["patterns"][name] for file in _files().values() if name in file["patterns"]]
    return re.compile("|".join(f"(?:{pattern})" for pattern in found), re.IGNORECASE)


def fits(name: str, text: str) -> bool:
    """Whether a pattern so named, of any language, fits the text from its beginning."""
    return _pattern(name).match(text) is not None


def begins(words: Sequence[str], name: str) -> int:
    """How many words the longest phrase of a list takes at the beginning of ``words``; 0 for none."""
    for phrase in _sequences(name):
        if tuple(words[: len(phrase)]) == phrase:
            return len(phrase)
    return 0


def without(words: Sequence[str], name: str) -> list[str]:
    """The words without the phrases of a list that they begin with."""
    rest = list(words)
    while rest and (size := begins(rest, name)):
        rest = rest[size:]
    return rest


# ---- bystanders: people whom a message names and is not about; it is copied to them, greets or thanks them ----


def without_bystanders(text: str, person: str) -> str:
    """A message without the people whom it is only copied to, with the words that say so, and without those whom it
    greets or thanks, those words kept.

    Args:
        person: a regular expression, without groups that capture, for one person as the platform writes them.
    """
    copied, greeted = _of_people(person)
    return _EMPTY.sub(" ", greeted.sub(r"\1 ", copied.sub(" ", text)))


_EMPTY = re.compile(r"\([ \t]*\)")


@lru_cache(maxsize=8)
def _of_people(person: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    joint = rf"(?:[\s,;&+]*(?:\b{_any('joins')}\b)?\s*)"
    people = rf"{person}(?:{joint}{person})*"
    copied = re.compile(rf"(?<![\w/])/?{_any('copies')}(?!\w)[.:]*\s*{people}", re.I)
    greeted = re.compile(rf"(?<!\w)({_any('greets', 'thanks')})[ \t,]+{people}(?=\s*(?:$|[.,:;!?¿¡()\n]))", re.I)
    return copied, greeted


def _any(*names: str) -> str:
    """Any phrase of the lists so named, the longest first."""
    phrases = sorted(spoken(*names), key=lambda phrase: -len(phrase))
    return "(?:" + "|".join(r"\s+".join(map(re.escape, phrase.split())) for phrase in phrases) + ")"
