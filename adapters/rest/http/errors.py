"""Errors of the HTTP side, and the one form in which every error leaves."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from adapters.rest.http.language import of_request
from core.kernel.errors import MaintbotError
from core.kernel.messages import Language
from core.sentences import rest
from core.telemetry import logs
from core.wording.references import with_reference


class RestError(MaintbotError):
    """A request that cannot be answered. ``headers`` go with the response."""

    status = 400
    code = "bad_request"
    texts = rest.BAD_REQUEST

    def __init__(self, detail: str = "", *, headers: dict[str, str] | None = None, **values: Any) -> None:
        super().__init__(detail, **values)
        self.headers = headers or {}


class InvalidJson(RestError):
    code = "invalid_json"
    texts = rest.INVALID_JSON


class InvalidRequest(RestError):
    """JSON of the wrong form. ``problems`` says what, by language."""

    code = "invalid_request"
    status = 422
    texts = rest.INVALID_REQUEST

    def __init__(self, problems: dict[Language, list[str]]) -> None:
        super().__init__("; ".join(problems["en"]))
        self.problems = problems

    def message(self, language: Language) -> str:
        return self.texts[language].format(problems="; ".join(self.problems[language]))


class NotJsonType(RestError):
    code = "unsupported_media_type"
    status = 415
    texts = rest.NOT_JSON_TYPE


class BodyTooLarge(RestError):
    code = "body_too_large"
    status = 413
    texts = rest.BODY_TOO_LARGE


class Unauthorized(RestError):
    code = "unauthorized"
    status = 401
    texts = rest.UNAUTHORIZED


class WrongKey(RestError):
    """A person gave a key that is none of API_KEYS."""

    code = "wrong_key"
    status = 401
    texts = rest.WRONG_KEY


class CrossSite(RestError):
    """A browser sent its cookie for a page of another site."""

    code = "cross_site"
    status = 403
    texts = rest.CROSS_SITE


class NotAnsweredHere(RestError):
    """An answer that the session does not hold."""

    code = "answer_not_found"
    status = 404
    texts = rest.NOT_ANSWERED_HERE


class LocalOnly(RestError):
    code = "local_only"
    status = 403
    texts = rest.LOCAL_ONLY


class RateLimited(RestError):
    code = "rate_limited"
    status = 429
    retryable = True
    texts = rest.RATE_LIMITED


class NotFound(RestError):
    code = "not_found"
    status = 404
    texts = rest.NOT_FOUND


class UnknownFileType(RestError):
    code = "unknown_file_type"
    status = 404
    texts = rest.UNKNOWN_FILE_TYPE


class MethodNotAllowed(RestError):
    code = "method_not_allowed"
    status = 405
    texts = rest.METHOD_NOT_ALLOWED


class TooSlow(RestError):
    code = "too_slow"
    status = 504
    retryable = True
    texts = rest.TOO_SLOW


def response(request: web.Request, error: MaintbotError) -> web.Response:
    """The error as ``{"error": {"code", "message", "correlation_id"}}`` in the caller's language."""
    headers = dict(error.headers) if isinstance(error, RestError) else {}
    if error.retryable and error.status in (503, 504):
        headers.setdefault("Retry-After", "5")
    return body(error.code, told(request, error), status=error.status, headers=headers)


def told(request: web.Request, error: MaintbotError) -> str:
    """The sentence in the caller's language, with a reference where the log has more to say."""
    language = of_request(request)
    return with_reference(error.message(language), reference(error), language)


def reference(error: MaintbotError) -> str | None:
    """By which the log's line on this request is found; None for what the caller can mend."""
    identity = logs.correlation_id()
    return logs.reference_of(identity) if identity and error.status >= 500 else None


def body(code: str, message: str, *, status: int, headers: dict[str, str] | None = None) -> web.Response:
    """An error response from its parts."""
    return web.json_response({"error": fields(code, message)}, status=status, headers=headers)


def fields(code: str, message: str) -> dict[str, str | None]:
    """What every error says."""
    return {"code": code, "message": message, "correlation_id": logs.correlation_id()}


def status_of(code: str | None) -> int:
    """The HTTP status of an error code that a Reply carries; 500 for one that nothing declares."""
    return _statuses().get(code or "", 500)


def _statuses() -> dict[str, int]:
    found: dict[str, int] = {}
    waiting: list[type[MaintbotError]] = [MaintbotError]
    while waiting:
        error = waiting.pop()
        found.setdefault(error.code, error.status)
        waiting.extend(error.__subclasses__())
    return found
