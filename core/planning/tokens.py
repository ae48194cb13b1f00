"""Tokens: words, numbers, codes, dates and signs of a question, folded, with their place in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from core.kernel.folding import fold

TokenKind = Literal["word", "number", "code", "date", "sign"]

_TOKEN = re.compile(
    r"""
    (?P<date>\d{4}-\d{1,2}-\d{1,2}|\d{1,2}/\d{1,2}/\d{2,4})
  | (?P<code>[^\W\d_]{1,6}-?\d[\w]*(?:[-./]\w+)*
      |[^\W\d_]{1,6}(?:-[^\W_]+)*-\d[\w-]*
      |\d+(?:st|nd|rd|th|er|ero|do|ro|to|ra|ta|da|[a-z]\w*-\w+)\b)
  | (?P<kilo>\d+(?:\.\d+)?[kK]\b)
  | (?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)
  | (?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)
  | (?P<sign>>=|<=|<>|!=|[%$&/<>=\#+°≥≤])
    """,
    re.VERBOSE | re.IGNORECASE,
)


_KEPT = frozenset("what's who's that's it's let's there's where's today's ot's wo's technician's".split())


_DOTTED = re.compile(r"[1-9]\d{0,2}(?:\.000|(?:\.\d{3}){2,})")


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of the question.

    Attributes:
        folded: what is compared.
        start, end: characters in the question.
        number: the value of a number.
        ends: a mark of punctuation follows, so that a clause may end here.
    """

    text: str
    folded: str
    kind: TokenKind
    start: int
    end: int
    number: float | None = None
    ends: bool = False


_SHORTHAND_SIGNS = (
    (re.compile(r"(?<=\d)'s\b"), ""),
    (re.compile(r"\bw/o\b", re.I), "without"),
    (re.compile(r"\bw/ ?", re.I), "with "),
    (re.compile(r"\bc/ ?", re.I), "con "),
    (re.compile(r"\bp/ ?", re.I), "para "),
)
SHORTHAND = {
    "x": "por", "q": "que", "k": "que", "d": "de", "pa": "para", "yr": "year", "yrs": "years", "wk": "week",
    "wks": "weeks", "hw": "how", "mny": "many", "hve": "have", "mtto": "mantenimiento", "manto": "mantenimiento",
    "mantto": "mantenimiento", "mto": "mantenimiento", "mant": "mantenimiento", "maint": "maintenance",
    "prox": "proximo", "ult": "ultimo", "qty": "quantity", "tmrw": "tomorrow", "yday": "yesterday", "bt": "between",
    "tec": "tecnico", "emerg": "emergencia", "sem": "semana", "mos": "months", "prod": "production",
    "arent": "aren't", "isnt": "isn't", "dont": "don't", "whats": "what's",
}  # fmt: skip
"""Chat spellings of ordinary words, folded."""


def tokenise(text: str) -> list[Token]:
    """Cut a question into tokens; punctuation that carries no meaning is dropped, a possessive 's too."""
    text = text.replace("’", "'")
    for pattern, word in _SHORTHAND_SIGNS:
        text = pattern.sub(word, text)
    tokens = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        raw = match.group()
        folded = fold(raw)
        if kind == "word" and folded.endswith("'s") and folded not in _KEPT:
            folded = folded[:-2]
        number = None
        if kind == "kilo":
            # $5k: the k belongs to the number and is no shorthand for «que».
            tokens.append(Token(raw, folded, "number", match.start(), match.end(), int(float(raw[:-1]) * 1000)))
            continue
        if kind == "number":
            # Nobody writes three decimals in a chat: 5.000 are five thousand.
            plain = raw.replace(".", "") if _DOTTED.fullmatch(raw) else raw.replace(",", "")
            number = float(plain)
            number = int(number) if number.is_integer() and "." not in plain else number
        tokens.append(Token(raw, folded, kind or "word", match.start(), match.end(), number))  # type: ignore[arg-type]
    return tokens
