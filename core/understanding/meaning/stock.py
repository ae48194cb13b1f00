"""How much there is of things that are called by name: of each of them, since they are not alike."""

from __future__ import annotations

from core.semantics.query import Compare, GroupBy
from core.understanding.meaning.builder import Builder


def stock_of_each(builder: Builder) -> None:
    """ "how much stock do we have of those?" is told one by one, unless their total is asked for."""
    draft = builder.draft
    if draft.groups or len(draft.measures) != 1 or builder.bag.has("sum"):
        return
    measure = draft.measures[0]
    if measure.aggregate != "sum" or measure.field is None:
        return
    if not builder.model.field(measure.field.dataset, measure.field.field).quantity:
        return
    name = builder.identity(measure.field.dataset)
    named = any(isinstance(part, Compare) and part.op == "in" and part.field == name for part in draft.filters)
    if name is not None and named:
        draft.groups.append(GroupBy(field=name))
        draft.shape = "breakdown"
