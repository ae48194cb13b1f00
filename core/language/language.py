"""A language as understanding knows it: the words of its file, folded. A further language costs a file and no code."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any, Literal

from core.kernel.folding import fold
from core.language.reading import read_words
from core.semantics.words import LANGUAGES

Part = Literal["noun", "adjective", "verb"]
Rule = tuple[re.Pattern[str], tuple[str, ...]]
_LEMMA = "~"


@dataclass(frozen=True)
class Words:
    """The words of one language.

    Attributes:
        roles: what a word does in a question (count, by, more_than …) → its phrases.
        light: phrases that say nothing, by class; verbs in all their forms among them.
        references: what points at the running talk (that, those, its …) → its phrases.
        weak: what stands for the thing that the same message named («it», «sus»).
        unsaid: what leaves its subject to the talk, at the beginning of a message (had) or within it (to), and what
            says that all there is is meant, before a noun (whole) or at the end (of_all).
        topics: what the plant's data does not hold → its phrases.
        contractions: the endings of words that were drawn together, and what each stands for; clipped: endings that
            lost a letter.
        periods, days, per: patterns over folded words and what they mean, for the time grammar.
        apart: the ends of verbs that are cut in two ("*break* that month *down by* area") → the words of which one must
            stand before them.
        told: matches a form of a verb that tells what has been («vencían», "were").
        plural: matches the end of a folded word that stands for several, as most of the language's nouns do («bombas»).
        forms: verb form → lemmas; ``past_of``: a participle → the past forms of its verb.
    """

    language: str
    adjective_first: bool
    day_first: bool
    inside: frozenset[str]
    function: frozenset[str]
    day_endings: tuple[str, ...]
    fixed: frozenset[str]
    ahead: frozenset[str]
    enclitics: tuple[str, ...]
    light: Mapping[str, tuple[str, ...]]
    references: Mapping[str, tuple[str, ...]]
    weak: frozenset[str]
    unsaid: Mapping[str, tuple[str, ...]]
    roles: Mapping[str, tuple[str, ...]]
    topics: Mapping[str, tuple[str, ...]]
    shorthand: Mapping[str, str]
    signs: Mapping[str, str]
    contractions: Mapping[str, str]
    clipped: Mapping[str, str]
    numbers: Mapping[str, int]
    multiples: Mapping[str, float]
    scales: Mapping[str, int]
    ordinals: Mapping[str, int]
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    grains: Mapping[str, str]
    units: Mapping[str, str]
    adverbs: Mapping[str, str]
    lead: str
    days: tuple[tuple[str, str], ...]
    periods: tuple[tuple[str, str], ...]
    per: tuple[tuple[str, str], ...]
    time_words: frozenset[str]
    false_friends: frozenset[str]
    inflections: Mapping[str, tuple[Rule, ...]]
    past: re.Pattern[str]
    apart: Mapping[str, frozenset[str]]
    told: re.Pattern[str]
    participle: re.Pattern[str]
    plural: re.Pattern[str]
    verbs: Mapping[str, tuple[str, ...]]
    trade_verbs: frozenset[str]
    infinitives: tuple[re.Pattern[str], ...]
    forms: Mapping[str, tuple[str, ...]]

    def acts(self, word: str) -> bool:
        """A folded word is a form of a verb that tells what is done, and not a participle."""
        return word in self.forms and not self.participle.search(word)

    def several(self, word: str) -> bool:
        """A folded word is written in the plural, by its ending."""
        return "'" not in word and self.plural.search(word) is not None

    def forms_of(self, word: str, part: Part, *, verb: bool = False, past: bool = False) -> set[str]:
        """A folded word and its other forms: plural, gender, with ``past`` of a participle the past of its verb."""
        if (
            word in self.fixed
            or word in self.inside
            or word in self.function
            or not word.replace("'", "").replace("-", "").isalpha()
        ):
            return {word}
        found = {word, *self._inflected(word, part)}
        if verb:
            found |= self._inflected(word, "verb")
        if past:
            for lemma in self.forms.get(word, ()):
                if lemma in self.trade_verbs:
                    found |= {form for form in self.verbs[lemma] if self.past.search(form)}
        return found

    def _inflected(self, word: str, part: str) -> set[str]:
        for pattern, endings in self.inflections[part]:
            if match := pattern.search(word):
                return {word[: match.start()] + match.expand(ending) for ending in endings}
        return set()

    def stems(self, word: str) -> Iterator[str]:
        """A verb form without the pronouns that hang on it (muéstramelas → muestra)."""
        for first in self.enclitics:
            if word.endswith(first) and len(word) > len(first) + 2:
                rest = word[: -len(first)]
                yield rest
                for second in self.enclitics:
                    if rest.endswith(second) and len(rest) > len(second) + 2:
                        yield rest[: -len(second)]


def plain(text: str) -> str:
    """A pattern without its accents, as folded words are written; case and the signs of the pattern stay."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@lru_cache(maxsize=1)
def languages() -> Mapping[str, Words]:
    """Every language that has a file."""
    return {language: _read(language) for language in LANGUAGES}


def _read(language: str) -> Words:
    folder = resources.files("core.language.words")
    raw = read_words(language)
    verbs: dict[str, tuple[str, ...]] = {}
    for line in folder.joinpath(f"forms_{language}.txt").read_text("utf-8").splitlines():
        lemma, *written = line.split()
        verbs[lemma] = tuple(form for form in written if len(form) > 1)
    forms: dict[str, list[str]] = {}
    one: dict[tuple[str, ...], tuple[str, ...]] = {}  # most forms are of a verb that fifty others are of too
    for lemma, found in verbs.items():
        for form in found:
            if lemma not in (lemmas := forms.setdefault(form, [])):
                lemmas.append(lemma)

    participles = [(re.compile(pattern), endings) for pattern, endings in raw["participles"].items()]
    # What agrees with a noun says how it is («fallas repetidas»); only in a tense of its verb it says nothing.
    qualifying = {
        pattern.sub(ending, fold(lemma))
        for lemma in map(str, raw["light_verbs"])
        if lemma.startswith(_LEMMA)
        for lemma in (lemma[1:],)
        for pattern, endings in participles
        if pattern.search(fold(lemma))
        for ending in endings
    }

    def phrases(items: Any) -> tuple[str, ...]:
        made: list[str] = []
        for item in items:
            head, tilde, behind = str(item).partition(_LEMMA)
            lemma, space, tail = behind.partition(" ")
            if not tilde:
                made.append(item)
                continue
            of = verbs.get(fold(lemma), ())
            # Most stand alone, and need no text of their own: there are ten thousand.
            made += [f"{head}{form}{space}{tail}" for form in of] if head or space else of
        return tuple(dict.fromkeys(made))

    def folded(table: Mapping[str, Any], kind: type = str) -> dict[str, Any]:
        return {fold(key): kind(value) for key, value in table.items()}

    def rules(items: Any) -> tuple[tuple[str, str], ...]:
        return tuple((plain(pattern), meaning) for pattern, meaning in items)

    return Words(
        language=language,
        adjective_first=raw["adjectives"] == "before",
        day_first=raw["day_first"] == "true",
        inside=frozenset(fold(word) for word in raw["inside"]),
        function=frozenset(fold(word) for word in raw["function"]),
        day_endings=tuple(raw["day_endings"]),
        fixed=frozenset(fold(word) for word in raw["fixed"]),
        ahead=frozenset(fold(word) for word in raw["ahead"]),
        enclitics=tuple(raw["enclitics"]),
        light={
            **{name: phrases(items) for name, items in raw["light"].items()},
            "verbs": tuple(word for word in phrases(raw["light_verbs"]) if word not in qualifying),
        },
        references={name: phrases(items) for name, items in raw["references"].items()},
        weak=frozenset(fold(word) for word in raw["weak"]),
        unsaid={name: tuple(fold(phrase) for phrase in items) for name, items in raw["unsaid"].items()},
        roles={name: phrases(items) for name, items in raw["roles"].items()},
        topics={name: phrases(items) for name, items in raw["topics"].items()},
        shorthand={fold(key): fold(value) for key, value in raw["shorthand"].items()},
        signs=dict(raw["signs"]),
        contractions=dict(raw["contractions"]),
        clipped=dict(raw["clipped"]),
        numbers=folded(raw["numbers"], int),
        multiples=folded(raw["multiples"], float),
        scales=folded(raw["scales"], int),
        ordinals=folded(raw["ordinals"], int),
        months=folded(raw["months"], int),
        weekdays=folded(raw["weekdays"], int),
        grains=folded(raw["grains"]),
        units=folded(raw["units"]),
        adverbs=folded(raw["adverbs"]),
        lead=plain(raw["lead"]),
        days=rules(raw["days"]),
        periods=rules(raw["periods"]),
        per=rules(raw["per"]),
        time_words=frozenset(fold(word) for word in raw["time_words"]),
        false_friends=frozenset(fold(word) for word in raw["false_friends"]),
        inflections={
            part: tuple((re.compile(pattern), tuple(endings)) for pattern, endings in items)
            for part, items in raw["inflect"].items()
        },
        past=re.compile(raw["past"]),
        apart={fold(end): frozenset(map(fold, verbs)) for end, verbs in raw["apart"].items()},
        told=re.compile(raw["told"]),
        participle=re.compile(raw["participle"]),
        plural=re.compile(raw["plural"]),
        verbs=verbs,
        trade_verbs=frozenset(fold(lemma) for lemma in raw["trade_verbs"]),
        infinitives=tuple(pattern for pattern, _ in participles),
        forms={form: one.setdefault(tuple(lemmas), tuple(lemmas)) for form, lemmas in forms.items()},
    )
