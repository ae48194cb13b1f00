"""What a text that stands for a value may mean: a value as it occurs, or in the words that people have for it.

The words are the semantic model's: a value's own terms and labels, and those of the conditions that say no more than
that the field is this value («en curso» is the status ``in_progress``). What occurs is the plant's value index.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from core.kernel.folding import code_key, fold
from core.semantics.model import Condition, Field, SemanticModel
from core.semantics.quoting import table_name
from core.semantics.values import Value

_EQUALS = re.compile(r"(\w+)\s*=\s*(?:'([^']*)'|(\w+))")
_NUMBERED = re.compile(r"\D*?(\d{1,6})")
_WORD = re.compile(r"[^\W_]+(?:'[^\W\d_]+)*")


class FieldValues(Protocol):
    """The index by dataset and field (core/semantics/values.ValueIndex)."""

    def known(self, dataset: str, field: str, value: str) -> bool | None:
        """Whether a value occurs; None when the column is not indexed."""
        ...

    def nearest(self, dataset: str, field: str, text: str) -> list[str]:
        """The values that look most like ``text``, best first."""
        ...

    def code(self, text: str) -> list[Value]:
        """Values that are this code, however its separators were written."""
        ...

    def phrases(self, words: Sequence[str]) -> tuple[int, list[Value]]:
        """How many words the longest phrase at the beginning of ``words`` has, and the values that it may mean."""
        ...

    def numbered(self, dataset: str, field: str, number: int) -> list[Value]:
        """Values of a field that end in this number."""
        ...


class PlantValues:
    """Answers by field, and for SQL's tables and columns. A ``literals.KnownValues``."""

    def __init__(self, model: SemanticModel, index: FieldValues) -> None:
        self.index = index
        self._model = model
        self._fields: dict[tuple[str, str], Field] = {
            (table_name(dataset.source).lower(), field.column.lower()): field
            for dataset in model.datasets.values()
            for field in dataset.fields.values()
            if field.column is not None and not dataset.is_query
        }

    # ---- by field ----

    def occurs(self, field: Field, text: str) -> bool | None:
        """Whether a text is one of a field's values as it stands; None when nobody can tell."""
        if field.value_entry(text) is not None:
            return True
        known = self.index.known(field.dataset, field.name, text)
        if known is None and field.values:
            return False  # the file lists what it may be
        return known

    def stands_for(self, field: Field, text: str) -> tuple[str, ...]:
        """The values that a text certainly stands for: the same but for case and accents, a word for one, a code
        without its separators, a numbered one, a part of a person's name. Several for a part that several share."""
        folded = fold(text).strip()
        if said := {value for value, words in _words(self._model, field) if folded in words}:
            return tuple(sorted(said))
        near = {str(value) for value in self.index.nearest(field.dataset, field.name, text) if fold(value) == folded}
        if near:
            return tuple(sorted(near))
        return self._indexed(field, text, folded)

    def _indexed(self, field: Field, text: str, folded: str) -> tuple[str, ...]:
        found: list[Value] = []
        if field.code or any(char.isdigit() for char in text):
            found = self._of(field, self.index.code(text)) if code_key(text) else []
        if not found and field.value_patterns and (number := _NUMBERED.fullmatch(folded)):
            found = self.index.numbered(field.dataset, field.name, int(number.group(1)))
        words = _WORD.findall(folded)
        if not found and words:
            size, values = self.index.phrases(words)
            found = self._of(field, values) if size == len(words) else []
        return tuple(sorted({str(value.value) for value in found}))

    def _of(self, field: Field, values: Sequence[Value]) -> list[Value]:
        return [value for value in values if (value.dataset, value.field) == (field.dataset, field.name)]

    def resembling(self, field: Field, text: str) -> tuple[str, ...]:
        """Values of a field that look like a text, best first."""
        return tuple(str(value) for value in self.index.nearest(field.dataset, field.name, text))

    # ---- by SQL's names ----

    def known(self, table: str, column: str, value: str) -> bool | None:
        """Whether the value occurs or is one of the model's; None when nobody can tell."""
        field = self._field(table, column)
        return None if field is None else self.occurs(field, value)

    def meant(self, table: str, column: str, value: str) -> str | None:
        """The one value that it certainly stands for; None without exactly one."""
        field = self._field(table, column)
        found = self.stands_for(field, value) if field is not None else ()
        return found[0] if len(found) == 1 else None

    def nearest(self, table: str, column: str, value: str) -> list[str]:
        """Values of the column that resemble it, best first."""
        field = self._field(table, column)
        return [] if field is None else list(self.resembling(field, value))

    def tellable(self, table: str, column: str) -> bool:
        """Whether the model's file lists the column's values, which the prompt tells anyway."""
        field = self._field(table, column)
        return field is not None and bool(field.values)

    def _field(self, table: str, column: str) -> Field | None:
        return self._fields.get((table.lower(), column.lower()))


class CurrentValues:
    """The values as they are at present; taken up anew only when others occur.

    Args:
        index: the index as it stands; None before it has been read.
    """

    def __init__(self, model: SemanticModel, index: Callable[[], FieldValues | None]) -> None:
        self._model = model
        self._index = index
        self._known: PlantValues | None = None

    def now(self) -> PlantValues | None:
        """What occurs; None before it has been read."""
        index = self._index()
        if index is not None and (self._known is None or self._known.index is not index):
            self._known = PlantValues(self._model, index)
        return self._known


def named_so(model: SemanticModel, field: Field, text: str) -> Condition | None:
    """The condition about a field that a text is the name of, where it is no single value: ``abierta`` is three
    statuses."""
    folded = fold(text).strip()
    for condition in model.datasets[field.dataset].conditions.values():
        names = {fold(condition.name), fold(condition.name.replace("_", " ")), *_said(condition)}
        if condition.field == field.name and folded in names:
            return condition
    return None


def _words(model: SemanticModel, field: Field) -> Iterator[tuple[str, set[str]]]:
    """Each value that the model's file knows, with the folded words for it."""
    for entry in field.values:
        words = [str(entry.value), *(term for terms in entry.terms.values() for term in terms)]
        words += [*entry.label.one.values(), *entry.label.many.values(), *entry.short.values()]
        yield str(entry.value), {fold(word) for word in words}
    for condition in model.datasets[field.dataset].conditions.values():
        if condition.field == field.name and (value := value_of(condition)) is not None:
            yield value, set(_said(condition))


def value_of(condition: Condition) -> str | None:
    """The value of ``field = 'value'``, for a condition that is nothing else."""
    found = _EQUALS.fullmatch(condition.expression.strip())
    if found is None or found.group(1) != condition.field:
        return None
    return found.group(2) if found.group(2) is not None else found.group(3)


def _said(condition: Condition) -> list[str]:
    texts = [term for terms in condition.terms.values() for term in terms]
    return [fold(text) for text in (*texts, *condition.label.one.values(), *condition.label.many.values())]
