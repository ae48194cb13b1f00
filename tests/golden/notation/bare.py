"""A query without what a planning golden leaves open: the words of its periods, the order of its filters."""

from __future__ import annotations

from typing import Any

from core.kernel.messages import Cell
from core.semantics.query import Compare, Filter, Measure, Order, Period, SemanticQuery
from tests.golden.notation import writer


def bare(query: SemanticQuery) -> SemanticQuery:
    """What the query asks; two that differ only in how they say it are the same afterwards.

    Of periods their days and whether somebody named them are kept. Filters that all hold stand in the order of their
    text. A date that nothing binds to is left out, and the one that related rows go by.
    """
    home = query.dataset
    dated = query.period is not None or any(group.grain for group in query.groups)
    return query.model_copy(
        update={
            "measures": tuple(_measure(item, home) for item in query.measures),
            "filters": _filters(query.filters, home),
            "period": _days(query.period),
            "date_field": query.date_field if dated else None,
            "compare_to": _days(query.compare_to),
            "order": _order(query.order),
            "having": tuple((place, op, _value(value)) for place, op, value in query.having),
        }
    )


def _days(period: Period | None) -> Period | None:
    return period and Period(start=period.start, end=period.end, given=period.given)


def _order(order: Order | None) -> Order | None:
    if order is not None and order.measure is None and order.field is None:
        return order.model_copy(update={"measure": 0})
    return order


def _value(value: Cell) -> Cell:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _filters(filters: tuple[Filter, ...], home: str) -> tuple[Filter, ...]:
    return tuple(sorted((_filter(item, home) for item in filters), key=lambda item: writer.write_filter(item, home)))


def _filter(item: Filter, home: str) -> Filter:
    changed: dict[str, Any]
    match item.kind:
        case "compare":
            changed = {"values": tuple(_value(value) for value in item.values), "op": _operator(item)}
        case "named" | "dated":
            changed = {"period": _days(item.period)}
        case "any":
            changed = {"parts": tuple(_filter(part, home) for part in item.parts)}
        case "lasted":
            changed = {"values": tuple(_value(value) for value in item.values)}
        case "during":
            changed = {"period": _days(item.period)}
        case "not":
            changed = {"part": _filter(item.part, home)}
        case "related":
            changed = {
                "filters": _filters(item.filters, item.dataset),
                "period": _days(item.period),
                "date_field": None,
                "measure": item.measure and _measure(item.measure, item.dataset),
                "values": tuple(_value(value) for value in item.values),
                "than": item.than and _filter(item.than, home),
            }
    return item.model_copy(update=changed)


def _operator(item: Compare) -> str:
    return {"in": "=", "not in": "<>"}.get(item.op, item.op) if len(item.values) == 1 else item.op


def _measure(item: Measure, home: str) -> Measure:
    dataset = None if item.dataset == home else item.dataset
    return item.model_copy(update={"dataset": dataset, "only": _filters(item.only, home), "period": _days(item.period)})
