"""The words of ``data/words.yaml``, read once."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from core.drafting.naming.plural import plural
from core.kernel.folding import fold
from core.kernel.messages import Language
from core.kernel.yaml_text import loaded


@dataclass(frozen=True)
class Word:
    """A word in both languages: singular, plural, the gender of the Spanish one."""

    en: tuple[str, str]
    es: tuple[str, str]
    gender: str


@dataclass(frozen=True)
class NamingWords:
    """Every word, and what stands for it.

    Attributes:
        words: English singular → Word.
        singulars: folded plural of an alias → the alias.
        aliases: folded words of a name, joined by blanks → English singular.
        codes: a system's own name of a column → the English words that it stands for.
        longest: how many words the longest alias has.
    """

    words: dict[str, Word]
    aliases: dict[str, str]
    small: frozenset[str]
    prefixes: frozenset[str]
    units: frozenset[str]
    types: frozenset[str]
    singulars: dict[str, str]
    codes: dict[str, tuple[str, ...]]
    longest: int


def load_data(name: str) -> Any:
    """A YAML file of ``core/drafting/data``, read once and given anew each time: what is given may be changed.

    Raises:
        FileNotFoundError: there is none.
    """
    return pickle.loads(_kept(name))  # noqa: S301 - of this process


@cache
def _kept(name: str) -> bytes:
    text = resources.files("core.drafting").joinpath("data", *name.split("/")).read_text(encoding="utf-8")
    return pickle.dumps(loaded(text))


_LANGUAGES: tuple[Language, ...] = ("es", "en")


@lru_cache(maxsize=1)
def vocabulary() -> NamingWords:
    """The vocabulary."""
    data = load_data("words.yaml")
    words: dict[str, Word] = {}
    aliases: dict[str, str] = {}
    singulars: dict[str, str] = {}
    for english, entry in data["words"].items():
        spanish, gender = map(str, entry[:2])
        one, _, many = spanish.partition("/")
        words[english] = Word((english, plural(english, "en")), (one, many or plural(one, "es")), gender)
    for english in words:
        # A word's own names come before another's aliases.
        for text in (*words[english].en, *words[english].es):
            aliases.setdefault(fold(text), english)
    for english, entry in data["words"].items():
        for text in entry[2:]:
            aliases.setdefault(fold(str(text)), english)
    for alias, english in list(aliases.items()):
        # «localizaciones», «refacciones», «users»: what a table holds many of is named in the plural.
        if " " not in alias and len(alias) > 3:
            for language in _LANGUAGES:
                many = fold(plural(alias, language))
                singulars.setdefault(many, alias)
                aliases.setdefault(many, english)
    longest = max(len(alias.split()) for alias in aliases)
    small, prefixes, units, types = (frozenset(map(str, data[key])) for key in ("small", "prefixes", "units", "types"))
    codes = {code: tuple(said) for code, said in data["codes"].items()}
    return NamingWords(words, aliases, small, prefixes, units, types, singulars, codes, longest)
