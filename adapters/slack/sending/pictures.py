"""The chart within the answer: uploaded for nobody's channel, then shown by the message itself as an image block.

A file that is uploaded without a channel is seen by the app alone until a message of the app shows it. Slack looks into
it for a while after the upload; until then ``files.info`` gives no media type and chat.postMessage refuses a block that
names the file ("invalid slack file"). So it is looked at before the message is sent, and waited for once more when the
message is refused for it. All of that has an end: an answer that cannot have its chart by then goes out without, and
the chart follows in the thread as a file, as everything else does.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import time
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final

import structlog
from cachetools import TTLCache

from adapters.slack.blocks import build as blocks
from adapters.slack.sending import failures, lookup, uploads
from adapters.slack.sending.failures import calling
from core.delivery.adapter import Step
from core.kernel.errors import DeliveryError, DeliveryRejected, DeliveryUncertain, MaintbotError
from core.kernel.messages import Artifact, Question, Reply

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

log = structlog.get_logger(__name__)

WITHIN: Final = 4.0
"""Seconds that an answer waits for its chart to be uploaded and looked into by Slack."""
REFUSED_WAITS: Final = (0.4, 0.8, 1.6)
"""Seconds before the message is sent again when it is refused for its picture."""
_REST: Final = 60.0  # seconds without pictures in a workspace after one took too long: nobody waits for an outage
_DISCARD_WITHIN: Final = 2.0
_KEPT_FOR, _MOST = 900.0, 1_000


def describe(question: Question, reply: Reply, artifact: Artifact) -> dict[str, str]:
    """The picture's file, with a name of its own: whoever looks for the thread's files must not find this one."""
    tag = hashlib.sha256(f"{question.id} in the message".encode()).hexdigest()[:8]
    name = PurePosixPath(artifact.filename)
    return {**uploads.describe(question, reply, artifact), "name": f"{name.stem}-{tag}{name.suffix}"}


class Pictures:
    """Uploads charts for messages, and remembers for a while what it has placed: a message that is sent again shows the
    same file. A restart forgets it; ``tidy`` deletes what it left.

    Args:
        files: the artifact store.
        looks: seconds between looks whether Slack has looked into an upload.
        within: seconds for one picture, all in all.

    Attributes:
        remembered: the file of each question's message; None where it goes without.
    """

    def __init__(self, files: uploads.Files, looks: Sequence[float], *, within: float = WITHIN) -> None:
        self._files = files
        self._looks = looks
        self.within = within
        self.remembered: TTLCache[str, str | None] = TTLCache(_MOST, _KEPT_FOR)
        self._resting: dict[str, float] = {}

    async def placed(self, client: AsyncWebClient, question: Question, step: Step) -> str | None:
        """The file id of a message's picture; None when it has none or cannot have it now. Never raises for Slack."""
        part = step.payload.get("picture")
        if part is None:
            return None
        if question.id in self.remembered:
            return self.remembered[question.id]
        if self._resting.get(question.thread.workspace, 0.0) > time.monotonic():
            return None
        begun: list[str] = []  # also when the time is over in the midst of it
        try:
            async with asyncio.timeout(self.within):
                identity: str | None = await self._upload(client, part, begun)
                await self._looked_into(client, str(identity))
        except (MaintbotError, TimeoutError) as error:
            detail = (error.detail or error.code) if isinstance(error, MaintbotError) else "TimeoutError"
            log.warning("slack_picture_not_placed", question_id=question.id, detail=detail)
            if isinstance(error, TimeoutError | DeliveryUncertain):
                self.rest(question.thread.workspace)
            identity = None
            for left in begun:
                await _discard(client, left)
        self.remembered[question.id] = identity
        return identity

    def rest(self, workspace: str) -> None:
        """Do without pictures in a workspace for a while."""
        self._resting[workspace] = time.monotonic() + _REST

    async def tidy(self, client: AsyncWebClient, bot_user_id: str | None, question: Question, step: Step) -> None:
        """The message is not there: a picture that an earlier process had uploaded for it is deleted."""
        picture = step.payload.get("picture")
        if picture is None or question.id in self.remembered:
            return
        with contextlib.suppress(DeliveryError, TimeoutError):  # nobody sees it, and it must not delay the answer
            async with asyncio.timeout(self.within):
                left = await lookup.named(client, bot_user_id, question, {picture["name"]})
                await uploads.discard(client, list(left.values()))

    async def drop(self, client: AsyncWebClient, question: Question) -> None:
        """Do without the picture of a message, if it has one: a file that nothing shows is deleted."""
        if (identity := self.remembered.get(question.id)) is not None:
            self.remembered[question.id] = None
            await _discard(client, identity)

    async def _upload(self, client: AsyncWebClient, part: Mapping[str, str], begun: list[str]) -> str:
        """Upload it for nobody; gives its id, which is in ``begun`` from when Slack has its content.

        Raises:
            MaintbotError: it is no longer stored, or Slack did not take it.
        """
        identity = await uploads.place(client, part["name"], await self._files.read(part["path"]))
        begun.append(identity)
        finished = client.files_completeUploadExternal(files=[{"id": identity, "title": part["title"]}])
        await calling("files.completeUploadExternal", finished)
        return identity

    async def _looked_into(self, client: AsyncWebClient, identity: str) -> None:
        """Wait until Slack has looked into it.

        Raises:
            DeliveryError: it cannot be told, or it has not after all looks.
        """
        for wait in (*self._looks, None):
            try:
                answer = await calling("files.info", client.files_info(file=identity))
            except DeliveryRejected as error:
                if failures.reason(error) == "missing_scope":
                    return  # nobody can look, so the message will tell
                raise
            found = answer.get("file")
            if isinstance(found, Mapping) and found.get("mimetype") != "":
                return
            if wait is not None:
                await asyncio.sleep(wait)
        raise DeliveryUncertain("files.info: not looked into in time")


async def _discard(client: AsyncWebClient, identity: str) -> None:
    try:
        async with asyncio.timeout(_DISCARD_WITHIN):
            await uploads.discard(client, [identity])
    except TimeoutError:
        log.warning("slack_picture_left", file=identity)


def shown(block_list: Sequence[dict[str, Any]], identity: str) -> list[dict[str, Any]]:
    """A message's blocks with the picture in its place."""
    return [blocks.showing(block, identity) if block["type"] == "image" else block for block in block_list]


def without(block_list: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """A message's blocks without the picture."""
    return [block for block in block_list if block["type"] != "image"]
