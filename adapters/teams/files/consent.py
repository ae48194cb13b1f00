"""Files for the person's own OneDrive, in personal chats.

The way there: a consent card → the person accepts → Teams tells us where to upload → we upload in ranges → a card
with the file, and the consent card goes away. It stays until the file is there, so whatever interrupts an upload, the
person can press again. Declined → a signed link.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

import aiohttp
import structlog
from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_attempt, wait_exponential

from adapters.teams import limits
from adapters.teams.cards import build as cards
from adapters.teams.events import Consented
from adapters.teams.files.links import Links, link_message
from adapters.teams.payload import Json
from adapters.teams.sdk.connector import Connector
from adapters.teams.sdk.endpoints import Endpoints
from adapters.teams.tenant.keys import key
from core.delivery.events import Events
from core.kernel.errors import ArtifactNotFound, DeliveryError, StorageFailed
from core.kernel.messages import Artifact, Language
from core.sentences import Text, say
from core.sentences import teams as words

log = structlog.get_logger(__name__)

CONSENT_CARD = "application/vnd.microsoft.teams.card.file.consent"
FILE_CARD = "application/vnd.microsoft.teams.card.file.info"
UPLOAD_ATTEMPTS = 4
UPLOAD_TIMEOUT = aiohttp.ClientTimeout(total=60.0, connect=5.0)


class UploadFailed(Exception):
    """OneDrive did not take the file; the reason is for the log."""


class _MayYetSucceed(UploadFailed):
    """A failure after which the same range is sent again."""


def consent_message(artifact: Artifact, language: Language, links: Links) -> Json:
    """The card that asks whether the file may go to the person's OneDrive."""
    context = {"file": links.token(artifact), "name": artifact.filename, "language": language}
    return {
        "type": "message",
        "attachments": [
            {
                "contentType": CONSENT_CARD,
                "name": artifact.filename,
                "content": {
                    "description": say(words.CONSENT, language),
                    "sizeInBytes": artifact.size,
                    "acceptContext": context,
                    "declineContext": context,
                },
            }
        ],
    }


class Consents:
    """Acts on what a person pressed on a consent card."""

    def __init__(
        self,
        connector: Connector,
        links: Links,
        session: Callable[[], aiohttp.ClientSession],
        endpoints: Endpoints,
        events: Events,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._connector = connector
        self._links = links
        self._session = session
        self._endpoints = endpoints
        self._sleep = sleep
        self._events = events
        self._uploading: set[str] = set()

    async def handle(self, event: Consented) -> None:
        """Upload or give a link; then the consent card is taken away. Whatever fails is told to the person.

        A card may be pressed twice before it is gone: what is being uploaded, or was, is not uploaded again. What
        failed may be.
        """
        pressed = key("pressed", event.place.thread.key, event.card_id or "", str(event.context.get("file", "")))
        if pressed in self._uploading:
            log.info("teams_consent_again", accepted=event.accepted)
            return
        self._uploading.add(pressed)  # before anything is waited for: presses come at the same moment
        try:
            if await self._events.known(pressed):
                log.info("teams_consent_again", accepted=event.accepted)
            elif await self._act(event):
                await self._events.once(pressed)
        finally:
            self._uploading.discard(pressed)

    async def _act(self, event: Consented) -> bool:
        """True when the card has done its service."""
        language: Language = "en" if event.context.get("language") == "en" else "es"
        token = str(event.context.get("file", ""))
        try:
            content = await self._links.store.read(self._links.store.unsign(token))
        except (ArtifactNotFound, StorageFailed) as error:
            log.warning("teams_file_gone", code=error.code)
            await self._say(event, cards.message(*_texts(say(words.FILE_GONE, language), language)))
            await self._take_away(event)
            return True
        if not event.accepted:
            await self._say(event, self._link(token, words.DECLINED, words.DECLINED_NO_LINK, language))
            await self._take_away(event)
            return True
        try:
            await self._upload(str(event.upload.get("uploadUrl", "")), content)
        except UploadFailed as error:
            log.warning("teams_upload_failed", reason=str(error))
            await self._say(event, self._link(token, words.UPLOAD_FAILED, words.UPLOAD_FAILED_NO_LINK, language))
            return False
        await self._say(event, _file_message(event))
        await self._take_away(event)
        log.info("teams_file_uploaded", bytes=len(content))
        return True

    async def _upload(self, url: str, content: bytes) -> None:
        """Put the file where Teams said, range by range.

        Raises:
            UploadFailed: a refusal, an address that is not Microsoft's, or too many failures.
        """
        if not self._endpoints.takes_uploads(url):
            raise UploadFailed(f"upload address {urlsplit(url).hostname} is not Microsoft's")
        if not content:
            raise UploadFailed("the file is empty")
        for start in range(0, len(content), limits.UPLOAD_CHUNK):
            part = content[start : start + limits.UPLOAD_CHUNK]
            await self._put(url, part, f"bytes {start}-{start + len(part) - 1}/{len(content)}")

    async def _put(self, url: str, part: bytes, content_range: str) -> None:
        headers = {"Content-Range": content_range, "Content-Type": "application/octet-stream"}
        retrying = AsyncRetrying(
            retry=retry_if_exception_type(_MayYetSucceed),
            stop=stop_after_attempt(UPLOAD_ATTEMPTS),
            wait=wait_exponential(multiplier=0.5),
            sleep=self._sleep,
            reraise=True,
        )
        async for attempt in retrying:
            with attempt:
                status = await self._put_once(url, part, headers)
                again = attempt.retry_state.attempt_number > 1
                if status in (200, 201, 202) or (status == 416 and again):
                    return  # 416 after a lost answer: OneDrive has this range already
                failed = _MayYetSucceed if status in (408, 429) or status >= 500 else UploadFailed
                raise failed(f"{status} for {content_range}")

    async def _put_once(self, url: str, part: bytes, headers: dict[str, str]) -> int:
        """The status that OneDrive answers with."""
        try:
            async with self._session().put(
                url, data=part, headers=headers, timeout=UPLOAD_TIMEOUT, allow_redirects=False
            ) as response:
                return response.status
        except (aiohttp.ClientError, TimeoutError) as error:
            raise _MayYetSucceed(f"{type(error).__name__} for {headers['Content-Range']}") from error

    def _link(self, token: str, with_link: Text, without: Text, language: Language) -> Json:
        return link_message(self._links.of(token) if token else None, with_link, without, language)

    async def _say(self, event: Consented, activity: Json) -> None:
        try:
            await self._connector.post(event.place.delivery["reference"], activity)
        except DeliveryError as error:
            log.error("teams_file_message_failed", code=error.code, detail=error.detail)

    async def _take_away(self, event: Consented) -> None:
        if event.card_id is None:
            return
        try:
            await self._connector.delete(event.place.delivery["reference"], event.card_id)
        except DeliveryError as error:
            log.info("teams_consent_card_stays", code=error.code, detail=error.detail)


def _texts(text: str, language: Language) -> tuple[Json, str]:
    return cards.card([cards.text(cards.run(text))], text, language), text


def _file_message(event: Consented) -> Json:
    name = str(event.upload.get("name") or event.context.get("name") or "data.csv")
    return {
        "type": "message",
        "attachments": [
            {
                "contentType": FILE_CARD,
                "contentUrl": event.upload.get("contentUrl"),
                "name": name,
                "content": {
                    "uniqueId": event.upload.get("uniqueId"),
                    "fileType": event.upload.get("fileType") or name.rpartition(".")[2],
                },
            }
        ],
    }
