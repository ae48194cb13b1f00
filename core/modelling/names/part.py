"""Which part of a large plant a question is about: the datasets that its words and its thread touch, by code.

A plant of 80 tables does not fit into a prompt, nor its names into a schema. A word touches a dataset when it is one of
its nouns, verbs or fields, of its conditions, measures or listed values, or when it is a value that occurs in its
columns. The datasets touched come first, then what they lead to: those on the way between two of them, and those whose
rows they belong to. A plant that fits is always given whole.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from core.kernel.folding import fold_text
from core.language.language import languages
from core.modelling.names.schema import MOST_VALUES
from core.modelling.names.vocabulary import Vocabulary
from core.modelling.values import FieldValues
from core.semantics.model import Condition, Dataset, Field, SemanticModel
from core.semantics.words import Terms

MOST_NAMES: Final = MOST_VALUES - 120
"""Names of a plant among the enum values; the others are the language's own."""
PART_NAMES: Final = 240
"""Names of a part: the schema repeats what the prompt describes, and the server counts both."""
_MANY = 24
"""Datasets that a question touches, at most; the others would not find room."""
_FEW = 8
"""Datasets for a question that touches none."""
_WORTH = 0.3
"""A dataset is touched when its score is at least this share of the best one's."""
_WORD = re.compile(r"[^\W_]+")
_LONGEST = 400
"""Words of a question that are looked at."""


class Parts:
    """Chooses the part of one plant for a question.

    Args:
        fits: whether a vocabulary's text is short enough.
    """

    def __init__(self, model: SemanticModel, fits: Callable[[Vocabulary], bool]) -> None:
        self.model = model
        self._fits = fits
        everything = Vocabulary.of(model)
        self._whole = everything if everything.size <= MOST_NAMES and fits(everything) else None
        self._touched: Mapping[str, Mapping[str, float]] = {} if self._whole else _index(model)

    def of(self, text: str, before: Iterable[str] = (), values: FieldValues | None = None) -> Vocabulary:
        """The vocabulary for a question.

        Args:
            before: datasets that the thread's last answer was about.
            values: what occurs in the plant's columns, for names that only the data knows.
        """
        if self._whole is not None:
            return self._whole
        scores: dict[str, float] = defaultdict(float)
        for name in before:
            scores[name] += 2.0
        words = _words(text)[:_LONGEST]
        for word in dict.fromkeys(word for word in words if _tells(word)):
            for name, weight in self._touched.get(stem(word), {}).items():
                scores[name] += weight
        for name in _occurring(words, values):
            scores[name] += 1.0
        best = max(scores.values(), default=0.0)
        order = {name: place for place, name in enumerate(self.model.datasets)}
        ranked = sorted(
            (name for name in scores if scores[name] >= best * _WORTH), key=lambda name: (-scores[name], order[name])
        )
        return self._grown(ranked[:_MANY] or self._most_joined())

    def _grown(self, ranked: Sequence[str]) -> Vocabulary:
        """The datasets in this order, each with those on the way to the ones before it, as long as they fit."""
        kept: list[str] = []
        for group in self._groups(ranked):
            fresh = [name for name in group if name not in kept]
            if not fresh:
                continue
            wider = Vocabulary.of(self.model, [*kept, *fresh])
            if wider.size > PART_NAMES or not self._fits(wider):
                if kept:
                    continue
                fresh = fresh[:1]  # the one that is asked about, however large
            kept += fresh
        return Vocabulary.of(self.model, kept)

    def _groups(self, ranked: Sequence[str]) -> Iterator[list[str]]:
        """Each dataset with those on the way to the ones before it; then what its rows belong to: machine, area."""
        for place, name in enumerate(ranked):
            group = [name]
            for other in ranked[:place]:
                path = self.model.path(name, other) or self.model.path(other, name) or ()
                group += [end for step in path for end in (step.source, step.target)]
            yield list(dict.fromkeys(group))
            yield from ([step.target] for step in self.model.relationships if step.source == name)

    def _most_joined(self) -> list[str]:
        """For a question whose words touch nothing: the datasets that most others are joined with."""
        degrees: dict[str, int] = dict.fromkeys(self.model.datasets, 0)
        for step in self.model.relationships:
            degrees[step.source] += 1
            degrees[step.target] += 1
        return sorted(degrees, key=lambda name: -degrees[name])[:_FEW]


def _index(model: SemanticModel) -> Mapping[str, Mapping[str, float]]:
    """Stem → the datasets that it touches, and how much that says: a word of few datasets says more."""
    found: dict[str, dict[str, float]] = defaultdict(dict)

    def add(dataset: str, texts: Iterable[str], weight: float) -> None:
        for text in texts:
            for word in _words(text):
                if _tells(word):
                    key = stem(word)
                    found[key][dataset] = max(found[key].get(dataset, 0.0), weight)

    for meaning in model.datasets.values():
        add(meaning.name, _of_dataset(meaning), 3.0)
        for field in meaning.fields.values():
            add(meaning.name, _of_field(field), 1.0)
        for condition in meaning.conditions.values():
            add(meaning.name, _of_condition(condition), 1.0)
    for metric in model.metrics.values():
        texts = [metric.name.replace("_", " "), *_said(metric.terms), *metric.label.one.values()]
        for dataset in _datasets_of(model, metric.name):
            add(dataset, texts, 2.0)
    return {word: {name: weight / len(names) ** 0.5 for name, weight in names.items()} for word, names in found.items()}


def _datasets_of(model: SemanticModel, metric: str) -> set[str]:
    meaning = model.metrics[metric]
    own = {meaning.dataset} if meaning.dataset else set()
    return own.union(*(_datasets_of(model, base) for base in meaning.bases))


def _of_dataset(meaning: Dataset) -> Iterator[str]:
    yield meaning.name.replace("_", " ")
    yield from (*_said(meaning.terms), *_said(meaning.verbs))
    yield from (*meaning.label.one.values(), *meaning.label.many.values())


def _of_field(field: Field) -> Iterator[str]:
    yield field.name.replace("_", " ")
    yield from (*_said(field.terms), *_said(field.verbs), *field.label.one.values())
    for entry in field.values:
        yield from (str(entry.value), *_said(entry.terms))


def _of_condition(condition: Condition) -> Iterator[str]:
    yield from (condition.name.replace("_", " "), *_said(condition.terms), *condition.label.one.values())


def _said(terms: Terms) -> list[str]:
    return [term for language in terms.values() for term in language]


def _occurring(words: Sequence[str], values: FieldValues | None) -> set[str]:
    """Datasets in whose columns words of the question occur as values or codes."""
    if values is None:
        return set()
    found: set[str] = set()
    for place, word in enumerate(words):
        _, hits = values.phrases(words[place:])
        found |= {hit.dataset for hit in hits}
        if any(char.isdigit() for char in word):
            near = "".join(words[max(0, place - 1) : place + 1])
            found |= {hit.dataset for hit in (*values.code(word), *values.code(near))}
    return found


def _tells(word: str) -> bool:
    """Articles, prepositions and single letters touch nothing."""
    return len(word) > 1 and not any(word in words.function for words in languages().values())


def _words(text: str) -> list[str]:
    return _WORD.findall(fold_text(text))


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A folded word without its ending, by both languages' rules, so that plurals and genders meet."""
    import snowballstemmer

    if any(char.isdigit() for char in word):
        return word
    spanish: str = snowballstemmer.stemmer("spanish").stemWord(word)
    return str(snowballstemmer.stemmer("english").stemWord(spanish))
