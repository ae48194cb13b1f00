"""The SDK's bot for one request: hands the request's own JSON on and answers an invoke with the status it gets."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from botbuilder.core import InvokeResponse, TurnContext
from botbuilder.schema import Activity, ActivityTypes

from adapters.teams.sdk.models import json_object


class SdkTurn:
    """What CloudAdapter calls once the token is known to be good.

    Args:
        receive: acts on the activity's JSON; gives the HTTP status of an invoke.
        activity: the request's JSON, not the SDK's model of it.
    """

    def __init__(self, receive: Callable[[dict[str, Any]], Awaitable[int]], activity: dict[str, Any]) -> None:
        self._receive = receive
        self._activity = activity

    async def on_turn(self, context: TurnContext) -> None:
        """One turn; what ``receive`` raises leaves through the SDK."""
        # The SDK fails on expectReplies; answers come with the stored reference anyway.
        context.activity.delivery_mode = None
        status = await self._receive(self._activity)
        if context.activity.type == ActivityTypes.invoke:
            answer = InvokeResponse(status=status, body=json_object({}))
            await context.send_activity(Activity(type=ActivityTypes.invoke_response, value=answer))
