"""The answer in one sentence, made by code from the query and its result."""

from __future__ import annotations

from datetime import date

from core.kernel.result import Result
from core.planning.plan import Queried
from core.replies.headlines.answer import Answer, Headline
from core.replies.headlines.asked_too import with_asked
from core.replies.headlines.breakdown import broken_down
from core.replies.headlines.compare import compared, of_two_periods
from core.replies.headlines.extremes import extreme
from core.replies.headlines.lookup import aged, few_by_name, lookup, since
from core.replies.headlines.measure import measured
from core.replies.headlines.ranking import ranked
from core.replies.headlines.rows import count, exists, rows
from core.replies.headlines.spread import spread
from core.replies.headlines.up_to_now import HOURS, up_to_now
from core.semantics.model import SemanticModel
from core.sentences import headlines as texts

__all__ = ["Headline", "headline"]


def headline(
    plan: Queried, result: Result, model: SemanticModel, currency: str, today: date, values: Result | None = None
) -> Headline:
    """Word the answer of a plan that has a query.

    Args:
        today: the plant's day, against which periods are told.
        values: of a distribution that MAX_ROWS cut, each value of all rows and how often it comes.

    Raises:
        ValueError: the plan has no query (a model's plan has its own template).
    """
    if plan.query is None:
        raise ValueError("only a plan with a query can be put into words")
    answer = Answer(plan, plan.query, result, model, currency, today)
    query = plan.query
    if HOURS in result.columns:
        up_to_now(answer)
    if query.compare_to is not None and "period" in result.columns:
        return compared(answer)
    if query.measures and query.groups and answer.groups:
        return with_asked(answer, ranked(answer)) if query.shape == "ranking" else broken_down(answer)
    match query.shape:
        case "count":
            return count(answer)
        case "lookup":
            return lookup(answer)
        case "exists":
            return exists(answer) if not query.measures else count(answer)
        case "list" if (told := spread(answer, values)) is not None:
            return told
        case "list" if (told := aged(answer) or since(answer)) is not None:
            return told
        case "list" if query.order is not None and query.order.field is not None and query.limit is not None:
            return with_asked(answer, extreme(answer))
        case "list":
            return few_by_name(answer) or rows(answer)
        case _ if query.measures:
            return of_two_periods(answer) or measured(answer)
        case _:
            return answer.headline(texts.NO_SUCH)
