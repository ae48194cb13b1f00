"""The Slack app on the real memory rooms and a scripted pipeline, behind a real HTTP server, before the fake Slack.

For what depends on delivery and not on what the answer says; the scenarios run the real pipeline.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiohttp import web
from pydantic import SecretStr

from adapters.slack import app as slack_app
from adapters.slack.app import SlackApp
from core.answering.starting import Standing
from core.conversation.feedback import Feedback
from core.conversation.people import People as KnownPeople
from core.conversation.sessions import SessionStore
from core.delivery.events import Events
from core.delivery.inbox import Inbox
from core.delivery.outbox import Outbox
from core.delivery.owner import Owner
from core.delivery.worker import Worker
from core.files.artifacts import ArtifactStore
from core.files.naming import FileTitle
from core.kernel.messages import Language, Question, Reply, Span
from core.kernel.settings import Settings
from core.state.database import State
from core.state.keyvalue import KeyValue
from core.telemetry.health import Health
from core.telemetry.troubles import Troubles
from tests.fakes.slack import FakeSlack
from tests.fakes.slack_people import People

Answer = Callable[[Question], Awaitable[Reply]]


class Model:
    """Example questions."""

    def examples(self, language: Language) -> tuple[str, ...]:
        if language == "es":
            return ("¿Qué equipos están parados?", "OT vencidas por área", "MTBF de las bombas", "x", "y", "z")
        return ("Which machines are down?", "overdue orders by area", "MTBF of the pumps", "x", "y", "z")


class _Starting:
    """One figure of the plant's day."""

    async def today(self, language: Language) -> tuple[Standing, ...]:
        return (Standing((Span(text="Hay "), Span(text="39 OT vencidas", bold=True)), "OT vencidas"),)


class Core:
    """What the Slack adapter uses of the core."""

    def __init__(
        self, settings: Settings, state: State, folder: Path, answer: Answer, send_limit: float = 60.0
    ) -> None:
        self.settings = settings
        self.state = state
        self.sessions = SessionStore(state)
        self.people = KnownPeople(state)
        self.feedback = Feedback(state)
        self.events = Events(state)
        self.keys = KeyValue(state)
        self.secret = b"a secret for tests"
        self.starting = _Starting()
        self.inbox = Inbox(state)
        self.artifacts = ArtifactStore(str(folder / "files"), b"secret")
        self.outbox = Outbox(state, first_wait=0.02, longest_wait=0.1, send_limit=send_limit)
        self.model = Model()
        self.troubles = Troubles()
        self.health = Health()
        self.asked: list[Question] = []
        self._script = answer
        self.pipeline = self
        self.worker = Worker(
            self.inbox, self.outbox, self.answer, owner=Owner(state), replied=self.sessions.reply, poll_seconds=0.05
        )
        self.broken = False
        self.refused = 0

    async def stop(self, question_id: str, *, quiet: bool = False) -> bool:
        return await self.worker.stop(question_id, quiet=quiet)

    async def answer(self, question: Question) -> Reply:
        if question.viewer.id == slack_app.WARM_UP:
            return simple(question)
        self.asked.append(question)
        reply = await self._script(question)
        session = await self.sessions.load(question)
        await self.sessions.record(session, question, None, None, reply)
        return reply

    def use(self, adapter: Any) -> None:
        self.worker.use(adapter)

    async def accept(self, question: Question, event_id: str) -> bool:
        if self.broken:
            self.refused += 1
            from core.kernel.errors import StateUnavailable

            raise StateUnavailable("disk full")
        accepted = await self.inbox.put(event_id, question)
        self.worker.wake()
        return accepted


class Rig:
    """Everything, running."""

    def __init__(self, slack: FakeSlack, people: People, core: Core, app: SlackApp, url: str) -> None:
        self.slack, self.people, self.core, self.app, self.url = slack, people, core, app, url

    def charts_in_threads(self) -> None:
        """As after an outage of uploads: charts come in the thread, not within the messages."""
        self.app.adapter.pictures.rest(self.slack.team)

    async def save(self, *kinds: str) -> tuple[Any, ...]:
        """Stored files for a Reply."""
        contents: dict[Any, bytes] = {kind: f"content of {kind}".encode() for kind in kinds}
        return await self.core.artifacts.save(
            contents, at=datetime.now(UTC), title=FileTitle("OT por área", datetime.now(UTC).date().isoformat())
        )


def simple(question: Question, text: str = "3 bombas paradas", **more: Any) -> Reply:
    """A one-line answer."""
    fields: dict[str, Any] = {
        "question_id": question.id,
        "language": "es",
        "action": "data",
        "headline": (Span(text=text, bold=True),),
        "sql": "SELECT 1",
        "planner": "deterministic",
    }
    return Reply(**{**fields, **more})


def settings_for(slack: FakeSlack, folder: Path, **more: Any) -> Settings:
    """Settings that point at the fake."""
    fields: dict[str, Any] = {
        "slack_bot_token": SecretStr(slack.bot_token),
        "slack_signing_secret": SecretStr(slack.signing_secret),
        "slack_api_url": slack.api_url,
        "maintbot_home": folder,
        "secret_key": SecretStr("a secret for tests"),
    }
    return Settings(_env_file=None, **{**fields, **more})


@asynccontextmanager
async def rig(
    folder: Path,
    answer: Answer | None = None,
    *,
    share_waits: tuple[float, ...] = (0.02, 0.05, 0.1),
    send_limit: float = 60.0,
    by_name: bool = False,
    **more: Any,
) -> AsyncIterator[Rig]:
    """The app behind a server on loopback, its worker running.

    Args:
        by_name: Slack is reached as ``localhost``, so that a name has to be looked up.
    """

    async def scripted(question: Question) -> Reply:
        return simple(question)

    async with FakeSlack() as slack:
        if by_name:
            more["slack_api_url"] = slack.api_url.replace("127.0.0.1", "localhost")
        settings = settings_for(slack, folder, **more)
        state = await State.open(f"sqlite:///{folder / 'state.sqlite'}")
        core = Core(settings, state, folder, answer or scripted, send_limit)
        application = web.Application()
        slack_app.mount(application, core, settings, share_waits=share_waits)  # type: ignore[arg-type]
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        await core.worker.start()
        people = People(slack, f"{url}/slack/events")
        try:
            yield Rig(slack, people, core, application[slack_app.SLACK], url)
        finally:
            await people.close()
            await core.worker.drain(1)
            await asyncio.wait_for(runner.cleanup(), 60)
            await state.close()
