"""The plant's value index as the checks need it: by table and column, with the semantic model's words for values."""

from __future__ import annotations

from typing import Protocol

from core.kernel.folding import fold
from core.semantics.model import Field, SemanticModel


class FieldValues(Protocol):
    """The index by dataset and field (core/semantics/values.ValueIndex)."""

    def known(self, dataset: str, field: str, value: str) -> bool | None:
        """Whether a value occurs; None when the column is not indexed."""
        ...

    def nearest(self, dataset: str, field: str, text: str) -> list[str]:
        """The values that look most like ``text``, best first."""
        ...


class PlantValues:
    """Answers for SQL's tables and columns. A ``literals.ValueIndex``."""

    def __init__(self, model: SemanticModel, index: FieldValues) -> None:
        self.index = index
        self._fields: dict[tuple[str, str], Field] = {
            (dataset.source.lower(), field.expression.lower()): field
            for dataset in model.datasets.values()
            for field in dataset.fields.values()
            if field.is_column
        }

    def known(self, table: str, column: str, value: str) -> bool | None:
        """Whether the value occurs or is one of the model's; None when nobody can tell."""
        field = self._field(table, column)
        if field is None:
            return None
        if field.value_entry(value) is not None:
            return True
        return self.index.known(field.dataset, field.name, value)

    def meant(self, table: str, column: str, value: str) -> str | None:
        """The one value that differs only in case or accents, or that people call so; None without exactly one."""
        field = self._field(table, column)
        if field is None:
            return None
        folded = fold(value)
        found = {str(v) for v in self.index.nearest(field.dataset, field.name, value) if fold(v) == folded}
        for entry in field.values:
            words = [str(entry.value), *(term for terms in entry.terms.values() for term in terms)]
            if folded in map(fold, words):
                found.add(str(entry.value))
        return found.pop() if len(found) == 1 else None

    def nearest(self, table: str, column: str, value: str) -> list[str]:
        """Values of the column that resemble it, best first."""
        field = self._field(table, column)
        return [] if field is None else list(self.index.nearest(field.dataset, field.name, value))

    def _field(self, table: str, column: str) -> Field | None:
        return self._fields.get((table.lower(), column.lower()))
