"""A Core whose pipeline says what the question tells it to, over real state, real files and a real database.

"data", "chart", "clarify", "refuse", "slow", "crash" and "fail <code>" choose the Reply, so that what HTTP makes of
each can be seen without a planner.
"""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import structlog

from core.answering.forgetting import Forgetting
from core.answering.starting import Example, Standing
from core.conversation.feedback import Feedback
from core.conversation.sessions import SessionStore
from core.data.database import Database
from core.delivery.inbox import Inbox
from core.files.artifacts import ArtifactStore
from core.files.naming import FileTitle
from core.health import watch_beside, watch_databases
from core.kernel.errors import MaintbotError
from core.kernel.messages import (
    Artifact,
    Choice,
    Clarification,
    Column,
    Metrics,
    Question,
    Reply,
    Span,
    Suggestion,
    Table,
    Viewer,
)
from core.kernel.settings import Settings
from core.semantics.completion import Completed, CompletedName
from core.semantics.load import load_model
from core.semantics.quoting import quoted_source
from core.state.database import State
from core.state.rates import Rates
from core.telemetry import progress
from core.telemetry.health import Health
from core.telemetry.troubles import Troubles
from tests.plans import a_plan

PNG = b"\x89PNG\r\n\x1a\n"


class FakePipeline:
    """Answers by the first word; ``asked`` holds every Question, ``together`` how many ran at once in one Thread."""

    def __init__(self, sessions: SessionStore, artifacts: ArtifactStore) -> None:
        self.sessions, self.artifacts = sessions, artifacts
        self.asked: list[Question] = []
        self.release = asyncio.Event()
        self.together = 0
        self.running: dict[str, int] = {}

    async def answer(self, question: Question) -> Reply:
        self.asked.append(question)
        key = question.thread.key
        self.running[key] = self.running.get(key, 0) + 1
        self.together = max(self.together, self.running[key])
        try:
            return await self._answer(question)
        finally:
            self.running[key] -= 1

    async def _answer(self, question: Question) -> Reply:
        word, _, rest = question.text.partition(" ")
        if word == "crash":
            raise RuntimeError(f"boom with {question.text}")
        if word == "slow":
            progress.reached("understanding")
            progress.reached("querying")
            await self.release.wait()
        if word == "fail":
            structlog.get_logger("core.answering.pipeline").warning("question_failed", code=rest)
            failed = _failed(question, rest)
            await self.sessions.record(await self.sessions.load(question), question, None, None, failed)
            return failed
        artifacts: tuple[Artifact, ...] = ()
        if word in ("data", "chart"):
            files: dict[Any, bytes] = {"data": "﻿area,n\r\nWelding,6\r\n".encode()}
            if word == "chart":
                files |= {"image": PNG, "code": b"print(1)\n"}
            artifacts = await self.artifacts.save(
                files, at=datetime.now(UTC), title=FileTitle("OT por área", datetime.now(UTC).date().isoformat())
            )
        reply = _reply(question, word, artifacts)
        session = await self.sessions.load(question)
        plan = a_plan(language=reply.language, action=reply.action, planner="deterministic")
        await self.sessions.record(session, question, plan, None, reply)
        return reply


class FakeStarting:
    """A plant of one figure, one example and one name."""

    async def today(self, language: str) -> tuple[Standing, ...]:
        return (Standing((Span(text="3 machines", bold=True), Span(text=" are down")), "data"),)

    async def examples(self, language: str) -> tuple[Example, ...]:
        return (Example("Machines", "chart"),)

    async def completions(self, viewer: Viewer, text: str, language: str) -> Completed:
        return Completed(0, (CompletedName("Welding", "area"),))


def _failed(question: Question, code: str) -> Reply:
    error = next((kind for kind in _errors() if kind.code == code), MaintbotError)
    message = error.texts["en"].format(length=20_000, limit=2_000, seconds=10, reason="x")
    return Reply(
        question_id=question.id,
        language="en",
        action="error",
        headline=(Span(text=message),),
        error_code=code,
        metrics=Metrics(flow="failed"),
    )


def _errors() -> list[type[MaintbotError]]:
    found: list[type[MaintbotError]] = [MaintbotError]
    for kind in found:
        found.extend(kind.__subclasses__())
    return found


def _reply(question: Question, word: str, artifacts: tuple[Artifact, ...]) -> Reply:
    if word in ("clarify", "refuse"):
        return Reply(
            question_id=question.id,
            language="es",
            action="clarify" if word == "clarify" else "refused",
            headline=(Span(text="¿Qué cosa?" if word == "clarify" else "Solo consulto; no cambio nada."),),
            clarification=Clarification(question="¿Qué cosa?", choices=(Choice(id="1", label="Equipos"),))
            if word == "clarify"
            else None,
            suggestions=(Suggestion(label="Ver las OT", text="OT vencidas"),),
            metrics=Metrics(flow="clarified" if word == "clarify" else "refused"),
        )
    columns = (Column(name="area", label="Área"), Column(name="n", label="OT", kind="integer"))
    rows: tuple[tuple[Any, ...], ...] = (("Welding", 6), ("Mixing", float("nan")))
    if question.text.endswith("many"):
        rows = tuple((f"area {index}", index) for index in range(12_000))
    return Reply(
        question_id=question.id,
        language=question.language or "es",
        action="data_image" if word == "chart" else "data",
        headline=(Span(text="En soldadura hay ", bold=False), Span(text="6 OT abiertas", bold=True), Span(text=".")),
        definition="6 OT ÷ 1" if word == "chart" else None,
        assumptions=("OT abiertas",),
        table=Table(columns=columns, rows=rows[:2], total=len(rows)),
        columns=("area", "n"),
        rows=rows,
        sql="SELECT area, n FROM t",
        artifacts=artifacts,
        freshness="datos de hoy 08:15",
        planner="deterministic",
        metrics=Metrics(total_time=0.09, sql_time=0.01, image_time=0.06, sql_attempts=1),
    )


@contextlib.asynccontextmanager
async def fake_core(folder: Path, settings: Settings) -> AsyncIterator[SimpleNamespace]:
    """A Core of this kind, its files under ``folder``."""
    plant = folder / "plant.sqlite"
    with contextlib.closing(sqlite3.connect(plant)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("CREATE TABLE IF NOT EXISTS t (area TEXT, n INTEGER)")
        first = next(iter(load_model().datasets.values())).source
        connection.execute(f"CREATE TABLE IF NOT EXISTS {quoted_source(first, 'sqlite')} (id INTEGER)")
    state = await State.open(f"sqlite:///{folder / 'state.sqlite'}")
    database = await Database.open(f"sqlite:///{plant}", pool_size=2)
    sessions = SessionStore(state)
    artifacts = ArtifactStore(str(folder / "chat_docs"), b"secret of the tests")

    async def nothing(*_: object) -> None:
        return None

    pipeline = FakePipeline(sessions, artifacts)
    health = Health()
    health.started = True
    watch_databases(health, state, database, load_model(), settings.maintbot_home)
    watch_beside(health, Inbox(state), artifacts, None)
    core = SimpleNamespace(
        secret=b"secret of the tests",
        model=load_model(),
        feedback=Feedback(state),
        starting=FakeStarting(),
        answer=pipeline.answer,
        settings=settings,
        state=state,
        rates=Rates(state),
        sessions=sessions,
        artifacts=artifacts,
        forgetting=Forgetting(sessions, artifacts, state),
        database=database,
        inbox=Inbox(state),
        pipeline=pipeline,
        troubles=Troubles(),
        health=health,
        start=nothing,
        drain=nothing,
    )
    try:
        yield core
    finally:
        await health.close()
        await database.close()
        await state.close()
