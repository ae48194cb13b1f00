"""The pipeline: one Question in, one Reply out. Session, plan, guard, query, answer; nothing raises past it.

session ─► plan (cached) ─► guard ─► query (cached) ─┬─► sentence ┐
                ▲               │ error              ├─► chart    ├─► Reply ─► session, audit
                └── repair ◄────┘ (model plans)      └─► CSV      ┘
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

import structlog

from core.clock import Clock
from core.data.database import Database
from core.data.failures import TablesMissing
from core.data.guard import Guard
from core.data.result import Result
from core.errors import (
    DatabaseUnavailable,
    EmptyQuestion,
    GuardRefused,
    MaintbotError,
    ModelUnavailable,
    QueryFailed,
    QuestionTooLong,
    StateUnavailable,
)
from core.memory.cache import PlanCache, ResultCache, SingleFlight
from core.memory.people import People
from core.memory.session import Session
from core.memory.sessions import SessionStore
from core.messages import Flow, Language, Question, Reply, Span
from core.planning.language import language_of
from core.planning.model.checks import Checks
from core.planning.model.fill import headline as filled_headline
from core.planning.model.notes import verified_label
from core.planning.model.parse import added
from core.planning.model.prose import told
from core.planning.model.repair import carry_out
from core.planning.model.values import PlantValues
from core.planning.model.verified import agrees
from core.planning.plan import Plan
from core.planning.router import Router
from core.replies.asides import asides, enriched
from core.replies.compose import Answered, Composer, Timing
from core.replies.headline import headline
from core.semantics.folding import fold_text
from core.semantics.model import SemanticModel
from core.sentences import replies as texts
from core.sentences import say

if TYPE_CHECKING:
    from core.planning.deterministic.planner import DeterministicPlanner
    from core.planning.model.planner import ModelPlanner

log = structlog.get_logger(__name__)

LONGEST_QUESTION = 2_000
"""Characters; more than a person writes in a chat, less than a paste that nobody means."""
_ESCAPES = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")
"""A terminal's colours and cursor keys, as they come along with what is pasted."""


@dataclass
class Plant:
    """The plant's database with its guard, opened when its catalog can be read; taken anew when the schema changes.

    Attributes:
        tables: those that the semantic model names; a database without them is not the plant's.
    """

    database: Database
    max_rows: int
    tables: tuple[str, ...] = ()
    guard: Guard | None = None

    async def ready(self) -> Guard:
        """The guard over the present catalog.

        Raises:
            DatabaseUnavailable: the catalog cannot be read, or lacks tables.
        """
        if self.guard is None:
            catalog = await self.database.catalog()
            present = {name.lower() for name in catalog.tables}
            if missing := [name for name in self.tables if name.lower() not in present]:
                raise TablesMissing(missing)
            self.guard = Guard(catalog, self.database.dialect, self.max_rows)
        return self.guard


@dataclass
class Pipeline:
    """See the module. All parts are passed in; it keeps only caches.

    Attributes:
        observe: told of every Reply (metrics); must not raise.
        people: what each person speaks; None: nobody is known.
    """

    sessions: SessionStore
    router: Router
    deterministic: DeterministicPlanner
    plant: Plant
    composer: Composer
    model: SemanticModel
    clock: Clock
    plans: PlanCache
    results: ResultCache
    default_language: Language = "es"
    people: People | None = None
    model_planner: ModelPlanner | None = None
    retries: int = 3
    head_rows: int = 0
    currency: str = "MXN"
    observe: Callable[[str, Reply], None] = lambda platform, reply: None
    observe_cache: Callable[[str, bool], None] = lambda cache, hit: None
    _plan_flights: SingleFlight = field(default_factory=SingleFlight)
    _result_flights: SingleFlight = field(default_factory=SingleFlight)

    async def answer(self, question: Question) -> Reply:
        """Answer one Question. Never raises for what a person asked; an error is a Reply that says so."""
        timing = Timing()
        language = self._written_in(question) or question.language or self.default_language
        session: Session | None = None
        plan: Plan | None = None
        result: Result | None = None
        try:
            loaded = await self.sessions.load(question)
            question = await self._by_person(question, loaded)
            language = self._written_in(question) or self._otherwise(question, loaded)
            question = _clean(question)
            session = loaded
            begun = time.perf_counter()
            plan, planned_from_cache = await self._planned(question, session)
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

    async def _by_person(self, question: Question, session: Session) -> Question:
        """The Question with what is known of the person's language, where neither it nor its Thread says one."""
        if question.language is not None or session.language is not None or self.people is None:
            return question
        return question.model_copy(update={"language": await self.people.language(question.viewer)})

    # ---- planning ----

    async def _planned(self, question: Question, session: Session) -> tuple[Plan, bool]:
        """A Plan, from the cache where the same was asked in the same context."""
        await self.plant.ready()
        await self.deterministic.prepare()
        today = question.today or self.clock.today()
        language = self._otherwise(question, session)
        context = _context(session)
        own = self._key(question, today, context, language)
        free = self._key(question, today, _topic(session), language) if _may_stand_alone(question, session) else None
        for key in (free, own):
            cached = self.plans.get(key) if key is not None else None
            if cached is not None:
                self.observe_cache("plan", True)
                return _paid_for(cached), True
        self.observe_cache("plan", False)
        mine = False

        async def make() -> Plan:
            nonlocal mine
            mine = True
            return await self.router.plan(question, session)

        plan: Plan = await self._plan_flights.do(own, make)
        self._keep(plan, own, free)
        return (plan if mine else _paid_for(plan)), False

    def _keep(self, plan: Plan, own: tuple[object, ...], free: tuple[object, ...] | None) -> None:
        if plan.degraded is None and plan.action != "error":
            self.plans.put(own, plan)
            if plan.context_free and free is not None:
                self.plans.put(free, plan)

    def _key(self, question: Question, today: date, context: str | None, language: Language) -> tuple[object, ...]:
        """All that a Plan depends on. Whoever asks sees the same plant today; the scope stands for that."""
        return (
            " ".join(fold_text(question.text).split()),
            question.choice,
            context,
            _scope(question),
            question.plant,
            self.model.fingerprint,
            today,
            question.offline,
            language,
            self.deterministic.generation,
        )

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
            result, pretty, hit = await self._run(plan.sql or "")
        timing.sql = time.perf_counter() - begun
        flow: Flow = "cached" if hit and plan_cached else "good"
        alone = plan.planner == "verified" and plan.query is None
        sentence = (
            filled_headline(plan, result, self.currency) if alone else await self._with_asides(plan, result, today)
        )
        timing.sql = time.perf_counter() - begun
        label = verified_label(plan)
        answered = Answered(
            plan,
            result,
            sentence=sentence,
            sql=pretty,
            cached=hit and plan_cached,
            flow=flow,
            attempts=0 if hit else 1,
            notes=(label,) if label else (),
        )
        return plan, result, await self.composer.reply(question, answered, timing, today)

    async def _verified(self, question: Question, plan: Plan, checked_sql: str) -> tuple[Plan, Result, str, bool]:
        """Run the checked query beside the planner's own; the own one's wording serves only where both agree."""
        (checked, pretty, hit), own = await asyncio.gather(self._run(checked_sql), self._run(plan.sql or ""))
        if agrees(checked, own[0]):
            return plan, own[0], pretty, hit and own[2]
        log.warning("verified_query_differs", question_id=question.id)
        return self.router.verified_plan(question) or plan, checked, pretty, hit

    async def _with_asides(self, plan: Plan, result: Result, today: datetime) -> tuple[Span, ...] | None:
        """A plain count's sentence with what a person would add; None leaves the sentence to the composer."""
        query = plan.query
        if query is None or query.shape != "count" or plan.degraded or len(result.rows) != 1:
            return None
        count = result.rows[0][0]
        if not isinstance(count, int) or count == 0:
            return None
        compiler = self.deterministic.compiler
        found = await asides(query, count, compiler, today.date(), self.run_sql)
        spans = headline(plan, result, self.model, self.currency, today.date()).spans
        return enriched(spans, found, query, count, self.model, plan.language)

    async def _run(self, sql: str) -> tuple[Result, str, bool]:
        """Guard and run a query, or take its result from the cache when the data is still the same."""
        guard = await self.plant.ready()
        try:
            guarded = guard.check(sql)
        except GuardRefused:
            # The schema may have changed under us (a new column): look once more before refusing.
            self.plant.guard = None
            guarded = (await self.plant.ready()).check(sql)
        version = await self.plant.database.version()
        cached = self.results.get(guarded.sql, version)
        self.observe_cache("result", cached is not None)
        if cached is not None:
            return cached, guarded.pretty, True
        if version is None:
            # Nothing says whether a flight under way has seen the latest write, so nobody joins it.
            return await self.plant.database.run(guarded.sql), guarded.pretty, False
        result: Result = await self._result_flights.do(
            (guarded.sql, version), lambda: self.plant.database.run(guarded.sql)
        )
        self.results.put(guarded.sql, version, result)
        return result, guarded.pretty, False

    async def run_sql(self, sql: str) -> Result:
        """Guard and run a query for a planner that wants to know whether two readings differ."""
        return (await self._run(sql))[0]

    async def _by_model(
        self, question: Question, session: Session, plan: Plan, timing: Timing, today: datetime, plan_cached: bool
    ) -> tuple[Plan, Result | None, Reply]:
        assert self.model_planner is not None
        hits: list[bool] = []
        pretty: dict[str, str] = {}

        async def execute(sql: str) -> Result:
            begun = time.perf_counter()
            try:
                found, pretty[sql], hit = await self._run(sql)
            finally:
                timing.sql += time.perf_counter() - begun
            hits.append(hit)
            return found

        guard = await self.plant.ready()
        values = self.deterministic.values
        known = PlantValues(self.model, values) if values is not None else None
        checks = Checks.of(self.plant.database.dialect, guard.catalog, known)
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
            offer = await self.router.fallback(question, session, error)
            return await self._carried_out(question, session, offer, timing, False)
        held, result = outcome.plan, outcome.result
        if held.action == "answer" or (held.action == "image" and result is None):
            return await self._carried_out(question, session, held, timing, False)
        if held.abstains or result is None:
            flow: Flow | None = "failed" if outcome.failed else None
            return held, None, self.composer.abstention(question, held, timing, flow=flow, attempts=outcome.attempts)
        if outcome.problems:
            # Whoever asks the same again gets the plan that held, not the one that had to be mended.
            key = self._key(question, today.date(), _context(session), self._otherwise(question, session))
            self._keep(held, key, None)
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
        return held, result, await self.composer.reply(question, answered, timing, today)

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
        answered = Answered(merged, result, sql=await self._pretty(last))
        reply = await self.composer.reply(question, answered, timing, today)
        return plan, result, reply

    async def _spoken(
        self, question: Question, session: Session, plan: Plan, timing: Timing
    ) -> tuple[Plan, Result | None, Reply]:
        """A question about the last result."""
        last, result = session.last_plan, session.last_result
        if last is None or result is None:
            return plan, None, await self._nothing_yet(question, plan, timing)
        pretty = await self._pretty(last)
        if plan.topic in ("explain", "sql") and last.query is not None:
            describer = self.deterministic.describer(plan.language, self._today(question).date())
            sentence: tuple[Span, ...] = (Span(text=describer.explained(last.query)),)
        elif plan.topic == "repeat":
            answered = Answered(last.model_copy(update={"language": plan.language}), result, sql=pretty)
            return plan, result, await self.composer.reply(question, answered, timing, self._today(question))
        else:
            spoken = await told(
                question,
                plan,
                last,
                result,
                planner=None if question.offline else self.model_planner,
                head_rows=self.head_rows,
                currency=self.currency,
            )
            sentence = spoken.headline
            planner = "model" if spoken.by_model else plan.planner
            usage = added(plan.usage, spoken.usage)
            plan = plan.model_copy(update={"usage": usage, "planner": planner})
            if spoken.degraded:
                plan = plan.model_copy(update={"degraded": "model_unavailable"})
        return plan, None, await self.composer.told(question, plan, sentence, timing, last=result, sql=pretty)

    async def _nothing_yet(self, question: Question, plan: Plan, timing: Timing) -> Reply:
        sentence = (Span(text=say(texts.NOTHING_YET, plan.language)),)
        asked = plan.model_copy(update={"action": "help", "clarification": sentence[0].text})
        return self.composer.abstention(question, asked, timing)

    async def _pretty(self, plan: Plan) -> str | None:
        if plan.sql is None:
            return None
        try:
            return (await self.plant.ready()).check(plan.sql).pretty
        except (GuardRefused, DatabaseUnavailable, QueryFailed):
            return plan.sql

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


def _paid_for(plan: Plan) -> Plan:
    """A plan that somebody else's answer has paid for: its calls are counted once."""
    return plan.model_copy(update={"usage": {}}) if plan.usage else plan


def _context(session: Session) -> str | None:
    """What of a Session a Plan may depend on; None for one without any."""
    if session.pending is None and session.last_plan is None and not session.recent:
        return None
    parts = [
        session.pending.model_dump_json() if session.pending else "",
        session.last_plan.model_dump_json() if session.last_plan else "",
        "|".join(text for text, _ in session.recent),
    ]
    return str(hash(tuple(parts)))


def _may_stand_alone(question: Question, session: Session) -> bool:
    """Whether a question in a running Session may be a new topic. An answer to a question back is none, and in a
    fresh Session nothing tells «¿y en soldadura?» from a question that holds anywhere."""
    return session.last_plan is not None and session.pending is None and question.choice is None


def _topic(session: Session) -> str:
    """What decides, beside its own words, whether a question continues a Session: what the last answer was about."""
    last = session.last_plan.query if session.last_plan is not None else None
    return f"any context, about {last.dataset}" if last is not None else "any context"


def _scope(question: Question) -> str:
    """Whose view of the plant it is. Everyone sees all of it today; policies will tell people apart here."""
    del question
    return "everyone"
