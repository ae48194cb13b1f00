"""The one press that changes what was kept: «Toda la planta» where an answer kept to a thing, «Solo FL-104» where a new
topic let go of it. Each is a message that is understood as an edit."""

from __future__ import annotations

from core.kernel.messages import Language, Suggestion
from core.semantics.model import SemanticModel
from core.semantics.query import Compare, Filter, SemanticQuery
from core.sentences import say, understanding
from core.understanding.threads.antecedent import Things
from core.wording.phrases import within


def names_things(model: SemanticModel, part: Filter) -> bool:
    """A limit to things or places by what they are called."""
    if not isinstance(part, Compare) or part.op not in ("=", "in"):
        return False
    return part.field.field == model.datasets[part.field.dataset].identity


def everywhere(model: SemanticModel, query: SemanticQuery) -> SemanticQuery | None:
    """The query without its limits to things and places; None when it has none."""
    left = tuple(part for part in query.filters if not names_things(model, part))
    return query.model_copy(update={"filters": left}) if len(left) < len(query.filters) else None


def offers(
    model: SemanticModel, query: SemanticQuery, last: SemanticQuery, language: Language, *, kept: bool
) -> tuple[Suggestion, ...]:
    """What to offer under an answer in a thread.

    Args:
        kept: the answer kept something of the last query.
    """
    if kept:
        if everywhere(model, query) is None:
            return ()
        return (_offer(say(understanding.WHOLE_PLANT, language)),)
    spoken = {part.field for part in query.filters if isinstance(part, Compare)}
    for part in last.filters:
        if not isinstance(part, Compare) or not names_things(model, part) or len(part.values) != 1:
            continue
        if part.field in spoken or query.dataset == part.field.dataset:
            continue
        if model.reaches(query.dataset, part.field.dataset) and Things(part.field, part.values).limits(
            model, query.dataset
        ):
            return (_offer(say(understanding.ONLY, language, what=part.values[0])),)
    return ()


def _offer(label: str) -> Suggestion:
    return Suggestion(label=label, text=within(label))
