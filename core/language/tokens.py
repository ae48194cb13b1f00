"""Tokens: words, numbers, codes, dates and signs of a question, folded, with their place in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from core.kernel.folding import fold
from core.language.language import languages

TokenKind = Literal["word", "number", "code", "date", "clock", "sign"]

MOST = 250
"""Tokens that are read; a longer message is a paste, and what it says beyond that says nothing new."""

_TOKEN = re.compile(
    r"""
    (?P<emoji>:[a-z0-9_+-]+:)
  | (?P<date>\d{4}-\d{1,2}-\d{1,2}|\d{1,2}/\d{1,2}/\d{2,4})
  | (?P<code>[^\W\d_]{1,6}-?\d[\w]*(?:[-./]\w+)*
      |[^\W\d_]{1,6}(?:-[^\W_]+)*-\d[\w-]*
      |\d+(?:st|nd|rd|th|er|ero|do|ro|to|ra|ta|da|[a-z]\w*-\w+)\b)
  | (?P<clock>(?:[01]?\d|2[0-3]):[0-5]\d(?!\d))
  | (?P<kilo>\d+(?:\.\d+)?[kK]\b)
  | (?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)
  | (?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)
  | (?P<sign>>=|<=|<>|!=|[%$&/<>=\#+°≥≤])
  | (?P<stop>[.,;:?!¿¡()–—]+|(?<=\s)-+(?=\s)|\n+)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_DOTTED = re.compile(r"[1-9]\d{0,2}(?:\.000|(?:\.\d{3}){2,})")
_OF_YEARS = re.compile(r"(?<=\d)'s\b")


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of the question.

    Attributes:
        folded: what is compared.
        start, end: characters in the question.
        number: the value of a number.
        ends: a mark of punctuation follows, so that a clause may end here.
        stops: a mark that ends a sentence follows.
    """

    text: str
    folded: str
    kind: TokenKind
    start: int
    end: int
    number: float | None = None
    ends: bool = False
    stops: bool = False


_STOPS = frozenset(".?!:;\n")


def tokenise(text: str) -> list[Token]:
    """Cut a question into tokens; punctuation only marks where a clause may end, a possessive 's is dropped."""
    text = _OF_YEARS.sub("", text.replace("’", "'"))
    text = _signs(text)
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "word"
        raw = match.group()
        if kind == "emoji":
            continue
        if kind == "stop":
            if tokens:
                tokens[-1] = replace(tokens[-1], ends=True, stops=tokens[-1].stops or not _STOPS.isdisjoint(raw))
            continue
        if raw == "/" and not tokens:
            continue  # "/open orders": a command's sign, and no word
        if len(tokens) >= MOST:
            break
        token = _token(raw, kind, match.start(), match.end())
        if token.folded:  # a sign that folds to nothing («ﾞ») is no word
            tokens.append(token)
    return tokens


def _token(raw: str, kind: str, start: int, end: int) -> Token:
    folded = fold(raw)
    if kind == "word" and folded.endswith("'s") and folded not in _phrase_words():
        folded = folded[:-2]
    if kind == "kilo":
        # $5k: the k belongs to the number.
        return Token(raw, folded, "number", start, end, int(float(raw[:-1]) * 1000))
    number: float | None = None
    if kind == "number":
        # Nobody writes three decimals in a chat: 5.000 are five thousand.
        digits = raw.replace(".", "") if _DOTTED.fullmatch(raw) else raw.replace(",", "")
        number = float(digits)
        number = int(number) if number.is_integer() and "." not in digits else number
    return Token(raw, folded, kind, start, end, number)  # type: ignore[arg-type]


_SIGNS: list[tuple[re.Pattern[str], str]] = []
_KEPT: set[str] = set()


def _signs(text: str) -> str:
    """Signs for words: w/o, c/."""
    if not _SIGNS:
        for words in languages().values():
            for sign, word in sorted(words.signs.items(), key=lambda item: -len(item[0])):
                ending = r"\b" if sign[-1].isalnum() else " ?"
                _SIGNS.append((re.compile(rf"\b{re.escape(sign)}{ending}", re.I), f"{word} "))
    if "/" not in text:
        return text
    for pattern, word in _SIGNS:
        text = pattern.sub(word, text)
    return text


def _phrase_words() -> set[str]:
    """Words with an apostrophe that are phrases of a language and no possessives (what's, who's)."""
    if not _KEPT:
        for words in languages().values():
            for table in (words.roles, words.light, words.topics):
                _KEPT.update(
                    fold(piece)
                    for phrases in table.values()
                    for phrase in phrases
                    for piece in phrase.split()
                    if "'" in piece
                )
    return _KEPT
