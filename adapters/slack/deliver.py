"""The Slack adapter: Steps from a Reply, and each Step sent, once.

slack_sdk retries nothing here. A throttled, dropped or failed call goes back to the outbox, which waits, looks with
``find`` and then sends again. What will never succeed is answered with a stand-in where there is one: signed links for
an upload, a direct message for a channel that we may not write in.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import structlog
from cachetools import TTLCache

from adapters.slack.blocks import build as blocks
from adapters.slack.blocks.escape import escape
from adapters.slack.render import STOP, attachments, render
from adapters.slack.sending import failures, lookup, pictures, uploads
from adapters.slack.sending.failures import calling
from adapters.slack.sending.messages import Posts
from adapters.slack.workspace.workspaces import Workspaces
from core.delivery.adapter import Receipt, Step
from core.kernel.errors import DeliveryRejected, DeliveryUncertain
from core.kernel.messages import Language, Question, Reply
from core.kernel.settings import Settings
from core.sentences import say
from core.sentences import slack as words

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

log = structlog.get_logger(__name__)

STOP_OFFERED_AFTER = 5.0
"""Seconds after which a question that is still being answered can be stopped with a button."""
_STATUS_TIMEOUT = 3.0
_OVERHEARD_FOR = 1.5  # seconds; whether it is for us takes milliseconds, an answer that takes longer is a model's
_LINES = 8  # calls at once: a burst of answers must not keep the event loop from acknowledging events
_ELSEWHERE = "answered_elsewhere"
_TRIED_FOR = 900.0  # seconds; a file that is throttled for longer has become links
_MOST_TRIED = 1_000


class SlackAdapter:
    """Implements core.delivery.adapter.Adapter for Slack.

    Args:
        files: the artifact store.
        share_waits: seconds between looks whether an upload was shared, or can be shown.
    """

    platform = "slack"

    def __init__(
        self,
        settings: Settings,
        workspaces: Workspaces,
        files: uploads.Files,
        *,
        share_waits: Sequence[float] = uploads.SHARE_WAITS,
    ) -> None:
        self._settings = settings
        self._workspaces = workspaces
        self._files = files
        self._share_waits = share_waits
        self.pictures = pictures.Pictures(files, share_waits)
        self._showing: dict[str, asyncio.Event] = {}
        self._deciding: dict[str, asyncio.Event] = {}
        self._leaving: dict[str, asyncio.Event] = {}
        self._lines = asyncio.Semaphore(_LINES)
        self._posts = Posts(self.pictures, self._lines)
        self._tried: TTLCache[str, uploads.Tried] = TTLCache(_MOST_TRIED, _TRIED_FOR)

    def steps(self, question: Question, reply: Reply) -> list[Step]:
        """One message with its chart, then its files in one upload when it has any; none for what was not for us. The
        chart is among the files too, for when the message cannot show it."""
        if (decided := self._deciding.get(question.id)) is not None:
            decided.set()
        if reply.silent:
            return []
        message = render(question, reply, self._settings.currency)
        payload: dict[str, Any] = {
            "text": message.text,
            "blocks": message.blocks,
            "plain": message.plain,
            "language": reply.language,
        }
        if message.picture is not None:
            payload["picture"] = pictures.describe(question, reply, message.picture)
        made = [Step(index=0, kind="message", payload=payload)]
        files = attachments(message)
        if files:
            described = [uploads.describe(question, reply, artifact) for artifact in files]
            payload = {"files": described, "language": reply.language}
            made.append(Step(index=1, kind="files", payload=payload, optional=True))
        return made

    async def working(self, question: Question) -> None:
        """Show "Consultando la base de datos…" in the thread until the answer comes, and after a while a button that
        stops it. Failures are ignored."""
        leaves = self._leaving[question.id] = asyncio.Event()
        try:
            await self._show_status(question)
            if not question.overheard:
                await self._offer_stop(question, leaves)
        finally:
            self._leaving.pop(question.id, None)

    async def _offer_stop(self, question: Question, leaves: asyncio.Event) -> None:
        """A button that stops the question, seen by its asker alone, when the answer takes a while."""
        try:
            async with asyncio.timeout(STOP_OFFERED_AFTER):
                await leaves.wait()
            return
        except TimeoutError:
            pass
        language, where = question.language or self._settings.default_language, question.delivery
        text = say(words.STILL_WORKING, language)
        button = blocks.button(say(words.STOP, language), STOP, {"q": question.id})
        try:
            async with asyncio.timeout(_STATUS_TIMEOUT):
                client, _ = await self._workspaces.speak(where)
                async with self._lines:
                    await client.chat_postEphemeral(
                        channel=where["channel"],
                        user=where["user"],
                        thread_ts=where.get("thread_ts"),
                        text=text,
                        blocks=[blocks.section(text), blocks.actions([button])],
                    )
        except Exception as error:
            log.debug("slack_stop_not_offered", error=failures.code_of(error))

    async def _show_status(self, question: Question) -> None:
        thread_ts = question.delivery.get("thread_ts")
        if not thread_ts or (question.overheard and await self._decided(question)):
            return
        language = question.language or self._settings.default_language
        shown = self._showing[question.id] = asyncio.Event()
        try:
            async with asyncio.timeout(_STATUS_TIMEOUT):
                client, _ = await self._workspaces.speak(question.delivery)
                async with self._lines:
                    await client.assistant_threads_setStatus(
                        channel_id=question.delivery["channel"],
                        thread_ts=thread_ts,
                        status=say(words.STATUS, language),
                        loading_messages=[say(text, language) for text in words.LOADING],
                    )
        except Exception as error:
            log.debug("slack_status_not_shown", error=failures.code_of(error))
        finally:
            shown.set()
            self._showing.pop(question.id, None)

    async def _decided(self, question: Question) -> bool:
        """Whether an overheard message was answered or passed over within a moment: people who talk to each other
        must not see us at work, and a quick answer needs no sign."""
        decided = self._deciding[question.id] = asyncio.Event()
        try:
            async with asyncio.timeout(_OVERHEARD_FOR):
                return await decided.wait()
        except TimeoutError:
            return False
        finally:
            self._deciding.pop(question.id, None)

    async def _after_status(self, question: Question) -> None:
        """The answer clears the status, so it must not overtake it: a status set afterwards would stay for minutes."""
        if (leaves := self._leaving.get(question.id)) is not None:
            leaves.set()
        shown = self._showing.get(question.id)
        if shown is not None:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_STATUS_TIMEOUT):
                    await shown.wait()

    async def send(self, question: Question, step: Step, receipts: list[Receipt]) -> Receipt:
        """Send one Step; core.delivery.adapter.Adapter says what is raised."""
        client, _ = await self._workspaces.speak(question.delivery)
        if step.kind == "files":
            if receipts and receipts[0].get(_ELSEWHERE):
                raise DeliveryRejected(f"files.upload: {_ELSEWHERE}", advice="the channel cannot be written to")
            tried = self._tried.setdefault(question.id, uploads.Tried())
            tried.in_message = bool(receipts and receipts[0].get(lookup.IN_MESSAGE))
            if not (parts := tried.left(step.payload["files"])):
                return {"files": []}
            channel = await self._channel(client, question)
            thread_ts = question.delivery.get("thread_ts")
            return await uploads.upload(
                client, self._files, parts, channel, thread_ts, self._share_waits, tried, _language(step)
            )
        if step.kind == "note":
            return await self._note(client, question, step)
        return await self._message(client, question, step)

    async def find(self, question: Question, step: Step) -> Receipt | None:
        """Look for the Step in the thread; core.delivery.adapter.Adapter says what is raised."""
        client, identity = await self._workspaces.speak(question.delivery)
        if step.payload.get("to"):
            return None  # a note in a direct message: once more is better than never
        found = await lookup.find(client, identity.bot_user_id, question, step, self._share_waits)
        if found is None:
            await self.pictures.tidy(client, identity.bot_user_id, question, step)
        return found

    def late(self, question: Question, step: Step, note: str) -> Step:
        """The line stands above the answer, in both forms of its blocks."""
        line = blocks.context(blocks.plain(note))
        payload = {**step.payload, "text": f"{step.payload['text']}\n{escape(note)}"}
        for form in ("blocks", "plain"):
            if step.payload.get(form):
                payload[form] = [line, *step.payload[form]]
        return step.model_copy(update={"payload": payload})

    def fallback(self, question: Question, step: Step, error: DeliveryRejected) -> Step | None:
        """What stands in for a Step that Slack will never take; None when nothing does."""
        language = _language(step)
        if step.kind == "files":
            if failures.reason(error) == _ELSEWHERE:
                return None
            log.warning("slack_upload_failed", question_id=question.id, detail=error.detail, advice=error.advice)
            tried = self._tried.pop(question.id, uploads.Tried())
            stored = [part for part in tried.left(step.payload["files"]) if part["path"] not in tried.gone]
            payload = (
                uploads.links(self._files, stored, self._settings.public_url, language)
                if stored and not error.detail.startswith("files.read: ")
                else uploads.lost(words.FILES_GONE, language)
            )
            return Step(index=step.index, kind="note", payload={**payload, "language": language}, optional=True)
        where = question.delivery
        why = failures.why(error)
        if why is None or not where.get("user"):
            return None
        log.error("slack_channel_closed", question_id=question.id, detail=error.detail, advice=error.advice)
        if where.get("direct") or str(where["channel"]).startswith("D"):
            # Direct messages between other people, where a shortcut was used: the answer is for who used it.
            if question.kind != "shortcut" or failures.reason(error) not in failures.NOT_THERE:
                return None
            payload = {**step.payload, "blocks": pictures.without(step.payload["plain"]), "to": where["user"]}
            return Step(index=step.index, kind="note", payload=payload)
        told = say(why, language, channel=f"<#{escape(str(where['channel']))}>")
        payload = {"text": told, "blocks": [{"type": "section", "text": blocks.mrkdwn(told)}], "to": where["user"]}
        return Step(index=step.index, kind="note", payload=payload)

    async def _message(self, client: AsyncWebClient, question: Question, step: Step) -> Receipt:
        await self._after_status(question)
        receipt = await self._posts.answer(client, question, step)
        self._tried.setdefault(question.id, uploads.Tried()).in_message = bool(receipt.get(lookup.IN_MESSAGE))
        return receipt

    async def _note(self, client: AsyncWebClient, question: Question, step: Step) -> Receipt:
        receipt = await self._posts.post(client, question, step, step.payload["blocks"])
        return {**receipt, _ELSEWHERE: True} if step.payload.get("to") else receipt

    async def _channel(self, client: AsyncWebClient, question: Question) -> str:
        """Where files go: uploads need a conversation's id, a message is content with a person's."""
        channel = str(question.delivery["channel"])
        if not channel.startswith(("U", "W")):
            return channel
        opened = await calling("conversations.open", client.conversations_open(users=channel))
        named = opened.get("channel")
        if not isinstance(named, Mapping) or not named.get("id"):
            raise DeliveryUncertain("conversations.open: an answer without a channel", may_be_there=False)
        return str(named["id"])


def _language(step: Step) -> Language:
    return "en" if step.payload.get("language") == "en" else "es"
