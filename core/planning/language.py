"""The language of a text by its words: for the planner, and for what goes wrong before a planner has read it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping

from core.kernel.messages import Language
from core.planning.tokens import tokenise

_ENOUGH = 400
"""Characters; more says nothing new, and a question may be a paste of any length."""

FUNCTION_WORDS: Mapping[Language, str] = {
    "es": "por para el la los las de del que con sin y cuantos cuantas cual cuales este esta estos estas en es son hay",
    "en": "by the of and with without are is how many which what show in on at for this these those there",
}
"""Words that tell a language even where a phrase of the other one borrows them («stand by»)."""
_OF_ONE = {language: frozenset(words.split()) for language, words in FUNCTION_WORDS.items()}

# French, Portuguese, German and Italian share most of their small words with Spanish or English; these they do not.
# Folded.
_FRENCH_ASKS = frozenset("quel quelle quels quelles combien pourquoi".split())
_PORTUGUESE_ASKS = frozenset("quais quantos quantas qual onde".split())
_GERMAN_ASKS = frozenset("wie welche welcher welches wieviele warum".split())
_ITALIAN_ASKS = frozenset("quanti quante quali perche".split())
_ELSEWHERE = (
    _FRENCH_ASKS
    | _PORTUGUESE_ASKS
    | _GERMAN_ASKS
    | _ITALIAN_ASKS
    | frozenset("viele sind ist nicht und oder mit fur der das dem den eine heute wartung maschinen auftrage".split())
    | frozenset("sono della delle degli dei nella nelle macchine ferme oggi manutenzione questo questa".split())
    | frozenset("sont est des du pour avec dans cette ces ont depuis leur leurs nous vous panne pannes usine".split())
    | frozenset("equipement equipements heures arret arrets".split())
    | frozenset("estao nao sao com em uma ao aos pelo pela foram tem isso equipamento equipamentos ordens".split())
    | frozenset("servico manutencao abertas aberta".split())
)
_SHARED = frozenset("de en la para por que este esta on".split())
"""Function words of ours that French or Portuguese has too."""


def language_by(words: Iterable[str], languages: Mapping[str, Collection[Language]]) -> Language | None:
    """The language that most words have for themselves; None when there are none, or as many in each.

    Args:
        words: folded.
        languages: folded word → the languages that it occurs in.
    """
    votes: dict[Language, float] = {"es": 0.0, "en": 0.0}
    for word in words:
        found = languages.get(word, ())
        if len(found) == 1:
            (language,) = found
            votes[language] += _weight(word, language)
    if votes["es"] == votes["en"]:
        return None
    return "es" if votes["es"] > votes["en"] else "en"


def _weight(word: str, language: Language) -> float:
    """Two letters are soon an abbreviation; those of a function word are rather none."""
    if len(word) > 2:
        return 1.0
    return 0.6 if word in _OF_ONE[language] else 0.4


def neither(text: str, knows: Callable[[str], bool]) -> bool:
    """Whether a text is plainly of another language, although it may share words with Spanish or English: French,
    Portuguese, German, Italian by their small words, others by their letters.

    Args:
        knows: whether a folded word is one of ours; one that is not is a further sign behind «quantas …».
    """
    letters = [char for char in text[:_ENOUGH] if char.isalpha()]
    if len(letters) > 3 and sum(not _is_latin(char) for char in letters) > len(letters) / 2:
        return True
    words = [token.folded for token in tokenise(text[:_ENOUGH]) if token.kind == "word"]
    signs = [word for word in words if word in _ELSEWHERE]
    own = sum(word in function and word not in _SHARED for word in words for function in _OF_ONE.values())
    if not signs or len(words) < 3 or len(signs) <= own:
        return False
    if len(signs) > 1 or words[0] in _FRENCH_ASKS | _GERMAN_ASKS | _ITALIAN_ASKS:
        return True
    return words[0] in _PORTUGUESE_ASKS and any(not knows(word) for word in words[1:])


def _is_latin(char: str) -> bool:
    return unicodedata.name(char, "").startswith(("LATIN", "MODIFIER", "FEMININE", "MASCULINE", "MICRO"))
