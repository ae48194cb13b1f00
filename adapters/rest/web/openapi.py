"""The OpenAPI 3.1 document, from the same pydantic models that check and write the JSON."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from pydantic.json_schema import models_json_schema

from adapters.rest.events import ChatRequest
from adapters.rest.http import sse
from adapters.rest.http.schemas import ErrorAnswer, HealthAnswer, SessionFiles, SessionList, SessionTurns
from adapters.rest.limits import MAX_SESSION_ID
from adapters.rest.render import ChatAnswer
from core.files.artifacts import MEDIA_TYPES
from core.kernel.messages import ArtifactKind

_REF = "#/components/schemas/{model}"
_FILE_TYPES: tuple[ArtifactKind, ...] = ("data", "workbook", "image", "code")


@cache
def document() -> dict[str, Any]:
    """The whole document as plain JSON."""
    models: list[tuple[Any, Any]] = [
        (ChatRequest, "validation"),
        *(
            (model, "serialization")
            for model in (ChatAnswer, SessionList, SessionTurns, SessionFiles, HealthAnswer, ErrorAnswer)
        ),
    ]
    _, schemas = models_json_schema(models, ref_template=_REF)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "maintbot",
            "version": _version(),
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


def _version() -> str:
    try:
        return version("maintenance-chatbot")
    except PackageNotFoundError:
        return "0"


def _paths() -> dict[str, Any]:
    session = _parameter("session_id", {"type": "string", "minLength": 1, "maxLength": MAX_SESSION_ID})
    file_type = _parameter("file_type", {"type": "string", "enum": list(_FILE_TYPES)})
    token = _parameter("token", {"type": "string"})
    return {
        "/v1/chat": {
            "post": _operation(
                "Ask a question",
                _answered(),
                errors=(400, 413, 415, 422, 429, 500, 503, 504, 507),
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
            "delete": _operation(
                "Delete a session and its files",
                {"204": {"description": "It is gone."}},
                errors=(404, 429),
                parameters=[session],
            ),
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
                "Whether the plant's and the state database answer",
                _json("HealthAnswer", "Both answer.") | _json("HealthAnswer", "One does not.", status=503),
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


def _content(model: str) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": _REF.format(model=model)}}}


def _json(model: str, description: str, *, status: int = 200) -> dict[str, Any]:
    return {str(status): {"description": description, "content": _content(model)}}


def _download() -> dict[str, Any]:
    types = sorted(MEDIA_TYPES[kind].partition(";")[0] for kind in _FILE_TYPES)
    return {"200": {"description": "The file.", "content": {media_type: {} for media_type in types}}}
