"""Carries out a query that a person has checked, beside the deterministic planner's own for the same question."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

import structlog

from core.answering.executors.own import RunOwn
from core.conversation.turn import Turn
from core.kernel.messages import Span
from core.modelling.fill import headline as filled_headline
from core.planning.plan import CheckedQuery
from core.planning.verified import agrees
from core.replies.outcome import Shown

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class RunChecked:
    """Executor of ``CheckedQuery``.

    Attributes:
        own: runs queries, and adds to a count what the planner's own would get.
    """

    own: RunOwn

    async def carry_out(self, turn: Turn, plan: CheckedQuery, *, from_cache: bool) -> Shown:
        """Run both queries where there are two; the checked rows stand, the own words serve where both agree.

        Raises:
            GuardRefused, DatabaseUnavailable, QueryFailed: see ``Queries.run``.
        """
        queries = self.own.queries
        begun = time.perf_counter()
        if plan.own is None:
            result, pretty, hit = await queries.run(plan.sql)
        else:
            (result, pretty, hit), (rows, _, own_hit) = await asyncio.gather(
                queries.run(plan.sql), queries.run(plan.own.sql)
            )
            if agrees(result, rows):
                plan, result, hit = plan.worded_by(plan.own), rows, hit and own_hit
            else:
                log.warning("verified_query_differs", question_id=turn.question.id)
        newest = await self.own.newest.of(plan.query, turn.today.date())
        turn.timing.sql = time.perf_counter() - begun
        sentence: tuple[Span, ...] | None
        if plan.query is None:
            sentence = filled_headline(plan, result, self.own.currency)
        else:
            sentence = await self.own.with_asides(turn, plan, result)
        turn.timing.sql = time.perf_counter() - begun
        cached = hit and from_cache
        return Shown(
            plan,
            plan,
            result,
            sentence=sentence,
            sql=pretty,
            cached=cached,
            flow="cached" if cached else "good",
            attempts=0 if hit else 1,
            newest=newest,
        )
