"""The routes of the REST adapter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from adapters.rest.http.context import REST, Rest
from adapters.rest.http.language import DEFAULT_LANGUAGE
from adapters.rest.routes import answers, chat, files, health, pages, sessions, signing, start

if TYPE_CHECKING:
    from core.app import Core
    from core.kernel.settings import Settings


def mount(app: web.Application, core: Core, settings: Settings) -> None:
    """Add the API, the downloads, the pages and the probes.

    Raises:
        ConfigurationError: RATE_LIMIT cannot be read.
    """
    app[REST] = Rest.of(core, settings)
    app[DEFAULT_LANGUAGE] = settings.default_language
    app.router.add_post("/v1/chat", chat.chat)
    app.router.add_get("/v1/sessions", sessions.index)
    app.router.add_get("/v1/sessions/{session_id}", sessions.show)
    app.router.add_patch("/v1/sessions/{session_id}", sessions.rename)
    app.router.add_delete("/v1/sessions/{session_id}", sessions.delete)
    app.router.add_get("/v1/sessions/{session_id}/answers/{question_id}/rows", answers.rows)
    app.router.add_put("/v1/sessions/{session_id}/answers/{question_id}/feedback", answers.feedback)
    app.router.add_get("/v1/start", start.start)
    app.router.add_get("/v1/completions", start.completions)
    app.router.add_get("/v1/sessions/{session_id}/artifacts", sessions.artifacts)
    app.router.add_get("/v1/download/{file_type}/{session_id}", sessions.download)
    app.router.add_get("/files/{token}", files.signed)
    app.router.add_get("/health", health.health)
    app.router.add_get("/health/live", health.live)
    app.router.add_get("/health/ready", health.ready)
    if settings.prometheus_enabled:
        app.router.add_get("/metrics", health.prometheus)
    app.router.add_get("/openapi.json", pages.openapi_json)
    app.router.add_get("/docs", pages.docs)
    app.router.add_get("/redoc", pages.docs)
    if settings.web_chat:
        app.router.add_get("/", pages.chat)
        app.router.add_get("/web/{version}/{name}", pages.asset)
        app.router.add_post("/sign-in", signing.sign_in)
        app.router.add_post("/sign-out", signing.sign_out)
