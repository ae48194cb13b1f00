"""Comparisons of the rows' own numbers: unit cost over 500, stops longer than 10 hours, older than 10 years."""

from __future__ import annotations

from core.semantics.query import Compare, FieldRef, Filter
from core.understanding.ages import bind_age, compare_age
from core.understanding.beside import neighbours, use_with
from core.understanding.draft import Quantity
from core.understanding.quantities import converted
from core.understanding.readings import MetricIs
from core.understanding.state import ReadingState


def quantity_filters(state: ReadingState) -> list[Filter]:
    """Comparisons of numeric or date fields of the home dataset: unit cost over 500, más de 10 años de antigüedad."""
    filters: list[Filter] = []
    for quantity in state.quantities:
        if quantity.used:
            continue
        compared = _compare_field(state, quantity)
        made = [compared] if compared is not None else compare_age(state, quantity)
        if made:
            quantity.used = True
            filters += [item for item in made if not bind_age(state, item)]
    return filters


def _compare_field(state: ReadingState, quantity: Quantity) -> Filter | None:
    for place in neighbours(state, quantity):
        if state.mentions[place].used:
            continue
        ref = state.settle_field(place, numeric=True) or _of_metric(state, place)
        if ref is None:
            continue
        item = state.model.field(ref.dataset, ref.field)
        values = [converted(value, quantity.unit, item.kind) for value in quantity.values]
        if any(value is None for value in values):
            continue
        state.use(place)
        use_with(state, quantity.place, place)
        return Compare(field=ref, op=quantity.op, values=tuple(_plain(value) for value in values if value is not None))
    home = state.draft.home
    value_field = state.model.datasets[home].value_field if home is not None else None
    if value_field and home is not None and quantity.unit in ("", "reading", "hours"):
        use_with(state, quantity.place, quantity.place)
        ref = FieldRef(dataset=home, field=str(value_field))
        return Compare(field=ref, op=quantity.op, values=tuple(_plain(value) for value in quantity.values))
    # "stops longer than 10 hours": the unit alone names the field when the home has one of that kind.
    measured = any(measure.metric for measure in state.draft.measures)
    if quantity.unit in ("hours", "minutes", "money") and home is not None and not measured:
        kinds = {"hours": ("minutes", "hours"), "minutes": ("minutes",), "money": ("money",)}[quantity.unit]
        fields = [item for item in state.model.datasets[home].fields.values() if item.kind in kinds]
        if quantity.unit == "money":
            fields = [item for item in fields if item.is_column]  # a price, before what follows from it
        if len(fields) == 1:
            values = [converted(value, quantity.unit, fields[0].kind) for value in quantity.values]
            use_with(state, quantity.place, quantity.place)
            ref = FieldRef(dataset=home, field=fields[0].name)
            return Compare(
                field=ref, op=quantity.op, values=tuple(_plain(value) for value in values if value is not None)
            )
    return None


def _of_metric(state: ReadingState, place: int) -> FieldRef | None:
    """«OT con costo mayor a 20 mil»: what the metric adds up is a number of each of the home's own rows, and a period
    is that of the metric."""
    draft = state.draft
    for metric in (state.model.metrics[item.name] for item in state.mentions[place].all(MetricIs)):
        if draft.home is None or metric.dataset != draft.home or draft.measures:
            continue
        fields = [item for item in state.model.datasets[draft.home].fields.values() if item.metric == metric.name]
        if len(fields) == 1:
            draft.date_field = metric.date
            return FieldRef(dataset=draft.home, field=fields[0].name)
    return None


def _plain(value: float) -> int | float:
    return int(value) if float(value).is_integer() else value
