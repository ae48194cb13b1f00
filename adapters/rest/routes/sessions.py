"""The caller's own sessions: list, delete, their files, the latest file of each kind."""

from __future__ import annotations

import asyncio

from aiohttp import web
from pydantic import BaseModel

from adapters.rest import events
from adapters.rest.http import bodies
from adapters.rest.http.context import REST, VIEWER, Rest
from adapters.rest.http.errors import UnknownFileType
from adapters.rest.http.schemas import (
    AskedQuestion,
    ErrorFields,
    SessionFile,
    SessionFiles,
    SessionList,
    SessionSummary,
    SessionTurn,
    SessionTurns,
)
from adapters.rest.routes import files
from adapters.rest.routes.links import link, written
from core.conversation.session import PastTurn, SessionInfo
from core.kernel.errors import ArtifactNotFound, SessionNotFound
from core.kernel.messages import ArtifactKind, Thread

_KINDS: tuple[ArtifactKind, ...] = ("data", "workbook", "image", "code")


async def index(request: web.Request) -> web.Response:
    """``GET /v1/sessions``: newest first."""
    shared = request.app[REST]
    found = await shared.core.sessions.list(request[VIEWER])
    return _json(SessionList(sessions=[_summary(entry) for entry in found]))


def _summary(entry: SessionInfo) -> SessionSummary:
    return SessionSummary(
        session_id=entry.thread.thread,
        title=entry.title,
        language=entry.language,
        turns=entry.turns,
        started_at=entry.started_at,
        updated_at=entry.updated_at,
    )


async def show(request: web.Request) -> web.Response:
    """``GET /v1/sessions/{session_id}``: its questions and answers, so that a page can show them again."""
    shared = request.app[REST]
    thread = events.thread(request[VIEWER], request.match_info["session_id"])
    info = await shared.core.sessions.get(thread)
    if info is None:
        raise SessionNotFound
    past = await shared.core.sessions.past(thread)

    def made() -> str:
        turns = [_turn(shared, thread, turn) for turn in past]
        return SessionTurns(session=_summary(info), turns=turns).model_dump_json()

    # Two hundred answers take long enough to write that others would notice.
    return web.Response(text=await asyncio.to_thread(made), content_type="application/json")


def _turn(shared: Rest, thread: Thread, turn: PastTurn) -> SessionTurn:
    question, reply = turn.question, turn.reply
    failed = reply.action == "error"
    return SessionTurn(
        question=AskedQuestion(
            id=question.id,
            text=question.text,
            asked_at=question.received_at,
            choice=question.choice,
            about=question.about,
        ),
        answer=None if failed else written(shared, reply, thread.thread, rows=False),
        error=ErrorFields(code=reply.error_code or "internal", message=reply.text, correlation_id=None)
        if failed
        else None,
    )


async def rename(request: web.Request) -> web.Response:
    """``PATCH /v1/sessions/{session_id}``: what a person calls it."""
    given = await bodies.read(request, bodies.TitleRequest)
    thread = await _known(request)
    await request.app[REST].core.sessions.rename(thread, given.title.strip())
    return web.Response(status=204)


async def delete(request: web.Request) -> web.Response:
    """``DELETE /v1/sessions/{session_id}``: the session and its files."""
    shared = request.app[REST]
    thread = await _known(request)
    async with shared.turn(thread.key):  # an answer that is being made would be stored after it
        await shared.core.forgetting.forget(thread)
    return web.Response(status=204)


async def artifacts(request: web.Request) -> web.Response:
    """``GET /v1/sessions/{session_id}/artifacts``: its files, newest first."""
    shared = request.app[REST]
    thread = await _known(request)
    listed = [
        SessionFile(
            type=stored.kind,
            file=shared.core.artifacts.public_path(stored),
            filename=stored.filename,
            media_type=stored.media_type,
            size=stored.size,
            link=link(shared, stored),
        )
        for stored in await shared.core.sessions.artifacts(thread)
    ]
    return _json(SessionFiles(session_id=thread.thread, artifacts=listed))


async def download(request: web.Request) -> web.Response:
    """``GET /v1/download/{file_type}/{session_id}``: the session's latest file of that kind."""
    shared = request.app[REST]
    kind = request.match_info["file_type"]
    if kind not in _KINDS:
        raise UnknownFileType(file_type=kind[:40])
    thread = await _known(request)
    stored = await shared.core.sessions.latest(thread, kind)
    if stored is None:
        raise ArtifactNotFound
    content = await shared.core.artifacts.read(stored.path)
    return files.response(content, stored.media_type, stored.filename)


async def _known(request: web.Request) -> Thread:
    """The Thread of the address, when the caller has such a session.

    Raises:
        SessionNotFound: there is none, or it is another caller's.
    """
    thread = events.thread(request[VIEWER], request.match_info["session_id"])
    if await request.app[REST].core.sessions.get(thread) is None:
        raise SessionNotFound
    return thread


def _json(model: BaseModel) -> web.Response:
    return web.Response(text=model.model_dump_json(), content_type="application/json")
