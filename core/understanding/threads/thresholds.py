"""«solo las que pasan de 95», "only those with more than 3" behind a breakdown: by the figure that it shows for each of
its groups, and not by a number of the rows behind them."""

from __future__ import annotations

from core.semantics.model import SemanticModel
from core.semantics.query import Measure, SemanticQuery
from core.understanding.meaning.builder import Builder
from core.understanding.meaning.units import converted
from core.understanding.phrases.types import Bound
from core.understanding.reading.readings import FieldIs, NounIs, Verb


def read_threshold(builder: Builder, last: SemanticQuery) -> None:
    """Comparisons that the last breakdown's figure takes, where the message names no rows and breaks nothing down."""
    bag, draft = builder.bag, builder.draft
    if not last.groups or not last.measures or last.compare_to is not None or draft.groups:
        return
    if any(phrase.head.has(NounIs, lambda item: item.dataset == last.dataset) for _, phrase in bag.said()):
        return  # «solo los paros de más de 10 horas» are some of the rows
    kind = figure_kind(builder.model, last.measures[0])
    for place in bag.of(Bound):
        bound = bag.phrases[place]
        assert isinstance(bound, Bound)
        if not builder.free(place) or bound.op == "between" or kind is None:
            continue
        value = converted(bound.values[0], "units" if bound.unit == "times" else bound.unit, kind)
        if value is None:
            continue
        builder.use(place, effect="having")
        draft.having.append((0, bound.op, value))
        _named_groups(builder, last)


def _named_groups(builder: Builder, last: SemanticQuery) -> None:
    """«solo *las áreas* que …», «con más de 3 *fallas*»: what the groups are, and what was counted of them."""
    grouped = {group.field for group in last.groups if group.field is not None}
    owners = {field.dataset for field in grouped}
    for place, phrase in builder.free_said():
        head = phrase.head
        named = any(item.dataset in owners for item in head.all(NounIs))
        shown = any(item.ref in grouped for item in head.all(FieldIs))
        counted = any(item.dataset == last.dataset for item in head.all(Verb))
        joins = head.role("which") is not None and head.is_light
        if joins or ((named or shown or counted) and not phrase.negated):
            builder.use(place, effect="subject")


def figure_kind(model: SemanticModel, measure: Measure) -> str | None:
    """What kind of number a measure is: money, hours, percent, a plain number."""
    if measure.share or measure.aggregate == "share":
        return "percent"
    if measure.metric is not None:
        return str(model.metrics[measure.metric].kind)
    if measure.field is not None:
        return str(model.field(measure.field.dataset, measure.field.field).kind)
    return "integer" if measure.aggregate in ("count", "count_distinct", "average_per") else None
