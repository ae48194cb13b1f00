"""What a table or a column is called in both languages."""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.drafting.naming.plural import gender, plural
from core.drafting.naming.split import canonical, tokens
from core.drafting.naming.words import vocabulary
from core.kernel.folding import fold
from core.kernel.messages import Language
from core.semantics.quoting import RESERVED

_UNITS = frozenset({"hour", "minute", "second", "days"})
_WORD = 6
"""Shorter ones are mostly abbreviations."""
_ADJECTIVES = frozenset("total actual planned scheduled minimum maximum last next".split())


@dataclass(frozen=True)
class Name:
    """Singular and plural in each language, the gender of the Spanish one, and the database's own word for it."""

    en: tuple[str, str]
    es: tuple[str, str]
    gender: str
    own: str = ""

    def label(self) -> dict[Language, dict[str, str]]:
        """A label of the model's file."""
        return {
            "es": {"one": self.es[0], "many": self.es[1], "gender": self.gender},
            "en": {"one": self.en[0], "many": self.en[1]},
        }

    def terms(self) -> dict[Language, list[str]]:
        """Its singular in each language."""
        own = [self.own] if self.own and fold(self.own) not in (fold(self.es[0]), fold(self.en[0])) else []
        return {"es": [self.es[0], *own], "en": [self.en[0]]}


def name_of(identifier: str, cut: tuple[str, ...] = ()) -> Name:
    """What something is called, from its name; its own words where the vocabulary does not know them all."""
    words = [word for word in canonical(identifier, cut) if word != "id"] or list(canonical(identifier, cut))
    if len(words) > 1 and tokens(identifier)[-1] in vocabulary().units and words[-1] in _UNITS:
        words = words[:-1]
    known = vocabulary().words
    if words and all(word in known for word in words):
        return _known(words, identifier)
    said = [word for word in re.split(r"[\W_]+", identifier) if word]
    if cut and [fold(word) for word in said[: len(cut)]] == list(cut) and len(said) > len(cut):
        said = said[len(cut) :]
    plain = " ".join(said).lower() or identifier
    return Name((plain, plain), (plain, plain), gender(plain))


def _known(words: list[str], identifier: str) -> Name:
    known = vocabulary().words
    if len(words) == 1:
        word = known[words[0]]
        return Name(word.en, word.es, word.gender, _own_word(identifier))
    own = tokens(identifier)
    # «costo_total», «fecha de fin»: what comes first is the head in Spanish; in English and German names the last is.
    spanish = _is_spanish(own)
    head = words[0] if spanish else words[-1]
    rest = words[1:] if spanish else words[:-1]
    if head in _ADJECTIVES and (other := next((word for word in rest if word not in _ADJECTIVES), None)) is not None:
        # «costo total», «total cost», «última fecha»: what it is of is the head.
        head, rest = other, [head, *(word for word in rest if word != other)]
    one = known[head]
    adjectives = [word for word in rest if word in _ADJECTIVES]
    nouns = [word for word in rest if word not in _ADJECTIVES]
    said = [
        one.es[0],
        *(f"de {known[word].es[0]}" for word in nouns),
        *(_agreeing(word, one.gender) for word in adjectives),
    ]
    es = " ".join(said)
    en = " ".join([*adjectives, *nouns, head])
    qualities = [_agreeing(word, one.gender, many=True) for word in adjectives]
    many = " ".join([one.es[1], *said[1 : 1 + len(nouns)], *qualities])
    return Name((en, plural(en, "en")), (es, many), one.gender)


def _own_word(identifier: str) -> str:
    """The word that the database has for it, in the singular: «localizacion»; none for what is no word of its own."""
    book = vocabulary()
    said = [word for word in tokens(identifier) if word not in book.small and word not in book.prefixes]
    if len(said) != 1 or len(said[0]) < _WORD or not said[0].isalpha() or said[0] not in book.aliases:
        return ""
    return book.singulars.get(said[0], said[0])


def _is_spanish(own: tuple[str, ...]) -> bool:
    book = vocabulary()
    spanish = {fold(form) for word in book.words.values() for text in word.es for form in text.split()}
    english = {form for word in book.words.values() for text in word.en for form in text.split()}
    return sum(word in spanish for word in own) > sum(word in english for word in own)


def _agreeing(word: str, of: str, *, many: bool = False) -> str:
    spanish = vocabulary().words[word].es[0]
    if spanish.endswith(("o", "a")):
        spanish = spanish[:-1] + ("o" if of == "m" else "a")
    return plural(spanish, "es") if many else spanish


def plain_name(identifier: str, taken: set[str], cut: tuple[str, ...] = ()) -> str:
    """A name for the file that SQL takes without quotes, unlike those taken: the identifier's own words."""
    own = tokens(identifier) if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", identifier) else ()
    text = "_".join(own) if own else identifier.lower()
    beginning = "_".join(cut)
    if cut and text.startswith(beginning + "_"):
        text = text.removeprefix(beginning + "_")
    elif cut and beginning[-1].isdigit() and text != beginning:
        text = text.removeprefix(beginning)
    text = re.sub(r"[^a-z0-9_]+", "_", fold(text)).strip("_") or "column"
    if text[0].isdigit():
        text = f"n_{text}"
    if text in RESERVED:
        text = f"{text}_"
    name, number = text, 2
    while name in taken:
        name, number = f"{text}_{number}", number + 1
    taken.add(name)
    return name
