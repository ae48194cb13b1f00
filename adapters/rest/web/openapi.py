"""The OpenAPI 3.1 document, from the same pydantic models that check and write the JSON."""

from __future__ import annotations

from functools import cache
from typing import Any

from pydantic.json_schema import models_json_schema

from adapters.rest.http import sse
from adapters.rest.http.bodies import ChatRequest, FeedbackRequest, SignInRequest, TitleRequest
from adapters.rest.http.schemas import (
    CompletionList,
    ErrorAnswer,
    HealthAnswer,
    LiveAnswer,
    ReadyAnswer,
    RowsPage,
    SessionFiles,
    SessionList,
    SessionTurns,
    SignedIn,
    StartAnswer,
)
from adapters.rest.limits import MAX_PAGE, MAX_SESSION_ID
from adapters.rest.render import ChatAnswer
from core.files.naming import MEDIA_TYPES
from core.kernel.messages import ArtifactKind
from core.kernel.version import own

_REF = "#/components/schemas/{model}"
_FILE_TYPES: tuple[ArtifactKind, ...] = ("data", "workbook", "image", "code")
_GIVEN = (ChatRequest, TitleRequest, FeedbackRequest, SignInRequest)
_ANSWERED = (
    ChatAnswer,
    SessionList,
    SessionTurns,
    SessionFiles,
    RowsPage,
    StartAnswer,
    CompletionList,
    SignedIn,
    HealthAnswer,
    LiveAnswer,
    ReadyAnswer,
    ErrorAnswer,
)


@cache
def document() -> dict[str, Any]:
    """The whole document as plain JSON."""
    models: list[tuple[Any, Any]] = [
        *((model, "validation") for model in _GIVEN),
        *((model, "serialization") for model in _ANSWERED),
    ]
    _, schemas = models_json_schema(models, ref_template=_REF)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "maintbot",
            "version": own(),
            "description": "Questions about a plant's maintenance, in Spanish or English, answered from its database. "
            "Every error has the form of ErrorAnswer, in the language of Accept-Language.",
        },
        "paths": _paths(),
        "components": {
            "schemas": schemas["$defs"],
            "securitySchemes": {
                "key": {"type": "http", "scheme": "bearer", "description": "One of API_KEYS; none on a local machine."}
            },
        },
    }


def _paths() -> dict[str, Any]:
    session = _parameter("session_id", {"type": "string", "minLength": 1, "maxLength": MAX_SESSION_ID})
    file_type = _parameter("file_type", {"type": "string", "enum": list(_FILE_TYPES)})
    token = _parameter("token", {"type": "string"})
    question = _parameter("question_id", {"type": "string"})
    spoken = _query("language", "string", "es or en; else that of Accept-Language.")
    answer = "/v1/sessions/{session_id}/answers/{question_id}"
    return {
        "/v1/chat": {
            "post": _operation(
                "Ask a question",
                _answered(),
                errors=(400, 413, 415, 422, 429, 500, 503, 504, 507),
                parameters=[
                    _header("Idempotency-Key", "Your name for this question: sent again, it has the same answer.")
                ],
                requestBody={"required": True, "content": _content("ChatRequest")},
            )
        },
        "/v1/sessions": {"get": _operation("List your sessions", _json("SessionList", "Newest first."))},
        "/v1/sessions/{session_id}": {
            "get": _operation(
                "Show a session's questions and answers",
                _json("SessionTurns", "The last 200, oldest first."),
                errors=(404, 429),
                parameters=[session],
            ),
            "patch": _operation(
                "Rename a session",
                {"204": {"description": "It is called so."}},
                errors=(404, 413, 415, 422, 429),
                parameters=[session],
                requestBody={"required": True, "content": _content("TitleRequest")},
            ),
            "delete": _operation(
                "Delete a session and its files",
                {"204": {"description": "It is gone."}},
                errors=(404, 429),
                parameters=[session],
            ),
        },
        f"{answer}/rows": {
            "get": _operation(
                "Page through the rows of an answer's table",
                _json("RowsPage", "The rows as people read them."),
                errors=(404, 422, 429),
                parameters=[
                    session,
                    question,
                    _query("offset", "integer", "Rows that are passed over; 0 by default."),
                    _query("limit", "integer", f"Rows at most; 50 by default, {MAX_PAGE} at most."),
                    _query("sort", "string", "The name of a column of the table; without it the answer's own order."),
                    _query("descending", "boolean", "Largest first; rows without a value come last either way."),
                ],
            )
        },
        f"{answer}/feedback": {
            "put": _operation(
                "Say what you think of an answer",
                {"204": {"description": "It is noted; a later one takes its place."}},
                errors=(404, 413, 415, 422, 429),
                parameters=[session, question],
                requestBody={"required": True, "content": _content("FeedbackRequest")},
            )
        },
        "/v1/start": {
            "get": _operation(
                "How the plant is today, and questions that it answers",
                _json("StartAnswer", "At most four figures and eight questions."),
                errors=(429, 503, 504),
                parameters=[spoken],
            )
        },
        "/v1/completions": {
            "get": _operation(
                "Names of this plant that a text's last words may be the beginning of",
                _json("CompletionList", "At most seven; the likeliest first."),
                errors=(429, 503),
                parameters=[_query("text", "string", "What stands before the caret."), spoken],
            )
        },
        "/sign-in": {
            "post": _operation(
                "Give a key once for this browser",
                _json("SignedIn", "A cookie is set (HttpOnly, SameSite=Strict) that stands for the key."),
                errors=(401, 413, 415, 422, 429),
                keyed=False,
                requestBody={"required": True, "content": _content("SignInRequest")},
            )
        },
        "/sign-out": {
            "post": _operation("Take the cookie away", {"204": {"description": "It is gone."}}, errors=(), keyed=False)
        },
        "/v1/sessions/{session_id}/artifacts": {
            "get": _operation(
                "List a session's files",
                _json("SessionFiles", "Newest first."),
                errors=(404, 429),
                parameters=[session],
            )
        },
        "/v1/download/{file_type}/{session_id}": {
            "get": _operation(
                "Download a session's latest file",
                _download(),
                errors=(404, 429),
                parameters=[file_type, session],
            )
        },
        "/files/{token}": {
            "get": _operation(
                "Download by a signed link", _download(), errors=(404, 410), parameters=[token], keyed=False
            )
        },
        "/health": {
            "get": _operation(
                "What works, part by part, and how long each took to say so",
                _json("HealthAnswer", "It answers.") | _json("HealthAnswer", "It cannot answer.", status=503),
                errors=(),
                keyed=False,
            )
        },
        "/health/live": {
            "get": _operation(
                "Whether the process runs: start it anew when this fails",
                _json("LiveAnswer", "It runs."),
                errors=(),
                keyed=False,
            )
        },
        "/health/ready": {
            "get": _operation(
                "Whether questions can be taken in: send it some when this holds",
                _json("ReadyAnswer", "It takes questions.") | _json("ReadyAnswer", "Not now.", status=503),
                errors=(),
                keyed=False,
            )
        },
        "/metrics": {
            "get": _operation(
                "Figures for Prometheus",
                {"200": {"description": "Prometheus' text format.", "content": {"text/plain": {}}}},
                errors=(),
            )
        },
    }


def _answered() -> dict[str, Any]:
    response = _json("ChatAnswer", "The answer. A refusal or a question back is an answer too: see `action`.")
    events = (
        'With `Accept: text/event-stream`, events: `progress` ({"stage": understanding, modelling, querying or '
        "drawing}) as the question gets on, then one `answer` (ChatAnswer) or one `error` (ErrorAnswer with its "
        "`status`). Lines that begin with a colon keep the connection open. Closing it stops the question."
    )
    response["200"]["content"][sse.MEDIA_TYPE] = {"schema": {"type": "string", "description": events}}
    return response


def _operation(
    summary: str, responses: dict[str, Any], *, errors: tuple[int, ...] = (429,), keyed: bool = True, **more: Any
) -> dict[str, Any]:
    if keyed:
        errors = (401, 403, *errors)
    for status in sorted(errors):
        responses = responses | {str(status): {"description": _MEANINGS[status], "content": _content("ErrorAnswer")}}
    operation: dict[str, Any] = {"summary": summary, "responses": responses, **more}
    if keyed:
        operation["security"] = [{"key": []}, {}]
    return operation


_MEANINGS = {
    400: "No question in it, or not JSON.",
    401: "The key is missing or wrong.",
    403: "No keys are set and the call is not from this machine.",
    404: "No such session, file or link.",
    410: "The link has expired.",
    413: "The question or the body is too long.",
    415: "Not application/json.",
    422: "JSON of the wrong form.",
    429: "Too many requests; Retry-After says when to come back.",
    500: "Something failed on our side; the correlation id finds it in the log.",
    503: "The plant's database cannot be read now.",
    504: "It took too long.",
    507: "The answer's files could not be stored.",
}


def _parameter(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _header(name: str, description: str) -> dict[str, Any]:
    return {"name": name, "in": "header", "required": False, "description": description, "schema": {"type": "string"}}


def _query(name: str, kind: str, description: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": {"type": kind}, "description": description}


def _content(model: str) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": _REF.format(model=model)}}}


def _json(model: str, description: str, *, status: int = 200) -> dict[str, Any]:
    return {str(status): {"description": description, "content": _content(model)}}


def _download() -> dict[str, Any]:
    types = sorted(MEDIA_TYPES[kind].partition(";")[0] for kind in _FILE_TYPES)
    return {"200": {"description": "The file.", "content": {media_type: {} for media_type in types}}}
