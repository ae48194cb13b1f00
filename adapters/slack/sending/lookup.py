"""Reading a thread back: is a Step there already?

Messages are known by their metadata, which only the API shows; files by their names. Looked for before anything is sent
again after a crash, a dropped connection or a server error.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import structlog

from adapters.slack.sending.failures import calling
from adapters.slack.sending.uploads import discard, shared
from core.delivery.adapter import Receipt, Step
from core.kernel.errors import DeliveryRejected, DeliveryUncertain
from core.kernel.messages import Question

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

log = structlog.get_logger(__name__)

EVENT_TYPE = "maintbot_answer"
IN_MESSAGE = "in_message"
"""What a message's receipt says of its chart: the message shows it itself."""
_PAGES = 20
_PAGE = 200


def marks(question: Question, step: Step) -> dict[str, Any]:
    """The metadata that a message of ours carries."""
    return {"event_type": EVENT_TYPE, "event_payload": {"question": question.id, "step": step.index}}


async def find(
    client: AsyncWebClient, bot_user_id: str | None, question: Question, step: Step, waits: Sequence[float]
) -> Receipt | None:
    """The Step's Receipt when it is in the thread, else None.

    Raises:
        DeliveryUncertain, DeliveryRateLimited: the thread cannot be read now.
    """
    channel = question.delivery["channel"]
    parts = step.payload.get("files", ())
    names = {part["name"] for part in parts}
    wanted = marks(question, step)
    async for message in _messages(client, question):
        if bot_user_id and message.get("user") not in (None, bot_user_id):
            continue
        if _same(message.get("metadata") or {}, wanted):
            pictured = any(block.get("type") == "image" for block in message.get("blocks") or ())
            return {"channel": channel, "ts": message.get("ts"), "found": True, IN_MESSAGE: pictured}
        if not names.isdisjoint(part.get("name") for part in message.get("files") or ()):  # one upload, one message
            return {"channel": channel, "ts": message.get("ts"), "found": True}
    if not names:
        return None
    certain = {part["name"] for part in parts if part.get("kind") != "image"}  # the chart may be in the message
    return await _unshared(client, bot_user_id, question, names, certain or names, waits)


async def _messages(client: AsyncWebClient, question: Question) -> AsyncIterator[Mapping[str, Any]]:
    """The thread's messages since the question; those of the DM when the answer does not hang under a message."""
    where = question.delivery
    page: dict[str, Any] = {
        "channel": where["channel"],
        "oldest": where.get("ts") or "0",
        "limit": _PAGE,
        "include_all_metadata": True,
    }
    for _ in range(_PAGES):
        try:
            if where.get("thread_ts"):
                call = client.conversations_replies(ts=where["thread_ts"], **page)
            else:
                call = client.conversations_history(**page)
            answer = await calling("conversations.read", call)
        except DeliveryRejected as error:
            log.warning("slack_thread_unreadable", error=error.detail, advice=error.advice)
            return
        messages = answer.get("messages")
        if not isinstance(messages, list):
            raise DeliveryUncertain("conversations.read: an answer without messages")
        for message in messages:
            yield message
        cursor = (answer.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return
        page["cursor"] = cursor


async def _unshared(
    client: AsyncWebClient,
    bot_user_id: str | None,
    question: Question,
    names: set[str],
    certain: set[str],
    waits: Sequence[float],
) -> Receipt | None:
    """An upload that was completed before a crash but is not in the thread yet: wait for it, else delete it."""
    found = await named(client, bot_user_id, question, names)
    if not found:
        return None
    channel, identities = question.delivery["channel"], list(found.values())
    if certain <= found.keys() and await shared(client, identities, channel, waits):
        return {"files": identities, "channel": channel, "found": True}
    await discard(client, identities)
    return None


async def named(client: AsyncWebClient, bot_user_id: str | None, question: Question, names: set[str]) -> dict[str, str]:
    """The ids of our files of these names since the question, by name; {} where they may not be listed.

    Raises:
        DeliveryUncertain, DeliveryRateLimited: they cannot be listed now.
    """
    since = str(question.delivery.get("ts") or "0").partition(".")[0]
    wanted: dict[str, Any] = {"ts_from": since, "count": _PAGE}
    if bot_user_id:
        wanted["user"] = bot_user_id
    try:
        answer = await calling("files.list", client.files_list(**wanted))
    except DeliveryRejected as error:
        log.warning("slack_files_unreadable", error=error.detail, advice=error.advice)
        return {}
    return {part["name"]: str(part["id"]) for part in answer.get("files") or () if part.get("name") in names}


def _same(metadata: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    payload = metadata.get("event_payload")
    if metadata.get("event_type") != wanted["event_type"] or not isinstance(payload, Mapping):
        return False
    return all(str(payload.get(key)) == str(value) for key, value in wanted["event_payload"].items())
