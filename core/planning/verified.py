"""Which verified query a question asks: one that matches closely runs without any model call.

They live in the semantic model; ``core.semantics.file.verified`` says what each has.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from typing import Any

import structlog

from core.kernel.folding import fold_text
from core.kernel.messages import Cell, Language
from core.kernel.result import Result
from core.semantics.file.verified import VerifiedQuery

log = structlog.get_logger(__name__)

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_LANGUAGES: tuple[Language, ...] = ("es", "en")
_FILLERS = frozenset(
    # Words that ask, point or are polite, and carry nothing that a query could hold. "no", "sin", "más", "was" and
    # prepositions of time carry something, so they are not here.
    """a al the de del el la los las lo un una unos unas es son esta estan estoy hay ahi cual cuales que quien quienes
    cuanto cuanta cuantos cuantas dime dame muestra muestrame muestren lista listame ver veo quiero quisiera
    saber conocer puedes podrias favor por porfa porfavor oye hola gracias tenemos tienen
    nuestro nuestros nuestra nuestras actualmente ahora momento mismo
    is are be do does have has of an there what which who how many much show me tell give list please
    can could would you i we our us see know want hi hello hey thanks get currently now right moment""".split()
)
_COUNTS = re.compile(r"\b(?:cuant[oa]s?|how many|how much|numero de|cantidad de|number of|count of)\b")
_CLOSE = 88.0


@dataclass(frozen=True)
class Match:
    """A verified query that says what the question says, and the language in which it does."""

    query: VerifiedQuery
    language: Language


def match(question: str, queries: Sequence[VerifiedQuery]) -> Match | None:
    """The verified query that closely matches a question, in either language; None when none does, or two do.

    Closely: the same content words, whatever their order and ending, a misspelling forgiven; numbers, codes and
    negations must be equal. A word more or less is another question.
    """
    found: dict[str, Match] = {}
    for query in queries:
        for language, bag in _bags(query).items():
            if bag and _same(_bag(question, language), bag):
                found.setdefault(query.sql, Match(query, language))
    return next(iter(found.values())) if len(found) == 1 else None


def agrees(checked: Result, own: Result) -> bool:
    """Whether another query's result says what the checked one says: as many rows, and each of the checked columns
    with the same values; it may have more columns, other names and another order."""
    if len(checked.rows) != len(own.rows) or checked.truncated != own.truncated:
        return False
    if not checked.rows:
        return True
    theirs = [sorted(map(_comparable, own.column(name))) for name in own.columns]
    return all(sorted(map(_comparable, checked.column(name))) in theirs for name in checked.columns)


def _comparable(cell: Cell) -> str:
    return f"{cell:.9g}" if isinstance(cell, int | float) else str(cell)


def nearest(question: str, queries: Sequence[VerifiedQuery], count: int) -> list[Match]:
    """The ``count`` most similar verified queries, best first, as examples for the prompt."""
    from rapidfuzz import fuzz

    scored: list[tuple[float, int, Match]] = []
    for index, query in enumerate(queries):
        best: tuple[float, Language] = max(
            (
                (fuzz.token_set_ratio(" ".join(_bag(question, lang)), " ".join(bag)), lang)
                for lang, bag in _bags(query).items()
            ),
            default=(0.0, "en"),
        )
        scored.append((best[0], index, Match(query, best[1])))
    scored.sort(key=lambda item: (-item[0], item[1]))
    return [found for _, _, found in scored[:count]]


def _bags(query: VerifiedQuery) -> Mapping[Language, Mapping[str, str]]:
    """The content words of each wording: stem → word."""
    return {language: _bag(text, language) for language, text in query.question.items()}


@lru_cache(maxsize=256)
def _bag(text: str, language: Language) -> Mapping[str, str]:
    folded = fold_text(text)
    words = [word for word in _WORD.findall(_COUNTS.sub(" ", folded)) if word not in _FILLERS]
    # Asking how many is not asking which: the marker keeps the two apart.
    marker = {"#count": "#count"} if _COUNTS.search(folded) else {}
    return dict(sorted([(_stem(word, language), word) for word in words])) | marker


@lru_cache(maxsize=1024)
def _stem(word: str, language: Language) -> str:
    if any(char.isdigit() for char in word):
        return word
    return str(_stemmer(language).stemWord(word))


@cache
def _stemmer(language: Language) -> Any:
    """Snowball's for Spanish and English alone: the package imports those of thirty languages, 3 MB."""
    name = "snowballstemmer"
    if name not in sys.modules and (found := PathFinder.find_spec(name)) is not None:
        sys.modules[name] = module_from_spec(found)  # the package itself unread; its modules can be imported
        stemmer = _class(language)
        del sys.modules[name]  # whoever imports it otherwise gets it whole
        return stemmer()
    return _class(language)()


def _class(language: Language) -> Any:
    if language == "es":
        from snowballstemmer.spanish_stemmer import SpanishStemmer

        return SpanishStemmer
    from snowballstemmer.english_stemmer import EnglishStemmer

    return EnglishStemmer


def _same(asked: Mapping[str, str], verified: Mapping[str, str]) -> bool:
    extra, missing = sorted(asked.keys() - verified.keys()), sorted(verified.keys() - asked.keys())
    if not extra and not missing:
        return True
    if len(extra) != len(missing):
        return False
    from rapidfuzz import fuzz

    # A misspelling: one long word on each side, nearly the same, without digits. Short words differ by meaning
    # (no/not, más/mal), and a changed digit is a changed question.
    return all(
        min(len(a), len(b)) >= 6
        and a[0] == b[0]
        and not any(char.isdigit() or char == "#" for char in a + b)
        and fuzz.ratio(a, b) >= _CLOSE
        for a, b in ((asked[x], verified[y]) for x, y in zip(extra, missing, strict=True))
    )
