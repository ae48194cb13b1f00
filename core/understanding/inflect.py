"""Forms of a word as people write it: plural, gender, person. Folded words in, folded forms out."""

from __future__ import annotations

from core.kernel.messages import Language

_FIXED = frozenset(
    "de del la el los las en por para sin con no que al a y o un una se le les su sus lo the of for in on to by with "
    "is are not no an and or as at it its their be been has have had who that this".split()
)
_VOWELS = "aeiou"


def forms_of(word: str, language: Language, *, verb: bool = False, gender: bool = True) -> set[str]:
    """The word itself and its inflections.

    Args:
        verb: add the third person plural (necesita → necesitan).
        gender: add the other gender, for adjectives (parado → parada); nouns have only a plural.
    """
    if word in _FIXED or not word.replace("'", "").replace("-", "").isalpha():
        return {word}
    forms = {word}
    if language == "es":
        forms |= _spanish(word, gender=gender)
        if verb and word[-1] in "ae":
            forms.add(word + "n")
    else:
        forms |= _english(word)
    return forms


def _spanish(word: str, *, gender: bool) -> set[str]:
    if len(word) <= 3:
        return {word[:-1] + "ces"} if word.endswith("z") else {word + "s"}
    if not gender and not word.endswith(("ado", "ido", "ivo", "ico", "ados", "idos")):
        if word[-1] in _VOWELS:
            return {word + "s"}
        if word.endswith("z"):
            return {word[:-1] + "ces"}
        return set() if word.endswith("s") else {word + "es", word + "s"}
    if word.endswith("o"):
        stem = word[:-1]
        return {stem + "os", stem + "a", stem + "as"}
    if word.endswith("os"):
        stem = word[:-2]
        return {stem + "as", stem + "o", stem + "a"}
    if word.endswith("z"):
        return {word[:-1] + "ces"}
    if word[-1] in _VOWELS:
        return {word + "s"}
    if word.endswith("or"):
        return {word + "es", word + "a", word + "as"}
    if word.endswith("s"):
        return set()
    return {word + "es", word + "s"}


def _english(word: str) -> set[str]:
    if len(word) <= 2:
        return {word + "s"}
    if word.endswith("y") and word[-2] not in _VOWELS:
        return {word[:-1] + "ies"}
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return {word + "es"}
    return {word + "s", word + "'s"}
