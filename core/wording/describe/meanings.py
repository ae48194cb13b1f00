"""What the plant's own conditions mean where a reader may not know («no cerradas a tiempo»)."""

from __future__ import annotations

from core.kernel.messages import Language
from core.semantics.model import SemanticModel
from core.semantics.query import AnyOf, Filter, Named, Related, SemanticQuery


def meanings(model: SemanticModel, query: SemanticQuery, language: Language) -> tuple[str, ...]:
    """What each condition that the query keeps means, where the model says so (``means``), each once."""
    found = [
        means
        for part in _conditions((*query.filters, *(part for measure in query.measures for part in measure.only)))
        if (means := model.datasets[part.dataset].conditions[part.condition].means.get(language))
    ]
    return tuple(dict.fromkeys(found))


def _conditions(filters: tuple[Filter, ...]) -> list[Named]:
    found: list[Named] = []
    for part in filters:
        match part:
            case Named():
                found.append(part)
            case AnyOf():
                found += _conditions(part.parts)
            case Related():
                found += _conditions(part.filters)
            case _:
                pass
    return found
