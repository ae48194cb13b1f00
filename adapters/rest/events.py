"""A chat request, checked with pydantic, as a Question."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime
from typing import Annotated

from aiohttp import web
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictStr, ValidationError

from adapters.rest.http.access import PLATFORM
from adapters.rest.http.errors import BodyTooLarge, InvalidJson, InvalidRequest, NotJsonType
from adapters.rest.http.language import accepted
from adapters.rest.limits import MAX_BODY_BYTES, MAX_SESSION_ID
from core.kernel.messages import Language, Question, Thread, Viewer
from core.kernel.storable import TooDeep, storable
from core.sentences import Text, rest, say


def _printable(value: str) -> str:
    if not value.isprintable():
        raise ValueError("not_printable")
    return value


SessionId = Annotated[StrictStr, Field(min_length=1, max_length=MAX_SESSION_ID), AfterValidator(_printable)]


class ChatRequest(BaseModel):
    """What ``POST /v1/chat`` takes."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    message: StrictStr = Field(description="The question, in Spanish or English.")
    session_id: SessionId | None = Field(
        None, description="Goes on in this session; an unknown one begins it. Without it a new session begins."
    )
    choice: SessionId | None = Field(
        None, description="The id of a clarification's choice that was picked; `message` is then its label."
    )


async def read_chat(request: web.Request) -> ChatRequest:
    """The request's body.

    Raises:
        NotJsonType, BodyTooLarge, InvalidJson, InvalidRequest: as their names say.
    """
    if request.content_type != "application/json":
        raise NotJsonType
    raw = await read_body(request)
    try:
        fields = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise InvalidJson from error
    if not isinstance(fields, dict):
        raise InvalidRequest({"es": [rest.NOT_AN_OBJECT["es"]], "en": [rest.NOT_AN_OBJECT["en"]]})
    try:
        return ChatRequest.model_validate(storable(fields, nul="\0"))
    except TooDeep as error:
        raise InvalidJson from error
    except ValidationError as error:
        raise InvalidRequest(problems(error)) from None


async def read_body(request: web.Request) -> bytes:
    """The body's bytes, never more than the limit in memory.

    Raises:
        BodyTooLarge: it is longer than ``MAX_BODY_BYTES``, by its header or in fact.
    """
    too_large = BodyTooLarge(limit=MAX_BODY_BYTES)
    if (request.content_length or 0) > MAX_BODY_BYTES:
        raise too_large
    raw = bytearray()
    async for chunk in request.content.iter_chunked(65_536):
        raw += chunk
        if len(raw) > MAX_BODY_BYTES:
            raise too_large
    return bytes(raw)


_PROBLEMS: dict[str, Text] = {
    "missing": rest.FIELD_MISSING,
    "extra_forbidden": rest.FIELD_UNKNOWN,
    "string_type": rest.FIELD_NOT_TEXT,
    "string_too_short": rest.FIELD_LENGTH,
    "string_too_long": rest.FIELD_LENGTH,
    "value_error": rest.FIELD_PRINTABLE,
}


def problems(error: ValidationError) -> dict[Language, list[str]]:
    """What pydantic found, each as a phrase in both languages, without the input."""
    found: dict[Language, list[str]] = {"es": [], "en": []}
    for problem in error.errors(include_url=False, include_input=False, include_context=False):
        text = _PROBLEMS.get(problem["type"], rest.FIELD_BAD)
        name = str(problem["loc"][0])[:40] if problem["loc"] else "?"
        for language, phrases in found.items():
            phrases.append(say(text, language, field=name, limit=MAX_SESSION_ID))
    return found


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
        kind="rest",
        choice=chat.choice,
        language=accepted(request.headers.get("Accept-Language")),
    )
