"""What came of a Plan once it was carried out, before it is put into words: nothing to show, rows, or a sentence."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from core.conversation.turn import Timing
from core.kernel.messages import Action, Flow, Metrics, Planner, Span
from core.kernel.result import Result
from core.modelling.prose import Told
from core.planning.plan import Asks, ChartOfLast, OfLast, Plan, Planned, Queried
from core.semantics.freshness import Newest


@dataclass(frozen=True)
class Abstained:
    """It asks, helps or declines.

    Attributes:
        flow: given when it is none of the usual ones ("failed": no query held).
        attempts: queries that were tried before.
    """

    plan: Asks
    flow: Flow | None = None
    attempts: int = 0


@dataclass(frozen=True)
class Shown:
    """Rows, with the query that words them.

    Attributes:
        plan: what is recorded; the query itself, or the wish for a chart of the last result.
        words: the query that says what the rows are.
        sentence: replaces the described headline (templates of a model or a person, counts with asides).
        sql: the guarded query as people read it.
        attempts: queries that were tried; 0 when the rows came from a cache or from the Session.
        beside: prose about the same rows, being written meanwhile.
        values: of a distribution that MAX_ROWS cut, each value of all rows and how often it comes.
        newest: the newest rows of the facts that the answer stands on, as far as they could be looked up.
    """

    plan: Plan
    words: Queried
    result: Result
    sentence: tuple[Span, ...] | None = None
    sql: str | None = None
    cached: bool = False
    flow: Flow = "good"
    attempts: int = 0
    beside: Awaitable[Told] | None = None
    values: Result | None = None
    newest: tuple[Newest, ...] = ()

    @property
    def action(self) -> Action:
        """What the Reply is, unless drawing fails."""
        return "image" if isinstance(self.plan, ChartOfLast) else self.words.action

    @property
    def planner(self) -> Planner:
        """Who is named as the planner: of a chart or a repetition, who made the rows' query unless a model asked."""
        return self.plan.planner if isinstance(self.plan, ChartOfLast) else self.words.planner


@dataclass(frozen=True)
class Spoken:
    """A sentence about the last result: no query, no files.

    Attributes:
        plan: the question about it; of a chart, when the result has no rows to draw.
        of: the last result; its rows go along for machine readers.
        sql: of the last result, as people read it.
    """

    plan: OfLast | ChartOfLast
    sentence: tuple[Span, ...]
    of: Result
    sql: str | None = None


Outcome: TypeAlias = Abstained | Shown | Spoken


def result_of(outcome: Outcome) -> Result | None:
    """The rows that the answer shows, which the Session remembers."""
    return outcome.result if isinstance(outcome, Shown) else None


def with_usage(metrics: Metrics, usage: Mapping[str, float]) -> Metrics:
    """Metrics with what a model's calls have used."""
    return metrics.model_copy(
        update={
            "model_calls": int(usage.get("calls", 0)),
            "tokens_in": int(usage.get("tokens_in", 0)),
            "tokens_cached": int(usage.get("tokens_cached", 0)),
            "tokens_out": int(usage.get("tokens_out", 0)),
            "cost_usd": float(usage.get("cost_usd", 0.0)),
        }
    )


def metrics_of(plan: Planned, timing: Timing, flow: Flow, attempts: int, degraded: str | None = None) -> Metrics:
    """What an answer took: seconds, queries, a model's calls.

    Args:
        attempts: queries that were tried.
        degraded: why less was answered than could be; the Plan's own reason counts too.
    """
    metrics = Metrics(
        total_time=timing.total,
        plan_time=timing.plan,
        sql_time=timing.sql,
        image_time=timing.image,
        sql_attempts=attempts,
        flow="degraded" if plan.degraded or degraded else flow,
    )
    return with_usage(metrics, plan.usage)
