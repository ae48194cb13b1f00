"""What a person may be about to write: the plant's things, places and measures that begin as their last words do.

Names come from the value index and the semantic model. People are left out, and so are the rows of facts (orders,
stops): there are thousands, and nobody knows them by their beginning.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from core.kernel.folding import code_key_of, fold_text
from core.kernel.messages import Language
from core.semantics.breakdowns import BreakdownNames
from core.semantics.model import Dataset, Field, SemanticModel
from core.semantics.values import ValueIndex
from core.sentences import Text

MOST: Final = 7
_RANKS: Final = 4
"""Nouns, measures, places and enumerated values; things; then both by a later word of theirs."""
_WORDS: Final = 4
"""So many of the last words may be the beginning of one name."""
_WORD: Final = re.compile(r"[^\s,;:¿?¡!()\"«»“”]+")
_SHORTEST: Final = 3
_LOOKED_AT: Final = 200
"""So many names of a rank are compared: of the thousands that begin with two letters nobody seeks the last."""
MEASURE: Final[Text] = {"es": "medida", "en": "measure"}
TOPIC: Final[Text] = {"es": "tema", "en": "topic"}


@dataclass(frozen=True, slots=True)
class CompletedName:
    """A name, and what it is the name of: «Bottling» is an «área»."""

    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Completed:
    """What may take the place of the text from ``start`` (characters) on."""

    start: int
    options: tuple[CompletedName, ...]


class Completions:
    """All names of one language, sorted by their beginnings. Made off the event loop: a large plant has 50,000.

    Args:
        by: folded words behind which rows are broken down («por», "by").
        states: what rows may be called for the state that they are in («vencidas» of «OT»).
    """

    def __init__(
        self,
        model: SemanticModel,
        values: ValueIndex,
        language: Language,
        *,
        by: Iterable[str] = (),
        states: Iterable[CompletedName] = (),
    ) -> None:
        self._breakdowns = BreakdownNames(model, language, by)
        self.entries: list[CompletedName] = []
        keys: list[list[tuple[str, int]]] = [[] for _ in range(_RANKS)]
        """By rank: folded beginning, and place among the entries."""
        for rank, entry in _named(model, values, language, states):
            place = len(self.entries)
            self.entries.append(entry)
            folded = fold_text(entry.text)
            keys[rank].append((folded, place))
            if any(sign.isdigit() for sign in folded):
                keys[rank].append((code_key_of(folded), place))
            keys[rank + 2] += [(folded[at + 1 :], place) for at, sign in enumerate(folded) if sign == " "]
        self._keys = [sorted(set(ranked)) for ranked in keys]

    def of(self, text: str) -> Completed:
        """Completions of a text's last words; the more words begin a name, the surer it is meant.

        Args:
            text: what stands before the caret.
        """
        if (found := self._breakdowns.of(text)) is not None:
            start, parts = found
            return Completed(start, tuple(CompletedName(part.text, part.kind) for part in parts[:MOST]))
        words = [match.start() for match in _WORD.finditer(text)]
        if not words or text[-1:].isspace():
            return Completed(len(text), ())
        for start in words[-_WORDS:]:
            begun = text[start:]
            if len(begun) < _SHORTEST and not any(sign.isdigit() for sign in begun):
                continue
            if names := self._beginning(begun):
                return Completed(start, names)
        return Completed(len(text), ())

    def _beginning(self, begun: str) -> tuple[CompletedName, ...]:
        folded = fold_text(begun)
        best: dict[int, int] = {}
        for rank, keys in enumerate(self._keys):
            for prefix in filter(None, dict.fromkeys((folded, code_key_of(folded)))):
                at = bisect_left(keys, (prefix, -1))
                for key, place in keys[at : at + _LOOKED_AT]:
                    if not key.startswith(prefix):
                        break
                    best.setdefault(place, rank)
            if len(best) >= _LOOKED_AT:
                break
        if any(fold_text(self.entries[place].text) == folded for place in best):
            return ()  # it stands there whole
        ranked = sorted(best, key=lambda place: (best[place], len(self.entries[place].text), self.entries[place].text))
        return tuple(self.entries[place] for place in ranked[:MOST])


def _named(
    model: SemanticModel, values: ValueIndex, language: Language, states: Iterable[CompletedName]
) -> Iterator[tuple[int, CompletedName]]:
    """Every name once, with its rank."""
    seen: set[str] = set()
    for rank, text, kind in (*_all(model, values, language), *((0, state.text, state.kind) for state in states)):
        if fold_text(text) not in seen:
            seen.add(fold_text(text))
            yield rank, CompletedName(text, kind)


def _all(model: SemanticModel, values: ValueIndex, language: Language) -> Iterator[tuple[int, str, str]]:
    for metric in model.metrics.values():
        yield 0, metric.label.many[language], MEASURE[language]
    for dataset in model.datasets.values():
        yield 0, dataset.label.many[language], TOPIC[language]
    owners = {link.target for link in model.relationships}
    for dataset in model.datasets.values():
        for field in _names_of(dataset, owners):
            for item in values.by_field.get((field.dataset, field.name), ()):
                yield (0 if dataset.place else 1), item, dataset.label.one[language]
    for field in model.fields():
        for entry in field.values:
            if not isinstance(entry.value, bool):
                yield 0, entry.label.many[language], field.label.one[language]
                # The word for a value that the data writes in another language: «soldadura» for Welding.
                for term in () if entry.named else entry.terms[language][:1]:
                    yield 0, term, field.label.one[language]


def _names_of(dataset: Dataset, owners: set[str]) -> Iterator[Field]:
    """The fields that a thing is called by, when other rows belong to it, it is no person and nothing that happened."""
    if dataset.name not in owners or dataset.who or dataset.default_date or dataset.interval:
        return
    for name in dict.fromkeys((dataset.identity, dataset.beside)):
        field = dataset.fields.get(name) if name else None
        if field is not None and not field.person:
            yield field
