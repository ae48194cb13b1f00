"""Bag: a question's phrases, and what can be asked of them without deciding anything yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from core.kernel.messages import Language
from core.language.language import Words
from core.semantics.model import SemanticModel
from core.semantics.query import FieldRef
from core.semantics.values import ValueIndex
from core.understanding.phrases.types import Extreme, Key, Phrase, Said, Split
from core.understanding.reading.readings import (
    Cond,
    DateVerb,
    FieldIs,
    Light,
    MetricIs,
    NounIs,
    Ordinal,
    Ref,
    Role,
    Superlative,
    ValueIs,
    Verb,
)
from core.understanding.triggered import Marks, marks_of

SOFT = frozenset(
    {
        "list",
        "exists",
        "and",
        "or",
        "in_numbers",
        "either",
        "only",
        "with",
        "by",
        "yes",
        "no_answer",
        "help",
        "export",
        "file_wanted",
        "csv_wanted",
        "followup_start",
        "undo",
        "back",
        "instead",
        "going_on",
        "of_it",
        "past",
        "new_subject",
        "new_topic",
        "forget",
        "any_at_all",
        "each_one",
        "to_come",
        "one_asked",
        "given",
        "still",
        "upon",
        "supposed",
        "to_do",
        "needs",
    }
)
"""Roles that a question may play without changing what is asked: how it is asked for, not what."""
_OF_WORDS = frozenset({"list", "exists", "which", "sum", "export", "yes", "sort", "help", "with", "not"})
"""Roles that a name of the plant does not play as well («nombre», "name")."""


@dataclass(frozen=True)
class Bag:
    """The phrases of one cover, over one plant.

    Attributes:
        words: the language that the question is in; it says on which side adjectives stand.
        cost: of this cover beside the cheapest; ``question``: the text.
        opener: how the message goes on from the one before: and, only, undo; ``topic``: the dataset that was spoken of.
        now: the word by which the present moment is asked about; ``to_come``: the word that tells of what is to come
            («*va a* costar»), ``supposed``: the one that may («¿cuál *será* …?»).
        still: something is still so («que *siguen* sin técnico»).
        whole: the message says «toda la planta».
        counted: it says how many those are that the last answer named.
    """

    phrases: tuple[Phrase, ...]
    model: SemanticModel
    values: ValueIndex
    words: Words
    language: Language
    cost: float = 0.0
    question: str = ""
    opener: str = ""
    topic: str | None = None
    whole: bool = False
    now: str = ""
    to_come: str = ""
    supposed: str = ""
    still: bool = False
    counted: bool = False

    @cached_property
    def marks(self) -> Marks:
        """What its phrases bear, by which steps are called."""
        return marks_of(self.phrases)

    @property
    def leads_on(self) -> bool:
        """It begins as a message that goes on from another: with a word for that, or with one for sorting."""
        return bool(self.opener) or self.sorts_first

    @property
    def sorts_first(self) -> bool:
        """«ordénalas por nombre»: it begins with a word for sorting."""
        leading = self.phrases[0].head if self.phrases else None
        return leading is not None and leading.role("sort") is not None and not leading.is_substance

    # ---- by role ----

    def roles(self, *roles: str) -> list[int]:
        """Places of phrases that may play one of the roles and name nothing of the plant besides."""
        found = self._by_roles.get(roles)
        if found is None:
            wanted = set(roles)
            found = self._by_roles[roles] = [place for place, here in self._roles if here & wanted]
        return found

    def has(self, *roles: str) -> bool:
        """True when a phrase may play one of the roles."""
        return bool(self.roles(*roles))

    @cached_property
    def _by_roles(self) -> dict[tuple[str, ...], list[int]]:
        return {}

    @cached_property
    def _roles(self) -> list[tuple[int, set[str]]]:
        found = []
        for place, phrase in enumerate(self.phrases):
            if isinstance(phrase, Said):
                roles = {item.role for item in phrase.head.readings if isinstance(item, Role)}
                found.append((place, roles - _OF_WORDS if phrase.head.is_substance else roles))
        return found

    def said(self) -> Iterator[tuple[int, Said]]:
        """The phrases that are names or words, with their places."""
        return iter(self._said)

    @cached_property
    def _said(self) -> list[tuple[int, Said]]:
        return [(place, phrase) for place, phrase in enumerate(self.phrases) if isinstance(phrase, Said)]

    def roles_at(self, place: int) -> bool:
        """A phrase that only plays a role."""
        phrase = self.phrases[place]
        return isinstance(phrase, Said) and bool(phrase.head.readings) and not phrase.head.is_substance

    def of(self, kind: type[Phrase]) -> list[int]:
        """Places of phrases of a kind."""
        return [place for place, phrase in enumerate(self.phrases) if isinstance(phrase, kind)]

    def text(self, place: int) -> str:
        """What was written; of a breakdown with what it goes by."""
        phrase = self.phrases[place]
        keys = [key.mention.text for key in phrase.keys if key.mention is not None] if isinstance(phrase, Split) else []
        return " ".join([phrase.head.text, *keys])

    # ---- what must be accounted for ----

    @cached_property
    def content(self) -> frozenset[int]:
        """Places of phrases that must change the query, or the question is not understood."""
        found = set()
        for place, phrase in enumerate(self.phrases):
            if not isinstance(phrase, Said):
                found.add(place)
                continue
            mention = phrase.head
            if phrase.dangling:
                continue
            roles = {item.role for item in mention.readings if isinstance(item, Role)}
            dating = all(isinstance(item, Light | DateVerb | Role) for item in mention.readings)
            if mention.is_light and dating and mention.can(DateVerb) and not roles - SOFT:
                continue  # «hubo», "recorded": they may name a date, and say nothing else
            pointing = mention.can(Ref) and not mention.is_light
            if mention.is_substance or pointing or not mention.readings or not roles or roles - SOFT:
                found.add(place)
        return frozenset(found)

    @cached_property
    def pointers(self) -> tuple[int, ...]:
        """Phrases that point at the running talk."""
        found = []
        for place, phrase in self.said():
            mention = phrase.head
            if phrase.dangling and not self._owned:
                found.append(place)
            if phrase.own or phrase.pointed or (not mention.is_substance and mention.can(Ref, Ordinal)):
                found.append(place)
        return tuple(found)

    @cached_property
    def _owned(self) -> bool:
        """Somebody or something is named that may have what is asked for."""
        things = sum(1 for place in range(len(self.phrases)) if self.is_noun(place) or self.is_named(place))
        things += sum(1 for key in self.keys if key.mention is not None)
        measured = any(phrase.head.can(MetricIs) for _, phrase in self.said())
        return things > (0 if measured else 1)

    def is_name(self, place: int) -> bool:
        """What a single thing is called, and no place."""
        phrase = self.phrases[place]
        named = phrase.head.all(ValueIs) if isinstance(phrase, Said) else []
        return any(
            item.ref.field == self.model.datasets[item.ref.dataset].identity
            and not self.model.datasets[item.ref.dataset].place
            for item in named
        )

    def is_named(self, place: int) -> bool:
        """A single thing is called by its name (P-101)."""
        phrase = self.phrases[place]
        if not isinstance(phrase, Said) or self.is_noun(place):
            return False
        return any(
            item.ref.field == self.model.datasets[item.ref.dataset].identity or item.noun
            for item in phrase.head.all(ValueIs)
        )

    # ---- nouns ----

    def nouns_at(self, place: int) -> tuple[str, ...]:
        """The datasets whose rows a phrase can name, by a noun or by a value that stands for one (pumps)."""
        return self._nouns[place]

    @cached_property
    def _nouns(self) -> list[tuple[str, ...]]:
        return [self._nouns_of(place) for place in range(len(self.phrases))]

    def _nouns_of(self, place: int) -> tuple[str, ...]:
        phrase = self.phrases[place]
        if not isinstance(phrase, Said):
            return ()
        mention = phrase.head
        found = [item.dataset for item in mention.all(NounIs)]
        for item in mention.all(ValueIs):
            found += self._named_by(item.ref) if item.noun else ()
        return tuple(dict.fromkeys(found))

    def _named_by(self, ref: FieldRef) -> tuple[str, ...]:
        """The datasets whose rows a value names: those that point at it, where it is a row of a catalogue (*pumps* are
        machines, no type; and the machines themselves, where orders point at the catalogue too)."""
        if self.model.datasets[ref.dataset].identity != ref.field:
            return (ref.dataset,)
        pointing = dict.fromkeys(link.source for link in self.model.relationships if link.target == ref.dataset)
        own = [name for name in pointing if not any(self.model.reaches(name, other) for other in {*pointing} - {name})]
        return tuple(own) or (ref.dataset,)

    def is_noun(self, place: int) -> bool:
        """A noun proper; an adjective that can stand alone (mechanical, preventive) is none beside one."""
        return self._proper[place]

    @cached_property
    def _proper(self) -> list[bool]:
        return [self._is_proper(place) for place in range(len(self.phrases))]

    def _is_proper(self, place: int) -> bool:
        phrase = self.phrases[place]
        if not isinstance(phrase, Said):
            return False
        mention = phrase.head
        if mention.can(NounIs):
            return True
        if mention.can(Cond):
            return False
        return any(
            item.noun and not self.model.field(item.ref.dataset, item.ref.field).adjective
            for item in mention.all(ValueIs)
        )

    def facts_at(self, place: int) -> tuple[str, ...]:
        """The things that happen which a phrase names as noun or verb."""
        phrase = self.phrases[place]
        if not isinstance(phrase, Said):
            return ()
        named = [item.dataset for item in phrase.head.readings if isinstance(item, NounIs | Verb)]
        return tuple(name for name in dict.fromkeys(named) if self.model.datasets[name].default_date)

    def beside(self, place: int) -> tuple[str, ...]:
        """The datasets of the noun that an adjective goes with, by the side on which the language puts adjectives."""
        left, right = self._left(place), self._right(place)
        if self.words.adjective_first:
            return right or left
        return left or right

    def _left(self, place: int) -> tuple[str, ...]:
        for index in range(place - 1, -1, -1):
            phrase = self.phrases[index]
            if self.is_noun(index):
                return self.nouns_at(index)
            if isinstance(phrase, Said) and (metric := phrase.head.first(MetricIs)) is not None:
                owner = self.model.metrics[metric.name].dataset
                return (owner,) if owner else ()
        return ()

    def _right(self, place: int) -> tuple[str, ...]:
        """Directly to the right, over other adjectives only."""
        for index in range(place + 1, len(self.phrases)):
            phrase = self.phrases[index]
            if self.is_noun(index):
                return self.nouns_at(index)
            if not isinstance(phrase, Said) or not phrase.head.can(Cond, ValueIs):
                return ()
        return ()

    @cached_property
    def first_noun(self) -> int | None:
        """Where the first noun stands."""
        return next((place for place in range(len(self.phrases)) if self.is_noun(place)), None)

    def plural(self, place: int | None) -> bool:
        """True when a noun is written in the plural, by the forms of its language."""
        if place is None or place >= len(self.phrases):
            return False
        mention = self.phrases[place].head
        words = mention.folded.split()
        behind = any(word in self.words.inside for word in words[1:-1])
        last = words[0] if behind else words[-1]  # "main *cause* of failures" is one
        label_words = {
            text.split()[-1].casefold()
            for dataset in self.nouns_at(place)
            for text in self.model.datasets[dataset].label.one.values()
        }
        return self.words.several(last) and last not in label_words

    # ---- fields ----

    def next_to(self, place: int, other: int) -> bool:
        """Nothing stands between two phrases, not even a word that says nothing."""
        return 0 <= other < len(self.phrases) and self.phrases[place].head.end == self.phrases[other].head.start

    def fields_at(self, place: int) -> list[FieldRef]:
        """The fields that a phrase names."""
        phrase = self.phrases[place]
        return [item.ref for item in phrase.head.all(FieldIs)] if isinstance(phrase, Said) else []

    @cached_property
    def people(self) -> str | None:
        """The dataset of people, whom «who» asks for."""
        return next((item.name for item in self.model.datasets.values() if item.who), None)

    @cached_property
    def splits(self) -> Sequence[int]:
        """Breakdowns that are asked for outright."""
        return [place for place in self.of(Split) if not self.phrases[place].rate]  # type: ignore[attr-defined]

    @cached_property
    def keys(self) -> tuple[Key, ...]:
        """What the question is broken down by."""
        return tuple(
            key for phrase in self.phrases if isinstance(phrase, Split) and not phrase.rate for key in phrase.keys
        )

    @cached_property
    def ranked(self) -> bool:
        """Some end of an order is asked for."""
        return bool(self.of(Extreme)) or any(phrase.head.can(Superlative) for _, phrase in self.said())
