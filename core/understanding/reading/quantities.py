"""Numbers with the sign, scale or unit that stands with them: $5,000 · 10 horas · 500 mil pesos · 50 % · 80 °C."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from core.language.language import Words
from core.language.tokens import Token
from core.understanding.reading.readings import Number

_SCALED = re.compile(r"(\d+(?:\.\d+)?)(k|m|mm)")
_SCALES = {"k": 1_000, "m": 1_000_000, "mm": 1_000_000}
_GLUED = re.compile(r"(\d+(?:\.\d+)?)([a-z]+)")
_LONGEST = 3


def values_of(
    tokens: Sequence[Token], words: Sequence[str], hint: str | None, known: Mapping[str, Words]
) -> list[float | None]:
    """The number of each token; of words the question's language first («once» is eleven, or one time)."""
    order = sorted(known, key=lambda language: language != hint)
    found: list[float | None] = []
    for token, word in zip(tokens, words, strict=True):
        if token.kind == "number":
            found.append(token.number)
        else:
            tables = [known[name].numbers for name in order] + [known[name].multiples for name in order]
            found.append(next((table[word] for table in tables if word in table), None))
    return found


def numbers_at(
    tokens: Sequence[Token],
    words: Sequence[str],
    start: int,
    values: Sequence[float | None],
    known: Mapping[str, Words],
) -> Iterator[tuple[int, Number]]:
    """Every number that begins at a token: where it ends, and its value with its unit."""
    at, unit = start, ""
    if words[at] == "$" and at + 1 < len(words):
        at, unit = at + 1, "money"
    value = values[at]
    if value is None:
        if match := _SCALED.fullmatch(words[at]):
            yield at + 1, Number(float(match[1]) * _SCALES[match[2]], unit)
        if (match := _GLUED.fullmatch(words[at])) and (named := _table(known, "units", match[2])):
            yield at + 1, Number(float(match[1]), str(named))
        return
    at += 1
    if _table(known, "multiples", words[start]) is not None:
        yield at, Number(value, "times")  # "twice", «el doble»
        return
    for end, phrase in _ahead(words, at):
        scale = _table(known, "scales", phrase)
        if scale is not None and (tokens[start].kind == "number" or value != 1):
            value, at = value * float(scale), end
            break
    yield at, Number(value, unit)
    here = at + 1 if words[at : at + 1] == ["°"] else at
    for end, phrase in _ahead(words, here):
        named = _table(known, "units", phrase)
        if named is not None:
            yield end, Number(value, str(named))


def _ahead(words: Sequence[str], at: int) -> Iterator[tuple[int, str]]:
    """The next words as one phrase, longest first."""
    for size in range(min(_LONGEST, len(words) - at), 0, -1):
        yield at + size, " ".join(words[at : at + size])


def _table(known: Mapping[str, Words], name: str, phrase: str) -> str | float | None:
    for words in known.values():
        table: Mapping[str, str | float] = getattr(words, name)
        if phrase in table:
            return table[phrase]
    return None
