"""One answer of a session: pages of its table's rows, and what a person thinks of it."""

from __future__ import annotations

import asyncio

from aiohttp import web

from adapters.rest import events, render
from adapters.rest.http import bodies
from adapters.rest.http.context import REST, VIEWER
from adapters.rest.http.errors import InvalidRequest, NotAnsweredHere
from adapters.rest.http.schemas import RowsPage
from adapters.rest.limits import MAX_PAGE
from core.kernel.messages import Reply
from core.replies.paging import page
from core.sentences import rest


async def rows(request: web.Request) -> web.Response:
    """``GET …/rows``: any rows of the answer's table, sorted by one of its columns."""
    shared = request.app[REST]
    offset, limit = _number(request, "offset", 0), min(_number(request, "limit", 50), MAX_PAGE)
    sort, descending = request.query.get("sort"), request.query.get("descending") == "true"
    reply = await _reply(request)
    if sort is not None and (reply.table is None or sort not in {column.name for column in reply.table.columns}):
        raise _invalid("sort")

    def made() -> str:
        found = page(reply, shared.core.model, offset=offset, limit=limit, sort=sort, descending=descending)
        columns = reply.table.columns if reply.table is not None else ()
        texts = render.texts(columns, found, reply.language, shared.settings.currency)
        return RowsPage(offset=offset, total=len(reply.rows or ()), texts=texts).model_dump_json()

    # Ten thousand rows are sorted and written in a thread, so that the event loop goes on.
    return web.Response(text=await asyncio.to_thread(made), content_type="application/json")


async def feedback(request: web.Request) -> web.Response:
    """``PUT …/feedback``: a thumb, and what was wrong; a change of mind replaces it."""
    core, viewer = request.app[REST].core, request[VIEWER]
    given = await bodies.read(request, bodies.FeedbackRequest)
    question_id = await _known(request)
    await core.feedback.thumb(question_id, viewer, given.thumb)
    if given.comment and given.thumb == "down":
        await core.feedback.comment(question_id, viewer, given.comment)
    return web.Response(status=204)


async def _reply(request: web.Request) -> Reply:
    reply = await request.app[REST].core.sessions.reply(await _known(request))
    if reply is None:
        raise NotAnsweredHere
    return reply


async def _known(request: web.Request) -> str:
    """The address's question, when it was asked in that session of the caller.

    Raises:
        NotAnsweredHere: it was not.
    """
    thread = events.thread(request[VIEWER], request.match_info["session_id"])
    question_id = request.match_info["question_id"]
    if not await request.app[REST].core.sessions.holds(thread, question_id):
        raise NotAnsweredHere
    return question_id


def _number(request: web.Request, name: str, otherwise: int) -> int:
    given = request.query.get(name)
    if given is None:
        return otherwise
    if not given.isascii() or not given.isdigit() or len(given) > 9:
        raise _invalid(name)
    return int(given)


def _invalid(name: str) -> InvalidRequest:
    phrases = {language: [text.format(field=name)] for language, text in rest.FIELD_BAD.items()}
    return InvalidRequest(phrases)
