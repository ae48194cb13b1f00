"""Words that agree: gender and number in Spanish, plurals in English, articles, and what is said of many.

Works on the labels that a semantic model gives (masculine singular in Spanish). Only the forms that such labels take
are known: adjectives and participles, nouns with or without a complement, and fixed phrases («en espera»).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from core.kernel.messages import Language

_FIXED: Final = frozenset("a al bajo con de del en entre fuera para por que según sin".split())
"""A phrase that opens with one of these says the same of one and of many."""
_GERUND: Final = re.compile(r"(?:ando|iendo|yendo)$")
_PARTICIPLE: Final = re.compile(r"(?:[aií]d|iert|rit|uelt|hech|puest)[oa]s?$")
_FEMININE: Final = re.compile(r"(?:a|ción|sión|dad|tad|tud|ez)$")
_MASCULINE: Final = frozenset("día problema sistema turno área".split()) - {"área"}
_STRESSED_A: Final = frozenset({"área", "agua"})


@dataclass(frozen=True)
class Noun:
    """How rows are called: «bomba», «bombas», feminine."""

    one: str
    many: str
    gender: str = "m"

    def of(self, count: float | None) -> str:
        """The form that goes with a count; without a count the plural."""
        return self.one if count == 1 else self.many


def fixed(text: str) -> bool:
    """True for a Spanish phrase that does not agree with its noun: «en espera», «con estado abierta», «operando»."""
    first = text.split(" ", 1)[0]
    return first in _FIXED or bool(_GERUND.search(first))


def agree(text: str, gender: str, many: bool) -> str:
    """A Spanish adjective phrase beside its noun: «cerrado fuera de fecha» → «cerradas fuera de fecha»."""
    first, _, rest = text.partition(" ")
    if first in ("no", "más", "menos", "muy"):
        return f"{first} {agree(rest, gender, many)}" if rest else first
    if fixed(text):
        return text
    word = _adjective(first, gender, many)
    return f"{word} {rest}" if rest else word


def _adjective(word: str, gender: str, many: bool) -> str:
    if word.endswith(("o", "a")) and len(word) > 2:
        return word[:-1] + ("a" if gender == "f" else "o") + ("s" if many else "")
    if not many:
        return f"{word}a" if word.endswith("dor") and gender == "f" else word
    return plural_word(f"{word}a" if word.endswith("dor") and gender == "f" else word)


_UNACCENTED: Final = {"á": "a", "é": "e", "í": "i", "ó": "o", "ú": "u"}


def plural_word(word: str) -> str:
    """A Spanish word in the plural: «ción» → «ciones», «modo» → «modos», «SKU» stays."""
    if word.isupper() or word.endswith("s"):
        return word
    if word.endswith("z"):
        return f"{word[:-1]}ces"
    if word[-1] in "aeiouáéó":
        return f"{word}s"
    if len(word) > 2 and word[-2] in _UNACCENTED and word[-1] in "ns":
        word = word[:-2] + _UNACCENTED[word[-2]] + word[-1]
    return f"{word}es"


def plural(text: str, language: Language) -> str:
    """A noun phrase in the plural: «modo de falla» → «modos de falla», "failure mode" → "failure modes"."""
    if language == "es":
        first, _, rest = text.partition(" ")
        if rest and not fixed(rest):
            rest = agree(rest, gender_of(text), True) if _PARTICIPLE.search(rest.split(" ")[0]) else plural_word(rest)
        return f"{plural_word(first)} {rest}" if rest else plural_word(first)
    if text.isupper():
        return f"{text}s"
    if re.search(r"[^aeiou]y$", text):
        return f"{text[:-1]}ies"
    return f"{text}es" if re.search(r"(?:s|x|z|ch|sh)$", text) else f"{text}s"


def gender_of(text: str) -> str:
    """The likely gender of a Spanish noun phrase, from its first word."""
    first = text.split(" ", 1)[0].lower()
    first = first[:-1] if first.endswith("s") and len(first) > 3 else first
    return "f" if first not in _MASCULINE and _FEMININE.search(first) else "m"


def article(noun: str, gender: str, many: bool = False) -> str:
    """The Spanish definite article: «el área» before a stressed a."""
    if many:
        return "las" if gender == "f" else "los"
    return "la" if gender == "f" and noun.split(" ", 1)[0].lower() not in _STRESSED_A else "el"


def contracted(text: str) -> str:
    """«de el» → «del», «a el» → «al»."""
    return re.sub(r"\ba el\b", "al", re.sub(r"\bde el\b", "del", text))


def copula(text: str, many: bool) -> str:
    """The Spanish verb for a state or for a nature: «están paradas», «son críticas», «están en espera»."""
    first = text.removeprefix("no ").split(" ", 1)[0]
    below = text.startswith("por debajo")
    state = (
        below
        or first in ("en", "sin", "con", "fuera", "bajo")
        or bool(_GERUND.search(first) or _PARTICIPLE.search(first))
    )
    if state:
        return "están" if many else "está"
    return "son" if many else "es"


def past(participle: str, many: bool) -> str | None:
    """The Spanish reflexive past of a participle: «cerrada» → «se cerraron»; None for irregular ones."""
    if match := re.search(r"ad[oa]$", participle):
        return f"se {participle[: match.start()]}{'aron' if many else 'ó'}"
    if match := re.search(r"(?<![aeiou])id[oa]$", participle):
        return f"se {participle[: match.start()]}{'ieron' if many else 'ió'}"
    return None


def is_participle(text: str) -> bool:
    """True for one Spanish word that is a participle: «instalado», «detectada»."""
    return " " not in text and bool(_PARTICIPLE.search(text))


def within(label: str) -> str:
    """A label inside a sentence: «Costo unitario» → «costo unitario», but «OT» and «MTBF» stay; no unit in brackets."""
    text = re.sub(r" \([^)]*\)$", "", label)
    first = text.split(" ", 1)[0]
    return text if first.isupper() and len(first) > 1 else text[:1].lower() + text[1:]


def capital(text: str) -> str:
    """The first letter large, the rest as it is."""
    return text[:1].upper() + text[1:]
