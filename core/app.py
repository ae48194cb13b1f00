"""Core: every part opened and put together, for the server, the command line and the tests alike."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from core.answering.cache import PlanCache, ResultCache
from core.answering.executing import Executors
from core.answering.executors.chart_of_last import DrawLast
from core.answering.executors.checked import RunChecked
from core.answering.executors.of_last import SpeakOfLast
from core.answering.executors.own import RunOwn
from core.answering.forgetting import Forgetting
from core.answering.newest import NewestRows
from core.answering.opening import Opening
from core.answering.pipeline import Pipeline
from core.answering.plans import Plans
from core.answering.queries import Plant, Queries
from core.answering.rehearsal import rehearse
from core.answering.starting import Starting
from core.conversation.audit import Audit
from core.conversation.feedback import Feedback
from core.conversation.people import People
from core.conversation.retention import forget_before
from core.conversation.sessions import SessionStore
from core.data.database import Database
from core.delivery.adapter import Adapter
from core.delivery.events import Events
from core.delivery.inbox import Inbox
from core.delivery.outbox import Outbox
from core.delivery.owner import Owner
from core.delivery.stops import Stops
from core.delivery.worker import Worker
from core.files.artifacts import ArtifactStore
from core.files.unfinished import none_is_unfinished, state_is_whole
from core.health import watch_beside, watch_databases
from core.kernel.clock import Clock
from core.kernel.errors import MaintbotError
from core.kernel.memory import give_back, keep_what_is_there, limit_arenas
from core.kernel.messages import Question, Reply
from core.kernel.settings import Settings
from core.listening.door import Door
from core.planning.own import OwnQueries
from core.planning.router import Router
from core.replies.charts.pool import ChartPool
from core.replies.compose import Composer
from core.semantics.load import load_model
from core.semantics.model import SemanticModel
from core.semantics.quoting import table_name
from core.state.database import State
from core.state.keyvalue import KeyValue
from core.state.notices import WORK, Notices
from core.state.rates import Rates
from core.state.seals import Seals
from core.state.secret import secret_key
from core.telemetry import metrics
from core.telemetry.health import Health
from core.telemetry.troubles import Troubles
from core.understanding.planner import DeterministicPlanner

if TYPE_CHECKING:
    from core.modelling.planner import ModelPlanner

log = structlog.get_logger(__name__)


@dataclass
class Core:
    """The parts of a running bot; see each one's own documentation."""

    settings: Settings
    clock: Clock
    state: State
    sessions: SessionStore
    people: People
    inbox: Inbox
    outbox: Outbox
    events: Events
    artifacts: ArtifactStore
    feedback: Feedback
    audit: Audit
    keys: KeyValue
    rates: Rates
    door: Door
    pipeline: Pipeline
    model_planner: ModelPlanner | None
    planner: DeterministicPlanner
    model: SemanticModel
    database: Database
    charts: ChartPool
    worker: Worker
    secret: bytes
    starting: Starting
    health: Health
    notices: Notices
    forgetting: Forgetting
    troubles: Troubles = field(default_factory=Troubles)
    _charts_start: asyncio.Task[None] | None = None

    def use(self, adapter: Adapter) -> None:
        """Let the worker deliver this platform's answers."""
        self.worker.use(adapter)

    async def answer(self, question: Question) -> Reply:
        """Answer a Question at once, for platforms that wait for it. An error is a Reply that says so."""
        return await self.door.answer(question)

    async def accept(self, question: Question, event_id: str) -> bool:
        """Store a Question durably and wake the worker; False when the event is known already.

        Raises:
            StateUnavailable: it could not be stored, and the platform must be told so.
        """
        fresh = await self.inbox.put(event_id, question)
        if fresh:
            self.worker.wake()
        else:
            metrics.observe_repeated(question.thread.platform)
        return fresh

    async def stop(self, question_id: str, *, quiet: bool = False) -> bool:
        """Stop a question of a chat that has no answer yet; False when there is none. Raises as ``Worker.stop``.

        Args:
            quiet: nothing is said instead of the answer.
        """
        return await self.worker.stop(question_id, quiet=quiet)

    async def start(self) -> None:
        """Begin to answer what the inbox holds, once the model and the plant's values are made ready.

        The chart processes start beside: they take longer than all the rest, and only a chart has to wait for them.
        """
        await asyncio.gather(self._warm_model(), rehearse(self.planner, self.pipeline.executors.own, self.clock))
        await self.worker.start()
        self.notices.start()
        keep_what_is_there()
        self.health.started = True
        self._charts_start = asyncio.create_task(self._start_charts(), name="charts-start")

    async def _start_charts(self) -> None:
        try:
            await self.charts.start()
        except MaintbotError as error:
            # A plant without charts still has answers; each chart is tried anew.
            log.error("charts_not_started", code=error.code, detail=error.detail)

    async def _warm_model(self) -> None:
        if self.model_planner is not None:
            await self.model_planner.warm()

    async def drain(self, seconds: float = 20.0) -> int:
        """Take nothing new, let what runs end; how many questions were given back."""
        if self._charts_start is not None:
            self._charts_start.cancel()
        return await self.worker.drain(seconds)


@asynccontextmanager
async def open_core(settings: Settings, *, chart_workers: int = 2) -> AsyncIterator[Core]:
    """Open everything that the settings ask for, and close it at the end.

    Args:
        chart_workers: processes that draw; 0 draws in a thread, for a command that asks one question.

    Raises:
        ConfigurationError: a setting, the semantic model or the state database must be mended.
        RestoreUnfinished: a restore was broken off, or is under way.
        StorageFailed: the demo plant or the secret cannot be written.
        StateUnavailable: the state database does not answer.
    """
    limit_arenas()
    none_is_unfinished(settings.maintbot_home)
    clock = Clock(settings.plant_timezone, settings.maintbot_today)
    model = load_model(settings.semantic_model)
    if settings.on_demo_plant:
        await _demo_plant(settings, clock)
    async with AsyncExitStack() as stack:
        secret = secret_key(
            settings.secret_key.get_secret_value() if settings.secret_key else None, settings.maintbot_home
        )
        seals = Seals(settings.encryption_keys, secret)
        state = await State.open(settings.state_url, seals=seals)
        stack.push_async_callback(state.close)
        await state_is_whole(state)
        database = await Database.open(
            settings.plant_url,
            pool_size=settings.db_pool_size,
            query_timeout=settings.query_timeout,
            max_rows=settings.max_rows,
            timezone=settings.plant_timezone,
        )
        stack.push_async_callback(database.close)
        keep_seconds = settings.cache_ttl if settings.cache_size else 0
        charts = ChartPool(workers=chart_workers, currency=settings.currency, keep_seconds=keep_seconds)
        stack.push_async_callback(charts.close)
        sessions = SessionStore(state, idle_minutes=settings.session_idle_minutes, log_questions=settings.log_questions)
        audit = Audit(state, log_questions=settings.log_questions)
        artifacts = ArtifactStore(
            settings.chat_docs_dir,
            secret,
            seals=seals,
            limit_mb=settings.artifacts_max_mb,
        )

        def observe_cache(cache: str, hit: bool) -> None:
            metrics.observe_cache(cache, hit=hit)

        tables = tuple(table_name(dataset.source) for dataset in model.datasets.values() if not dataset.is_query)
        results = ResultCache(settings.cache_size, settings.cache_ttl)
        plant = Plant(database, settings.max_rows, tables)
        queries = Queries(plant, results, observe_cache, lambda: clock.local(clock.now()))
        deterministic = DeterministicPlanner(
            model,
            database,
            today=clock.today,
            default_language=settings.default_language,
            currency=settings.currency,
            run=queries.rows,
            to_now=True,
        )
        model_planner = _model_planner(settings, deterministic, database.dialect, clock, audit)
        if model_planner is not None:
            stack.push_async_callback(model_planner.close)
        people = People(state)
        forgetting = Forgetting(sessions, artifacts, state)
        door = _door(settings, clock, queries, deterministic, forgetting, charts, model_planner)
        inbox, outbox = Inbox(state, limit=settings.inbox_limit), Outbox(state, observer=metrics.observe_event)
        worker = Worker(
            inbox,
            outbox,
            door.answer,
            owner=Owner(state),
            replied=sessions.reply,
            observer=metrics.observe_event,
            default_language=settings.default_language,
            max_attempts=settings.max_attempts,
            housekeeping=lambda: housekeeping(settings, clock, state, artifacts),
            answer_limit=settings.question_timeout,
            stops=Stops(state),
        )
        notices = Notices(state, WORK, worker.wake)
        stack.push_async_callback(notices.close)
        health = Health()
        stack.push_async_callback(health.close)
        watch_databases(health, state, database, model, settings.maintbot_home)
        watch_beside(health, inbox, artifacts, model_planner.client if model_planner is not None else None)
        yield Core(
            settings=settings,
            clock=clock,
            state=state,
            sessions=sessions,
            people=people,
            inbox=inbox,
            outbox=outbox,
            events=Events(state),
            artifacts=artifacts,
            feedback=Feedback(state),
            audit=audit,
            keys=KeyValue(state),
            rates=Rates(state),
            door=door,
            pipeline=door.pipeline,
            model_planner=model_planner,
            planner=door.deterministic,
            model=model,
            database=database,
            charts=charts,
            worker=worker,
            secret=secret,
            starting=Starting(deterministic, queries, clock, settings.currency),
            health=health,
            notices=notices,
            forgetting=forgetting,
        )


def _door(
    settings: Settings,
    clock: Clock,
    queries: Queries,
    deterministic: DeterministicPlanner,
    forgetting: Forgetting,
    charts: ChartPool,
    model_planner: ModelPlanner | None,
) -> Door:
    model, sessions, artifacts = deterministic.model, forgetting.sessions, forgetting.artifacts
    router = Router(
        deterministic,
        model_planner,
        verified=model.verified_queries,
        mode=settings.planner,
        today=clock.today,
    )

    def observe(platform: str, reply: Reply) -> None:
        metrics.observe_reply(platform, reply)

    plans = Plans(
        router, deterministic, PlanCache(settings.cache_size, settings.cache_ttl), model, queries.observe_cache
    )
    newest = NewestRows(queries, deterministic.compiler)
    own = RunOwn(queries, newest, deterministic.compiler, model, settings.currency)
    speaking = SpeakOfLast(queries, deterministic, model_planner, settings.head_rows, settings.currency)
    models = None
    if model_planner is not None:
        from core.answering.executors.model import RunModels

        models = RunModels(speaking, plans, model_planner, settings.max_sql_retries)
    pipeline = Pipeline(
        opening=Opening(sessions, deterministic, clock, settings.default_language),
        plans=plans,
        executors=Executors(sessions, own, RunChecked(own), speaking, DrawLast(speaking), models, forgetting),
        composer=Composer(
            model,
            charts,
            artifacts,
            clock,
            currency=settings.currency,
            files_locale=settings.files_locale,
            auto_charts=settings.auto_charts,
            stale_hours=settings.stale_hours,
        ),
        sessions=sessions,
        observe=observe,
    )
    return Door(pipeline, deterministic)


def _model_planner(
    settings: Settings, deterministic: DeterministicPlanner, dialect: str, clock: Clock, audit: Audit
) -> ModelPlanner | None:
    """The language model's planner; what it needs is imported only where a model is configured."""
    if settings.planner == "offline" or not (settings.openai_api_key or settings.openai_base_url):
        return None
    from core.modelling.making import Making
    from core.modelling.planner import ModelPlanner
    from core.modelling.tongues import Tongues
    from core.modelling.values import CurrentValues
    from core.telemetry import metrics

    making = Making(
        OwnQueries(deterministic.model, deterministic.compiler, settings.currency),
        CurrentValues(deterministic.model, lambda: deterministic.values),
        Tongues(deterministic.languages),
    )
    return ModelPlanner.of(settings, making, dialect, clock, audit, metrics.observe_model_plan)


async def _demo_plant(settings: Settings, clock: Clock) -> None:
    """Make the demo plant when it is missing or of another day, off the event loop."""
    from core.demo.generate import ensure

    await asyncio.to_thread(ensure, settings.demo_database, clock.today())


def make_demo_plant(settings: Settings) -> None:
    """As a start does, before processes are forked that would all do it. Raises StorageFailed."""
    from core.demo.generate import ensure

    ensure(settings.demo_database, Clock(settings.plant_timezone, settings.maintbot_today).today())


async def housekeeping(settings: Settings, clock: Clock, state: State, artifacts: ArtifactStore) -> None:
    """RETENTION_DAYS: forget what is older; a demo plant of a new day; memory that nobody uses is given back."""
    give_back()
    if settings.on_demo_plant:
        await _demo_plant(settings, clock)
    await Rates(state).purge()
    if settings.retention_days is not None:
        moment = clock.now() - timedelta(days=settings.retention_days)
        await forget_before(state, moment)
        await artifacts.sweep(moment)
        await state.scrub()
    await artifacts.keep_within_limit()
