"""Writes the tables of verb forms that ship beside the words: ``python -m core.language.words.make_forms``.

Needs ``simplemma`` (MIT), a development dependency only: loaded it costs a second and a hundred megabytes, its
dictionary has 800,000 entries.
Of a language's files it takes the lemmas that stand behind a tilde and those of ``trade_verbs``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import yaml

from core.kernel.folding import fold_text
from core.semantics.words import LANGUAGES

HERE = Path(__file__).parent
_LEMMA = re.compile(r"~(\w+)")


def lemmas_of(text: str) -> set[str]:
    """The lemmas that a file of a language asks for."""
    named = yaml.load(text, Loader=yaml.BaseLoader).get("trade_verbs", ())  # noqa: S506 - builds only strings
    return {*_LEMMA.findall(text), *named}


def forms(language: str, lemmas: set[str]) -> dict[str, list[str]]:
    """Each lemma's folded forms, by the dictionary."""
    from simplemma.strategies.dictionaries import DefaultDictionaryFactory

    found: dict[str, set[str]] = defaultdict(set)
    for form, lemma in DefaultDictionaryFactory().get_dictionary(language).items():
        word = lemma.decode() if isinstance(lemma, bytes) else str(lemma)
        if word in lemmas and str(form).isalpha():
            found[word].add(fold_text(str(form)))
    return {lemma: sorted({fold_text(lemma), *found[lemma]}) for lemma in sorted(lemmas)}


def main() -> None:
    """One line a lemma: the lemma, then its forms."""
    for language in LANGUAGES:
        files = [HERE / f"{language}.yaml", HERE / f"asides_{language}.yaml"]
        table = forms(language, set().union(*(lemmas_of(path.read_text("utf-8")) for path in files)))
        lines = [" ".join([fold_text(lemma), *words]) for lemma, words in table.items()]
        (HERE / f"forms_{language}.txt").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
