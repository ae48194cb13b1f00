"""The one way out to Teams: an activity into a conversation, with the stored reference, paced and repeated.

A message in a channel goes to the conversation id of its reply chain: ``19:…@thread.tacv2;messageid=<root>``; that id
routes, ``replyToId`` does not. Some group chats refuse a threaded id with a 400; they get the message flat.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from botbuilder.core import TurnContext
from botbuilder.integration.aiohttp import CloudAdapter
from botbuilder.schema import ConversationAccount

from adapters.teams.events import split_conversation
from adapters.teams.payload import Json
from adapters.teams.sdk import models
from adapters.teams.sdk.identity import Authentication
from adapters.teams.sdk.pacing import Pacer
from adapters.teams.sdk.retry import Refused, Retry
from core.kernel.errors import DeliveryUncertain

log = structlog.get_logger(__name__)


class Connector:
    """Sends, updates and deletes activities outside a turn."""

    def __init__(
        self, authentication: Authentication, *, retry: Retry | None = None, pacer: Pacer | None = None
    ) -> None:
        self.cloud = CloudAdapter(authentication)
        self._app_id = authentication.app_id
        self._retry = retry or Retry()
        self._pacer = pacer or Pacer()

    def has_room(self, reference: Json) -> bool:
        """Whether a typing or a note may go to a stored reference's conversation without keeping answers waiting."""
        return self._pacer.has_room(_conversation(reference))

    async def post(self, reference: Json, payload: Json) -> str | None:
        """Send an activity (plain JSON, camelCase) into the conversation of a stored reference; gives its id.

        Raises:
            DeliveryRateLimited, DeliveryUncertain, DeliveryRejected: as the Adapter contract says.
        """
        try:
            return await self._post(reference, payload)
        except Refused as error:
            flat = _conversation(reference)
            grouped = reference["conversation"].get("conversationType") == "groupChat"
            if error.http_status != 400 or not grouped or flat == reference["conversation"]["id"]:
                raise
            log.info("teams_flat_fallback", reason=error.reason)
            return await self._post({**reference, "conversation": {**reference["conversation"], "id": flat}}, payload)

    async def delete(self, reference: Json, activity_id: str) -> None:
        """Take a message of ours away."""

        async def logic(context: TurnContext) -> None:
            target = TurnContext.get_conversation_reference(context.activity)
            target.activity_id = activity_id
            await self.cloud.delete_activity(context, target)

        await self._call(reference, logic)

    async def _post(self, reference: Json, payload: Json) -> str | None:
        sent: list[str | None] = []

        async def logic(context: TurnContext) -> None:
            outgoing = models.activity(payload)
            stored = TurnContext.get_conversation_reference(context.activity)
            stored.activity_id = None  # else the SDK makes it a reply to a message that does not exist
            outgoing = TurnContext.apply_conversation_reference(outgoing, stored)
            outgoing.locale = payload.get("locale")
            outgoing.conversation = ConversationAccount(
                id=stored.conversation.id,
                tenant_id=stored.conversation.tenant_id,
                conversation_type=stored.conversation.conversation_type,
            )
            answer = (await self.cloud.send_activities(context, [outgoing]))[0]
            sent[:] = [_identity(answer, outgoing)]

        await self._call(reference, logic)
        return sent[0] if sent else None

    async def _call(self, reference: Json, logic: Callable[[TurnContext], Awaitable[None]]) -> None:
        conversation = _conversation(reference)

        async def once() -> Any:
            await self._pacer.turn(conversation)
            await self.cloud.continue_conversation(models.reference(reference), logic, self._app_id)

        await self._retry(once)


def _conversation(reference: Json) -> str:
    """The channel or chat, without the thread in it: what Teams counts messages by."""
    return split_conversation(str(reference["conversation"]["id"]))[0]


def _identity(answer: Any, outgoing: Any) -> str | None:
    """The id of what was sent; None when the answer was empty, which Teams' 202 may be.

    Raises:
        DeliveryUncertain: a message was answered with something that names no message.
    """
    if answer.id is None and outgoing.type == "message":
        raise DeliveryUncertain("an answer without a message's id")
    return answer.id or None
