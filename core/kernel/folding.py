"""Folding: text as it is compared - no accents, no case, and the sound of Spanish for typos."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_CODE = re.compile(r"[^0-9a-z]+")


@lru_cache(maxsize=1024)
def fold(text: str) -> str:
    """A word or phrase in lower case without accents; ``ñ`` becomes ``n`` as people type it. Remembered."""
    return fold_text(text)


def fold_text(text: str) -> str:
    """``fold`` for texts that nobody will ask for again, such as whole questions."""
    # Taken apart before and after: a mathematical 𝐀 becomes a letter only then, and casefolding may compose again.
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def code_key(text: str) -> str:
    """A code without its separators and leading zeros of number parts kept: ``P-101`` and ``p 101`` are one."""
    return code_key_of(fold(text))


def code_key_of(folded: str) -> str:
    """``code_key`` of a text that is folded already."""
    return _CODE.sub("", folded)


_SOUNDS = (
    (re.compile(r"cc(?=[ei])"), "s"),
    (re.compile(r"c(?=[ei])"), "s"),
    (re.compile(r"qu(?=[ei])"), "k"),
    (re.compile(r"gu(?=[ei])"), "g"),
    (re.compile(r"g(?=[ei])"), "j"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"ch"), "C"),
    (re.compile(r"[cq]"), "k"),
    (re.compile(r"[zx]"), "s"),
    (re.compile(r"ks"), "s"),
    (re.compile(r"v"), "b"),
    (re.compile(r"w"), "u"),
    (re.compile(r"ll"), "y"),
    (re.compile(r"h"), ""),
    (re.compile(r"y"), "i"),
    (re.compile(r"mb|nv|nb"), "mb"),
    (re.compile(r"(.)\1+"), r"\1"),
)


@lru_cache(maxsize=1024)
def sound(folded: str) -> str:
    """How a Spanish speaker hears a folded word: kosto = costo, refasion = refacción, ai = hay. Remembered."""
    return sound_of(folded)


def sound_of(folded: str) -> str:
    """``sound`` for words that nobody may ask for again."""
    for pattern, replacement in _SOUNDS:
        folded = pattern.sub(replacement, folded)
    return folded
