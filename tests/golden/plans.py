"""Writes a Plan in one line, as the planning goldens have it; tests/golden/README.md tells how."""

from __future__ import annotations

from core.planning.plan import Plan
from core.semantics.query import SemanticQuery
from tests.golden.notation import bare, write


def written(plan: Plan) -> str:
    """The line of a plan: what it would do, and the query it would do it with."""
    if plan.action in ("help", "refused"):
        return f"{plan.action} {plan.topic}" if plan.topic else plan.action
    if plan.action == "clarify":
        named = f" [{', '.join(plan.unknown)}]" if plan.unknown else ""
        offers = [query_of(item.query) if item.query else f"“{item.text}”" for item in plan.choices]
        return f"asks{named}" + "".join(f" or {offer}" for offer in offers)
    if plan.action == "answer":
        return f"answer {plan.topic}"
    assert plan.query is not None
    text = query_of(plan.query)
    if plan.chart is not None:
        kind = "auto" if plan.chart.title == "auto" else plan.chart.kind
        text += f" | chart {kind}"
    return f"image {text}" if plan.action == "image" else text


def query_of(query: SemanticQuery) -> str:
    """The line of the bare query."""
    return write(bare(query))
