"""``POST /v1/chat``: one question, its answer as JSON."""

from __future__ import annotations

import asyncio
from time import perf_counter

import structlog
from aiohttp import web

from adapters.rest import events, render
from adapters.rest.http.context import REST, VIEWER, Rest
from adapters.rest.http.errors import TooSlow, body, status_of
from adapters.rest.limits import LINK_SECONDS
from core.kernel.messages import Artifact, Question, Reply
from core.telemetry import logs

_BIG = 500
"""Rows from which the JSON is written in a thread."""
_log = structlog.get_logger(__name__)


async def chat(request: web.Request) -> web.Response:
    """Read, answer, write. An error Reply leaves as an error with its own HTTP status."""
    began = perf_counter()
    shared = request.app[REST]
    viewer = request[VIEWER]
    question = events.question(request, await events.read_chat(request), viewer)
    with logs.bind(question_id=question.id):
        asked = perf_counter()
        reply = await _answered(shared, question)
        waited = perf_counter() - asked
        _note(reply)
        if reply.action == "error":
            return body(reply.error_code or "internal", reply.text, status=status_of(reply.error_code))

        def written() -> bytes:
            answer = render.answer(
                reply,
                question.thread.thread,
                paths={stored.kind: shared.core.artifacts.public_path(stored) for stored in reply.artifacts},
                links={stored.kind: link(shared, stored) for stored in reply.artifacts},
            )
            answer.metrics.api_processing_time = round(perf_counter() - began - waited, 6)
            return answer.model_dump_json().encode()

        # Thousands of rows take long enough to write that others would notice.
        big = reply.rows is not None and len(reply.rows) > _BIG
        content = await asyncio.to_thread(written) if big else written()
        return web.Response(body=content, content_type="application/json", charset="utf-8")


async def _answered(shared: Rest, question: Question) -> Reply:
    try:
        async with asyncio.timeout(shared.answer_seconds), shared.turn(question.thread.key):
            return await shared.core.answer(question)
    except TimeoutError:
        raise TooSlow(seconds=round(shared.answer_seconds)) from None


def link(shared: Rest, stored: Artifact) -> str:
    """A signed address of a file; absolute when PUBLIC_URL is set."""
    token = shared.core.artifacts.sign(stored.path, seconds=LINK_SECONDS)
    return f"{(shared.settings.public_url or '').rstrip('/')}/files/{token}"


def _note(reply: Reply) -> None:
    _log.info(
        "question_answered",
        platform="rest",
        action=reply.action,
        flow=reply.metrics.flow,
        code=reply.error_code,
        seconds=round(reply.metrics.total_time, 4),
    )
