"""Whether a limit of one query holds for the rows of another."""

from __future__ import annotations

from core.semantics.model import SemanticModel
from core.semantics.query import Filter, Named, Related


def carried(model: SemanticModel, part: Filter, home: str, *, same: bool) -> Filter | None:
    """A limit of the last query as it holds for the rows that are asked for now; None when it cannot."""
    if same:
        return part
    if isinstance(part, Named) and part.condition in model.datasets[home].conditions and part.dataset != home:
        if model.datasets[home].default_date or not model.reaches(home, part.dataset):
            return part.model_copy(update={"dataset": home, "period": None})
    owner = getattr(part, "dataset", None) or getattr(getattr(part, "field", None), "dataset", None)
    if isinstance(part, Related):
        return part if model.reaches(part.dataset, home) else None
    if owner is not None and owner != home and model.datasets[owner].default_date and model.datasets[home].default_date:
        return None  # what orders were limited to says nothing of stops
    return part if owner is not None and model.reaches(home, owner) else None
