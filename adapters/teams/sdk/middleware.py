"""What stands before the SDK on /api/messages: everything that it would answer with a 500 gets its right answer.

Malformed JSON → 400, another content type → 415, a token that is missing or wrong → 401, our own outage → 503 (Teams
sends the turn again). The body is read once and kept on the request for the turn.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any, Final

import structlog
from aiohttp import web
from botbuilder.schema import Activity

from adapters.teams.events import NotAnActivity
from adapters.teams.sdk.identity import loopback
from core.kernel.errors import MaintbotError
from core.kernel.storable import UNREADABLE, storable

log = structlog.get_logger(__name__)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

ACTIVITY: Final = web.RequestKey("activity", dict)
"""The request's activity as plain JSON."""


def guarded(handler: Handler, *, development: bool) -> Handler:
    """The handler behind all checks; ``development`` lets only this machine in, since nobody shows a token."""
    inner = refusals(body(handler))
    return local(inner) if development else inner


def local(handler: Handler) -> Handler:
    """Only callers on this machine that also call this machine by name: a tunnel to us keeps its own ``Host``."""

    async def handle(request: web.Request) -> web.StreamResponse:
        if not loopback(request.remote) or not loopback(request.url.host):
            log.warning("teams_refused", reason="not on loopback in development mode")
            return _refuse(403, "development mode answers on loopback only")
        return await handler(request)

    return handle


def body(handler: Handler) -> Handler:
    """JSON, an object, an activity."""

    async def handle(request: web.Request) -> web.StreamResponse:
        if request.content_type != "application/json":
            return _refuse(415, "application/json is needed")
        try:
            activity: Any = storable(json.loads(await request.text()))
        except (ValueError, LookupError, RecursionError):
            return _refuse(400, "not JSON")
        if not isinstance(activity, dict) or not isinstance(activity.get("type"), str) or not activity["type"]:
            return _refuse(400, "not an activity")
        try:
            Activity().deserialize(dict(activity))
        except Exception as error:  # msrest raises whatever a field of a wrong type happens to cause
            log.warning("teams_refused", reason="not an activity", error=type(error).__name__)
            return _refuse(400, "not an activity")
        request[ACTIVITY] = activity
        return await handler(request)

    return handle


def refusals(handler: Handler) -> Handler:
    """Errors as the status that Teams understands; the log says why, the answer does not."""

    async def handle(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except (PermissionError, web.HTTPUnauthorized) as error:
            cause = error.__context__ if isinstance(error, web.HTTPUnauthorized) else error
            log.warning("teams_refused", reason=getattr(cause, "reason", "unauthorized"))
            return _refuse(401, "unauthorized")
        except web.HTTPException:
            raise
        except MaintbotError as error:
            log.error("teams_turn_not_taken", code=error.code, detail=error.detail)
            return _refuse(error.status, error.code)
        except NotAnActivity as error:
            log.warning("teams_refused", reason=str(error))
            return _refuse(400, "not an activity")
        except UNREADABLE as error:
            log.error("teams_activity_unreadable", exc_info=error)
            return _refuse(400, "not an activity")

    return handle


def _refuse(status: int, reason: str) -> web.Response:
    return web.json_response({"error": reason}, status=status)
