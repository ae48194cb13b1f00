"""The language of a question by its words, and whether it is in one of ours at all."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import lru_cache

from core.kernel.messages import Language
from core.language.language import languages
from core.language.reading import read_words


def language_by(words: Iterable[str], known: Mapping[str, Collection[Language]]) -> Language | None:
    """The language that most words have for themselves; None when there are none, or as many in each."""
    votes: dict[Language, float] = {"es": 0.0, "en": 0.0}
    for word in words:
        found = known.get(word, ())
        if len(found) == 1:
            (language,) = found
            votes[language] += _weight(word, language)
    if votes["es"] == votes["en"]:
        return None
    return "es" if votes["es"] > votes["en"] else "en"


def _weight(word: str, language: Language) -> float:
    """Two letters are soon an abbreviation; those of a function word are rather none."""
    if len(word) > 2:
        return 1.0
    return 0.6 if word in languages()[language].function else 0.4


@lru_cache(maxsize=1)
def _elsewhere() -> dict[str, frozenset[str]]:
    return {name: frozenset(items) for name, items in read_words("elsewhere").items()}


def is_foreign(words: Sequence[str], knows: Callable[[str], bool]) -> bool:
    """Neither Spanish nor English: several words, hardly one of them known; or plainly another language's.

    Args:
        words: folded, as they were typed: mending a slip would make one of ours of «quantas».
        knows: whether a word is known.
    """
    letters = [character for word in words for character in word if character.isalpha()]
    if sum(not unicodedata.name(letter, "LATIN").startswith("LATIN") for letter in letters) * 2 > len(letters):
        return True
    tables = _elsewhere()
    signs = [word for word in words if any(word in tables[name] for name in ("words", "asks", "like_ours"))]
    function = frozenset().union(*(language.function for language in languages().values())) - tables["shared"]
    own = sum(word in function for word in words)
    if signs and len(words) >= 3 and len(signs) > own:
        if len(signs) > 1 or words[0] in tables["asks"]:
            return True
        if words[0] in tables["like_ours"] and any(not knows(word) for word in words[1:]):
            return True
    alphabetic = [word for word in words if word.isalpha()]
    return len(alphabetic) >= 3 and sum(map(knows, alphabetic)) <= len(alphabetic) // 5
