"""The lexicon: every phrase that the model and the languages' files know, in a trie over folded words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from core.kernel.folding import fold
from core.kernel.messages import Language
from core.language.language import Part, Words, languages
from core.language.tokens import tokenise
from core.semantics.model import Dataset, SemanticModel
from core.semantics.query import FieldRef
from core.semantics.words import LANGUAGES, Terms
from core.understanding.reading.readings import (
    Cond,
    DateVerb,
    FieldIs,
    Light,
    MetricIs,
    Missed,
    NounIs,
    Ordinal,
    Reading,
    Ref,
    Role,
    Superlative,
    ValueIs,
    Verb,
)

T = TypeVar("T", bound=str)

NUMBER = "{n}"
_REMEMBERED = 20_000
"""Words whose forms are kept; questions repeat themselves."""


_NO_NEXT: dict[str, Node] = {}
"""What follows a phrase's last word: most nodes of the trie are such."""


@dataclass(slots=True)
class Node:
    """A place in the trie."""

    next: dict[str, Node] = field(default_factory=dict)
    readings: tuple[Reading, ...] = ()

    def close(self, ends: dict[tuple[Reading, ...], Node]) -> None:
        """Nothing is added any more: what is empty takes no room of its own, here and below, and the ends of phrases
        that mean the same are one.

        Args:
            ends: those met so far.
        """
        for word, node in self.next.items():
            node.close(ends)
            if not node.next:
                self.next[word] = ends.setdefault(node.readings, node)
        if not self.next:
            self.next = _NO_NEXT


def _only_light(node: Node) -> bool:
    """A word that by itself says nothing."""
    return bool(node.readings) and all(isinstance(item, Light) for item in node.readings)


def _shared(sets: Mapping[str, set[T]]) -> dict[str, tuple[T, ...]]:
    """The sets as they stay, in order; those that are alike only once: most words are of one language or the other."""
    seen: dict[tuple[T, ...], tuple[T, ...]] = {}
    return {word: seen.setdefault(found, found) for word, items in sets.items() for found in (tuple(sorted(items)),)}


def _without(word: str, forms: tuple[str, ...]) -> Iterator[str]:
    return (form for form in forms if form != word)


def words_of(text: str) -> tuple[str, ...]:
    """A phrase as the words that are compared; ``{n}`` stays."""
    if NUMBER in text:
        head, _, tail = text.partition(NUMBER)
        return (*words_of(head), NUMBER, *words_of(tail))
    return tuple(token.folded for token in tokenise(text))


class Lexicon:
    """All phrases of one model.

    ``forms`` maps every inflected form to the words that phrases are written with; ``languages`` says in which
    languages a word occurs, so that a question's language can be told; ``plain`` holds the words that only say nothing,
    into which no slip is ever mended.
    """

    def __init__(self, model: SemanticModel) -> None:
        self.model = model
        self.words: Mapping[str, Words] = languages()
        self.root = Node()
        self.forms: Mapping[str, tuple[str, ...]]
        self.languages: Mapping[str, tuple[Language, ...]]
        self._forms: dict[str, set[str]] = defaultdict(set)
        self._languages: dict[str, set[Language]] = defaultdict(set)
        self.glued: list[tuple[re.Pattern[str], str, str]] = []
        self._options: dict[str, tuple[str, ...]] = {}
        self.inside = frozenset().union(*(words.inside for words in self.words.values()))
        self._add_languages()
        light = set(self._languages)
        self._add_roles()
        self._plant: set[str] = set()
        self._others = frozenset().union(*(words.false_friends for words in self.words.values()))
        for dataset in model.datasets.values():
            self._add_terms(dataset.terms, NounIs(dataset.name), "noun")
            self._add_terms(dataset.verbs, Verb(dataset.name), "adjective", verb=True, past=True)
            for condition in dataset.conditions.values():
                # A state that has a date is of what happened: its past is the same («se cerraron», «cerrado»).
                happened = bool(condition.date) and not dataset.fields[condition.date].ahead  # type: ignore[index]
                reading = Cond(dataset.name, condition.name)
                self._add_terms(condition.terms, reading, "adjective", verb=True, past=happened)
            for item in dataset.fields.values():
                self._add_field(FieldRef(dataset=dataset.name, field=item.name))
            self._add_awaited(dataset)
        for metric in model.metrics.values():
            self._add_terms(metric.terms, MetricIs(metric.name), "noun")
        self._settle_languages()
        self.root.close({})
        self.forms, self.languages = _shared(self._forms), _shared(self._languages)
        self._forms, self._languages = {}, {}
        self.extremes = {
            fold(phrase): role
            for words in self.words.values()
            for role in ("most", "least")
            for phrase in words.roles[role]
            if " " not in phrase
        }
        self.denials = {
            fold(phrase) for words in self.words.values() for phrase in words.roles["not"] if " " not in phrase
        }
        self.time_words = frozenset().union(
            *({*w.time_words, *w.months, *w.weekdays, *w.grains, *w.adverbs, *w.numbers} for w in self.words.values())
        )
        self.still = frozenset(fold(phrase) for words in self.words.values() for phrase in words.roles["still"])
        light -= self._plant
        light |= {word for word, node in self.root.next.items() if _only_light(node)}
        self.quiet = frozenset(word for word in light if " " not in word)
        self.vocabulary = sorted((set(self.forms) | set(self.languages) | self._names() | self.time_words) - light)

    # ---- building ----

    def _add_languages(self) -> None:
        for language in LANGUAGES:
            words = self.words[language]
            for kind, phrases in words.light.items():
                for phrase in phrases:
                    self._add(phrase, Light(kind), language)

    def _add_roles(self) -> None:
        for language in LANGUAGES:
            words = self.words[language]
            for role, phrases in words.roles.items():
                for phrase in phrases:
                    self._add(phrase, Role(role), language)
            for topic, phrases in words.topics.items():
                for phrase in phrases:
                    self._add(phrase, Role("unavailable", topic), language)
            for kind, phrases in words.references.items():
                for phrase in phrases:
                    self._add(phrase, Ref(kind), language)
            for word, place in words.ordinals.items():
                self._add(word, Ordinal(place), language)

    def _settle_languages(self) -> None:
        # The data's own names are no sign of a language: «¿y en Bottling?»
        for name in self._names():
            self._languages.pop(name, None)
        for language in LANGUAGES:
            for word in self.words[language].function:
                self._languages[word] = {language}

    def _names(self) -> set[str]:
        """Words that values are called by in the data where a person reads them so (areas, plants)."""
        return {
            word
            for item in self.model.fields()
            for value in item.values
            if not value.named and len(str(value.value)) > 1
            for word in words_of(str(value.value))
        }

    def _add_field(self, ref: FieldRef) -> None:
        item = self.model.field(ref.dataset, ref.field)
        self._add_terms(item.terms, FieldIs(ref), "noun")
        self._add_terms(item.asked_as, FieldIs(ref, asked=True), "noun")
        if item.is_date:
            self._add_terms(item.verbs, DateVerb(ref), "adjective", verb=True, past=True)
            self._add_terms(item.missed, Missed(ref), "noun")
        for end, terms in item.superlatives.items():
            self._add_terms(terms, Superlative(ref, end == "max"), "adjective")
        noun = bool(item.noun)
        for value in item.values:
            reading = ValueIs(ref, value.value, noun=noun, second=value.second)
            self._add_terms(value.terms, reading, "adjective")
            for happened in (reading, Verb(ref.dataset)):
                self._add_terms(value.verbs, happened, "verb", past=True)
            if len(str(value.value)) > 2 and not value.terms.get("en"):  # else those say what it is called
                self._add(str(value.value).replace("_", " "), reading, "en")
        for pattern in item.value_patterns:
            words = words_of(pattern)
            if NUMBER in words and len(words) > 1 and " " + NUMBER in pattern:
                self._put(words, FieldIs(ref))
            else:
                head = fold(pattern).replace(NUMBER, "")
                self.glued.append((re.compile(rf"{re.escape(head)}-?0*(\d+)$"), ref.dataset, ref.field))

    def _written(self, word: str, language: Language) -> Iterator[str]:
        yield word
        yield from self.words[language].forms_of(word, "adjective")

    def _add_awaited(self, dataset: Dataset) -> None:
        """«faltan *por hacer*», "*left to* do": of the words for the state in which rows wait, those that say that
        they are yet to be done."""
        living = {str(item.age_while) for item in dataset.fields.values() if item.age_while}
        for name in living & set(dataset.conditions):
            for language in LANGUAGES:
                opens = [words_of(phrase) for phrase in self.words[language].roles["to_do"]]
                states = [words_of(term) for term in dataset.conditions[name].terms.get(language, ())]
                for term in states:
                    if any(len(term) > len(phrase) and term[: len(phrase)] == phrase for phrase in opens):
                        self._put(term, Role("awaited"))
                written = {(*term[:-1], form) for term in states for form in self._written(term[-1], language)}
                for item in dataset.fields.values():
                    ends = item.superlatives.values() if str(item.age_while) == name else ()
                    for said in (words_of(term) for terms in ends for term in terms.get(language, ())):
                        if any(said[at:end] in written for at in range(len(said)) for end in range(at, len(said) + 1)):
                            self._put(said, Role("while_so"))  # «*abierta* con más tiempo»

    def _add_terms(self, terms: Terms, reading: Reading, part: Part, *, verb: bool = False, past: bool = False) -> None:
        for language in LANGUAGES:
            for term in terms.get(language, ()):
                if term.startswith("~"):
                    self._add_verb(term[1:], reading, language)
                    continue
                self._add(term, reading, language, part, verb=verb, past=past)

    def _add_verb(self, lemma: str, reading: Reading, language: Language) -> None:
        """«~romper»: every form of a verb that tells what is done, and none that tells how a thing is («roto»)."""
        words = self.words[language]
        for form in words.verbs.get(fold(lemma), ()):
            if words.acts(form):
                self._add(form, reading, language)

    def _add(
        self, term: str, reading: Reading, language: Language, part: Part | None = None, *, verb: bool = False,
        past: bool = False,
    ) -> None:  # fmt: skip
        words = words_of(term)
        if not words:
            return
        if words == (term,):
            words = (term,)  # the text that is there already, not one like it
        self._put(words, reading)
        for word in words:
            self._languages[word].add(language)
            if part is None:
                self._forms[word].add(word)
                continue
            for form in self.words[language].forms_of(word, part, verb=verb, past=past):
                if form != word and form in self._others and (verb or past):
                    continue  # "median" is no form of «medir»
                self._plant.add(form)
                self._forms[form].add(word)
                self._languages[form].add(language)

    def _put(self, words: Sequence[str], reading: Reading) -> None:
        node = self.root
        for word in words:
            node = node.next.setdefault(word, Node())
        if reading not in node.readings:
            node.readings = (*node.readings, reading)

    # ---- looking up ----

    def options(self, word: str) -> tuple[str, ...]:
        """The words of phrases that a written word may stand for, as written first; a verb without the pronouns that
        hang on it."""
        found = self._options.get(word)
        if found is None:
            found = self._options[word] = self._found(word)
            if len(self._options) > _REMEMBERED:
                self._options.clear()
        return found

    def _found(self, word: str) -> tuple[str, ...]:
        found = self.forms.get(word)
        alone = self.root.next.get(word)
        if found is not None and (len(found) > 1 or (alone is not None and alone.readings)):
            return (word, *_without(word, found))
        if len(word) > 5:
            for words in self.words.values():
                for stem in words.stems(word):
                    if stem in words.forms and stem in self.forms:
                        # a word of a phrase («haceme la gauchada») may stand for its verb as well
                        return (*(found or ()), stem, *_without(stem, self.forms[stem]))
        return (word,) if found is None else (word, *_without(word, found))

    def match(
        self, words: Sequence[str], start: int, numbers: Sequence[float | None]
    ) -> Iterator[tuple[int, list[Reading], int | None]]:
        """Every phrase that begins at ``start``: where it ends, what it may mean, and the number in it."""
        found: dict[int, tuple[list[Reading], int | None]] = {}
        stack: list[tuple[int, Node, int | None, bool, str, bool]] = [(start, self.root, None, False, "", False)]
        known = self.forms.get(words[start], ()) if start < len(words) else ()
        others = {form for form in known if form != words[start]}
        while stack:
            at, node, number, skipped, extreme, formal = stack.pop()
            if node.readings and at > start and not skipped:
                readings, _ = found.setdefault(at, ([], number))
                meant: list[Reading] = list(node.readings)
                if formal:
                    # «vieja» is a form of the plant's «más viejo», and not of whom one talks to
                    meant = [item for item in meant if not isinstance(item, Light)]
                if extreme:
                    meant = [item for item in meant if isinstance(item, MetricIs)]
                    meant += [Role(extreme)] if meant else []
                readings.extend(reading for reading in meant if reading not in readings)
            if at >= len(words):
                continue
            word = words[at]
            denied = at > start and words[at - 1] in self.denials and self._acts(word)
            for option in reversed(self.options(word)):
                if option in node.next and not (
                    denied and option != word
                ):  # «no cerraron» is not the state «no cerrada»
                    stack.append((at + 1, node.next[option], number, False, extreme, at == start and option in others))
            value = numbers[at]
            if NUMBER in node.next and value is not None and float(value).is_integer():
                stack.append((at + 1, node.next[NUMBER], int(value), False, extreme, False))
            if at > start and word in self.inside and word not in node.next:
                stack.append((at + 1, node, number, True, extreme, False))
            if at > start and not extreme and word in self.extremes and word not in node.next:
                # «costó *más* en mantenimiento», "spent *the most* on parts": the extreme stands inside the phrase
                stack.append((at + 1, node, number, True, self.extremes[word], False))
        for end, (readings, number) in found.items():
            if readings:
                yield end, readings, number

    def _acts(self, word: str) -> bool:
        return any(words.acts(word) for words in self.words.values())

    def knows(self, word: str) -> bool:
        """True for words of any phrase, form or the time grammar."""
        return (
            word in self.forms or word in self.languages or word in self.root.next or word in self.time_words
            or self.options(word) != (word,)
        )  # fmt: skip

    def numbered(self, word: str) -> tuple[str, str, int] | None:
        """A glued value pattern (linea7, l3): dataset, field, number."""
        for pattern, dataset, name in self.glued:
            if match := pattern.fullmatch(word):
                return dataset, name, int(match.group(1))
        return None
