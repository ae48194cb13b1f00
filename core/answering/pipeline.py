"""The pipeline: one Turn in, one Reply out. Nothing raises past it.

open ─► understand ─► execute ─► compose ─► record
        (cached,       (one executor a kind of Plan;
         one call       a model's SQL is repaired)
         at most)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import structlog

from core.answering.executing import Executors
from core.answering.opening import Opening
from core.answering.plans import Plans
from core.conversation.sessions import SessionStore
from core.conversation.turn import Timing, Turn
from core.kernel.errors import MaintbotError, StateUnavailable
from core.kernel.messages import Question, Reply
from core.kernel.result import Result
from core.planning.plan import Plan
from core.replies.compose import Composer
from core.replies.outcome import Outcome, result_of, with_usage
from core.telemetry import logs, progress, traces

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Pipeline:
    """See the module. All parts are passed in; it keeps nothing.

    Attributes:
        observe: told of every Reply (metrics); must not raise.
    """

    opening: Opening
    plans: Plans
    executors: Executors
    composer: Composer
    sessions: SessionStore
    observe: Callable[[str, Reply], None] = lambda platform, reply: None

    async def open(self, question: Question) -> Turn:
        """Take a Question up.

        Raises:
            StateUnavailable: its Session cannot be loaded.
        """
        return await self.opening.turn(question, Timing())

    async def answer(self, turn: Turn, offer: Plan | None = None) -> Reply:
        """Answer one Turn; an error is a Reply that says so.

        Args:
            offer: what the deterministic planner makes of it, when somebody has asked it already.
        """
        plan: Plan | None = None
        outcome: Outcome | None = None
        try:
            plan, from_cache = await self._understood(turn, offer)
            outcome = await self.executors.carry_out(turn, plan, from_cache=from_cache)
            reply = await self.composer.compose(turn, outcome)
        except Exception as error:
            reply = self._failure(turn.question, error, turn, plan)
        await self.record(turn, outcome.plan if outcome else plan, result_of(outcome) if outcome else None, reply)
        return reply

    def failed(self, question: Question, error: Exception, turn: Turn | None = None) -> Reply:
        """The Reply to a Question that could not be taken up; there is nothing of it to remember."""
        reply = self._failure(question, error, turn, None)
        self.observe(question.thread.platform, reply)
        return reply

    def _failure(self, question: Question, error: Exception, turn: Turn | None, plan: Plan | None) -> Reply:
        """What went wrong, said in one sentence; what is not ours to say is logged and called so."""
        reference: str | None = logs.reference_of(question.id)
        if isinstance(error, MaintbotError):
            reference = reference if error.status >= 500 else None
            log.warning(
                "question_failed", code=error.code, detail=error.detail, question_id=question.id, reference=reference
            )
        else:
            log.error("question_crashed", question_id=question.id, reference=reference, exc_info=error)
            error = MaintbotError()
        language = plan.language if plan else turn.language if turn else self.opening.language(question)
        timing = turn.timing if turn else Timing()
        retry = reference is not None
        reply = self.composer.failure(question, error, language, timing, reference=reference, retry=retry)
        if turn is None:
            # A press points at what is remembered of a question; of one that was not taken up that is nothing.
            reply = reply.model_copy(update={"remembered": False})
        # A model's calls are paid for, whatever became of its Plan.
        usage = plan.usage if plan else error.values.get("spent", {})
        return reply.model_copy(update={"metrics": with_usage(reply.metrics, usage)}) if usage else reply

    async def _understood(self, turn: Turn, offer: Plan | None) -> tuple[Plan, bool]:
        begun = turn.timing.total
        progress.reached("understanding")
        await self.executors.own.queries.plant.ready()
        with traces.step("understand"):
            plan, from_cache = await self.plans.plan(turn, offer)
        turn.timing.plan = turn.timing.total - begun
        return plan, from_cache

    async def record(self, turn: Turn, plan: Plan | None, result: Result | None, reply: Reply) -> None:
        """Have an answer remembered and counted; one that cannot be remembered is given all the same."""
        try:
            await self.sessions.record(turn.session, turn.question, plan, result, reply)
        except StateUnavailable as error:
            log.error("answer_not_recorded", detail=error.detail, question_id=turn.question.id)
        except Exception:
            log.exception("answer_not_recorded", question_id=turn.question.id)
        self.observe(turn.question.thread.platform, reply)
