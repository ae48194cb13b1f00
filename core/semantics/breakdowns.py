"""What a question's rows may be broken down by, offered behind «por» and "by": places, things, kinds, months."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from core.kernel.folding import fold_text
from core.kernel.messages import Language
from core.semantics.model import Dataset, Field, SemanticModel
from core.semantics.sql.columns import GRAIN_LABELS
from core.sentences import Text

CALENDAR: Final[Text] = {"es": "calendario", "en": "calendar"}
BREAKDOWN: Final[Text] = {"es": "desglose", "en": "breakdown"}
_FIRST_GRAIN: Final = "month"


@dataclass(frozen=True, slots=True)
class Part:
    """Something to break rows down by.

    Attributes:
        dataset: whose rows it parts; None for calendar units, which part the rows of whatever has a date.
        rank: how often it is asked for: a place or a month before a thing, a thing before other calendar units.
        field: True for a column of the dataset, False for the dataset itself.
    """

    text: str
    kind: str
    dataset: str | None
    rank: int
    field: bool = False


class BreakdownNames:
    """Of one language.

    Args:
        by: folded words behind which rows are broken down.
    """

    def __init__(self, model: SemanticModel, language: Language, by: Iterable[str]) -> None:
        self._model = model
        self._parts = tuple(_parts(model, language))
        self._subjects = sorted(_subjects(model, language), key=lambda subject: len(subject[0]), reverse=True)
        phrases = sorted({re.escape(word) for word in by}, key=len, reverse=True)
        self._behind = re.compile(rf"(?:^|\s)(?:{'|'.join(phrases)})\s+(\S*)$") if phrases else None

    def of(self, text: str) -> tuple[int, tuple[Part, ...]] | None:
        """Where the begun word stands (characters) and what may take its place: of what the question's rows reach
        first what parts the most, all of it when the text names no rows. None where nothing begins so; no parts where
        one stands there whole.

        Args:
            text: what stands before the caret.
        """
        found = self._behind.search(fold_text(text)) if self._behind else None
        if found is None:
            return None
        begun = found[1]
        start = len(text) - len(text.rsplit(None, 1)[-1]) if begun else len(text)
        subject = self._subject(fold_text(text[:start]))
        fitting = [part for part in self._parts if fold_text(part.text).startswith(begun) and self._fits(part, subject)]
        if any(fold_text(part.text) == begun for part in fitting):
            return start, ()  # it stands there whole
        if not fitting:
            return None
        fitting.sort(key=lambda part: 1 if part.field and part.dataset == subject else part.rank)
        seen: dict[str, Part] = {}
        for part in fitting:
            seen.setdefault(fold_text(part.text), part)
        return start, tuple(seen.values())

    def _subject(self, folded: str) -> str | None:
        """The dataset whose rows the text names."""
        for name, dataset in self._subjects:
            if re.search(rf"\b{re.escape(name)}\b", folded):
                return dataset
        return None

    def _fits(self, part: Part, subject: str | None) -> bool:
        if subject is None:
            return True
        if part.dataset is None:
            return bool(self._model.datasets[subject].default_date)
        # Rows broken down by themselves are a list.
        return (part.field or part.dataset != subject) and self._model.reaches(subject, part.dataset)


def _subjects(model: SemanticModel, language: Language) -> Iterator[tuple[str, str]]:
    for dataset in model.datasets.values():
        for term in (dataset.label.one[language], dataset.label.many[language], *dataset.terms[language]):
            yield fold_text(term), dataset.name
    for metric in model.metrics.values():
        if metric.dataset:
            for term in (metric.label.one[language], metric.label.many[language], *metric.terms[language]):
                yield fold_text(term), metric.dataset


def _parts(model: SemanticModel, language: Language) -> Iterator[Part]:
    owners = {link.target for link in model.relationships}
    places = [dataset for dataset in model.datasets.values() if dataset.place]
    things = [
        dataset
        for dataset in model.datasets.values()
        if dataset.name in owners and not dataset.place and not dataset.default_date and not dataset.interval
    ]
    for rank, datasets in ((0, places), (2, things)):
        for dataset in datasets:
            yield Part(dataset.label.one[language], BREAKDOWN[language], dataset.name, rank)
    for grain, labels in GRAIN_LABELS.items():
        yield Part(labels[language].lower(), CALENDAR[language], None, 0 if grain == _FIRST_GRAIN else 3)
    for dataset in model.datasets.values():
        for field in dataset.fields.values():
            if _parts_rows(field, dataset):
                label, kind = field.label.one[language], dataset.label.many[language]
                yield Part(_small(label), kind, dataset.name, 4, field=True)


def _parts_rows(field: Field, dataset: Dataset) -> bool:
    """A field whose values are few words: enumerated ones, or names that are read and belong to many rows."""
    if field.kind != "text" or field.person or field.code or field.name in (dataset.identity, dataset.beside):
        return False
    if (field.name,) in dataset.unique_keys:
        return False
    return bool(field.values) or (field.index and bool(field.terms["es"] or field.terms["en"]))


def _small(label: str) -> str:
    """A heading within a sentence; one in capitals keeps them."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]
