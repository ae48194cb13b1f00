"""What is pointed at by the name of a field or place («de ese tipo», "that area") is the value that was spoken of: the
pointing phrase is read as if that value had been said, so that every kind of question and edit takes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.comprehension.meaning.bag import Bag
from core.comprehension.meaning.builder import Limits
from core.comprehension.phrases.types import Phrase, Said
from core.comprehension.reading.readings import FieldIs, ValueIs
from core.comprehension.threads.antecedent import Talked, of_home
from core.semantics.model import SemanticModel
from core.semantics.query import Compare, FieldRef, SemanticQuery


@dataclass(frozen=True)
class Around:
    """What the last query was held to besides what is pointed at now: its limits where its own rows are meant again,
    and its period."""

    query: SemanticQuery

    def limits(self, model: SemanticModel, home: str) -> Limits | None:
        """The limits for a dataset's rows; none but the period for rows of another kind."""
        query = self.query
        period = query.period if query.period is not None and query.period.given else None
        return Limits(query.filters if of_home(model, query, home) else (), period)


def points_at_value(bag: Bag) -> bool:
    """A field or a place is pointed at by its name."""
    return any(_refs(bag, place) for place, phrase in bag.said() if phrase.pointed)


async def said_outright(bag: Bag, queries: Sequence[SemanticQuery], talked: Talked) -> Bag | None:
    """The message with the values in the place of what points at them; None when one of them was not spoken of.

    Args:
        queries: the thread's queries, newest first.
    """
    phrases: list[Phrase] = list(bag.phrases)
    for place, phrase in bag.said():
        refs = _refs(bag, place) if phrase.pointed else []
        if not refs:
            continue
        found = await _spoken_of(refs, queries, talked)
        if found is None:
            return None
        head = replace(phrase.head, readings=(ValueIs(*found),))
        phrases[place] = Said(phrase.at, head, phrase.negated, phrase.link, phrase.joint, phrase.only)
    return replace(bag, phrases=tuple(phrases))


def _refs(bag: Bag, place: int) -> list[FieldRef]:
    """The fields that a phrase may point at: by their own name, or places by what they are called."""
    model = bag.model
    found = [ref for ref in bag.fields_at(place) if model.field(ref.dataset, ref.field).kind == "text"]
    for name in bag.nouns_at(place):
        meaning = model.datasets[name]
        if meaning.place and not bag.phrases[place].head.can(ValueIs) and meaning.identity in meaning.fields:
            found.append(FieldRef(dataset=name, field=meaning.identity))
    if not found or bag.phrases[place].head.can(ValueIs):
        return []
    return found if bag.phrases[place].head.can(FieldIs) or len(found) == 1 else []


async def _spoken_of(
    refs: Sequence[FieldRef], queries: Sequence[SemanticQuery], talked: Talked
) -> tuple[FieldRef, str | int] | None:
    """The newest single value of one of the fields."""
    for query in queries:
        for part in query.filters:
            if isinstance(part, Compare) and part.op == "=" and len(part.values) == 1 and part.field in refs:
                return part.field, part.values[0]  # type: ignore[return-value]
        if query.groups and query.groups[0].field in refs and query.limit == 1:
            things = await talked.things(query)
            if things is not None and len(things.values) == 1:
                return things.ref, things.values[0]  # type: ignore[return-value]
    return None
