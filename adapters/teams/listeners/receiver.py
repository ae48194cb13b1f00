"""From an activity to the inbox, or to what is not a question.

A question is on disk before its 200, and the worker answers it later with the stored reference. What is no question
(a welcome, a file to upload) runs in a task of its own after the 200.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any

import structlog
from aiohttp import web

from adapters.teams.cards import build as cards
from adapters.teams.deliver import TeamsAdapter
from adapters.teams.events import Arrived, Asked, Consented, Event, Ignored, Left, Place, Rated, StopWanted, read
from adapters.teams.files.consent import Consents
from adapters.teams.files.links import Links, public_url
from adapters.teams.listeners.feedback import rate
from adapters.teams.payload import Json
from adapters.teams.sdk.connector import Connector
from adapters.teams.sdk.endpoints import Endpoints
from adapters.teams.sdk.identity import Authentication
from adapters.teams.sdk.retry import Retry
from adapters.teams.tenant.installs import Installs
from adapters.teams.tenant.keys import key
from adapters.teams.tenant.messages import Messages
from core.delivery.events import Events
from core.kernel.errors import DeliveryError
from core.kernel.settings import Settings
from core.sentences import say
from core.sentences import teams as words
from core.state.keyvalue import KeyValue

if TYPE_CHECKING:
    from core.app import Core

log = structlog.get_logger(__name__)

DRAIN_SECONDS = 10.0
"""How long uploads and welcomes may take to end when the server stops."""


class Receiver:
    """Acts on Events; holds what they need."""

    def __init__(self, core: Core, settings: Settings, endpoints: Endpoints, retry: Retry | None) -> None:
        self.core = core
        self.authentication = Authentication(settings, endpoints)
        self.connector = Connector(self.authentication, retry=retry)
        self._settings = settings
        self._events = Events(core.state)
        self.messages = Messages(core.state)
        links = Links(core.artifacts, public_url(settings))
        self.adapter = TeamsAdapter(self.connector, links, self.messages, settings.currency, settings.default_language)
        self.installs = Installs(KeyValue(core.state), self._events, self.connector, settings.default_language)
        self._consents = Consents(
            self.connector, links, lambda: self.authentication.sender.session, endpoints, self._events
        )
        self._tasks: set[asyncio.Task[None]] = set()

    async def receive(self, activity: Json) -> int:
        """Act on an activity; gives the HTTP status of an invoke.

        Raises:
            NotAnActivity: it has no conversation or no sender.
            StateUnavailable: it could not be stored, so Teams must send it again.
        """
        return await self.act(read(activity, self.core.clock.now()))

    async def act(self, event: Event) -> int:
        """Act on an Event; gives the HTTP status of an invoke.

        Raises:
            StateUnavailable: it could not be stored, so Teams must send it again.
        """
        if isinstance(event, Ignored):
            log.debug("teams_ignored", reason=event.reason)
            return 400 if event.invoke else 200
        if not self._admitted(event.place):
            await self._outsider(event.place)
            return 403
        if isinstance(event, Asked):
            question = event.question
            if event.pressed_at is not None:
                question = event.pressed_first(await self._events.first_press(question.id, event.pressed_at))
            await self.core.accept(question, question.id)
        elif isinstance(event, Rated):
            await rate(event, self.messages, self.core.feedback)
        elif isinstance(event, Consented):
            if await self._events.once(key("consent", event.event_id)):
                self._later(self._consents.handle(event))
        elif isinstance(event, Arrived):
            if await self.installs.arrived(event):
                self._later(self.installs.welcome(event.place))
        elif isinstance(event, Left):
            await self.installs.left(event)
        elif isinstance(event, StopWanted):
            running = await self.core.stop(event.question_id, quiet=event.quiet)
            log.info("teams_stop", question_id=event.question_id, running=running, deleted=event.quiet)
        return 200

    def _admitted(self, where: Place) -> bool:
        """Whether a person's organisation may ask: the allowed ones; else the bot's own, unless it is MultiTenant."""
        allowed = set(self._settings.teams_allowed_tenants)
        own = self._settings.microsoft_app_tenantid
        if not allowed and own and self._settings.microsoft_app_type != "MultiTenant":
            allowed = {own}
        return not allowed or where.tenant in allowed

    async def _outsider(self, where: Place) -> None:
        """Said once a conversation, then silence."""
        log.warning("teams_outsider_refused", tenant=where.tenant)
        if await self._events.once(key("outsider", where.thread.key)):
            self._later(self._refuse(where))

    async def _refuse(self, where: Place) -> None:
        language = where.language or self._settings.default_language
        text = say(words.OUTSIDER, language)
        activity = cards.message(cards.card([cards.text(cards.run(text))], text, language), text)
        try:
            await self.connector.post(where.delivery["reference"], activity)
        except DeliveryError as error:
            log.info("teams_refusal_not_sent", code=error.code)

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("teams_task_failed", exc_info=error)

    async def start(self, _: web.Application) -> None:
        """Forget which messages were answers long ago."""
        self._later(self._prune())

    async def _prune(self) -> None:
        log.debug("teams_messages_pruned", count=await self.messages.prune())

    async def close(self, _: web.Application) -> None:
        """Let what runs end, then close the connections."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=DRAIN_SECONDS)
        for task in tuple(self._tasks):
            task.cancel()
        await self.adapter.settle()
        await self.authentication.sender.close()
