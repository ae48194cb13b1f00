"""Carries out a model's SQL: checked, run, repaired a bounded number of times."""

from __future__ import annotations

import time
from dataclasses import dataclass

from core.answering.executors.of_last import SpeakOfLast
from core.answering.plans import Plans
from core.conversation.turn import Turn
from core.kernel.errors import ModelUnavailable
from core.kernel.messages import Flow
from core.kernel.result import Result
from core.modelling.checks import Checks
from core.modelling.fill import headline as filled_headline
from core.modelling.planner import ModelPlanner
from core.modelling.repair import carry_out
from core.planning.plan import BESIDE, Asks, ModelQuery, OwnQuery, Plan
from core.replies.outcome import Abstained, Shown


@dataclass
class RunModels:
    """Executor of ``ModelQuery``.

    Attributes:
        speaking: tells what is asked about the rows in the same breath; knows the queries and the values.
        retries: MAX_SQL_RETRIES.
    """

    speaking: SpeakOfLast
    plans: Plans
    planner: ModelPlanner
    retries: int

    async def carry_out(self, turn: Turn, plan: ModelQuery, *, from_cache: bool) -> Abstained | Shown | Plan:
        """Run it until it holds. A Plan when it became another kind: a question back, or the best offer without the
        model.

        Raises:
            QueryTimeout, DatabaseUnavailable: what no other SQL would mend.
        """
        hits: list[bool] = []
        pretty: dict[str, str] = {}
        queries = self.speaking.queries

        async def execute(sql: str) -> Result:
            begun = time.perf_counter()
            try:
                found, pretty[sql], hit = await queries.run(sql)
            finally:
                turn.timing.sql += time.perf_counter() - begun
            hits.append(hit)
            return found

        guard = await queries.plant.ready()
        values = self.planner.making.values.now()
        checks = Checks.of(queries.plant.database.dialect, guard.catalog, values)
        try:
            held = await carry_out(
                turn.question,
                turn.session,
                plan,
                execute=execute,
                checks=checks,
                repairs=self.planner,
                retries=self.retries,
            )
        except ModelUnavailable as error:
            return await self.plans.router.fallback(turn.question, turn.session, error)
        if isinstance(held.plan, Asks):
            return Abstained(held.plan, "failed" if held.failed else None, held.attempts)
        if held.result is None or not isinstance(held.plan, ModelQuery):
            if isinstance(held.plan, OwnQuery):
                self.plans.keep(held.plan, turn)
            return held.plan
        if held.problems:
            # Whoever asks the same again gets the plan that held, not the one that had to be mended.
            self.plans.keep(held.plan, turn)
        cached = from_cache and all(hits)
        flow: Flow = "repaired" if held.problems else "cached" if cached else "good"
        return Shown(
            held.plan,
            held.plan,
            held.result,
            sentence=filled_headline(held.plan, held.result, self.speaking.currency),
            sql=pretty.get(held.plan.sql),
            cached=cached,
            flow=flow,
            attempts=0 if cached else held.attempts,
            beside=self.speaking.told(turn, held.plan, held.plan, held.result) if held.plan.topic in BESIDE else None,
        )
