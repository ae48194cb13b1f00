"""Answers a question about the last result: how it was computed, its SQL, its highest row, once more."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.answering.queries import Queries
from core.conversation.turn import Turn
from core.kernel.messages import Span
from core.kernel.result import Result
from core.modelling.fill import headline as filled_headline
from core.modelling.prose import Told, told
from core.planning.plan import Asks, ChartOfLast, CheckedQuery, ModelQuery, OfLast, OwnQuery, Query
from core.planning.usage import added
from core.replies.outcome import Abstained, Shown, Spoken
from core.sentences import replies as texts
from core.sentences import say
from core.understanding.planner import DeterministicPlanner

if TYPE_CHECKING:
    from core.modelling.planner import ModelPlanner


@dataclass(frozen=True)
class SpeakOfLast:
    """Executor of ``OfLast``.

    Attributes:
        model_planner: writes prose; None without a model.
        head_rows: HEAD_ROWS, how many rows a model may see.
    """

    queries: Queries
    deterministic: DeterministicPlanner
    model_planner: ModelPlanner | None
    head_rows: int
    currency: str

    async def carry_out(self, turn: Turn, plan: OfLast) -> Abstained | Shown | Spoken:
        """Answer from the Session's last Plan and Result, without a query."""
        last, result = turn.session.last_plan, turn.session.last_result
        if last is None or result is None:
            return nothing_yet(plan)
        pretty = await self.queries.pretty(last)
        if plan.topic == "repeat":
            again = last.model_copy(update={"language": plan.language, "usage": plan.usage})
            sentence = own_sentence(again, result, self.currency)
            return Shown(plan, again, result, sentence=sentence, sql=pretty)
        if plan.topic in ("explain", "sql") and last.query is not None:
            describer = self.deterministic.describer(plan.language, turn.today.date())
            return Spoken(plan, (Span(text=describer.explained(last.query)),), result, pretty)
        if plan.topic == "sql":  # of a query that a person or a model wrote
            return Spoken(plan, (Span(text=say(texts.ITS_SQL, plan.language)),), result, pretty)
        spoken = await self.told(turn, plan, last, result)
        plan = plan.model_copy(
            update={
                "usage": added(plan.usage, spoken.usage),
                "planner": "model" if spoken.by_model else plan.planner,
                "degraded": "model_unavailable" if spoken.degraded else plan.degraded,
            }
        )
        return Spoken(plan, spoken.headline, result, pretty)

    def told(
        self, turn: Turn, plan: OfLast | ChartOfLast | ModelQuery | OwnQuery, of: Query, result: Result
    ) -> Awaitable[Told]:
        """What a question about a Result gets, by code or by the model; ``of`` is the Plan that gave the Result."""
        return told(
            turn.question,
            plan,
            of,
            result,
            planner=None if turn.question.offline else self.model_planner,
            head_rows=self.head_rows,
            currency=self.currency,
        )


def own_sentence(plan: Query, result: Result, currency: str) -> tuple[Span, ...] | None:
    """The sentence of a query that has no semantic query to word one from: its writer's template, filled."""
    if plan.query is None and isinstance(plan, CheckedQuery | ModelQuery):
        return filled_headline(plan, result, currency)
    return None


def nothing_yet(plan: OfLast | ChartOfLast) -> Abstained:
    """There is no last result to speak of."""
    return Abstained(
        Asks(
            language=plan.language,
            planner=plan.planner,
            usage=plan.usage,
            degraded=plan.degraded,
            action="help",
            sentence=say(texts.NOTHING_YET, plan.language),
        )
    )
