"""An answer's files: one upload for all of them, checked to be shared, or signed links instead.

An upload is three calls: an address for each file, the file to that address (another host, which a firewall may know
nothing of), and one call that puts all of them into the conversation. Only the last can leave something to be seen, so
what fails before it may be done again without a look.

``alt_txt`` is never passed: with it files are uploaded and silently never shared (python-slack-sdk#1818). Sharing
comes a little after the upload and sometimes never, so it is looked for; what was seen not to be shared is deleted
before the links are sent, lest it turn up later. What could not be looked at is left alone: people may see it. Files
carry no metadata, so their names end in a tag made from the Question's id.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Protocol

import aiohttp
import structlog

from adapters.slack import limits
from adapters.slack.blocks import build as blocks
from adapters.slack.blocks.escape import escape
from adapters.slack.sending import failures
from adapters.slack.sending.failures import calling
from core.delivery.adapter import Receipt
from core.kernel.errors import (
    ArtifactNotFound,
    DeliveryError,
    DeliveryRateLimited,
    DeliveryRejected,
    DeliveryUncertain,
    StorageFailed,
)
from core.kernel.messages import Artifact, ArtifactKind, Language, Question, Reply
from core.sentences import Text, say
from core.sentences import slack as words

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

log = structlog.get_logger(__name__)

SHARE_WAITS = (0.2, 0.4, 0.8, 1.5, 3.0, 5.0)
"""Seconds between looks whether Slack has shared an upload."""

UPLOAD_TIMEOUT = aiohttp.ClientTimeout(total=30.0, connect=5.0)
LINK_SECONDS = 7 * 24 * 3600
_NO_FILE = frozenset({"file_not_found", "file_deleted"})
NEVER_SHARED = "never_shared"
GONE = "gone"
HOST_ADVICE = "the host that takes uploads refused the file: let https://files.slack.com through firewall and proxy"

_TITLES: Mapping[ArtifactKind, Text] = {
    "workbook": words.FILE_WORKBOOK,
    "data": words.FILE_DATA,
    "image": words.FILE_IMAGE,
    "code": words.FILE_CODE,
}


@dataclass
class Tried:
    """What earlier tries at one answer's files have come to. A restart forgets it, and all is done anew.

    Attributes:
        placed: file ids by path: uploaded, and not yet put into the conversation.
        gone: paths of files that are no longer stored.
        in_message: the chart is not among the files any more: the answer itself shows it.
    """

    placed: dict[str, str] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    in_message: bool = False

    def left(self, parts: Sequence[Mapping[str, str]]) -> list[Mapping[str, str]]:
        """Those of an answer's files that the thread is to get."""
        return [part for part in parts if not (self.in_message and part.get("kind") == "image")]


class Files(Protocol):
    """What is asked of the artifact store."""

    async def read(self, path: str) -> bytes:
        """A file's content; ArtifactNotFound when it is gone."""
        ...

    def sign(self, path: str, *, seconds: int, name: str | None = None) -> str:
        """A token for a link that expires."""
        ...


def describe(question: Question, reply: Reply, artifact: Artifact) -> dict[str, str]:
    """How an artifact is called in Slack: a name that a person can keep, with the tag that a look-up knows it by."""
    tag = hashlib.sha256(question.id.encode()).hexdigest()[:8]
    name = PurePosixPath(artifact.filename)
    title = say(_TITLES[artifact.kind], reply.language)
    described = (reply.chart_title if artifact.kind == "image" else None) or artifact.title
    return {
        "kind": artifact.kind,
        "path": artifact.path,
        "name": f"{name.stem}-{tag}{name.suffix}",
        "title": f"{title} · {described}" if described else title,
    }


async def upload(
    client: AsyncWebClient,
    files: Files,
    parts: Sequence[Mapping[str, str]],
    channel: str,
    thread_ts: str | None,
    waits: Sequence[float],
    tried: Tried,
    language: Language,
) -> Receipt:
    """Upload all parts that are still stored as one message, which says what is not, and wait until Slack has shared
    them.

    Args:
        tried: changed as it goes on, so that another try goes on from there.

    Raises:
        DeliveryRejected: all files are gone, or they were refused, or never shared (and are deleted again).
        DeliveryUncertain, DeliveryRateLimited: it may or must be tried again.
    """
    try:
        contents = await _contents(files, [part for part in parts if part["path"] not in tried.placed], tried)
        for part in parts:
            if (content := contents.get(part["path"])) is not None:
                tried.placed[part["path"]] = await place(client, part["name"], content)
    except StorageFailed as error:
        raise DeliveryUncertain(f"files.read: {error.detail or error.code}", may_be_there=False) from error
    except DeliveryUncertain as error:
        raise DeliveryUncertain(error.detail, may_be_there=False) from error
    there = [part for part in parts if part["path"] in tried.placed]
    if not there:
        raise DeliveryRejected(f"files.read: {GONE}", advice="the answer's files are no longer stored")
    placed: list[dict[str, str | None]] = [{"id": tried.placed[part["path"]], "title": part["title"]} for part in there]
    try:
        await calling(
            "files.completeUploadExternal",
            client.files_completeUploadExternal(
                files=placed,
                channel_id=channel,
                thread_ts=thread_ts,
                initial_comment=_missing([part for part in parts if part["path"] in tried.gone], language),
            ),
        )
    except DeliveryRateLimited:
        raise  # what is placed waits there, and is not uploaded anew
    except DeliveryError:
        tried.placed.clear()
        raise
    tried.placed.clear()
    identities = [str(part["id"]) for part in placed]
    if not await shared(client, identities, channel, waits):
        await discard(client, identities)
        raise DeliveryRejected(f"files.upload: {NEVER_SHARED}", advice="Slack took the files but never showed them")
    return {"files": identities, "channel": channel}


async def _contents(files: Files, parts: Sequence[Mapping[str, str]], tried: Tried) -> dict[str, bytes]:
    """What is still stored of some files, by path. Read before any is sent, lest the host's refusal of one hides that
    another is gone."""
    found = {}
    for part in parts:
        try:
            found[part["path"]] = await files.read(part["path"])
        except ArtifactNotFound:
            log.warning("slack_file_gone", name=part["name"])
            tried.gone.add(part["path"])
    return found


def _missing(parts: Sequence[Mapping[str, str]], language: Language) -> str | None:
    """What is said above the other files of those that are gone."""
    if not parts:
        return None
    return escape(say(words.FILE_GONE, language, name=", ".join(part["title"] for part in parts)))


async def place(client: AsyncWebClient, name: str, content: bytes) -> str:
    """Put one file where Slack says; gives its id. Nobody sees it yet.

    Raises:
        DeliveryError: Slack gave no address, or the host behind it did not take the file.
    """
    answer = await calling(
        "files.getUploadURLExternal", client.files_getUploadURLExternal(filename=name, length=len(content))
    )
    url, identity = str(answer.get("upload_url") or ""), str(answer.get("file_id") or "")
    if not url or not identity:
        raise DeliveryUncertain("files.getUploadURLExternal: no address")
    session = client.session
    assert session is not None, "all clients share the workspaces' session"
    try:
        async with session.post(
            url, data=content, proxy=client.proxy, timeout=UPLOAD_TIMEOUT, allow_redirects=False
        ) as response:
            status = response.status
            wait = response.headers.get("Retry-After", "")
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise DeliveryUncertain(f"files.host: {type(error).__name__}") from error
    if status == 429:
        raise DeliveryRateLimited("files.host: 429", retry_after=float(wait) if wait.isdigit() else 1.0)
    if status == 408 or status >= 500:
        raise DeliveryUncertain(f"files.host: {status}")
    if status != 200:
        raise DeliveryRejected(f"files.host: {status}", advice=HOST_ADVICE)
    return identity


async def shared(client: AsyncWebClient, identities: Sequence[str], channel: str, waits: Sequence[float]) -> bool:
    """Whether all files come to be in the channel while we look.

    No retry of a call that failed: each round looks only at the files that were not seen there the round before.

    Raises:
        DeliveryRateLimited: Slack wants us to look later.
        DeliveryUncertain: of some it could not be told.
    """
    missing: dict[str, DeliveryError | None] = dict.fromkeys(identities)
    for wait in (*waits, None):
        for identity in list(missing):
            try:
                if await _is_in(client, identity, channel):
                    del missing[identity]
                else:
                    missing[identity] = None
            except DeliveryRateLimited as error:
                raise DeliveryRateLimited(error.detail, retry_after=error.retry_after, may_be_there=True) from error
            except DeliveryError as error:
                missing[identity] = error
        if not missing:
            return True
        if wait is not None:
            await asyncio.sleep(wait)
    unseen = next((error for error in missing.values() if error is not None), None)
    if unseen is not None:
        raise DeliveryUncertain(unseen.detail) from unseen
    return False


async def _is_in(client: AsyncWebClient, identity: str, channel: str) -> bool:
    """Whether one file is in the channel.

    Raises:
        DeliveryError: it cannot be told.
    """
    try:
        answer = await calling("files.info", client.files_info(file=identity))
    except DeliveryRejected as error:
        code = failures.reason(error)
        if code == "missing_scope":
            # Without files:read nobody can look; the upload itself was accepted, so it is believed.
            log.warning("slack_files_unchecked", advice=error.advice)
            return True
        if code in _NO_FILE:
            return False
        raise
    found = answer.get("file")
    if not isinstance(found, Mapping):
        raise DeliveryUncertain("files.info: an answer without a file")
    return is_shared(found, channel)


def is_shared(file: Mapping[str, Any], channel: str) -> bool:
    """Whether files.info says that the file is in the channel."""
    shares = file.get("shares") or {}
    if any(channel in (shares.get(kind) or {}) for kind in ("public", "private")):
        return True
    return any(channel in (file.get(kind) or ()) for kind in ("channels", "groups", "ims"))


async def discard(client: AsyncWebClient, identities: Sequence[str]) -> None:
    """Delete files that were uploaded but never shared, so that they cannot appear beside their links."""
    for identity in identities:
        with contextlib.suppress(DeliveryError):
            await calling("files.delete", client.files_delete(file=identity))


def lost(text: Text, language: Language) -> dict[str, Any]:
    """The message that says that the files are missing; ``text`` says why.

    Returns:
        ``text`` and ``blocks`` for chat.postMessage.
    """
    missing = say(text, language)
    return {"text": escape(missing), "blocks": [blocks.section(missing)]}


def links(
    files: Files, parts: Sequence[Mapping[str, str]], public_url: str | None, language: Language
) -> dict[str, Any]:
    """The message that stands in for an upload: signed links, or, without a public address, that the files are missing.

    Returns:
        ``text`` and ``blocks`` for chat.postMessage.
    """
    base = (public_url or "").rstrip("/")
    if not base:
        return lost(words.FILES_LOST, language)
    intro = say(words.FILES_AS_LINKS, language)
    lines = [
        f"<{base}/files/{files.sign(part['path'], seconds=LINK_SECONDS, name=part['name'])}|{escape(part['title'])}>"
        for part in parts
    ]
    body = "\n".join([escape(intro), *(f"• {line}" for line in lines)])
    return {
        "text": escape(intro),
        "blocks": [{"type": "section", "text": blocks.mrkdwn(body[: limits.SECTION_TEXT])}],
    }
