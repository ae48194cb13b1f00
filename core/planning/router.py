"""Which planner answers: a verified query, the deterministic planner where it understands all, else the model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import structlog

from core.kernel.errors import ModelUnavailable
from core.kernel.messages import Question
from core.kernel.settings import PlannerMode
from core.language.heard import Heard
from core.planning.plan import Asks, CheckedQuery, OwnQuery, Plan, PlannerLike, Query, SessionView, covers
from core.planning.usage import added
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

    async def plan(
        self, question: Question, session: SessionView, heard: Heard | None = None, offer: Plan | None = None
    ) -> Plan:
        """Understand one question. Never raises for a model that is away: the best offer without it is marked.

        Args:
            heard: the question's words, when somebody has cut them already.
            offer: what the deterministic planner makes of it, when somebody has asked it already.
        """
        question = chosen(question, session)
        if (checked := self._checked(question)) is not None:
            return await self._with_wording(checked, question, session, heard, offer)
        if question.offline or self.mode == "offline" or self.model is None:
            return offer or await self.deterministic.plan(question, session, heard)
        if self.mode == "auto":
            offer = offer or await self.deterministic.plan(question, session, heard)
            if covers(offer):
                return offer
        try:
            return await self.model.plan(question, session, heard)
        except ModelUnavailable as error:
            return await self.fallback(question, session, error, offer)

    async def fallback(
        self, question: Question, session: SessionView, error: ModelUnavailable, offer: Plan | None = None
    ) -> Plan:
        """What the deterministic planner makes of a question that the model should have planned, marked as such."""
        reason = error.detail or error.code
        log.info("planner_degraded", reason=reason)
        plan = offer or await self.deterministic.plan(question, session)
        # Calls that came to nothing were paid for as well.
        usage = added(plan.usage, error.values.get("spent", {}))
        return plan.model_copy(update={"degraded": reason, "usage": usage})

    async def _with_wording(
        self, checked: CheckedQuery, question: Question, session: SessionView, heard: Heard | None, offer: Plan | None
    ) -> CheckedQuery:
        """The checked query beside the deterministic planner's own, where that planner has one: its sentence, its
        columns and the follow-ups that build on it then serve the checked answer too."""
        if session.last_plan is not None:
            offer, session = None, Anew(session)  # what somebody checked holds as it was asked, whatever the talk
        own = offer or await self.deterministic.plan(question, session, heard)
        if not isinstance(own, OwnQuery) or own.chart is not None or own.language != checked.language:
            return checked
        return checked.model_copy(update={"own": own, "context_free": own.context_free})

    def _checked(self, question: Question) -> CheckedQuery | None:
        """The verified query that says what the question says, if there is one."""
        found = match(question.text, self.verified) if self.verified and question.choice is None else None
        if found is None:
            return None
        query = found.query
        return CheckedQuery(
            language=found.language,
            restated=query.question.get("en", query.question[found.language]),
            sql=query.sql_on(question.today or self._today()),
            headline=query.headline.get(found.language),
            columns=query.columns_in(found.language),
            assumptions=query.assumptions.get(found.language, ()),
            checked_by=query.verified_by.get(found.language) or next(iter(query.verified_by.values())),
            checked_on=query.verified_at,
            context_free=True,
        )


class Anew:
    """A Session of which nothing but its language is known.

    Args:
        session: the running one.
    """

    def __init__(self, session: SessionView) -> None:
        self.language = session.language
        self.last_plan: Query | None = None
        self.pending: Asks | None = None
        self.recent: tuple[tuple[str, Plan], ...] = ()


def chosen(question: Question, session: SessionView) -> Question:
    """A pressed choice that stands for a question in words is that question; others are the planner's to resolve."""
    if question.choice is None or session.pending is None:
        return question
    choice = next((choice for choice in session.pending.choices if choice.id == question.choice), None)
    if choice is None or choice.query is not None or choice.text is None:
        return question
    return question.model_copy(update={"text": choice.text, "choice": None})
