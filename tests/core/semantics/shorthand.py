"""The golden file's short way of writing a SemanticQuery."""

from __future__ import annotations

from typing import Any

from core.semantics.model import SemanticModel
from core.semantics.query import (
    AnyOf,
    Compare,
    Dated,
    FieldRef,
    Filter,
    GroupBy,
    Measure,
    Named,
    Order,
    Period,
    Related,
    SemanticQuery,
)

GRAINS = ("day", "week", "month", "quarter", "year")


def query(model: SemanticModel, raw: dict[str, Any]) -> SemanticQuery:
    """A query as the file writes it; unknown keys are an error."""
    made = dict(raw)
    made["measures"] = tuple(measure(model, item) for item in raw.get("measures", ()))
    made["groups"] = tuple(
        GroupBy(grain=item) if item in GRAINS else GroupBy(field=field(item)) for item in raw.get("groups", ())
    )
    made["select"] = tuple(field(item) for item in raw.get("select", ()))
    made["filters"] = tuple(filter_of(model, item) for item in raw.get("filters", ()))
    for key in ("period", "compare_to"):
        if key in raw:
            made[key] = period(raw[key])
    if "order" in raw:
        order = dict(raw["order"])
        if "field" in order:
            order["field"] = field(order["field"])
        made["order"] = Order(**order)
    return SemanticQuery(**made)


def field(text: str) -> FieldRef:
    """``area.name``."""
    dataset, _, name = text.partition(".")
    return FieldRef(dataset=dataset, field=name)


def period(raw: list[Any], relative: str = "fixed") -> Period:
    """``[first day, last day]``."""
    return Period(start=raw[0], end=raw[1], relative=relative)


def measure(model: SemanticModel, raw: Any) -> Measure:
    """``count``, a metric's name, ``avg spare_part.unit_cost``, or the object itself."""
    if isinstance(raw, dict):
        return Measure(**(raw | {"only": tuple(filter_of(model, item) for item in raw.get("only", ()))}))
    if raw == "count":
        return Measure(aggregate="count")
    if raw in model.metrics:
        return Measure(metric=raw)
    aggregate, _, column = raw.partition(" ")
    return Measure(aggregate=aggregate, field=field(column))


def filter_of(model: SemanticModel, raw: Any) -> Filter:
    """``is [not] DATASET CONDITION``, ``FIELD = a|b``, or an object with is, any, dated or related."""
    if isinstance(raw, str):
        words = raw.split(" ")
        if words[0] == "is":
            return Named(dataset=words[-2], condition=words[-1], negated=words[1] == "not")
        values = tuple(" ".join(words[2:]).split("|"))
        return Compare(field=field(words[0]), op="in" if words[1] == "=" else words[1], values=values)
    if "is" in raw:
        named = filter_of(model, f"is {raw['is']}")
        return named.model_copy(update={"period": period(raw["period"], raw["relative"])})
    if "any" in raw:
        return AnyOf(parts=tuple(filter_of(model, item) for item in raw["any"]))
    if "dated" in raw:
        return Dated(field=field(raw["dated"]), period=period(raw["period"]), negated=raw.get("negated", False))
    made = {key: value for key, value in raw.items() if key != "related"}
    made["filters"] = tuple(filter_of(model, item) for item in raw.get("filters", ()))
    if "measure" in raw:
        made["measure"] = measure(model, raw["measure"])
    if "period" in raw:
        made["period"] = period(raw["period"])
    return Related(dataset=raw["related"], **made)
