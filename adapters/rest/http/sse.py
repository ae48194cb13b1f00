"""Server-sent events: how one is written, who asks for them, and the stream that carries an answer's progress."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, TypeVar

from aiohttp import web

from adapters.rest.http.access import has_gone
from adapters.rest.http.headers import secure
from adapters.rest.limits import KEEP_ALIVE_SECONDS, LOOK_SECONDS
from core.telemetry import progress

T = TypeVar("T")

MEDIA_TYPE = "text/event-stream"


class Gone(ConnectionResetError):
    """Whoever asked has hung up."""


def wanted(accept: str) -> bool:
    """Whether an Accept header asks for events before JSON."""
    types = [part.partition(";")[0].strip().lower() for part in accept.split(",")]
    return MEDIA_TYPE in types and "application/json" not in types[: types.index(MEDIA_TYPE)]


def event(name: str, data: bytes | dict[str, Any]) -> bytes:
    """One event on the wire. ``data`` is JSON, which has no line breaks of its own."""
    body = data if isinstance(data, bytes) else json.dumps(data, ensure_ascii=False).encode()
    return b"event: " + name.encode() + b"\ndata: " + body + b"\n\n"


async def opened(request: web.Request, headers: dict[str, str]) -> web.StreamResponse:
    """A stream that is open: its head has gone out."""
    response = web.StreamResponse(headers=headers)
    response.content_type = MEDIA_TYPE
    response.charset = "utf-8"
    # Proxies that collect an answer before they pass it on would hold the progress back.
    response.headers["X-Accel-Buffering"] = "no"
    secure(request, response)
    await response.prepare(request)
    return response


async def working(request: web.Request, work: Callable[[], Awaitable[T]]) -> AsyncIterator[tuple[str, T | None]]:
    """What ``work`` goes through: ("progress", …) for each stage in turn, ("", None) to keep the line open, and at
    last ("done", …) with what it gives.

    When whoever asked hangs up, ``work`` is cancelled: that is how a question is stopped.

    Raises:
        Gone: they hung up.
        What ``work`` raises.
    """
    stages: asyncio.Queue[progress.Stage] = asyncio.Queue()

    async def listening() -> T:
        with progress.heard_by(stages.put_nowait):
            return await work()

    task = asyncio.ensure_future(listening())
    quiet = 0.0
    try:
        while not task.done():
            next_stage = asyncio.ensure_future(stages.get())
            await asyncio.wait({task, next_stage}, timeout=LOOK_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            if next_stage.done():
                quiet = 0.0
                yield next_stage.result(), None
                continue
            next_stage.cancel()
            if has_gone(request):
                raise Gone
            quiet += LOOK_SECONDS
            if quiet >= KEEP_ALIVE_SECONDS:
                quiet = 0.0
                yield "", None
        while not stages.empty():
            yield stages.get_nowait(), None
        yield "done", task.result()
    finally:
        if not task.done():
            task.cancel()
            await asyncio.wait({task})
