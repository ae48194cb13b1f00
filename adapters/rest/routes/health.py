"""``/health`` for operators, ``/health/live`` and ``/health/ready`` for what runs us, ``/metrics`` for Prometheus."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal

import structlog
from aiohttp import web
from pydantic import BaseModel

from adapters.rest.http.access import viewer
from adapters.rest.http.context import REST
from adapters.rest.http.schemas import HealthAnswer, LiveAnswer, PartAnswer, ReadyAnswer, VersionsAnswer
from core.kernel import version
from core.kernel.errors import MaintbotError
from core.state.migrations import HEAD
from core.telemetry import metrics
from core.telemetry.health import PartFound

if TYPE_CHECKING:
    from core.app import Core

_log = structlog.get_logger(__name__)

ACTIVE = timedelta(minutes=15)
"""A session is active for so long after its last answer."""


async def health(request: web.Request) -> web.Response:
    """Every part with its time. 503 when nothing can be answered: a needed part fails, or the process is stopping."""
    shared = request.app[REST]
    found = await shared.core.health.look()
    failed = [part for part in found.values() if part.status == "failed"]
    status: Literal["ok", "degraded", "failed", "draining"] = "degraded" if failed else "ok"
    if any(part.needed for part in failed):
        status = "failed"
    if shared.draining:
        status = "draining"
    answer = HealthAnswer(
        status=status,
        checks={name: _part(part) for name, part in found.items()},
        versions=VersionsAnswer(maintbot=version.own(), state_schema=HEAD),
        troubles=shared.core.troubles.all(),
    )
    return _told(answer, 503 if status in ("failed", "draining") else 200)


async def live(request: web.Request) -> web.Response:
    """200 as long as the process answers at all. Who starts it anew when this fails mends nothing of the databases."""
    return _told(LiveAnswer(status="ok"), 200)


async def ready(request: web.Request) -> web.Response:
    """200 when questions can be taken in: all is started, the state can be written, the process is not stopping.

    The plant's database does not count. While it is away every replica would be taken out at once, and the platforms'
    events, which can be stored and answered later, would be turned away.
    """
    shared = request.app[REST]
    status: Literal["ok", "starting", "failed", "draining"] = "ok"
    if shared.draining:
        status = "draining"
    elif not shared.core.health.started:
        status = "starting"
    elif any(part.status == "failed" for part in (await shared.core.health.accepting()).values()):
        status = "failed"
    return _told(ReadyAnswer(status=status), 200 if status == "ok" else 503)


def _part(found: PartFound) -> PartAnswer:
    return PartAnswer(
        status=found.status, seconds=round(found.seconds, 4), code=found.code, details=dict(found.details)
    )


def _told(answer: BaseModel, status: int) -> web.Response:
    text = answer.model_dump_json(exclude_defaults=True)
    return web.Response(
        text=text, status=status, content_type="application/json", headers={"Cache-Control": "no-store"}
    )


async def prometheus(request: web.Request) -> web.Response:
    """The metrics, for whoever may use ``/v1`` (METRICS_PORT serves them to a monitoring network without a key)."""
    settings = request.app[REST].settings
    viewer(request, settings.api_keys, settings.cors_origins)
    return await exposition(request.app[REST].core)


async def exposition(core: Core) -> web.Response:
    """Prometheus' text format. What the state holds is counted when asked for; without a state the last stands."""
    found = await core.health.look()
    metrics.built(version.own(), HEAD)
    metrics.observe_parts({name: part.status == "ok" for name, part in found.items() if part.status != "off"})
    if found["state"].status == "ok":
        try:
            waiting = await core.inbox.queue()
            sessions = await core.sessions.active(datetime.now(UTC) - ACTIVE)
        except MaintbotError as error:
            _log.warning("state_not_counted", code=error.code)
        else:
            metrics.observe_state(
                unfinished=waiting.unfinished,
                waiting=waiting.waiting,
                oldest_seconds=waiting.oldest_seconds,
                sessions=sessions,
            )
    content, content_type = metrics.exposition()
    return web.Response(body=content, headers={"Content-Type": content_type})
