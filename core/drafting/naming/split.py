"""Names taken apart: ``WORKORDER``, ``wo_id``, ``fechaFin``, ``tblOrdenesTrabajo`` as words of the vocabulary."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from core.drafting.naming.words import vocabulary
from core.kernel.folding import fold

_HUMPS = re.compile(
    r"(?<=[a-z0-9áéíóúñ])(?=[A-ZÁÉÍÓÚÑ])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])"
)
_GLUED_HEAD = re.compile(r"[a-z]{1,3}\d(?=[a-z]{3})")
_MAKERS, _WHOLE = 4, 7
"""Letters of a maker's mark at most, of the word behind it at least."""
_ENDS = frozenset({"to", "a", "y", "n"})
"""Small words that say something at the end of a name: until when, which of two. «completed_on» is when it was."""
_CUT = 4
"""Letters that an abbreviation has at least; shorter ones are written down in ``data/words.yaml``."""
_GLUED = 5
"""A word of at least so many letters may be several that were written together."""


@lru_cache(maxsize=8192)
def tokens(name: str) -> tuple[str, ...]:
    """The words of a name as it was written, folded: ``fechaFin`` → fecha, fin; ``AssetNum2`` → asset, num, 2."""
    spaced = name if name.isupper() else _HUMPS.sub(" ", name)
    found: list[str] = []
    for word in re.split(r"[\W_]+", spaced):
        if word:
            folded = fold(word)
            found += _unglued(folded) or (folded,)
    return tuple(found)


@lru_cache(maxsize=8192)
def canonical(name: str, cut: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The English words that a name means, in its order; unknown ones as they are, small ones left out.

    Args:
        cut: tokens that the names around it begin with.
    """
    book = vocabulary()
    own = list(tokens(name))
    if cut and own[: len(cut)] == list(cut) and len(own) > len(cut):
        own = own[len(cut) :]
    elif cut and own[0].startswith(cut[0]) and cut[0][-1].isdigit() and own[0] != cut[0]:
        rest = own[0][len(cut[0]) :]
        own = [*(_unglued(rest) or (rest,)), *own[1:]]
    while len(own) > 1 and own[0] in book.prefixes:
        own = own[1:]
    found: list[str] = []
    at = 0
    while at < len(own):
        size = next((size for size in (2, 1) if " ".join(own[at : at + size]) in book.codes), 0)
        if size:
            found += book.codes[" ".join(own[at : at + size])]
            at += size
            continue
        for size in range(min(book.longest, len(own) - at), 0, -1):
            alias = " ".join(own[at : at + size])
            english = book.aliases.get(alias)
            if english is not None and not (size == 1 and alias in book.small):
                found.append(english)
                at += size
                break
        else:
            if own[at] not in book.small or (at == len(own) - 1 and (not found or own[at] in _ENDS)):
                found.append(_abbreviated(own[at]) or own[at])
            at += 1
    return tuple(found) or tuple(own)


@lru_cache(maxsize=4096)
def _abbreviated(word: str) -> str:
    """The English word of which an unknown one is the beginning («descr», «ubic»); empty when it may be of several.

    What ends in a vowel is hardly cut off, but a word of its own.
    """
    if len(word) < _CUT or not word.isalpha() or word[-1] in "aeiou":
        return ""
    meant = {english for alias, english in vocabulary().aliases.items() if alias.startswith(word) and " " not in alias}
    return meant.pop() if len(meant) == 1 else ""


@lru_cache(maxsize=4096)
def _unglued(word: str) -> tuple[str, ...]:
    """The fewest known words that a long word is made of; empty when it is known itself or cannot be taken apart."""
    book = vocabulary()
    if len(word) < _GLUED or word in book.aliases or word in book.codes or not word.isalpha():
        return ()
    best: list[tuple[str, ...] | None] = [(), *([None] * len(word))]
    for end in range(1, len(word) + 1):
        for start in range(end - 1, -1, -1):
            before, piece = best[start], word[start:end]
            if before is None or not (piece in _pieces() and (len(piece) > 2 or start == 0 or end == len(word))):
                continue
            tried = (*before, piece)
            kept = best[end]
            if kept is None or len(tried) < len(kept):
                best[end] = tried
    found = best[-1]
    if found is not None and 1 < len(found) <= 4:
        return found
    # «itilcategories»: what the maker of the system put before a word that says it.
    for size in range(2, _MAKERS + 1):
        if len(word) - size >= _WHOLE and word[size:] in _pieces():
            return (word[:size], word[size:])
    return ()


@lru_cache(maxsize=1)
def _pieces() -> frozenset[str]:
    """Words that others are glued to: known ones of one word and at least two letters."""
    return frozenset(alias for alias in vocabulary().aliases if " " not in alias and len(alias) > 1)


def shared_prefix(names: Iterable[str]) -> tuple[str, ...]:
    """What most names of a database begin with: the first token (``glpi_tickets``, ``glpi_users``), or letters and a
    digit without anything behind them (``R5EVENTS``); often none."""
    first = [tokens(name) for name in names]
    glued = [match[0] for item in first if item and (match := _GLUED_HEAD.match(item[0])) is not None]
    if glued and glued.count(glued[0]) >= max(3, 0.6 * len(first)):
        return (glued[0],)
    several = [item for item in first if len(item) > 1]
    if len(several) < 3:
        return ()
    heads = [item[0] for item in several]
    most = max(set(heads), key=heads.count)
    return (most,) if heads.count(most) >= max(3, 0.6 * len(first)) else ()
