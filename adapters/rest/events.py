"""A chat request as a Question."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

from aiohttp import web

from adapters.rest.http.access import PLATFORM
from adapters.rest.http.bodies import ChatRequest
from adapters.rest.http.language import accepted
from core.kernel.messages import Question, Thread, Viewer


def thread(viewer: Viewer, session_id: str) -> Thread:
    """A session of this caller: the same id under another key is another Thread."""
    return Thread(platform=PLATFORM, workspace=viewer.id, thread=session_id)


def question(request: web.Request, chat: ChatRequest, viewer: Viewer) -> Question:
    """The Question of a chat request."""
    return Question(
        id=f"rest-{uuid.uuid4().hex}",
        thread=thread(viewer, chat.session_id or str(uuid.uuid4())),
        viewer=viewer,
        text=chat.message,
        received_at=datetime.now(UTC),
        kind="button" if chat.about else "rest",
        choice=chat.choice,
        about=chat.about,
        illustrated=chat.illustrated,
        language=accepted(request.headers.get("Accept-Language")),
    )
