"""The answer in one sentence, made by code from the query and its result."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.data.result import Result
from core.messages import Span
from core.planning.plan import Plan
from core.replies import wording
from core.replies.describe import Describer
from core.semantics.model import SemanticModel


@dataclass(frozen=True)
class Headline:
    """What opens a Reply.

    Attributes:
        spans: the sentence; bold is the answer and nothing else.
        definition: how a KPI was computed, with its numbers.
        notes: what the result itself adds to the assumptions (ties, rows that were cut).
    """

    spans: tuple[Span, ...]
    definition: str | None = None
    notes: tuple[str, ...] = ()


def headline(plan: Plan, result: Result, model: SemanticModel, currency: str, today: date) -> Headline:
    """Word one answer."""
    describer = Describer(model, plan.language, currency, today)
    assert plan.query is not None
    count = len(result.rows)
    if plan.query.shape == "count" and result.rows:
        count = int(result.rows[0][0] or 0)
    number = wording.number(count, plan.language)
    return Headline((Span(text=f"{number} {describer.phrase(plan.query, count)}", bold=True), Span(text=".")))
