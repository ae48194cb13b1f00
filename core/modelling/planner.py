"""The model planner: one call, one Plan; and once more with the message when that Plan did not hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import structlog

from core.kernel.clock import Clock
from core.kernel.errors import ModelUnavailable
from core.kernel.messages import Language, Question
from core.kernel.settings import Settings
from core.language.heard import Heard
from core.modelling import parse
from core.modelling.client import ModelAnswer, ModelClient
from core.modelling.cost import Budget, Ledger, Prices
from core.modelling.making import Making
from core.modelling.names.plan_json import WirePlan, written
from core.modelling.names.problems import Unfit
from core.modelling.names.schema import NAME
from core.modelling.problem import PlanProblem
from core.modelling.prompt import repair
from core.modelling.prompts import Prompts
from core.modelling.repair import gave_up
from core.modelling.wire import Ask, Usage, hashed
from core.planning.plan import Asks, ChartOfLast, ModelQuery, OfLast, OwnQuery, Plan, SessionView
from core.planning.usage import added
from core.sentences import model as sentences
from core.sentences import say
from core.telemetry import progress

T = TypeVar("T")
_CHARACTERS = 4
"""Of a prompt for one token."""
_ANSWER = 100
"""Tokens that an answer is likely to have."""
log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class _Asked:
    """One question to the model, whatever the attempt."""

    question: Question
    session: SessionView
    language: Language
    today: date


class ModelPlanner:
    """Plans with a model. A ``PlannerLike``.

    Args:
        retries: MAX_SQL_RETRIES, how often an answer that does not hold goes back.
        observe: told of each Plan's kind (``own``, ``model`` for SQL, ``asks`` …), for the metrics; must not raise.

    Attributes:
        client: the way to the server; warm it at start-up, close it at the end.
        budget: what today's calls have cost.
    """

    def __init__(
        self,
        client: ModelClient,
        prompts: Prompts,
        making: Making,
        *,
        settings: Settings,
        clock: Clock,
        budget: Budget | None = None,
        observe: Callable[[str], None] = lambda kind: None,
    ) -> None:
        self.client = client
        self.prompts = prompts
        self.making = making
        self.budget = budget or Budget(settings.openai_daily_budget, clock)
        self._prices = Prices.of(settings)
        self._model = settings.openai_model_struct
        self._chat_model = settings.openai_model_chat
        self._default_language: Language = settings.default_language
        self._retries = settings.max_sql_retries
        self._clock = clock
        self._observe = observe

    @classmethod
    def of(
        cls,
        settings: Settings,
        making: Making,
        dialect: str,
        clock: Clock,
        ledger: Ledger | None = None,
        observe: Callable[[str], None] = lambda kind: None,
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
        prompts = Prompts(making.own.model, dialect)
        return cls(client, prompts, making, settings=settings, clock=clock, budget=budget, observe=observe)

    async def warm(self) -> None:
        """Import the SDK now, so that the first question does not pay for it."""
        await self.client.warm()

    async def close(self) -> None:
        """Close the connections."""
        await self.client.close()

    async def plan(self, question: Question, session: SessionView, heard: Heard | None = None) -> Plan:
        """Understand one question with one call; another one only for an answer that does not hold.

        Raises:
            ModelUnavailable: no answer in time, or today's budget is spent; ``detail`` says which, and
                ``values["spent"]`` what was used for nothing.
        """
        progress.reached("modelling")
        own = heard.language if heard is not None else self.making.speech.of(question.text)
        language = own or session.language or question.language or self._default_language
        asked = _Asked(question, session, language, question.today or self._clock.today())
        return await self._held(asked, "", {}, [])

    async def repaired(self, question: Question, session: SessionView, plan: ModelQuery, problem: PlanProblem) -> Plan:
        """Another plan for the same question, told what was wrong with the first one's SQL. Its usage counts both.

        Raises:
            ModelUnavailable: as ``plan``.
        """
        progress.reached("modelling")
        asked = _Asked(question, session, plan.language, question.today or self._clock.today())
        return await self._held(asked, repair(plan.sql, problem.message), plan.usage, [problem])

    async def ask(
        self, question: Question, ask: Ask, accept: parse.Accept[T]
    ) -> tuple[ModelAnswer[T], dict[str, float]]:
        """One call within the budget, with what it used as a Plan carries it.

        Raises:
            ModelUnavailable: as ``plan``.
        """
        workspace = question.thread.workspace
        await self.budget.check(workspace)
        likely = Usage(1, (len(ask.static) + len(ask.changing)) // _CHARACTERS, 0, _ANSWER)
        try:
            with self.budget.held(workspace, self._prices.cost(likely)):
                answer = await self.client.ask(ask, accept)
        except ModelUnavailable as error:
            # Answers that broke the schema were paid for as well.
            usage = error.values.get("usage", Usage())
            cost = self._prices.cost(usage)
            self.budget.spend(workspace, cost)
            error.values["spent"] = parse.usage_of(usage, cost)
            raise
        cost = self._prices.cost(answer.usage)
        self.budget.spend(workspace, cost)
        return answer, parse.usage_of(answer.usage, cost)

    @property
    def chat_model(self) -> str:
        """The model for prose."""
        return self._chat_model

    # ---- attempts ----

    async def _held(self, asked: _Asked, told: str, usage: Mapping[str, float], problems: list[PlanProblem]) -> Plan:
        """The first answer that can be carried out, of as many as MAX_SQL_RETRIES allows.

        Args:
            told: what is said behind the question of the attempt before. usage: of the attempts before.
        """
        problems = list(problems)
        while True:
            wire, usage = await self._answer(asked, told, usage)
            if wire is None:
                return self._counted(parse.refusal(asked.language, usage))
            try:
                plan = self._made(wire, asked, usage)
            except Unfit as unfit:
                problems.append(unfit.problem)
                log.info("plan_problem", kind=unfit.problem.kind, attempt=len(problems))
                if len(problems) > self._retries:
                    return self._counted(gave_up(asked.language, problems).model_copy(update={"usage": usage}))
                told = repair(written(wire), unfit.problem.message)
                continue
            return self._counted(_mended(plan, len(problems)))

    async def _answer(
        self, asked: _Asked, told: str, before: Mapping[str, float]
    ) -> tuple[WirePlan | None, Mapping[str, float]]:
        """One answer, with what it and those before have used."""
        values = self.making.values.now()
        prompt = self.prompts.of(asked.question.text, asked.session, values.index if values is not None else None)
        changing = prompt.changing(asked.question.text, asked.today, asked.language, asked.session)
        ask = Ask(
            static=prompt.static,
            changing=f"{changing}\n{told}" if told else changing,
            model=self._model,
            cache_key=prompt.cache_key,
            person=hashed(asked.question.viewer),
            schema=prompt.schema.document,
            schema_name=NAME,
        )
        try:
            answer, usage = await self.ask(asked.question, ask, parse.accept)
        except ModelUnavailable as error:
            error.values["spent"] = added(before, error.values.get("spent", {}))
            raise
        return answer.value, added(before, usage)

    def _made(self, wire: WirePlan, asked: _Asked, usage: Mapping[str, float]) -> Plan:
        recent = [text for text, _ in asked.session.recent]
        plan = self.making.plan(wire, asked.language, asked.today, [asked.question.text, *recent], usage)
        if isinstance(plan, OfLast | ChartOfLast) and asked.session.last_plan is None:
            return Asks(
                language=plan.language,
                planner="model",
                usage=usage,
                action="clarify",
                sentence=say(sentences.NO_LAST_RESULT, plan.language),
            )
        return plan

    def _counted(self, plan: Plan) -> Plan:
        self._observe(plan.kind)
        return plan


def _mended(plan: Plan, times: int) -> Plan:
    return plan.model_copy(update={"mended": times}) if times and isinstance(plan, OwnQuery) else plan
