"""AsidePatterns: how clauses and phrases that tell an occasion or a reason and ask nothing are known, by language.

They stand in ``words/asides_<language>.yaml``. What a person tells of themselves while asking («tengo que cambiar un
retén, …», "… for my 3 o'clock") is in no dictionary of the plant, and must neither stop the question nor limit it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from core.kernel.folding import fold
from core.language.language import languages, plain
from core.language.reading import read_words

_CLASS = re.compile(r"\{([A-Z]+)\}")


@dataclass(frozen=True)
class AsidePatterns:
    """The patterns of one language over folded words, each anchored at the edges of words.

    Attributes:
        whole: an aside by itself, wherever it stands.
        clauses: how a clause begins that is one to its end.
        persons: how a clause begins that tells of who speaks, and is one unless it asks.
        closing: how one begins behind a question, where no mark of punctuation stands before it.
        people: who asks for something in an aside, in one word («compras»).
    """

    whole: re.Pattern[str]
    clauses: re.Pattern[str]
    persons: re.Pattern[str]
    closing: re.Pattern[str]
    people: frozenset[str]

    def matches(self, kind: str, words: Sequence[str]) -> dict[int, int]:
        """First word → one behind the last, of every match of a kind of pattern."""
        pattern: re.Pattern[str] = getattr(self, kind)
        text = " ".join(words) + " "
        starts, position = {}, 0
        for index, word in enumerate(words):
            starts[position] = index
            position += len(word) + 1
        found: dict[int, int] = {}
        for start, index in starts.items():
            if match := pattern.match(text, start):
                found[index] = index + len(match.group().split())
        return found


@lru_cache(maxsize=1)
def asides() -> dict[str, AsidePatterns]:
    """The asides of every language."""
    return {language: _read(language) for language in languages()}


def _read(language: str) -> AsidePatterns:
    raw = read_words(f"asides_{language}")
    table = languages()[language]
    classes = {}
    for name, items in raw["classes"].items():
        written: set[str] = set()
        for item in items:
            written |= set(table.verbs[fold(item[1:])]) if item.startswith("~") else {fold(item)}
        classes[name] = f"(?:{'|'.join(re.escape(item) for item in sorted(written, key=len, reverse=True))})"

    people = frozenset(fold(item) for item in raw["classes"]["ASKER"] if not item.startswith("~"))

    def one(kind: str) -> re.Pattern[str]:
        patterns = [_CLASS.sub(lambda match: classes[match[1]], plain(item)) for item in raw[kind]]
        return re.compile("|".join(rf"(?:{item.strip()})(?=\s)" for item in patterns))

    return AsidePatterns(one("whole"), one("clauses"), one("persons"), one("closing"), people)
