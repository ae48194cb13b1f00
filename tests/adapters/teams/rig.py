"""The Teams route on a real server with the real inbox, worker and outbox, and a pipeline of hand-made Replies."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.teams.app import mount
from adapters.teams.sdk.endpoints import Endpoints
from adapters.teams.sdk.retry import Retry
from core.conversation.feedback import Feedback
from core.delivery.adapter import Adapter
from core.delivery.inbox import Inbox
from core.delivery.outbox import Outbox
from core.delivery.owner import Owner
from core.delivery.worker import Worker
from core.files.artifacts import ArtifactStore
from core.kernel.clock import Clock
from core.kernel.messages import Column, Question, Reply, Span, Suggestion, Table
from core.kernel.settings import Settings
from core.state.database import State
from core.telemetry.health import Health
from tests.fakes.teams import APP_ID, SECRET, TENANT, Activities, FakeTeams

Json = dict[str, Any]


def settings(tmp: Path, **changed: Any) -> Settings:
    """Settings of a SingleTenant bot, untouched by the environment."""
    fields: Json = {
        "maintbot_home": tmp,
        "microsoft_app_id": APP_ID,
        "microsoft_app_password": SECRET,
        "microsoft_app_tenantid": TENANT,
        "public_url": "https://bot.example.com",
        "default_language": "es",
    }
    return Settings(_env_file=None, **{**fields, **changed})


def a_reply(question: Question, **changed: Any) -> Reply:
    """A small answer with everything that is usual."""
    fields: Json = {
        "question_id": question.id,
        "language": "es",
        "action": "data",
        "headline": (Span(text="3 equipos parados", bold=True), Span(text=": P-103, P-117 y P-122.")),
        "assumptions": ("estado actual", "sin equipos retirados"),
        "table": Table(
            columns=(Column(name="tag", label="Equipo"), Column(name="hours", label="Horas", kind="hours")),
            rows=(("P-103", 12.5), ("P-117", 3), ("P-122", None)),
            total=3,
        ),
        "sql": "SELECT tag,\n  hours\nFROM equipment",
        "suggestions": (Suggestion(label="Por área", text="equipos parados por área"),),
        "freshness": "datos de hoy 08:15",
        "planner": "deterministic",
        "chartable": True,
    }
    return Reply(**{**fields, **changed})


class SmallCore:
    """What adapters use of core/app.Core."""

    def __init__(self, state: State, artifacts: ArtifactStore, make: Callable[[Question], Reply], owner: Owner) -> None:
        self.clock = Clock("America/Mexico_City")
        self.state = state
        self.artifacts = artifacts
        self.feedback = Feedback(state)
        self.inbox = Inbox(state)
        self.health = Health()
        self.make = make
        self.asked: list[Question] = []
        self.before_answer: Callable[[], Any] | None = None
        self.worker = Worker(self.inbox, Outbox(state, first_wait=0.01), self._answer, owner=owner, poll_seconds=0.2)

    async def _answer(self, question: Question) -> Reply:
        self.asked.append(question)
        if self.before_answer is not None:
            await self.before_answer()
        return self.make(question)

    def use(self, adapter: Adapter) -> None:
        """Give the worker an adapter."""
        self.worker.use(adapter)

    async def stop(self, question_id: str, *, quiet: bool = False) -> bool:
        """Stop it."""
        return await self.worker.stop(question_id, quiet=quiet)

    async def accept(self, question: Question, event_id: str) -> bool:
        """Store, then wake the worker."""
        stored = await self.inbox.put(event_id, question)
        self.worker.wake()
        return stored


class Rig:
    """A running bot and the fake of Microsoft's side."""

    def __init__(self, teams: FakeTeams, core: SmallCore, url: str, session: aiohttp.ClientSession) -> None:
        self.teams = teams
        self.core = core
        self.url = url
        self.session = session
        self.say = Activities(teams.service_url)

    async def post(self, activity: Any, *, token: str | None = "", headers: Json | None = None) -> tuple[int, str]:
        """Deliver an activity to the bot; status and body. ``token`` None sends none."""
        sent = {"Authorization": f"Bearer {token or self.teams.token()}"} if token is not None else {}
        async with self.session.post(
            f"{self.url}/api/messages", json=activity, headers={**sent, **(headers or {})}
        ) as got:
            return got.status, await got.text()

    async def raw(self, data: bytes, content_type: str | None = "application/json") -> int:
        """Deliver any bytes; the status."""
        headers = {"Authorization": f"Bearer {self.teams.token()}"}
        skip = ["Content-Type"] if content_type is None else []
        if content_type is not None:
            headers["Content-Type"] = content_type
        async with self.session.post(
            f"{self.url}/api/messages", data=data, headers=headers, skip_auto_headers=skip
        ) as got:
            return got.status


@asynccontextmanager
async def rig(
    tmp: Path,
    make: Callable[[Question], Reply] = a_reply,
    *,
    teams: FakeTeams | None = None,
    endpoints: Callable[[FakeTeams], Endpoints] | None = None,
    sleep: Callable[[float], Any] | None = None,
    **changed: Any,
) -> AsyncIterator[Rig]:
    """Start everything; retries wait with ``sleep`` (not at all unless given), ``teams`` may run already."""
    chosen = settings(tmp, **changed)
    async with AsyncExitStack() as stack:
        teams = teams or await stack.enter_async_context(FakeTeams().running())
        state = await State.open(f"sqlite:///{tmp / 'state.sqlite'}")
        owner = Owner(state)
        core = SmallCore(state, ArtifactStore(str(tmp / "files"), b"secret"), make, owner)
        app = web.Application()
        retry = Retry(sleep=sleep or _no_sleep)
        mount(app, core, chosen, endpoints=endpoints(teams) if endpoints else teams.endpoints, retry=retry)  # type: ignore[arg-type]
        server = TestServer(app)
        await server.start_server()
        await core.worker.start()
        try:
            async with aiohttp.ClientSession() as session:
                yield Rig(teams, core, f"http://127.0.0.1:{server.port}", session)
        finally:
            await core.worker.drain(5)
            await server.close()
            await state.close()


async def _no_sleep(_: float) -> None:
    await asyncio.sleep(0)


def now() -> datetime:
    """An aware time."""
    return datetime.now(UTC)
