"""«¿cuántas *horas* ha *trabajado* la P-101?», "how many *hours* has C-101 *run*": hours and a verb of running, said
of a thing whose meters are read, name the meter that counts them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.semantics.model import SemanticModel
from core.semantics.query import FieldRef
from core.understanding.reading.readings import Light, Mention, MetricIs, Role, Time, ValueIs

RAN = "ran"
_HOURS = "hours"
_SIGN = "h"
"""The unit of such a meter, as every language of the model writes it."""


def hours_run(mentions: Sequence[Mention], model: SemanticModel) -> tuple[Mention, ...]:
    """The mentions, with the meter in the place of the hours, and the verb used up by it."""
    ran = next((place for place, mention in enumerate(mentions) if mention.role(RAN)), None)
    hours = next((place for place, mention in enumerate(mentions) if _counts_hours(mention)), None)
    if ran is None or hours is None or any(mention.can(Time, MetricIs) for mention in mentions):
        return tuple(mentions)
    things = {item.ref.dataset for mention in mentions for item in mention.all(ValueIs) if _names(item, model)}
    meter = next(
        (item for item in _meters(model) if any(model.reaches(item.ref.dataset, name) for name in things)), None
    )
    if meter is None:
        return tuple(mentions)
    kept = list(mentions)
    kept[ran] = replace(kept[ran], readings=(Light("verbs"),))
    said = kept[hours]
    asks = [replace(said, readings=(Role("count"),), ends=False)] if said.role("how_long") else []
    kept[hours : hours + 1] = [*asks, replace(said, readings=(meter,))]
    return tuple(kept)


def _counts_hours(mention: Mention) -> bool:
    """ "how many hours" in one word, or the unit itself."""
    if any(isinstance(item, Role) and item.role == "unit" and item.topic == _HOURS for item in mention.readings):
        return True
    return mention.role("hours_asked") is not None


def _names(item: ValueIs, model: SemanticModel) -> bool:
    return item.ref.field == model.datasets[item.ref.dataset].identity


def _meters(model: SemanticModel) -> list[ValueIs]:
    return [
        ValueIs(FieldRef(dataset=meaning.name, field=item.name), value.value)
        for meaning in model.datasets.values()
        if meaning.value_field
        for item in meaning.fields.values()
        for value in item.values
        if _SIGN in value.unit.values()
    ]
