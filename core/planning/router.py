"""Which planner answers: a verified query, the deterministic planner where it understands all, else the model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import structlog

from core.kernel.errors import ModelUnavailable
from core.kernel.messages import Question
from core.kernel.settings import PlannerMode
from core.planning.plan import Plan, PlannerLike, SessionView
from core.planning.verified import match
from core.semantics.file.verified import VerifiedQuery

log = structlog.get_logger(__name__)


class Router:
    """A ``PlannerLike`` over both planners.

    Args:
        deterministic: covers a question or says which words it does not understand.
        model: None without a key; then the deterministic planner is alone.
        verified: questions whose SQL a person has checked; a close match runs it, whatever the mode.
        mode: PLANNER; ``offline`` and ``model`` force one.
        today: the plant's date, for questions that do not carry their own.
    """

    def __init__(
        self,
        deterministic: PlannerLike,
        model: PlannerLike | None = None,
        *,
        verified: Sequence[VerifiedQuery] = (),
        mode: PlannerMode = "auto",
        today: Callable[[], date],
    ) -> None:
        self.deterministic = deterministic
        self.model = model
        self.verified = tuple(verified)
        self.mode = mode
        self._today = today

    async def plan(self, question: Question, session: SessionView) -> Plan:
        """Understand one question. Never raises for a model that is away: the best offer without it is marked."""
        question = chosen(question, session)
        if (checked := self.verified_plan(question)) is not None:
            return await self._with_wording(checked, question, session)
        if question.offline or self.mode == "offline" or self.model is None:
            return await self.deterministic.plan(question, session)
        offer: Plan | None = None
        if self.mode == "auto":
            offer = await self.deterministic.plan(question, session)
            if covers(offer):
                return offer
        try:
            return await self.model.plan(question, session)
        except ModelUnavailable as error:
            return await self.fallback(question, session, error, offer)

    async def fallback(
        self, question: Question, session: SessionView, error: ModelUnavailable, offer: Plan | None = None
    ) -> Plan:
        """What the deterministic planner makes of a question that the model should have planned, marked as such."""
        reason = error.detail or error.code
        log.info("planner_degraded", reason=reason)
        plan = offer or await self.deterministic.plan(question, session)
        return plan.model_copy(update={"degraded": reason})

    async def _with_wording(self, checked: Plan, question: Question, session: SessionView) -> Plan:
        """The deterministic planner's plan with the checked query beside it, where that planner covers the question:
        its sentence, its columns and the follow-ups that build on it then serve the checked answer too."""
        own = await self.deterministic.plan(question, session)
        if not covers(own) or own.action != "data" or own.sql is None or own.language != checked.language:
            return checked
        return own.model_copy(update={"planner": "verified", "verified": checked.verified, "verified_sql": checked.sql})

    def verified_plan(self, question: Question) -> Plan | None:
        """The Plan of the verified query alone that says what the question says, if there is one."""
        found = match(question.text, self.verified) if self.verified and question.choice is None else None
        if found is None:
            return None
        query = found.query
        return Plan(
            language=found.language,
            action="data",
            planner="verified",
            restated=query.question.get("en", query.question[found.language]),
            sql=query.sql_on(question.today or self._today()),
            headline=query.headline.get(found.language),
            columns=query.columns_in(found.language),
            assumptions=query.assumptions.get(found.language, ()),
            verified=(query.verified_by, query.verified_at),
            context_free=True,
        )


def covers(plan: Plan) -> bool:
    """True when the deterministic planner accounts for every word: what it then asks or declines is meant."""
    return not plan.unknown


def chosen(question: Question, session: SessionView) -> Question:
    """A pressed choice that stands for a question in words is that question; others are the planner's to resolve."""
    if question.choice is None or session.pending is None:
        return question
    choice = next((choice for choice in session.pending.choices if choice.id == question.choice), None)
    if choice is None or choice.query is not None or choice.text is None:
        return question
    return question.model_copy(update={"text": choice.text, "choice": None})
