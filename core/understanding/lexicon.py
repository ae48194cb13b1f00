"""The lexicon: every phrase that the model, the plant's values and the grammar know, in a trie over folded words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from typing import Any

from core.kernel.folding import fold
from core.kernel.messages import Language
from core.planning.language import FUNCTION_WORDS
from core.planning.tokens import tokenise
from core.semantics.model import SemanticModel
from core.semantics.query import FieldRef
from core.semantics.words import LANGUAGES, Terms
from core.understanding.inflect import forms_of
from core.understanding.readings import (
    Cond,
    DateVerb,
    FieldIs,
    Gram,
    MetricIs,
    NounIs,
    Reading,
    Superlative,
    ValueIs,
    Verb,
)
from core.understanding.timewords import ALL_TIME_WORDS, NUMBER_WORDS

# Inside a phrase these may stand without changing it: "necesitan *su* mantenimiento", "due for *the* next service".
SKIPPABLE = frozenset("el la los las su sus un una de del the a an its their al any some".split())
NUMBER = "{n}"


# Short for words of either language, so the phrase that they stand in decides.
_SHORT_FORMS = {"hrs": ("horas", "hours"), "hr": ("hora", "hour"), "mins": ("minutos", "minutes"), "pzas": ("piezas",)}


@dataclass(slots=True)
class Node:
    """A place in the trie."""

    next: dict[str, Node] = field(default_factory=dict)
    readings: list[tuple[Reading, Language]] = field(default_factory=list)


@lru_cache(maxsize=1)
def grammar() -> dict[str, Any]:
    """The words that shape questions; read with a loader that leaves «no» and «on» alone."""
    import yaml

    text = resources.files("core.understanding").joinpath("grammar.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    return dict(yaml.load(text, Loader=loader))  # noqa: S506 - builds only strings, lists and mappings


def words_of(text: str) -> tuple[str, ...]:
    """A phrase as the words that are compared; ``{n}`` stays."""
    if NUMBER in text:
        head, _, tail = text.partition(NUMBER)
        return (*words_of(head), NUMBER, *words_of(tail))
    return tuple(token.folded for token in tokenise(text))


class Lexicon:
    """All phrases of one model.

    ``forms`` maps every inflected form to the words that phrases are written with; ``languages`` says in which
    languages a word occurs, so that a question's language can be told.
    """

    def __init__(self, model: SemanticModel) -> None:
        self.model = model
        self.root = Node()
        self.forms: dict[str, set[str]] = defaultdict(set)
        self.languages: dict[str, set[Language]] = defaultdict(set)
        self.glued: list[tuple[re.Pattern[str], str, str]] = []
        self._add_grammar()
        for dataset in model.datasets.values():
            self._add_terms(dataset.terms, NounIs(dataset.name), gender=False)
            self._add_terms(dataset.verbs, Verb(dataset.name), verb=True)
            for condition in dataset.conditions.values():
                self._add_terms(condition.terms, Cond(dataset.name, condition.name), verb=True)
            for item in dataset.fields.values():
                self._add_field(FieldRef(dataset=dataset.name, field=item.name))
        for metric in model.metrics.values():
            self._add_terms(metric.terms, MetricIs(metric.name), gender=False)
        # The data's own names are no sign of a language: «¿y en Bottling?»
        for name in self._names():
            self.languages.pop(name, None)
        for language in LANGUAGES:
            for word in FUNCTION_WORDS[language].split():
                self.languages[word] = {language}
        for short, words in _SHORT_FORMS.items():
            self.forms[short] |= set(words)
        self.vocabulary = sorted(
            set(self.forms) | set(self.languages) | self._names() | ALL_TIME_WORDS | set(NUMBER_WORDS)
        )

    # ---- building ----

    def _names(self) -> set[str]:
        """Words that values are called by in the data where a person reads them so (areas, plants)."""
        return {
            word
            for item in self.model.fields()
            for value in item.values
            if not value.named and len(str(value.value)) > 1
            for word in words_of(str(value.value))
        }

    def _add_grammar(self) -> None:
        for role, entry in grammar().items():
            if role == "unavailable":
                for topic, terms in entry.items():
                    for language in LANGUAGES:
                        for term in terms[language]:
                            self._add(term, Gram("unavailable", topic), language)
                continue
            for language in LANGUAGES:
                for term in entry.get(language, ()):
                    self._add(term, Gram(role), language)

    def _add_field(self, ref: FieldRef) -> None:
        item = self.model.field(ref.dataset, ref.field)
        self._add_terms(item.terms, FieldIs(ref), gender=False)
        if item.is_date:
            self._add_terms(item.verbs, DateVerb(ref), verb=True)
        for end, terms in item.superlatives.items():
            self._add_terms(terms, Superlative(ref, end == "max"))
        noun = item.noun
        for value in item.values:
            reading = ValueIs(ref, value.value, noun=noun, second=value.second)
            self._add_terms(value.terms, reading)
            plain = words_of(str(value.value).replace("_", " "))
            if len(plain) >= 1 and len(str(value.value)) > 2:
                self._add(" ".join(plain), reading, "en")
        for pattern in item.value_patterns:
            words = words_of(pattern)
            if NUMBER in words and len(words) > 1 and " " + NUMBER in pattern:
                self._put(words, FieldIs(ref), None)
            else:
                head = fold(pattern).replace(NUMBER, "")
                self.glued.append((re.compile(rf"{re.escape(head)}-?0*(\d+)$"), ref.dataset, ref.field))

    def _add_terms(self, terms: Terms, reading: Reading, *, verb: bool = False, gender: bool = True) -> None:
        for language in LANGUAGES:
            for term in terms.get(language, ()):
                self._add(term, reading, language, inflect=True, verb=verb, gender=gender)

    def _add(
        self,
        term: str,
        reading: Reading,
        language: Language,
        *,
        inflect: bool = False,
        verb: bool = False,
        gender: bool = True,
    ) -> None:
        words = words_of(term)
        if not words:
            return
        self._put(words, reading, language)
        for place, word in enumerate(words):
            self.languages[word].add(language)
            if not inflect:
                self.forms.setdefault(word, set()).add(word)
                continue
            for form in forms_of(word, language, verb=verb and place == 0, gender=gender):
                self.forms[form].add(word)
                self.languages[form].add(language)

    def _put(self, words: Sequence[str], reading: Reading, language: Language | None) -> None:
        node = self.root
        for word in words:
            node = node.next.setdefault(word, Node())
        entry = (reading, language or "es")
        if all(existing != reading for existing, _ in node.readings):
            node.readings.append(entry)

    # ---- looking up ----

    def match(
        self, words: Sequence[str], start: int, numbers: Sequence[float | None]
    ) -> Iterator[tuple[int, tuple[Reading, ...], int | None]]:
        """Every phrase that begins at ``start``: where it ends, what it may mean, and the number in it."""
        found: dict[int, tuple[list[Reading], int | None]] = {}
        stack: list[tuple[int, Node, int | None, bool]] = [(start, self.root, None, False)]
        while stack:
            at, node, number, skipped = stack.pop()
            if node.readings and at > start and not skipped:
                readings, _ = found.setdefault(at, ([], number))
                readings.extend(reading for reading, _ in node.readings if reading not in readings)
            if at >= len(words):
                continue
            word = words[at]
            for option in {word, *self.forms.get(word, ())}:
                if option in node.next:
                    stack.append((at + 1, node.next[option], number, False))
            value = numbers[at]
            if NUMBER in node.next and value is not None and float(value).is_integer():
                stack.append((at + 1, node.next[NUMBER], int(value), False))
            if at > start and word in SKIPPABLE and word not in node.next:
                stack.append((at + 1, node, number, True))
        for end, (readings, number) in sorted(found.items(), reverse=True):
            yield end, tuple(readings), number

    def knows(self, word: str) -> bool:
        """True for words of any phrase, form or the time grammar."""
        return (
            word in self.forms
            or word in self.languages
            or word in self.root.next
            or word in ALL_TIME_WORDS
            or word in NUMBER_WORDS
        )

    def numbered(self, word: str) -> tuple[str, str, int] | None:
        """A glued value pattern (linea7, l3): dataset, field, number."""
        for pattern, dataset, name in self.glued:
            if match := pattern.fullmatch(word):
                return dataset, name, int(match.group(1))
        return None
