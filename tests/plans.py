"""Plans of every kind in one call, for tests that need some Plan."""

from __future__ import annotations

from typing import Any

from core.planning.chart_spec import to_be_chosen
from core.planning.plan import Asks, ChartOfLast, CheckedQuery, ModelQuery, OfLast, OwnQuery, Plan
from core.semantics.query import SemanticQuery

SOME_QUERY = SemanticQuery(dataset="equipment", shape="count")


def a_plan(*, action: str = "data", planner: str = "deterministic", language: str = "es", **fields: Any) -> Plan:
    """A Plan of the kind that gives such an action; the other fields as its class has them."""
    common: dict[str, Any] = {"language": language}
    common |= {name: value for name, value in fields.items() if value is not None}
    if action not in ("data", "data_image"):
        common.pop("sql", None)
    if action in ("clarify", "help", "refused"):
        return Asks(action=action, planner=planner, **common)  # type: ignore[arg-type]
    if action == "answer":
        return OfLast(planner=planner, **({"topic": "explain"} | common))  # type: ignore[arg-type]
    if action == "image":
        return ChartOfLast(planner=planner, **({"chart": to_be_chosen("es")} | common))  # type: ignore[arg-type]
    if action == "data_image":
        common.setdefault("chart", to_be_chosen("es"))
    common.setdefault("sql", "SELECT 1")
    if planner == "model":
        return ModelQuery(**common)
    if planner == "verified":
        return CheckedQuery(**({"checked_by": "ana", "checked_on": "2026-11-01"} | common))
    return OwnQuery(**({"query": SOME_QUERY} | common))
