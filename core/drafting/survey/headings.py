"""Columns of lists that a system exports under headings of some language: known by what the system itself calls them.

``data/headings.yaml`` has the headings in full; a list may shorten each of their words («Fe.inic.extrema»).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from core.drafting.naming.words import load_data, vocabulary
from core.drafting.survey.found import FoundTable
from core.kernel.folding import fold
from core.kernel.messages import Language

_HUMPS = re.compile(r"(?<=[a-zà-ÿß])(?=[A-ZÀ-Þ])")
_LEAST, _TELLING = 5, 2
"""Columns by which a list is known, and of them such as hardly any other system has."""
_SHORT = 5
"""Letters that the beginning of a heading of one word has at least."""
_SPOKEN: tuple[Language, ...] = ("es", "en")


@dataclass(frozen=True)
class _Heading:
    code: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class _Lists:
    telling: frozenset[str]
    headings: tuple[_Heading, ...]
    spoken: Mapping[str, Mapping[Language, tuple[str, ...]]]


def with_headings(tables: Sequence[FoundTable]) -> None:
    """Give the columns of such lists their system's own names and its words for them."""
    for lists in _known():
        codes = {table.name: _codes(lists, table) for table in tables}
        if not any(_is_list(lists, found) for found in codes.values()):
            continue
        for table in tables:
            for name, code in codes[table.name].items():
                column = table.columns[name]
                column.bare, column.headings = code.upper(), lists.spoken[code]


def _is_list(lists: _Lists, codes: Mapping[str, str]) -> bool:
    found = set(codes.values())
    return len(found) >= _LEAST and len(found & lists.telling) >= _TELLING


def _codes(lists: _Lists, table: FoundTable) -> dict[str, str]:
    """Column → the system's own name; the heading that is nearest, and of one name the column that is nearest to it."""
    fits = []
    for column in table.columns:
        own = _words(column)
        near = [(_nearness(own, heading.words), heading.code) for heading in lists.headings]
        best = max(near, key=lambda item: item[0], default=(0.0, ""))
        if best[0] and len({code for score, code in near if score == best[0]}) == 1:
            fits.append((best[0], column, best[1]))
    found: dict[str, str] = {}
    for _, column, code in sorted(fits, key=lambda item: -item[0]):
        if code not in found.values():
            found[column] = code
    return found


def _nearness(own: tuple[str, ...], heading: tuple[str, ...]) -> float:
    """How much of a heading's letters a name has, 0 when a word of either is not the other's."""
    if len(own) != len(heading) or not own:
        return 0.0
    if own == heading:
        return 1.0
    if len(own) == 1:
        return 0.9 if len(own[0]) >= _SHORT and heading[0].startswith(own[0]) else 0.0
    if not all(_shortened(word, whole) for word, whole in zip(own, heading, strict=True)):
        return 0.0
    return 0.9 * sum(map(len, own)) / sum(map(len, heading))


def _shortened(word: str, whole: str) -> bool:
    if word == whole:
        return True
    if len(word) < 2 or len(word) >= len(whole) or word[0] != whole[0]:
        return False
    rest = iter(whole)
    return all(letter in rest for letter in word)


@lru_cache(maxsize=4096)
def _words(name: str) -> tuple[str, ...]:
    """The words of a heading without small ones; the last word of a name in capitals alone stays whole."""
    spaced = name if name.isupper() else _HUMPS.sub(" ", name)
    found = [fold(word) for word in re.split(r"[\W_]+", spaced) if word]
    small = vocabulary().small - {"am", "on"}
    return tuple(word for word in found if word not in small) or tuple(found)


@lru_cache(maxsize=1)
def _known() -> tuple[_Lists, ...]:
    found = []
    for raw in load_data("headings.yaml").values():
        headings = [
            _Heading(code, _words(text))
            for code, said in raw["columns"].items()
            for own in (*said.values(), (code,))
            for text in own
        ]
        spoken: dict[str, Mapping[Language, tuple[str, ...]]] = {
            code: {language: tuple(said[language]) for language in _SPOKEN} for code, said in raw["columns"].items()
        }
        found.append(_Lists(frozenset(raw["telling"]), tuple(headings), spoken))
    return tuple(found)
