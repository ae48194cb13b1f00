"""A chat request as a Question."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

from aiohttp import web

from adapters.rest.http.access import PLATFORM
from adapters.rest.http.bodies import ChatRequest
from adapters.rest.http.language import accepted
from core.kernel.messages import Question, Thread, Viewer

IDEMPOTENCY_KEY = "Idempotency-Key"
"""A caller's own name for a question (draft-ietf-httpapi-idempotency-key-header)."""

_NAMED = uuid.UUID("5f0c1b1e-6d1c-4d0b-9a53-0a6d7a1c7e55")


def thread(viewer: Viewer, session_id: str) -> Thread:
    """A session of this caller: the same id under another key is another Thread."""
    return Thread(platform=PLATFORM, workspace=viewer.id, thread=session_id)


def question(request: web.Request, chat: ChatRequest, viewer: Viewer) -> Question:
    """The Question of a chat request; with an ``Idempotency-Key`` the same one however often it is sent."""
    named = request.headers.get(IDEMPOTENCY_KEY)
    fresh = uuid.uuid5(_NAMED, f"{viewer.id} {named}") if named else uuid.uuid4()
    return Question(
        id=f"rest-{fresh.hex}",
        thread=thread(viewer, chat.session_id or str(uuid.uuid5(_NAMED, fresh.hex) if named else uuid.uuid4())),
        viewer=viewer,
        text=chat.message,
        received_at=datetime.now(UTC),
        kind="button" if chat.about else "rest",
        choice=chat.choice,
        about=chat.about,
        illustrated=chat.illustrated,
        language=accepted(request.headers.get("Accept-Language")),
    )
