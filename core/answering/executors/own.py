"""Carries out a query that our compiler wrote; a plain count gets what a person would add to it."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, replace

from core.answering.newest import NewestRows
from core.answering.queries import Queries
from core.answering.tally import tallied
from core.conversation.turn import Turn
from core.kernel.messages import Span
from core.kernel.result import Result
from core.planning.plan import OwnQuery, Queried
from core.replies.asides import asides, enriched
from core.replies.headlines.headline import headline
from core.replies.outcome import Shown
from core.semantics.model import SemanticModel
from core.semantics.sql.compile import Compiler


@dataclass(frozen=True)
class RunOwn:
    """Executor of ``OwnQuery``.

    Attributes:
        compiler: for the queries behind what is added to a count.
        newest: looks up how fresh the data is.
        currency: how money is written.
    """

    queries: Queries
    newest: NewestRows
    compiler: Compiler
    model: SemanticModel
    currency: str

    async def carry_out(self, turn: Turn, plan: OwnQuery, *, from_cache: bool) -> Shown:
        """Run it and word what needs further queries.

        Args:
            from_cache: the Plan came from the plan cache.

        Raises:
            GuardRefused, DatabaseUnavailable, QueryFailed: see ``Queries.run``.
        """
        begun = time.perf_counter()
        (result, pretty, hit), newest = await asyncio.gather(
            self.queries.run(plan.sql), self.newest.of(plan.query, turn.today.date())
        )
        turn.timing.sql = time.perf_counter() - begun
        cached = hit and from_cache
        shown = Shown(
            plan,
            plan,
            result,
            sql=pretty,
            cached=cached,
            flow="cached" if cached else "repaired" if plan.mended else "good",
            attempts=0 if hit else 1,
            newest=newest,
        )
        values = await tallied(plan, result, self.queries.plant.database.dialect, self.queries.rows)
        shown = replace(shown, values=values, sentence=await self.with_asides(turn, plan, result))
        turn.timing.sql = time.perf_counter() - begun
        return shown

    async def with_asides(self, turn: Turn, plan: Queried, result: Result) -> tuple[Span, ...] | None:
        """A plain count's sentence with what a person would add; None leaves the sentence to the composer."""
        query, today = plan.query, turn.today.date()
        if query is None or query.shape != "count" or plan.degraded or len(result.rows) != 1:
            return None
        count = result.rows[0][0]
        if not isinstance(count, int) or count == 0:
            return None
        found = await asides(query, count, self.compiler, today, self.queries.rows)
        spans = headline(plan, result, self.model, self.currency, today).spans
        return enriched(spans, found, query, count, self.model, plan.language)
