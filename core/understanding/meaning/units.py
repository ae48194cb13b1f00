"""A number in another unit: hours as minutes, days as hours."""

from __future__ import annotations

from core.kernel.messages import Cell
from core.semantics.model import SemanticModel
from core.semantics.query import Compare, FieldRef

_MINUTES = {"minutes": 1.0, "hours": 60.0, "days": 1440.0, "weeks": 10080.0, "months": 43200.0, "years": 525600.0}
_LENGTHS = {"minutes": 1.0, "hours": 60.0, "days": 1440.0}
_PLAIN = {"money": ("money",), "percent": ("percent",), "units": ("integer", "number"), "reading": ("number",)}
TIME_UNITS = frozenset(_MINUTES)


def converted(value: float, unit: str, kind: str) -> Cell | None:
    """The value in the unit that a field or metric of this kind is kept in; None when it cannot be meant so."""
    if not unit:
        return plain(value)
    if kind in _LENGTHS and unit in _MINUTES:
        return plain(value * _MINUTES[unit] / _LENGTHS[kind])
    if kind in _PLAIN.get(unit.split(" ")[0], ()):
        return plain(value)
    return None


def of_reading(unit: str) -> bool:
    """Whether a unit is one of what is read on things (°C), and none of time, money or pieces."""
    return unit.startswith("reading")


def measured_in(model: SemanticModel, dataset: str, unit: str) -> Compare | None:
    """The one kind of reading that is measured in a unit («95 °C»), as a filter; None where there is no one."""
    written = unit.partition(" ")[2]
    found = [
        Compare(field=FieldRef(dataset=dataset, field=field.name), op="=", values=(value.value,))
        for field in model.datasets[dataset].fields.values()
        for value in field.values
        if written and written in value.unit.values()
    ]
    return found[0] if len(found) == 1 else None


def plain(value: float) -> Cell:
    """A whole number without its point."""
    return int(value) if float(value).is_integer() else round(float(value), 6)


def of_unit(model: SemanticModel, home: str, unit: str) -> str | None:
    """The one metric that adds up a dataset's time, in hours; None where there is none, or several."""
    if unit != "hours":
        return None
    found = [
        metric.name
        for metric in model.metrics.values()
        if metric.dataset == home and metric.kind == "hours" and metric.additive and not metric.hidden
        and not (metric.where and not metric.where_yields_to) and not metric.where_values
    ]  # fmt: skip
    return found[0] if len(found) == 1 else None
