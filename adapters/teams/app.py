"""Teams on the server: ``POST /api/messages``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from aiohttp import web

from adapters.teams.listeners.receiver import Receiver
from adapters.teams.sdk.endpoints import PUBLIC_CLOUD, Endpoints
from adapters.teams.sdk.identity import development
from adapters.teams.sdk.middleware import ACTIVITY, guarded
from adapters.teams.sdk.retry import Retry
from adapters.teams.sdk.turn import SdkTurn
from core.kernel.settings import Settings

if TYPE_CHECKING:
    from core.app import Core

log = structlog.get_logger(__name__)

HEALTH_EVERY = 60.0
"""Seconds between two looks whether Microsoft gives us a token; one that is kept costs no call."""


def mount(
    app: web.Application,
    core: Core,
    settings: Settings,
    *,
    endpoints: Endpoints = PUBLIC_CLOUD,
    retry: Retry | None = None,
) -> None:
    """Put Teams on a server, when the settings switch it on.

    Args:
        endpoints: Microsoft's addresses, or a test's.
        retry: how often calls to the connector are repeated; the usual when None.

    Raises:
        ConfigurationError: a setting is missing, or development mode is asked for on another address than loopback.
    """
    if not settings.teams_enabled:
        return
    receiver = Receiver(core, settings, endpoints, retry)

    async def messages(request: web.Request) -> web.StreamResponse:
        answer = await receiver.connector.cloud.process(request, SdkTurn(receiver.receive, request[ACTIVITY]))
        return web.Response() if answer is None or answer.status == 201 else answer

    app.router.add_post("/api/messages", guarded(messages, development=development(settings)))
    app.on_startup.append(receiver.start)
    app.on_cleanup.append(receiver.close)
    core.use(receiver.adapter)
    core.health.watch("teams", receiver.authentication.prove, every=HEALTH_EVERY)
    log.info("teams_on", app_type=settings.microsoft_app_type, development=settings.teams_dev)
