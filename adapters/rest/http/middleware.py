"""Around every request of the server: correlation id, one access line, security headers, errors as JSON, CORS."""

from __future__ import annotations

import re
from contextlib import nullcontext
from time import perf_counter

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

from adapters.rest.http import access, errors
from adapters.rest.http.context import CROSS_ORIGIN, REST, VIEWER
from adapters.rest.http.headers import open_to, secure
from adapters.rest.limits import CALLER_GONE, MAX_BODY_BYTES, MAX_CORRELATION_ID
from core.kernel.errors import MaintbotError
from core.telemetry import logs, metrics, traces

_log = structlog.get_logger(__name__)
_CORRELATION = re.compile(f"[A-Za-z0-9._:-]{{1,{MAX_CORRELATION_ID}}}")
_UNCOUNTED = frozenset({"/v1/completions"})
_QUIET_ROUTES = frozenset({"/health", "/health/live", "/health/ready", "/metrics"})


@web.middleware
async def observed(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Bind the correlation id, answer, write one line and count."""
    given = request.headers.get("X-Request-ID", "")
    identity = given if _CORRELATION.fullmatch(given) else logs.new_correlation_id()
    began = perf_counter()
    route = _route(request)
    quiet = route in _QUIET_ROUTES
    with (
        nullcontext() if quiet else traces.span(f"{request.method} {route}", request.headers, correlation_id=identity),
        logs.bind(correlation_id=identity, **traces.for_log()),
        request.config_dict[REST].request(),
    ):
        response = await handler(request)
        seconds = perf_counter() - began
        if not response.prepared:
            response.headers["X-Request-ID"] = identity
        metrics.observe_request(request.method if route != "unknown" else "ANY", route, response.status, seconds)
        write = _log.debug if quiet and response.status < 400 else _log.info
        write(
            "request",
            method=request.method,
            route=route,
            status=response.status,
            seconds=round(seconds, 4),
            peer=access.peer(request),
        )
    return response


def _route(request: web.Request) -> str:
    """The route's pattern; what no route matches counts as one, so that a scan cannot fill the metrics."""
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None else "unknown"


@web.middleware
async def secured(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Security headers on every response that does not set its own."""
    response = await handler(request)
    if not response.prepared:
        secure(request, response)
    return response


@web.middleware
async def explained(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Errors as a clear sentence with a code; a traceback goes to the log alone."""
    try:
        return await handler(request)
    except MaintbotError as error:
        log = _log.warning if error.status >= 500 else _log.info
        told = errors.reference(error)
        log("request_failed", code=error.code, status=error.status, detail=error.detail, reference=told)
        return errors.response(request, error)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        _log.info("request_failed", code="http", status=error.status)
        return errors.response(request, _known(request, error))
    except ConnectionResetError as error:
        if not access.has_gone(request):
            _log.exception("request_crashed", code=MaintbotError.code, reference=errors.reference(MaintbotError()))
            return errors.response(request, MaintbotError())
        # They closed the page or pressed Stop: nobody is there to be answered, and nothing is wrong.
        _log.info("caller_gone", detail=type(error).__name__)
        return web.Response(status=CALLER_GONE)
    except Exception:
        _log.exception("request_crashed", code=MaintbotError.code, reference=errors.reference(MaintbotError()))
        return errors.response(request, MaintbotError())


def _known(request: web.Request, error: web.HTTPException) -> MaintbotError:
    if isinstance(error, web.HTTPMethodNotAllowed):
        return errors.MethodNotAllowed(method=request.method, headers={"Allow": error.headers.get("Allow", "")})
    if error.status == 404:
        return errors.NotFound()
    if error.status == 413:
        return errors.BodyTooLarge(limit=MAX_BODY_BYTES)
    return errors.RestError(f"HTTP {error.status}")


@web.middleware
async def cors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answers browsers' questions about other origins for ``/v1``: those in CORS_ORIGINS may, no others."""
    origin = request.headers.get("Origin")
    allowed = request.config_dict[REST].settings.cors_origins
    if not origin or not request.path.startswith("/v1/") or not ("*" in allowed or origin in allowed):
        return await handler(request)
    request[CROSS_ORIGIN] = open_to(origin, allowed)
    response: web.StreamResponse
    if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
        response = web.Response(status=204)
        response.headers["Access-Control-Allow-Methods"] = "GET, POST, PATCH, DELETE"
        response.headers["Access-Control-Allow-Headers"] = (
            "Authorization, Content-Type, X-Request-ID, Accept-Language, Idempotency-Key"
        )
        response.headers["Access-Control-Max-Age"] = "600"
    else:
        response = await handler(request)
    if not response.prepared:
        response.headers.update(request[CROSS_ORIGIN])
    return response


@web.middleware
async def admitted(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Who may use ``/v1``, and how often. A wrong key counts against its address, so keys cannot be guessed fast."""
    if not request.path.startswith("/v1/"):
        return await handler(request)
    shared = request.config_dict[REST]
    try:
        viewer = access.viewer(request, shared.settings.api_keys, shared.settings.cors_origins, shared.core.secret)
    except MaintbotError:
        await shared.rate.hit(shared.core.rates, f"address {access.peer(request)}")
        raise
    keyed = bool(shared.settings.api_keys)
    # Looking names up while somebody types is no question; at thirty a minute they could not write one.
    if request.path not in _UNCOUNTED:
        await shared.rate.hit(shared.core.rates, f"key {viewer.id}" if keyed else f"address {access.peer(request)}")
    request[VIEWER] = viewer
    return await handler(request)


ALL = (observed, secured, cors, explained, admitted)
