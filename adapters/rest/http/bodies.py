"""Request bodies: JSON of a limited size, checked with pydantic; what is wrong is told without the input."""

from __future__ import annotations

import json
from typing import Annotated, Literal, TypeVar

from aiohttp import web
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool, StrictStr, ValidationError

from adapters.rest.http.errors import BodyTooLarge, InvalidJson, InvalidRequest, NotJsonType
from adapters.rest.limits import MAX_BODY_BYTES, MAX_COMMENT, MAX_SESSION_ID, MAX_TITLE
from core.kernel.messages import Language
from core.kernel.storable import TooDeep, storable
from core.sentences import Text, rest, say

Body = TypeVar("Body", bound=BaseModel)


def _printable(value: str) -> str:
    if not value.isprintable():
        raise ValueError("not_printable")
    return value


SessionId = Annotated[StrictStr, Field(min_length=1, max_length=MAX_SESSION_ID), AfterValidator(_printable)]


class Given(BaseModel):
    """Base of everything that a caller sends."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class ChatRequest(Given):
    """What ``POST /v1/chat`` takes."""

    message: StrictStr = Field(description="The question, in Spanish or English.")
    session_id: SessionId | None = Field(
        None, description="Goes on in this session; an unknown one begins it. Without it a new session begins."
    )
    illustrated: StrictBool = Field(
        False, description="True: an answer that is best read as a chart comes with one unasked, as in chats."
    )
    choice: SessionId | None = Field(
        None, description="The id of a clarification's choice, or of a limit in `scope`; `message` is then its label."
    )
    about: SessionId | None = Field(
        None, description="The `question_id` of the earlier answer that this one speaks of; else it is the last one."
    )


class TitleRequest(Given):
    """What ``PATCH /v1/sessions/{session_id}`` takes."""

    title: Annotated[StrictStr, Field(max_length=MAX_TITLE), AfterValidator(_printable)] = Field(
        description="What the session is called; empty: its first question."
    )


class FeedbackRequest(Given):
    """What ``PUT /v1/sessions/{session_id}/answers/{question_id}/feedback`` takes."""

    thumb: Literal["up", "down"]
    comment: Annotated[StrictStr, Field(max_length=MAX_COMMENT)] | None = Field(
        None, description="With a thumb down: what was wrong."
    )


class SignInRequest(Given):
    """What ``POST /sign-in`` takes."""

    key: StrictStr


async def read(request: web.Request, form: type[Body]) -> Body:
    """The request's body in one of the forms above.

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
        return form.model_validate(storable(fields, nul="\0"))
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
    "string_too_short": rest.FIELD_TOO_SHORT,
    "string_too_long": rest.FIELD_TOO_LONG,
    "value_error": rest.FIELD_PRINTABLE,
}


def problems(error: ValidationError) -> dict[Language, list[str]]:
    """What pydantic found, each as a phrase in both languages, without the input."""
    found: dict[Language, list[str]] = {"es": [], "en": []}
    for problem in error.errors(include_url=False, include_input=False):
        text = _PROBLEMS.get(problem["type"], rest.FIELD_BAD)
        name = str(problem["loc"][0])[:40] if problem["loc"] else "?"
        limits = problem.get("ctx", {})
        limit = limits.get("max_length", limits.get("min_length", 0))
        for language, phrases in found.items():
            phrases.append(say(text, language, field=name, limit=limit))
    return found
