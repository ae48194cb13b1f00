"""Plurals of Spanish and English nouns, and the gender that a Spanish ending tells."""

from __future__ import annotations

from core.kernel.messages import Language

_MASCULINE_A = ("ma", "ta", "día")
_FEMININE = ("a", "ción", "sión", "dad", "tad", "tud", "umbre", "ie", "z")
_STRESS = str.maketrans("áéíóú", "aeiou")


def plural(phrase: str, language: Language) -> str:
    """The plural of a phrase by its head: the last word in English, the first in Spanish («órdenes de trabajo»)."""
    words = phrase.split(" ")
    if language == "en":
        return " ".join([*words[:-1], _english(words[-1])])
    if len(words) > 1 and words[1] not in ("de", "del"):
        # «costo total», «horas hombre»: what qualifies it agrees when it is an adjective of one form or two.
        return " ".join(
            [_spanish(words[0]), *(_spanish(word) if word.endswith(("o", "a", "l")) else word for word in words[1:])]
        )
    return " ".join([_spanish(words[0]), *words[1:]])


def _english(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    if word in ("equipment", "staff", "stock", "labor", "maintenance") or (
        word.endswith("s") and not word.endswith(("ss", "us", "is"))
    ):
        return word
    if word.endswith("person"):
        return word[:-6] + "people"
    return word + ("es" if word.endswith(("s", "x", "ch", "sh", "z")) else "s")


def _spanish(word: str) -> str:
    if not word or word.endswith(("s", "x")) or not word[-1].isalpha() or word.isupper():
        return word
    if word.endswith("z"):
        return word[:-1] + "ces"
    if word[-1] in "aeiouáéíóú":
        return word + "s"
    # The accent of «almacén», «ubicación» is no longer needed; «árbol» keeps its own.
    stem = word[:-2] + word[-2].translate(_STRESS) + word[-1] if len(word) > 2 else word
    return stem + "es"


def gender(phrase: str) -> str:
    """``f`` or ``m``, by the ending of the head of a Spanish phrase."""
    head = phrase.split(" ")[0].lower()
    head = head[:-2] if head.endswith("es") and len(head) > 4 else head[:-1] if head.endswith("s") else head
    if head.endswith(_MASCULINE_A):
        return "m"
    return "f" if head.endswith(_FEMININE) else "m"
