"""What every listener needs, in one place: the core, the workspaces, the door, and work that may follow the 200."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import aiohttp
import structlog
from cachetools import TTLCache

from adapters.slack.events import Body, enterprise_of, workspace, workspace_of
from adapters.slack.listeners.admission import Admission, Refusal
from adapters.slack.listeners.questions import person, pressed_at, pressed_first
from adapters.slack.sending import failures
from adapters.slack.workspace.workspaces import Workspaces
from core.kernel.errors import MaintbotError
from core.kernel.messages import Language, Question, Viewer
from core.kernel.settings import Settings
from core.sentences import say
from core.sentences import slack as words

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

    from core.app import Core

log = structlog.get_logger(__name__)

_NAMES_SECONDS, _MOST_NAMES = 1.0, 5
_OPEN_SECONDS = 1.5  # a press waits for its acknowledgement, a dialog for its trigger
_LANGUAGE_SECONDS = 600.0
_MOST_PEOPLE = 10_000


class Desk:
    """Shared by the listeners of one Slack app."""

    def __init__(self, core: Core, settings: Settings, workspaces: Workspaces) -> None:
        self.core = core
        self.settings = settings
        self.workspaces = workspaces
        self.admission = Admission(settings)
        self.events = core.events
        self._tasks: set[asyncio.Task[None]] = set()
        self._names: TTLCache[str, str] = TTLCache(_MOST_PEOPLE, _LANGUAGE_SECONDS)
        self._languages: TTLCache[str, Language | None] = TTLCache(_MOST_PEOPLE, _LANGUAGE_SECONDS)

    def now(self) -> datetime:
        """Aware UTC time."""
        return datetime.now(UTC)

    async def client(self, body: Body) -> AsyncWebClient:
        """The client for the workspace that a payload comes from.

        Raises:
            DeliveryRejected: the app is not installed there.
        """
        client, _ = await self.workspaces.speak({"team": workspace(body), "enterprise": enterprise_of(body)})
        return client

    async def names(self, client: AsyncWebClient, people: Sequence[str]) -> dict[str, str]:
        """What people are called, as far as Slack says so at once: Slack waits for its 200 meanwhile."""
        known = {who: name for who in people if (name := self._names.get(who))}
        try:
            async with asyncio.timeout(_NAMES_SECONDS):
                for who in [who for who in people if who not in known][:_MOST_NAMES]:
                    answer = await client.users_info(user=who)
                    user = answer.get("user") or {}
                    profile = user.get("profile") or {}
                    name = user.get("real_name") or profile.get("real_name") or user.get("name")
                    if isinstance(name, str) and name:
                        known[who] = self._names[who] = name
        except Exception as error:
            log.info("slack_name_unknown", error=failures.code_of(error))
        return known

    async def direct_channel(self, body: Body, viewer: Viewer) -> str | None:
        """The id of a person's direct messages with us; None when Slack does not say at once."""
        try:
            async with asyncio.timeout(_OPEN_SECONDS):
                client = await self.client(body)
                opened = await client.conversations_open(users=viewer.id)
            return str(opened["channel"]["id"])
        except Exception as error:
            log.info("slack_dm_not_opened", error=type(error).__name__)
            return None

    async def is_in(self, body: Body, channel: str) -> bool:
        """Whether we are in a conversation, as far as Slack says so at once; yes when it does not."""
        try:
            async with asyncio.timeout(_NAMES_SECONDS):
                client = await self.client(body)
                await client.conversations_history(channel=channel, limit=1)
        except Exception as error:
            return failures.code_of(error) not in failures.NOT_THERE
        return True

    async def admit(self, body: Body, *, channel: str = "", about: str = "") -> tuple[Refusal | None, AsyncWebClient]:
        """Whether a press, a shortcut or a dialog may have what it asks for, and the client to answer it with.

        Args:
            channel: where; empty for the Home.
            about: the id of the Question whose answer it is about, if any.

        Raises:
            DeliveryUncertain: it cannot be told who the person is; nobody is let in on a guess.
        """
        at = workspace_of(about)
        team, enterprise = at or workspace(body), enterprise_of(body)
        if await self.workspaces.find(enterprise, team) is None:
            # Of another company, whose workspace the payload names: no trouble of ours.
            log.info("slack_refused", reason="outsider", channel=channel)
            return "outsider", self.workspaces.client(None)
        client, _ = await self.workspaces.speak({"team": team, "enterprise": enterprise})
        refusal = self.admission.of_place(body, channel)
        if refusal is None:
            home = await self.workspaces.home(enterprise, team)
            refusal = await self.admission.of_person(body, home, at, client)
        if refusal is not None:
            log.info("slack_refused", reason=refusal, channel=channel)
        return refusal, client

    async def language(self, viewer: Viewer, enterprise: str | None = None) -> Language:
        """The language to speak to a person in where there is no question to tell.

        Args:
            enterprise: the Enterprise Grid organisation, in whose workspaces a person is the same.
        """
        return await self._known_language(viewer, enterprise) or self.settings.default_language

    async def choose_language(self, viewer: Viewer, language: Language, enterprise: str | None = None) -> None:
        """Keep what a person chose, in the whole organisation when there is one.

        Raises:
            StateUnavailable: it could not be stored.
        """
        for one in _everywhere(viewer, enterprise):
            await self.core.people.set_language(one, language)
        for key in [key for key in self._languages if key.endswith(f":{viewer.id}")]:
            self._languages.pop(key, None)

    async def _remembered_language(self, viewer: Viewer, enterprise: str | None) -> Language | None:
        """A person's language, looked up at most every ten minutes: Slack waits for its 200 meanwhile."""
        try:
            return self._languages[viewer.key]
        except KeyError:
            language = self._languages[viewer.key] = await self._known_language(viewer, enterprise)
            return language

    async def _known_language(self, viewer: Viewer, enterprise: str | None) -> Language | None:
        try:
            for one in _everywhere(viewer, enterprise):
                if (known := await self.core.people.language(one)) is not None:
                    return known
            return None
        except MaintbotError as error:
            log.warning("slack_language_unknown", code=error.code)
            return None

    async def accept(self, question: Question, event_id: str) -> bool:
        """Put a Question into the inbox with the person's language; it is on disk when this returns.

        Raises:
            StateUnavailable: it is not stored, and Slack must not be told that it is.
        """
        if question.language is None:
            known = await self._remembered_language(question.viewer, question.delivery.get("enterprise"))
            question = question.model_copy(update={"language": known})
        accepted = await self.core.accept(question, event_id)
        log.info("slack_question", question_id=question.id, kind=question.kind, duplicate=not accepted)
        return accepted

    async def accept_press(self, body: Body, question: Question) -> bool:
        """``accept`` for what was pressed: once, however often it is pressed within a few seconds.

        Raises:
            StateUnavailable: it is not stored, and the person should see that it did not work.
        """
        moment = await self.events.first_press(question.id, pressed_at(body, question.received_at))
        question = pressed_first(question, moment)
        return await self.accept(question, question.id)

    def later(self, work: Coroutine[Any, Any, None], what: str) -> None:
        """Do something after the acknowledgement. It may be lost in a crash, so only courtesies go here."""

        async def run() -> None:
            try:
                await work
            except Exception as error:
                log.warning("slack_courtesy_failed", what=what, error=failures.code_of(error))

        task = asyncio.create_task(run(), name=f"slack-{what}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Let courtesies end for a moment, then cut them."""
        if self._tasks:
            await asyncio.wait(set(self._tasks), timeout=2.0)
        for task in set(self._tasks):
            task.cancel()
        await self.workspaces.close()

    def refusal_text(self, refusal: Refusal, language: Language) -> str:
        """Why someone is turned away, in mrkdwn."""
        if refusal == "outsider":
            return say(words.OUTSIDER, language)
        channels = ", ".join(f"<#{name}>" if name[:1] in "CG" else name for name in sorted(self.admission.channels))
        return say(words.NOT_THIS_CHANNEL, language, channels=channels)

    async def no_command(self, body: Body) -> str:
        """What a command is answered with, as JSON, where the app is not installed."""
        text = self.refusal_text("outsider", await self.language(person(body)))
        return json.dumps({"response_type": "ephemeral", "text": text}, ensure_ascii=False)

    async def tell_refusal(self, body: Body, client: AsyncWebClient, refusal: Refusal) -> None:
        """Tell who pressed, and only them, why nothing happens."""
        text = self.refusal_text(refusal, await self.language(person(body), enterprise_of(body)))
        url, channel = str(body.get("response_url") or ""), (body.get("channel") or {}).get("id")
        if client.token is not None and channel:
            thread_ts = (body.get("message") or {}).get("thread_ts")
            await client.chat_postEphemeral(channel=channel, user=person(body).id, thread_ts=thread_ts, text=text)
        elif url:  # an address that needs no token
            async with asyncio.timeout(_OPEN_SECONDS), aiohttp.ClientSession() as session:
                payload = {"response_type": "ephemeral", "replace_original": False, "text": text}
                await session.post(url, json=payload)

    async def turn_away(self, client: AsyncWebClient, question: Question, refusal: Refusal) -> None:
        """Tell the person, and only them, why there is no answer; once for a message."""
        if not await self.events.once(f"slack.refused.{question.id}"):
            return
        where = question.delivery
        text = self.refusal_text(refusal, await self.language(question.viewer))
        await client.chat_postEphemeral(
            channel=where["channel"], user=where["user"], thread_ts=where.get("thread_ts"), text=text
        )


def _everywhere(viewer: Viewer, enterprise: str | None) -> list[Viewer]:
    """A person as the organisation knows them, when there is one, and as the workspace does."""
    return [*([viewer.model_copy(update={"workspace": enterprise})] if enterprise else []), viewer]
