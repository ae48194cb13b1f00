"""Writes the real words that are a slip away from ours: ``python -m core.understanding.reading.make_real``.

No slip is ever mended into another word of the language: «bombas cromadas» are not «creadas». It takes minutes and
needs ``simplemma`` (a development dependency); ours are the words of the languages and of the demo plant.
Of verbs only what qualifies a noun is kept, since nobody asks in the other forms of a verb that is not ours.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from core.kernel.folding import fold_text
from core.kernel.messages import Language
from core.language.language import languages
from core.semantics.load import load_model
from core.semantics.values import ValueIndex
from core.semantics.words import LANGUAGES
from core.understanding.reading.lattice import LatticeReader
from core.understanding.reading.lexicon import Lexicon

HERE = Path(__file__).parent
PLURALS = ("s", "es")
"""What may be added to one of our words so that it is still that word."""
_SHORTEST, _LONGEST = 4, 14


def dictionary(language: Language) -> dict[str, set[str]]:
    """Every folded word of a language, and its lemmas."""
    from simplemma.strategies.dictionaries import DefaultDictionaryFactory

    found: dict[str, set[str]] = defaultdict(set)
    for form, lemma in DefaultDictionaryFactory().get_dictionary(language).items():
        if str(form).isalpha() and _SHORTEST <= len(form) <= _LONGEST:
            found[fold_text(str(form))].add(fold_text(lemma.decode() if isinstance(lemma, bytes) else str(lemma)))
    return found


def qualifies(word: str, lemmas: set[str], language: Language) -> bool:
    """A noun, an adjective, a verb's name or its participle, and no other form of a verb."""
    words = languages()[language]
    verbal = all(lemma != word and any(verb.search(lemma) for verb in words.infinitives) for lemma in lemmas)
    return not verbal or bool(words.participle.search(word))


def main() -> None:
    """One word a line, in alphabetical order."""
    model = load_model()
    reader = LatticeReader(Lexicon(model), ValueIndex(model, {}), real=frozenset())
    for language in LANGUAGES:
        found = [
            word
            for word, lemmas in sorted(dictionary(language).items())
            if not reader.known(word)
            and qualifies(word, lemmas, language)
            and (ours := reader.speller.correct(word, language))
            and word.removeprefix(ours) not in PLURALS
        ]
        (HERE / f"real_{language}.txt").write_text("\n".join(found) + "\n", "utf-8")


if __name__ == "__main__":
    main()
