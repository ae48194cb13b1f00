"""The model planner: one call, one Plan; and once more with the message when that Plan did not hold."""

from __future__ import annotations

import hashlib
from typing import TypeVar

from core.kernel.clock import Clock
from core.kernel.errors import ModelUnavailable
from core.kernel.messages import Language, Question, Viewer
from core.kernel.settings import Settings
from core.modelling import parse
from core.modelling.client import ModelAnswer, ModelClient
from core.modelling.cost import Budget, Ledger, Prices
from core.modelling.plant import PlantText
from core.modelling.problem import PlanProblem
from core.modelling.prompt import Prompt, repair
from core.modelling.schema import NAME, SCHEMA
from core.modelling.wire import Ask, Usage
from core.planning.heard import Heard
from core.planning.plan import Asks, ChartOfLast, ModelQuery, OfLast, Plan, SessionView
from core.semantics.model import SemanticModel
from core.sentences import model as sentences
from core.sentences import say

T = TypeVar("T")


class ModelPlanner:
    """Plans with a model. A ``PlannerLike``.

    Attributes:
        client: the way to the server; warm it at start-up, close it at the end.
        budget: what today's calls have cost.
    """

    def __init__(
        self, client: ModelClient, prompt: Prompt, *, settings: Settings, clock: Clock, budget: Budget | None = None
    ) -> None:
        self.client = client
        self.prompt = prompt
        self.budget = budget or Budget(settings.openai_daily_budget, clock)
        self._prices = Prices.of(settings)
        self._model = settings.openai_model_struct
        self._chat_model = settings.openai_model_chat
        self._default_language: Language = settings.default_language
        self._clock = clock

    @classmethod
    def of(
        cls, settings: Settings, model: SemanticModel, dialect: str, clock: Clock, ledger: Ledger | None = None
    ) -> ModelPlanner | None:
        """The planner that the settings ask for; None without a key or a server, or with PLANNER=offline.

        Args:
            dialect: sqlglot's name of the plant's database.
            ledger: where spending is on record (the audit), for the daily budget.
        """
        client = ModelClient.of(settings) if settings.planner != "offline" else None
        if client is None:
            return None
        budget = Budget(settings.openai_daily_budget, clock, ledger)
        return cls(client, Prompt(PlantText(model, dialect), dialect), settings=settings, clock=clock, budget=budget)

    async def warm(self) -> None:
        """Import the SDK now, so that the first question does not pay for it."""
        await self.client.warm()

    async def close(self) -> None:
        """Close the connections."""
        await self.client.close()

    async def plan(self, question: Question, session: SessionView, heard: Heard | None = None) -> Plan:
        """Understand one question with one call; the model reads its words itself.

        Raises:
            ModelUnavailable: no answer in time, or today's budget is spent; ``detail`` says which.
        """
        return await self._planned(question, session, "")

    async def repaired(self, question: Question, session: SessionView, plan: ModelQuery, problem: PlanProblem) -> Plan:
        """Another plan for the same question, told what was wrong with the first. Its usage counts both.

        Raises:
            ModelUnavailable: as ``plan``.
        """
        again = await self._planned(question, session, "\n" + repair(plan.sql, problem.message))
        return again.model_copy(update={"usage": parse.added(plan.usage, again.usage)})

    async def ask(
        self, question: Question, ask: Ask, accept: parse.Accept[T]
    ) -> tuple[ModelAnswer[T], dict[str, float]]:
        """One call within the budget, with what it used as a Plan carries it.

        Raises:
            ModelUnavailable: as ``plan``.
        """
        workspace = question.thread.workspace
        await self.budget.check(workspace)
        try:
            answer = await self.client.ask(ask, accept)
        except ModelUnavailable as error:
            # Answers that broke the schema were paid for as well.
            self.budget.spend(workspace, self._prices.cost(error.values.get("usage", Usage())))
            raise
        cost = self._prices.cost(answer.usage)
        self.budget.spend(workspace, cost)
        return answer, parse.usage_of(answer.usage, cost)

    @property
    def chat_model(self) -> str:
        """The model for prose."""
        return self._chat_model

    async def _planned(self, question: Question, session: SessionView, suffix: str) -> Plan:
        language = question.language or session.language
        today = question.today or self._clock.today()
        ask = Ask(
            static=self.prompt.static,
            changing=self.prompt.changing(question.text, today, language, session) + suffix,
            model=self._model,
            cache_key=self.prompt.cache_key,
            person=hashed(question.viewer),
            schema=SCHEMA,
            schema_name=NAME,
        )
        answer, usage = await self.ask(question, ask, parse.accept)
        if answer.value is None:
            return parse.refusal(language or self._default_language, usage)
        plan = parse.to_plan(answer.value, usage)
        if isinstance(plan, OfLast | ChartOfLast) and session.last_plan is None:
            return Asks(
                language=plan.language,
                planner="model",
                restated=plan.restated,
                usage=usage,
                action="clarify",
                sentence=say(sentences.NO_LAST_RESULT, plan.language),
            )
        return plan


def hashed(viewer: Viewer) -> str:
    """Who asks, so that the server can tell people apart without learning who they are."""
    return hashlib.sha256(f"maintbot {viewer.key}".encode()).hexdigest()[:32]
