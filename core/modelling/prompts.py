"""The prompts of one plant: one for a plant that fits, of a large one those of the parts that are asked about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cachetools import LRUCache

from core.modelling.names.part import Parts
from core.modelling.names.vocabulary import Vocabulary
from core.modelling.plant import PlantSize
from core.modelling.prompt import Prompt
from core.modelling.values import FieldValues
from core.planning.plan import SessionView
from core.semantics.model import SemanticModel
from core.semantics.query import AnyOf, Compare, Dated, Filter, Named, Related, SemanticQuery

MOST_CHARACTERS: Final = 17_000
"""Of a plant's description: 5,200 tokens at 3.3 each, which with rules and thread stays within 6,000."""
_KEPT = 64


class Prompts:
    """Makes and keeps prompts.

    Args:
        dialect: sqlglot's name of the plant's database.
    """

    def __init__(self, model: SemanticModel, dialect: str) -> None:
        self._dialect = dialect
        size = PlantSize(model, dialect)
        self._parts = Parts(model, lambda vocabulary: size.of(vocabulary) <= MOST_CHARACTERS)
        self._kept: LRUCache[tuple[str, ...], Prompt] = LRUCache(_KEPT)

    def of(self, text: str, session: SessionView, values: FieldValues | None = None) -> Prompt:
        """The prompt for a question in its thread.

        Args:
            values: what occurs in the plant's columns.
        """
        last = session.last_plan.query if session.last_plan is not None else None
        vocabulary = self._parts.of(text, _datasets(last) if last is not None else (), values)
        prompt: Prompt | None = self._kept.get(vocabulary.names)
        if prompt is None:
            prompt = self._kept[vocabulary.names] = self._made(vocabulary)
        return prompt

    def _made(self, vocabulary: Vocabulary) -> Prompt:
        return Prompt(vocabulary, self._dialect)


def _datasets(query: SemanticQuery) -> Iterator[str]:
    """The datasets that a query is about, its own first."""
    yield query.dataset
    yield from (group.field.dataset for group in query.groups if group.field is not None)
    yield from (measure.dataset for measure in query.measures if measure.dataset is not None)
    for part in query.filters:
        yield from _of_filter(part)


def _of_filter(part: Filter) -> Iterator[str]:
    match part:
        case Compare() | Dated():
            yield part.field.dataset
        case Named() | Related():
            yield part.dataset
        case AnyOf():
            for item in part.parts:
                yield from _of_filter(item)
        case _:
            pass
