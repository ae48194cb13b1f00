"""Writes a Plan in one line, as the planning goldens have it; tests/golden/README.md tells how."""

from __future__ import annotations

from collections.abc import Callable

from core.planning.plan import Asks, ChartOfLast, OfLast, Plan, Query
from core.semantics.query import SemanticQuery
from tests.golden.notation import bare, write


def as_it_is(query: SemanticQuery) -> SemanticQuery:
    """The query unchanged."""
    return query


def written(
    plan: Plan, last: Query | None = None, *, named: Callable[[SemanticQuery], SemanticQuery] = as_it_is
) -> str:
    """The line of a plan: what it would do, and the query it would do it with.

    Args:
        last: the Session's last query, which a chart of the last result is of.
        named: gives queries the names that the line is to have.
    """

    def line(query: SemanticQuery) -> str:
        return write(bare(named(query)))

    if isinstance(plan, Asks):
        if plan.action != "clarify":
            return f"{plan.action} new_topic" if plan.ends_session else plan.action
        unknown = f" [{', '.join(plan.unknown)}]" if plan.unknown else ""
        offers = [line(choice.query) if choice.query else f"“{choice.text}”" for choice in plan.choices]
        return f"asks{unknown}" + "".join(f" or {offer}" for offer in offers)
    if isinstance(plan, OfLast):
        return f"answer {plan.topic}"
    of = last if isinstance(plan, ChartOfLast) else plan
    assert of is not None and of.query is not None
    text = line(of.query)
    if plan.chart is not None:
        text += f" | chart {'auto' if plan.chart.title == 'auto' else plan.chart.kind}"
    return f"image {text}" if isinstance(plan, ChartOfLast) else text
