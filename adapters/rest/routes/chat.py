"""``POST /v1/chat``: one question, its answer as JSON, or as events that tell what is being done for it."""

from __future__ import annotations

import asyncio
from time import perf_counter

import structlog
from aiohttp import web

from adapters.rest import events
from adapters.rest.http import bodies, errors, sse
from adapters.rest.http.context import CROSS_ORIGIN, REST, VIEWER, Rest
from adapters.rest.routes.links import written
from core.kernel.errors import MaintbotError, StateUnavailable
from core.kernel.messages import Question, Reply
from core.telemetry import logs
from core.telemetry.redact import keep_out

_BIG = 500
"""Rows from which the JSON is written in a thread."""
_log = structlog.get_logger(__name__)


async def chat(request: web.Request) -> web.StreamResponse:
    """Read, answer, write. An error Reply leaves as an error with its own HTTP status."""
    began = perf_counter()
    shared = request.app[REST]
    question = events.question(request, await bodies.read(request, bodies.ChatRequest), request[VIEWER])
    await _can_be_remembered(shared)
    keep_out(question.text)
    with logs.bind(question_id=question.id):
        if sse.wanted(request.headers.get("Accept", "")):
            return await _told(request, shared, question, began)
        asked = perf_counter()
        reply = await _answered(shared, question, again=events.IDEMPOTENCY_KEY in request.headers)
        waited = perf_counter() - asked
        if reply.action == "error":
            return errors.body(reply.error_code or "internal", reply.text, status=errors.status_of(reply.error_code))
        content = await _content(shared, question, reply, began + waited)
        return web.Response(body=content, content_type="application/json", charset="utf-8")


async def _can_be_remembered(shared: Rest) -> None:
    """Turn a question away whose answer nobody would know of: as /health/ready says, which platforms are told too.

    Raises:
        StateUnavailable: the state cannot be written, or its file was removed; looked at once a second at most.
    """
    failing = [name for name, part in (await shared.core.health.accepting()).items() if part.status == "failed"]
    if failing:
        raise StateUnavailable(", ".join(failing))


async def _told(request: web.Request, shared: Rest, question: Question, began: float) -> web.StreamResponse:
    """The answer as events: ``progress`` for each stage, then one ``answer`` or one ``error``."""
    headers = {"X-Request-ID": logs.correlation_id() or "", **request.get(CROSS_ORIGIN, {})}
    response = await sse.opened(request, headers)
    asked = perf_counter()
    again = events.IDEMPOTENCY_KEY in request.headers
    try:
        async for stage, reply in sse.working(request, lambda: _answered(shared, question, again=again)):
            if reply is None:
                await response.write(sse.event("progress", {"stage": stage}) if stage else b": waiting\n\n")
            elif reply.action == "error":
                code = reply.error_code or "internal"
                fields = errors.fields(code, reply.text)
                await response.write(sse.event("error", {"error": fields, "status": errors.status_of(code)}))
            else:
                content = await _content(shared, question, reply, began + perf_counter() - asked)
                await response.write(sse.event("answer", content))
    except ConnectionResetError:
        _log.info("question_stopped", platform="rest")
        return response
    except MaintbotError as error:
        told = errors.reference(error)
        _log.warning("request_failed", code=error.code, status=error.status, detail=error.detail, reference=told)
        await _write_error(request, response, error)
    except Exception:
        # The head has gone out with 200: the middleware that explains errors comes too late.
        _log.exception("request_crashed", code=MaintbotError.code, reference=errors.reference(MaintbotError()))
        await _write_error(request, response, MaintbotError())
    await response.write_eof()
    return response


async def _write_error(request: web.Request, response: web.StreamResponse, error: MaintbotError) -> None:
    fields = errors.fields(error.code, errors.told(request, error))
    await response.write(sse.event("error", {"error": fields, "status": error.status}))


async def _answered(shared: Rest, question: Question, *, again: bool = False) -> Reply:
    try:
        async with asyncio.timeout(shared.answer_seconds), shared.turn(question.thread.key):
            # Sent again, since its answer did not reach the caller: what was answered and recorded is the answer.
            known = await shared.core.sessions.reply(question.id) if again else None
            reply = known or await shared.core.answer(question)
    except TimeoutError:
        raise errors.TooSlow(seconds=round(shared.answer_seconds)) from None
    _note(reply)
    return reply


async def _content(shared: Rest, question: Question, reply: Reply, began: float) -> bytes:
    """The answer's JSON. ``began`` is when the request came, moved on by the time that answering took."""

    def made() -> bytes:
        answer = written(shared, reply, question.thread.thread, rows=True)
        answer.metrics.api_processing_time = round(perf_counter() - began, 6)
        return answer.model_dump_json().encode()

    # Thousands of rows take long enough to write that others would notice.
    big = reply.rows is not None and len(reply.rows) > _BIG
    return await asyncio.to_thread(made) if big else made()


def _note(reply: Reply) -> None:
    _log.info(
        "question_answered",
        platform="rest",
        action=reply.action,
        flow=reply.metrics.flow,
        code=reply.error_code,
        seconds=round(reply.metrics.total_time, 4),
    )
