"""The values that really occur in the plant's columns, found as people write them.

Read once per data version, at most ``PER_COLUMN`` values a column, folded for case and accents; codes (tags, order
numbers) without their separators. Words for values in both languages come from the semantic model.
"""

from __future__ import annotations

import asyncio
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from core.messages import Cell
from core.semantics.folding import code_key, fold
from core.semantics.model import Field, SemanticModel

PER_COLUMN = 20_000
_WORD = re.compile(r"[^\W_]+(?:'[^\W\d_]+)*")
_NUMBER = re.compile(r"(\d+)\D*$")


class ReadsValues(Protocol):
    """What the index needs of a Database."""

    async def distinct(self, table: str, column: str, *, limit: int) -> list[Cell] | None:
        """The column's values, None when there are more than ``limit``."""
        ...


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a field. ``partial`` when only a part of it was written (a person's first name)."""

    dataset: str
    field: str
    value: str | int
    partial: bool = False


class ValueIndex:
    """Finds values by phrase, by code, by number pattern, and the nearest ones to a phrase that is none."""

    def __init__(self, model: SemanticModel, values: Mapping[tuple[str, str], Sequence[str]]) -> None:
        self.model = model
        self.by_field = {key: tuple(items) for key, items in values.items()}
        self._phrases: dict[str, list[tuple[tuple[str, ...], Value]]] = defaultdict(list)
        self._codes: dict[str, list[Value]] = defaultdict(list)
        self._numbers: dict[tuple[str, str, int], list[Value]] = defaultdict(list)
        self._prefixes: dict[str, set[tuple[str, str]]] = defaultdict(set)
        self.words: set[str] = set()
        for (dataset, name), items in self.by_field.items():
            self._add(model.field(dataset, name), items)
        for key, entries in self._phrases.items():
            self._phrases[key] = sorted(entries, key=lambda entry: -len(entry[0]))

    @classmethod
    async def read(cls, model: SemanticModel, database: ReadsValues, *, per_column: int = PER_COLUMN) -> ValueIndex:
        """Read the indexed columns at once."""
        fields = [field for field in model.fields() if field.context.get("index") and field.is_column]
        found = await asyncio.gather(
            *(
                database.distinct(model.datasets[field.dataset].source, field.expression, limit=per_column)
                for field in fields
            )
        )
        values = {
            (field.dataset, field.name): [str(item) for item in items if item is not None and str(item)]
            for field, items in zip(fields, found, strict=True)
            if items is not None
        }
        return cls(model, values)

    def _add(self, field: Field, items: Iterable[str]) -> None:
        known = {str(entry.value) for entry in field.values}
        is_code, person = bool(field.context.get("code")), bool(field.context.get("person"))
        patterned = bool(field.context.get("value_patterns"))
        for item in items:
            value = Value(field.dataset, field.name, item)
            words = tuple(_WORD.findall(fold(item)))
            if is_code or any(char.isdigit() for char in item):
                self._codes[code_key(item)].append(value)
                prefix = re.match(r"[a-z]+", code_key(item))
                if prefix and is_code:
                    self._prefixes[prefix.group()].add((field.dataset, field.name))
            if words and not (is_code and len(words) == 1 and words[0].isdigit()) and item not in known:
                self._phrases[words[0]].append((words, value))
                self.words.update(word for word in words if not word.isdigit())
            if person and len(words) > 1:
                part = Value(field.dataset, field.name, item, partial=True)
                for size in range(1, len(words)):
                    for start in range(len(words) - size + 1):
                        piece = words[start : start + size]
                        if len(piece[0]) > 2:
                            self._phrases[piece[0]].append((piece, part))
            if patterned and (number := _NUMBER.search(item)):
                self._numbers[(field.dataset, field.name, int(number.group(1)))].append(value)

    def phrases(self, words: Sequence[str]) -> tuple[int, list[Value]]:
        """The longest phrase at the beginning of ``words``: how many words, and the values it may mean."""
        best, found = 0, []
        for phrase, value in self._phrases.get(words[0], ()) if words else ():
            size = len(phrase)
            if size < best:
                break
            if tuple(words[:size]) == phrase:
                best = size
                found.append(value)
        whole = [value for value in found if not value.partial]
        return best, list(dict.fromkeys(whole or found))

    def code(self, text: str) -> list[Value]:
        """Values that are this code, however its separators were written."""
        found = self._codes.get(code_key(text), [])
        # MTR-15KW and MTR-1.5KW share a key; what is written exactly is meant.
        return [value for value in found if fold(str(value.value)) == fold(text)] or found

    def numbered(self, dataset: str, field: str, number: int) -> list[Value]:
        """Values of a field that end in this number (Line 7)."""
        return self._numbers.get((dataset, field, number), [])

    def fields_of_prefix(self, text: str) -> set[tuple[str, str]]:
        """The code fields whose values begin with the same letters (P-999 looks like a tag)."""
        prefix = re.match(r"[a-z]+", code_key(text))
        return self._prefixes.get(prefix.group(), set()) if prefix else set()

    def known(self, dataset: str, field: str, value: str) -> bool | None:
        """Whether a value occurs; None when the column is not indexed."""
        items = self.by_field.get((dataset, field))
        return None if items is None else value in items

    def nearest(self, dataset: str, field: str, text: str, count: int = 3) -> list[str]:
        """The values of a field that look most like ``text``, best first."""
        from rapidfuzz import fuzz, process

        items = self.by_field.get((dataset, field), ())
        folded = {item: fold(item) for item in items}
        hits = process.extract(fold(text), folded, scorer=fuzz.WRatio, limit=count, score_cutoff=50)
        return [key for _, _, key in hits]
