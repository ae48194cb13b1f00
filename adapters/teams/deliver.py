"""The Adapter for Teams: a Reply as Steps, and a Step as a message.

Teams cannot be read back, so ``find`` never finds: after a crash in the milliseconds between Teams' acceptance and our
record a message may come twice, never not at all.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

from adapters.teams.cards import build as cards
from adapters.teams.cards import pictures
from adapters.teams.files.consent import consent_message
from adapters.teams.files.links import Links, link_message
from adapters.teams.payload import Json
from adapters.teams.render import PICTURE, consent, facts, render
from adapters.teams.sdk.connector import Connector
from adapters.teams.sdk.retry import Refused
from adapters.teams.tenant.messages import Messages
from core.delivery.adapter import Receipt, Step
from core.kernel.errors import ArtifactNotFound, DeliveryRejected, DeliveryUncertain, MaintbotError, StorageFailed
from core.kernel.messages import Artifact, Language, Question, Reply
from core.sentences import say
from core.sentences import teams as words

log = structlog.get_logger(__name__)

TYPING_SECONDS = 4.0
"""Teams shows a typing indicator for a few seconds; it is renewed while the person waits."""
TYPING_TIMES = 15


class TeamsAdapter:
    """Implements core.delivery.adapter.Adapter."""

    platform = "teams"

    def __init__(
        self, connector: Connector, links: Links, messages: Messages, currency: str, default_language: Language = "es"
    ) -> None:
        self._connector = connector
        self._links = links
        self._messages = messages
        self._currency = currency
        self._default_language: Language = default_language
        self._waiting: dict[str, tuple[asyncio.Event, asyncio.Lock]] = {}
        self._offers: dict[str, str] = {}
        self._remembering: set[asyncio.Task[None]] = set()

    def steps(self, question: Question, reply: Reply) -> list[Step]:
        """One card; in personal chats the file follows to accept. None for a silent Reply."""
        if reply.silent:
            return []
        made = render(question, reply, self._currency, self._links.url)
        payload: Json = {
            "activity": made.activity,
            "plain": "\n\n".join(part for part in (reply.text, facts(reply)) if part),
            "language": reply.language,
            "answers": reply.question_id,
        }
        if made.picture is not None:
            payload["picture"] = {"path": made.picture.path, "link": made.picture_link}
        steps = [Step(index=0, kind="card", payload=payload)]
        offered = consent(question, reply, self._currency)
        if offered is not None:
            steps.append(Step(index=1, kind="consent", payload=self._consent(offered, reply.language), optional=True))
        return steps

    async def working(self, question: Question) -> None:
        """Typing, until the answer leaves, and after a few seconds a button that stops the question, which goes away
        with the typing. Channels show no typing; where many answers wait, neither keeps them waiting longer."""
        typing = question.delivery.get("scope") != "channel"
        stop, sending = self._waiting.setdefault(question.id, (asyncio.Event(), asyncio.Lock()))
        try:
            for turn in range(TYPING_TIMES):
                async with sending:
                    if typing and not stop.is_set() and self._connector.has_room(question.delivery["reference"]):
                        await self._connector.post(question.delivery["reference"], {"type": "typing"})
                try:
                    async with asyncio.timeout(TYPING_SECONDS):
                        await stop.wait()
                    return
                except TimeoutError:
                    if turn == 0 and self._connector.has_room(question.delivery["reference"]):
                        await self._offer_stop(question, stop, sending)
        except MaintbotError as error:
            log.info("teams_typing_failed", code=error.code)
        finally:
            self._waiting.pop(question.id, None)
            if (offer := self._offers.pop(question.id, None)) is not None:
                self._beside(self._withdraw(question, offer))

    async def _offer_stop(self, question: Question, stop: asyncio.Event, sending: asyncio.Lock) -> None:
        language = question.language or self._default_language
        text = say(words.STILL_WORKING, language)
        button = cards.submit(say(words.STOP, language), {"stop": question.id})
        activity = cards.message(
            cards.card([cards.text(cards.run(text)), cards.buttons([button])], text, language), text
        )
        async with sending:
            if not stop.is_set() and (sent := await self._connector.post(question.delivery["reference"], activity)):
                self._offers[question.id] = sent

    async def _withdraw(self, question: Question, offer: str) -> None:
        try:
            await self._connector.delete(question.delivery["reference"], offer)
        except MaintbotError as error:
            log.info("teams_offer_stays", code=error.code)

    def _beside(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something that the answer must not wait for."""
        task = asyncio.create_task(work)
        self._remembering.add(task)
        task.add_done_callback(self._remembering.discard)

    async def send(self, question: Question, step: Step, receipts: list[Receipt]) -> Receipt:
        """Send one Step; gives the message's id."""
        await self._stop_typing(question)
        activity = step.payload["activity"]
        if picture := step.payload.get("picture"):
            activity = await self._with_picture(activity, picture, step.payload["language"])
        try:
            sent = await self._connector.post(question.delivery["reference"], activity)
        except Refused as error:
            if step.kind == "card" or error.reason:
                raise
            raise DeliveryUncertain(error.detail) from error  # too large for a proxy, though no card: its own trouble
        if sent and step.kind in ("card", "message"):
            # Beside the record of the delivery, which must not wait: until it is made the message could come twice.
            self._beside(self._messages.remember(question.thread, step.payload["answers"], sent))
        return {"id": sent}

    async def settle(self) -> None:
        """Wait for what is being written down."""
        await asyncio.gather(*self._remembering, return_exceptions=True)

    async def find(self, question: Question, step: Step) -> Receipt | None:
        """None: Teams lets no bot read a conversation back."""
        return None

    def late(self, question: Question, step: Step, note: str) -> Step:
        """The line stands above the answer, in its card or in its text."""
        activity = step.payload["activity"]
        if step.kind == "card":
            card = activity["attachments"][0]["content"]
            content = {**card, "body": [cards.note(note), *card["body"]]}
            activity = {**activity, "attachments": [{**activity["attachments"][0], "content": content}]}
        else:
            activity = {**activity, "text": f"{note}\n\n{activity.get('text', '')}"}
        return step.model_copy(update={"payload": {**step.payload, "activity": activity}})

    def fallback(self, question: Question, step: Step, error: DeliveryRejected) -> Step | None:
        """A link for a file that cannot be offered; plain text for a card refused as malformed or too large."""
        if step.kind == "consent":
            return self._link_instead(step, error)
        if step.kind != "card" or not isinstance(error, Refused) or error.http_status not in (400, 413):
            return None
        activity = {"type": "message", "textFormat": "plain", "text": cards.shorten(step.payload["plain"], 4_000)}
        if "locale" in step.payload["activity"]:
            activity["locale"] = step.payload["activity"]["locale"]
        payload = {"activity": activity, "language": step.payload["language"], "answers": step.payload["answers"]}
        return Step(index=step.index, kind="message", payload=payload)

    async def _stop_typing(self, question: Question) -> None:
        """No typing after the answer: end it, and wait for one that is on its way."""
        waiting = self._waiting.get(question.id)
        if waiting is None:
            return
        stop, sending = waiting
        stop.set()
        try:
            async with asyncio.timeout(2.0), sending:
                pass
        except TimeoutError:
            log.info("teams_typing_slow")

    async def _with_picture(self, activity: Json, picture: Json, language: Language) -> Json:
        """The chart in the card: embedded, else linked, else a line that says so."""
        try:
            uri = await pictures.data_uri(await self._links.store.read(picture["path"]))
            missing = words.CHART_IN_LINK
        except (ArtifactNotFound, StorageFailed) as error:
            log.warning("teams_chart_missing", code=error.code)
            uri, missing = None, words.CHART_LOST
        link: str | None = picture.get("link") if missing is words.CHART_IN_LINK else None
        if uri is None and link and link.startswith("https://"):
            uri = link
        if uri is not None:
            return _replaced(activity, lambda image: [{**image, "url": uri}])
        instead = [cards.note(say(missing, language))]
        if link:
            instead.append(cards.buttons([cards.open_url(say(words.OPEN_CHART, language), link)]))
        return _replaced(activity, lambda image: instead)

    def _consent(self, artifact: Artifact, language: Language) -> Json:
        activity = consent_message(artifact, language, self._links)
        return {"activity": activity, "language": language, "file": self._links.token(artifact)}

    def _link_instead(self, step: Step, error: DeliveryRejected) -> Step | None:
        log.warning("teams_consent_refused", detail=error.detail, advice=error.advice)
        language: Language = step.payload["language"]
        url = self._links.of(step.payload["file"]) if step.payload.get("file") else None
        if url is None:
            return None  # the answer is complete; that a file cannot be had is worth no message of its own
        activity = link_message(url, words.CONSENT_REFUSED, words.CONSENT_REFUSED, language)
        return Step(index=step.index, kind="note", payload={"activity": activity, "language": language}, optional=True)


def _replaced(activity: Json, change: Any) -> Json:
    """The activity with the picture's place in its card's body taken by something else."""
    card = activity["attachments"][0]["content"]
    body: list[Json] = []
    for element in card["body"]:
        body += change(element) if element.get("url") == PICTURE else [element]
    attachment = {**activity["attachments"][0], "content": {**card, "body": body}}
    return {**activity, "attachments": [attachment]}
