"""``GET /health`` for load balancers and container runtimes, ``GET /metrics`` for Prometheus."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import TYPE_CHECKING, Any

import structlog
from aiohttp import web

from adapters.rest.http.access import viewer
from adapters.rest.http.context import REST
from adapters.rest.limits import HEALTH_SECONDS
from core.kernel.errors import MaintbotError
from core.telemetry import metrics

if TYPE_CHECKING:
    from core.app import Core

_log = structlog.get_logger(__name__)


async def health(request: web.Request) -> web.Response:
    """200 when the plant's database answers and the state can be written, else 503; while stopping 503 too."""
    shared = request.app[REST]
    async with shared.probing:
        # Whoever asks often, or many at once, costs the databases no more than one question a second.
        found = shared.probed.get("databases")
        if found is None:
            found = shared.probed["databases"] = await asyncio.gather(
                _works("plant", shared.core.database.run("SELECT 1 AS one")), _works("state", shared.core.state.prove())
            )
    plant, state = found
    well = plant and state and not shared.draining
    fields: dict[str, Any] = {
        "status": "draining" if shared.draining else "ok" if well else "degraded",
        "checks": {"plant": "ok" if plant else "failed", "state": "ok" if state else "failed"},
    }
    if troubles := shared.core.troubles.all():
        fields["troubles"] = troubles
    return web.json_response(fields, status=200 if well else 503, headers={"Cache-Control": "no-store"})


async def _works(name: str, check: Awaitable[Any]) -> bool:
    try:
        async with asyncio.timeout(HEALTH_SECONDS):
            await check
    except Exception as error:
        _log.warning("health_check_failed", check=name, error=type(error).__name__, detail=str(error))
        return False
    return True


async def prometheus(request: web.Request) -> web.Response:
    """The metrics, for whoever may use ``/v1`` (METRICS_PORT serves them to a monitoring network without a key)."""
    settings = request.app[REST].settings
    viewer(request, settings.api_keys, settings.cors_origins)
    return await exposition(request.app[REST].core)


async def exposition(core: Core) -> web.Response:
    """Prometheus' text format. The backlog is counted when it is asked for; without a state it keeps its last value."""
    try:
        metrics.UNFINISHED.set(await core.inbox.backlog())
    except MaintbotError as error:
        _log.warning("backlog_not_counted", code=error.code)
    content, content_type = metrics.exposition()
    return web.Response(body=content, headers={"Content-Type": content_type})
