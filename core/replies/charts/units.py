"""Labels of a chart's axes, with their units."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from core.kernel.messages import Column
from core.planning.chart_spec import ChartSpec
from core.sentences import charts as texts
from core.sentences import say

UNITS: Final[dict[str, str]] = {"hours": "h", "percent": "%", "minutes": "min"}


def label_of(name: str, columns: Sequence[Column]) -> str:
    """The label of a column, or its name."""
    return next((column.label or column.name for column in columns if column.name == name), name)


def with_unit(label: str, unit: str | None) -> str:
    """An axis label with its unit: "Paro (h)"; a unit that the label says already is not said twice."""
    if not unit or f"({unit})" in label or label == unit:
        return label
    return f"{label} ({unit})" if label else unit


def unit_of(spec: ChartSpec, currency: str) -> str | None:
    """The unit of the values: the spec's, or the one that the kind of value has."""
    if spec.unit:
        return spec.unit
    if spec.value_kind == "money":
        return currency
    if spec.value_kind == "days":
        return say(texts.DAYS, spec.language)
    return UNITS.get(spec.value_kind)


def is_additive(spec: ChartSpec) -> bool:
    """Whether the sum of several categories means anything."""
    return spec.value_kind in ("integer", "money") if spec.additive is None else spec.additive
