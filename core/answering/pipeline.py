"""The pipeline: one Question in, one Reply out. Session, plan, guard, query, answer; nothing raises past it.

session ─► plan (cached) ─► guard ─► query (cached) ─┬─► sentence ┐
                ▲               │ error              ├─► chart    ├─► Reply ─► session, audit
                └── repair ◄────┘ (model plans)      └─► CSV      ┘
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import structlog

from core.answering.plans import Plans
from core.answering.queries import Queries
from core.conversation.people import People
from core.conversation.session import Session
from core.conversation.sessions import SessionStore
from core.kernel.clock import Clock
from core.kernel.errors import EmptyQuestion, MaintbotError, ModelUnavailable, QuestionTooLong, StateUnavailable
from core.kernel.messages import Flow, Language, Question, Reply, Span
from core.kernel.result import Result
from core.modelling.checks import Checks
from core.modelling.fill import headline as filled_headline
from core.modelling.parse import added
from core.modelling.prose import Told, beside, told
from core.modelling.repair import carry_out
from core.modelling.schema import BESIDE
from core.modelling.values import PlantValues
from core.planning.plan import Plan
from core.planning.verified import agrees
from core.replies.asides import asides, enriched
from core.replies.compose import Answered, Composer, Timing
from core.replies.headlines.headline import headline
from core.semantics.model import SemanticModel
from core.sentences import replies as texts
from core.sentences import say
from core.understanding.language import language_of

if TYPE_CHECKING:
    from core.modelling.planner import ModelPlanner
    from core.understanding.planner import DeterministicPlanner

log = structlog.get_logger(__name__)

LONGEST_QUESTION = 2_000
"""Characters; more than a person writes in a chat, less than a paste that nobody means."""
_ESCAPES = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")
"""A terminal's colours and cursor keys, as they come along with what is pasted."""


@dataclass
class Pipeline:
    """See the module. All parts are passed in; it keeps only caches.

    Attributes:
        observe: told of every Reply (metrics); must not raise.
        people: what each person speaks; None: nobody is known.
    """

    sessions: SessionStore
    deterministic: DeterministicPlanner
    queries: Queries
    composer: Composer
    model: SemanticModel
    clock: Clock
    plans: Plans
    default_language: Language = "es"
    people: People | None = None
    model_planner: ModelPlanner | None = None
    retries: int = 3
    head_rows: int = 0
    currency: str = "MXN"
    observe: Callable[[str, Reply], None] = lambda platform, reply: None
    _known: PlantValues | None = None

    async def answer(self, question: Question) -> Reply:
        """Answer one Question. Never raises for what a person asked; an error is a Reply that says so."""
        timing = Timing()
        written = self._written_in(question)
        language = written or question.language or self.default_language
        session: Session | None = None
        plan: Plan | None = None
        result: Result | None = None
        try:
            loaded, spoken = await asyncio.gather(self.sessions.load(question), self._spoken_by(question))
            if question.language is None and loaded.language is None:
                # Neither the Question nor its Thread says one.
                question = question.model_copy(update={"language": spoken})
            language = written or self._otherwise(question, loaded)
            question = _clean(question)
            session = loaded
            begun = time.perf_counter()
            await self.queries.plant.ready()
            plan, planned_from_cache = await self.plans.plan(question, session, self._otherwise(question, session))
            timing.plan = time.perf_counter() - begun
            language = plan.language
            plan, result, reply = await self._carried_out(question, session, plan, timing, planned_from_cache)
        except MaintbotError as error:
            log.warning("question_failed", code=error.code, detail=error.detail, question_id=question.id)
            reply = self.composer.failure(question, error, language, timing)
        except Exception:
            log.exception("question_crashed", question_id=question.id)
            reply = self.composer.failure(question, MaintbotError(), language, timing)
        if session is not None:
            await self._record(session, question, plan, result, reply)
        self.observe(question.thread.platform, reply)
        return reply

    # ---- language ----

    def _written_in(self, question: Question) -> Language | None:
        """The language of the question's own words; None when they are too few to tell."""
        return language_of(question.text, self.deterministic.lexicon.languages)

    def _otherwise(self, question: Question, session: Session) -> Language:
        """The language where the question's words do not tell: the Thread's, the person's, the plant's."""
        return session.language or question.language or self.default_language

    async def _spoken_by(self, question: Question) -> Language | None:
        """What is known of the person's language, for a Question that says none."""
        if question.language is not None or self.people is None:
            return None
        return await self.people.language(question.viewer)

    # ---- carrying out ----

    async def _carried_out(
        self, question: Question, session: Session, plan: Plan, timing: Timing, plan_cached: bool
    ) -> tuple[Plan, Result | None, Reply]:
        if plan.topic == "new_topic":
            await self.sessions.forget(question.thread)
        if plan.abstains:
            return plan, None, self.composer.abstention(question, plan, timing)
        if plan.action == "answer":
            return await self._spoken(question, session, plan, timing)
        today = self._today(question)
        if plan.action == "image":
            return await self._charted(question, session, plan, timing, today)
        if plan.planner == "model":
            return await self._by_model(question, session, plan, timing, today, plan_cached)
        begun = time.perf_counter()
        if plan.verified_sql is not None:
            plan, result, pretty, hit = await self._verified(question, plan, plan.verified_sql)
        else:
            result, pretty, hit = await self.queries.run(plan.sql or "")
        timing.sql = time.perf_counter() - begun
        flow: Flow = "cached" if hit and plan_cached else "good"
        alone = plan.planner == "verified" and plan.query is None
        sentence = (
            filled_headline(plan, result, self.currency) if alone else await self._with_asides(plan, result, today)
        )
        timing.sql = time.perf_counter() - begun
        answered = Answered(
            plan,
            result,
            sentence=sentence,
            sql=pretty,
            cached=hit and plan_cached,
            flow=flow,
            attempts=0 if hit else 1,
        )
        return plan, result, await self.composer.reply(question, answered, timing, today)

    async def _verified(self, question: Question, plan: Plan, checked_sql: str) -> tuple[Plan, Result, str, bool]:
        """Run the checked query beside the planner's own; the own one's wording serves only where both agree."""
        (checked, pretty, hit), own = await asyncio.gather(
            self.queries.run(checked_sql), self.queries.run(plan.sql or "")
        )
        if agrees(checked, own[0]):
            return plan, own[0], pretty, hit and own[2]
        log.warning("verified_query_differs", question_id=question.id)
        return self.plans.router.verified_plan(question) or plan, checked, pretty, hit

    async def _with_asides(self, plan: Plan, result: Result, today: datetime) -> tuple[Span, ...] | None:
        """A plain count's sentence with what a person would add; None leaves the sentence to the composer."""
        query = plan.query
        if query is None or query.shape != "count" or plan.degraded or len(result.rows) != 1:
            return None
        count = result.rows[0][0]
        if not isinstance(count, int) or count == 0:
            return None
        compiler = self.deterministic.compiler
        found = await asides(query, count, compiler, today.date(), self.queries.rows)
        spans = headline(plan, result, self.model, self.currency, today.date()).spans
        return enriched(spans, found, query, count, self.model, plan.language)

    async def _by_model(
        self, question: Question, session: Session, plan: Plan, timing: Timing, today: datetime, plan_cached: bool
    ) -> tuple[Plan, Result | None, Reply]:
        assert self.model_planner is not None
        hits: list[bool] = []
        pretty: dict[str, str] = {}

        async def execute(sql: str) -> Result:
            begun = time.perf_counter()
            try:
                found, pretty[sql], hit = await self.queries.run(sql)
            finally:
                timing.sql += time.perf_counter() - begun
            hits.append(hit)
            return found

        guard = await self.queries.plant.ready()
        checks = Checks.of(self.queries.plant.database.dialect, guard.catalog, self._values())
        try:
            outcome = await carry_out(
                question,
                session,
                plan,
                execute=execute,
                checks=checks,
                repairs=self.model_planner,
                retries=self.retries,
            )
        except ModelUnavailable as error:
            offer = await self.plans.router.fallback(question, session, error)
            return await self._carried_out(question, session, offer, timing, False)
        held, result = outcome.plan, outcome.result
        if held.action == "answer" or (held.action == "image" and result is None):
            return await self._carried_out(question, session, held, timing, False)
        if held.abstains or result is None:
            flow: Flow | None = "failed" if outcome.failed else None
            return held, None, self.composer.abstention(question, held, timing, flow=flow, attempts=outcome.attempts)
        if outcome.problems:
            # Whoever asks the same again gets the plan that held, not the one that had to be mended.
            self.plans.keep(held, question, session, self._otherwise(question, session))
        cached = plan_cached and all(hits)
        flow = "repaired" if outcome.problems else "cached" if cached else "good"
        answered = Answered(
            held,
            result,
            sentence=filled_headline(held, result, self.currency),
            sql=pretty.get(held.sql or ""),
            cached=cached,
            flow=flow,
            attempts=0 if cached else outcome.attempts,
        )
        making = self.composer.reply(question, answered, timing, today)
        return held, result, await self._with_prose(making, question, held, held, result, timing)

    async def _with_prose(
        self, making: Awaitable[Reply], question: Question, plan: Plan, of: Plan, result: Result, timing: Timing
    ) -> Reply:
        """The Reply, with what its own question asks about the Result as well, told while it is made."""
        if plan.topic not in BESIDE:
            return await making
        reply = await beside(making, self._told(question, plan, of, result))
        metrics = reply.metrics.model_copy(update={"total_time": timing.total})
        return reply.model_copy(update={"metrics": metrics})

    def _values(self) -> PlantValues | None:
        """The values that occur, as the checks look them up; made anew only when others occur."""
        index = self.deterministic.values
        if index is not None and (self._known is None or self._known.index is not index):
            self._known = PlantValues(self.model, index)
        return self._known

    def _told(self, question: Question, plan: Plan, of: Plan, result: Result) -> Awaitable[Told]:
        """What a question about a Result gets; ``of`` is the Plan that gave it."""
        return told(
            question,
            plan,
            of,
            result,
            planner=None if question.offline else self.model_planner,
            head_rows=self.head_rows,
            currency=self.currency,
        )

    async def _charted(
        self, question: Question, session: Session, plan: Plan, timing: Timing, today: datetime
    ) -> tuple[Plan, Result | None, Reply]:
        """A chart of the last result: no query."""
        last, result = session.last_plan, session.last_result
        if last is None or result is None:
            return plan, None, await self._nothing_yet(question, plan, timing)
        if not result.rows:
            sentence = (Span(text=say(texts.NO_ROWS_TO_CHART, plan.language)),)
            return plan, None, await self.composer.told(question, plan, sentence, timing, last=result, sql=None)
        merged = plan.model_copy(update={"columns": last.columns, "query": last.query, "roles": last.roles})
        worded = self._sentence_of_its_own(last, result)
        answered = Answered(merged, result, sentence=worded, sql=await self.queries.pretty(last))
        making = self.composer.reply(question, answered, timing, today)
        return plan, result, await self._with_prose(making, question, plan, last, result, timing)

    async def _spoken(
        self, question: Question, session: Session, plan: Plan, timing: Timing
    ) -> tuple[Plan, Result | None, Reply]:
        """A question about the last result."""
        last, result = session.last_plan, session.last_result
        if last is None or result is None:
            return plan, None, await self._nothing_yet(question, plan, timing)
        pretty = await self.queries.pretty(last)
        if plan.topic in ("explain", "sql") and last.query is not None:
            describer = self.deterministic.describer(plan.language, self._today(question).date())
            sentence: tuple[Span, ...] = (Span(text=describer.explained(last.query)),)
        elif plan.topic == "sql":  # of a query that a person or a model wrote
            sentence = (Span(text=say(texts.ITS_SQL, plan.language)),)
        elif plan.topic == "repeat":
            again = last.model_copy(update={"language": plan.language, "usage": plan.usage})
            answered = Answered(again, result, sentence=self._sentence_of_its_own(again, result), sql=pretty)
            return plan, result, await self.composer.reply(question, answered, timing, self._today(question))
        else:
            spoken = await self._told(question, plan, last, result)
            sentence = spoken.headline
            planner = "model" if spoken.by_model else plan.planner
            usage = added(plan.usage, spoken.usage)
            plan = plan.model_copy(update={"usage": usage, "planner": planner})
            if spoken.degraded:
                plan = plan.model_copy(update={"degraded": "model_unavailable"})
        return plan, None, await self.composer.told(question, plan, sentence, timing, last=result, sql=pretty)

    def _sentence_of_its_own(self, plan: Plan, result: Result) -> tuple[Span, ...] | None:
        """The sentence of a model's or a checked query's plan, which have no query to word one from."""
        return filled_headline(plan, result, self.currency) if plan.query is None else None

    async def _nothing_yet(self, question: Question, plan: Plan, timing: Timing) -> Reply:
        sentence = (Span(text=say(texts.NOTHING_YET, plan.language)),)
        asked = plan.model_copy(update={"action": "help", "clarification": sentence[0].text})
        return self.composer.abstention(question, asked, timing)

    def _today(self, question: Question) -> datetime:
        now = self.clock.local(self.clock.now())
        day = question.today or self.clock.today()
        return datetime(day.year, day.month, day.day, now.hour, now.minute, tzinfo=now.tzinfo)

    async def _record(
        self, session: Session, question: Question, plan: Plan | None, result: Result | None, reply: Reply
    ) -> None:
        try:
            await self.sessions.record(session, question, plan, result, reply)
        except StateUnavailable as error:
            log.error("answer_not_recorded", detail=error.detail, question_id=question.id)
        except Exception:
            log.exception("answer_not_recorded", question_id=question.id)


def _clean(question: Question) -> Question:
    """The text without control characters.

    Raises:
        EmptyQuestion, QuestionTooLong: as their names say.
    """
    text = "".join(
        " " if char in "\t\r\n" else char
        for char in _ESCAPES.sub("", question.text)
        if char.isprintable() or char in "\t\r\n"
    )
    text = " ".join(text.split())
    if not text and question.choice is None:
        raise EmptyQuestion
    if len(question.text) > LONGEST_QUESTION:
        raise QuestionTooLong(length=len(question.text), limit=LONGEST_QUESTION)
    return question.model_copy(update={"text": text})
