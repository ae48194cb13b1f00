"""The values that really occur in the plant's columns, found as people write them.

Read once per data version, at most ``PER_COLUMN`` values a column and of long tables a sample, folded for case and
accents; codes (tags, order numbers) without their separators. Words for values in both languages come from the
semantic model.
"""

from __future__ import annotations

import asyncio
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias, TypeVar

import structlog

from core.data.sampling import ColumnValues
from core.kernel.errors import QueryTimeout
from core.kernel.folding import code_key, code_key_of, fold, fold_text
from core.semantics.model import Field, SemanticModel
from core.semantics.shapes import CodeShapes
from core.semantics.sql.dialect import Dialect

K = TypeVar("K")

log = structlog.get_logger(__name__)

PER_COLUMN = 20_000
_WORD = re.compile(r"[^\W_]+(?:'[^\W\d_]+)*")
_NUMBER = re.compile(r"(\d+)\D*$")


class ReadsValues(Protocol):
    """What the index needs of a Database."""

    dialect: str

    async def values_of(self, source: str, value: str, *, limit: int) -> ColumnValues:
        """The values of an expression over a source, both as SQL."""
        ...


async def _read(model: SemanticModel, database: ReadsValues, field: Field, limit: int) -> ColumnValues | None:
    """The values of a field; None when it took too long to look for them."""
    dataset, spoken = model.datasets[field.dataset], Dialect(database.dialect)
    value = spoken.expression(field.expression, dataset.name)
    if (kept := dataset.kept) is not None and not kept.of_now:
        # What a row that is none is called (deleted, a template, a place among the machines) is no value.
        value = f"CASE WHEN {spoken.expression(kept.expression, dataset.name)} THEN {value} END"
    try:
        return await database.values_of(spoken.source_of(dataset), value, limit=limit)
    except QueryTimeout:
        log.warning("values_not_read", dataset=field.dataset, field=field.name)
        return None


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a field. ``partial`` when only a part of it was written (a person's first name)."""

    dataset: str
    field: str
    value: str | int
    partial: bool = False


_Entry: TypeAlias = int
"""A Value as it is kept: its place among all that occur, twice, and one more when only a part of it was written. A
number is a fifth of an object's memory, and Python's garbage collector has nothing to walk through: each full pass over
fifty thousand objects would stop the event loop."""


def _put(entries: dict[K, _Entry | tuple[_Entry, ...]], key: K, entry: _Entry) -> None:
    """One more entry of a key; nearly all keys have one, and need no tuple for it."""
    had = entries.get(key)
    entries[key] = entry if had is None else (*_all(had), entry)


def _all(found: _Entry | tuple[_Entry, ...] | None) -> tuple[_Entry, ...]:
    return () if found is None else found if isinstance(found, tuple) else (found,)


class ValueIndex:
    """Finds values by phrase, by code, by number pattern, and the nearest ones to a phrase that is none.

    Attributes:
        sampled: the fields that have more values than were read; a code of theirs is known by how it is written.

    Making one takes a second for fifty thousand values: off the event loop, please (``read`` does so).
    """

    def __init__(
        self,
        model: SemanticModel,
        values: Mapping[tuple[str, str], Sequence[str]],
        sampled: frozenset[tuple[str, str]] = frozenset(),
    ) -> None:
        self.model = model
        self.sampled = sampled
        self._shapes = {key: CodeShapes(values[key]) for key in sampled if model.field(*key).code}
        self.by_field = {key: tuple(items) for key, items in values.items()}
        self._fields = tuple(self.by_field)
        self._items: list[str] = []
        """All that occurs, a field after the other."""
        self._starts: list[int] = []
        """Where each field's begin."""
        self._phrases: dict[str, _Entry | tuple[_Entry, ...]] = {}
        self._longest: dict[str, int] = {}
        """The words of the longest phrase that begins with a word."""
        self._codes: dict[str, _Entry | tuple[_Entry, ...]] = {}
        self._numbers: dict[tuple[int, int], _Entry | tuple[_Entry, ...]] = {}
        self._endings: dict[tuple[str, str], dict[int, list[str]]] = {}
        self._prefixes: dict[str, set[tuple[str, str]]] = defaultdict(set)
        self.words: set[str] = set()
        self._parts: dict[str, tuple[int, ...]] = {}
        """The fields whose values have a word beside others."""
        for number, (dataset, name) in enumerate(self._fields):
            self._add(number, model.field(dataset, name))

    @classmethod
    async def read(
        cls,
        model: SemanticModel,
        database: ReadsValues,
        *,
        per_column: int = PER_COLUMN,
        same_as: ValueIndex | None = None,
    ) -> ValueIndex:
        """Read the indexed columns at once; gives ``same_as`` when it holds these values already."""
        fields = [field for field in model.fields() if field.index]
        found = await asyncio.gather(*(_read(model, database, field, per_column) for field in fields))
        values: dict[tuple[str, str], tuple[str, ...]] = {}
        sampled = set()
        for field, read in zip(fields, found, strict=True):
            if read is None or (not read.whole and len(read.values) >= per_column and not field.code):
                continue  # prose, or names of tens of thousands: nobody writes them in a question
            key = (field.dataset, field.name)
            values[key] = tuple(str(item) for item in read.values if item is not None and str(item))
            if not read.whole:
                sampled.add(key)
        if same_as is not None and same_as.by_field == values and same_as.sampled == sampled:
            return same_as
        return await asyncio.to_thread(cls, model, values, frozenset(sampled))

    def _add(self, number: int, field: Field) -> None:
        known = {str(entry.value) for entry in field.values}
        is_code, person = field.code, field.person
        patterned = bool(field.value_patterns)
        self._starts.append(len(self._items))
        for item in self.by_field[self._fields[number]]:
            entry = 2 * len(self._items)
            self._items.append(item)
            folded = fold_text(item)
            words = _WORD.findall(folded)
            if is_code or any(char.isdigit() for char in item):
                key = code_key_of(folded)
                _put(self._codes, key, entry)
                prefix = re.match(r"[a-z]+", key)
                if prefix and is_code:
                    self._prefixes[prefix.group()].add(self._fields[number])
            if words and not (is_code and len(words) == 1 and words[0].isdigit()) and item not in known:
                self._add_phrase(words, entry)
                self.words.update(word for word in words if not word.isdigit())
                if len(words) > 1 and not is_code and not person:
                    for word in words:
                        if len(word) > 2 and number not in (had := self._parts.get(word, ())):
                            self._parts[word] = (*had, number)
            if person and len(words) > 1:
                for size in range(1, len(words)):
                    for start in range(len(words) - size + 1):
                        if len(words[start]) > 2:
                            self._add_phrase(words[start : start + size], entry + 1)
            if patterned and (ending := _NUMBER.search(item)):
                _put(self._numbers, (number, int(ending.group(1))), entry)

    def _add_phrase(self, words: Sequence[str], entry: _Entry) -> None:
        _put(self._phrases, " ".join(words), entry)
        self._longest[words[0]] = max(self._longest.get(words[0], 0), len(words))

    def _values(self, entries: Iterable[_Entry]) -> list[Value]:
        return [
            Value(*self._fields[bisect_right(self._starts, entry // 2) - 1], self._items[entry // 2], bool(entry % 2))
            for entry in entries
        ]

    def phrases(self, words: Sequence[str]) -> tuple[int, list[Value]]:
        """The longest phrase at the beginning of ``words``: how many words, and the values it may mean."""
        longest = self._longest.get(words[0], 0) if words else 0
        for size in range(min(longest, len(words)), 0, -1):
            if entries := _all(self._phrases.get(" ".join(words[:size]))):
                whole = [entry for entry in entries if not entry % 2]
                return size, self._values(dict.fromkeys(whole or entries))
        return 0, []

    def part(self, word: str) -> list[tuple[str, str]]:
        """The fields of which some value has this folded word beside others («SKF» of «SKF México»)."""
        return [self._fields[number] for number in self._parts.get(word, ())]

    def ending(self, dataset: str, field: str, number: int) -> list[Value]:
        """Values of a code field that end in this number (3247 of WO-2026-03247)."""
        if (dataset, field) not in self.by_field:
            return []
        endings = self._endings.get((dataset, field))
        if endings is None:
            endings = self._endings[dataset, field] = defaultdict(list)
            for item in self.by_field[dataset, field]:
                if match := _NUMBER.search(item):
                    endings[int(match.group(1))].append(item)
        found = [Value(dataset, field, item) for item in endings.get(number, ())]
        shapes = self._shapes.get((dataset, field))
        written = shapes.numbered(number) if shapes is not None and not found else None
        return [Value(dataset, field, written)] if written else found

    def code(self, text: str) -> list[Value]:
        """Values that are this code, however its separators were written."""
        found = self._values(_all(self._codes.get(code_key(text))))
        # MTR-15KW and MTR-1.5KW share a key; what is written exactly is meant.
        if found:
            return [value for value in found if fold(str(value.value)) == fold(text)] or found
        written = [(key, shapes.fits(text)) for key, shapes in self._shapes.items()]
        return [Value(*key, code) for key, code in written if code is not None]

    def numbered(self, dataset: str, field: str, number: int) -> list[Value]:
        """Values of a field that end in this number (Line 7)."""
        if (dataset, field) not in self.by_field:
            return []
        return self._values(_all(self._numbers.get((self._fields.index((dataset, field)), number))))

    def fields_of_prefix(self, text: str) -> set[tuple[str, str]]:
        """The code fields whose values begin with the same letters (P-999 looks like a tag)."""
        prefix = re.match(r"[a-z]+", code_key(text))
        return self._prefixes.get(prefix.group(), set()) if prefix else set()

    def known(self, dataset: str, field: str, value: str) -> bool | None:
        """Whether a value occurs; None when the column is not indexed, or only a sample of it."""
        items = self.by_field.get((dataset, field))
        return None if items is None or ((dataset, field) in self.sampled and value not in items) else value in items

    def how_many(self, dataset: str, field: str) -> int | None:
        """The number of different values of a field; None when the column is not indexed, or only a sample of it."""
        items = self.by_field.get((dataset, field))
        return None if items is None or (dataset, field) in self.sampled else len(set(items))

    def nearest(self, dataset: str, field: str, text: str, count: int = 3) -> list[str]:
        """The values of a field that look most like ``text``, best first."""
        from rapidfuzz import fuzz, process

        items = self.by_field.get((dataset, field), ())
        folded = {item: fold(item) for item in items}
        hits = process.extract(fold(text), folded, scorer=fuzz.WRatio, limit=count, score_cutoff=50)
        return [key for _, _, key in hits]
