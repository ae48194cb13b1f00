"""Socket Mode: Slack's events over a WebSocket that we open, for plants without a public address.

The listeners are those of HTTP. An envelope is acknowledged when the event is stored and not before, so Slack sends it
again after a crash. slack_sdk's client reconnects by itself when Slack closes the connection or falls silent.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

import structlog
from aiohttp import web
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, wait_fixed

from core.kernel.settings import Settings

if TYPE_CHECKING:
    from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler

_log = structlog.get_logger(__name__)

PING_SECONDS = 10.0
RETRY_SECONDS = 5.0


@asynccontextmanager
async def connected(app: web.Application, settings: Settings) -> AsyncIterator[None]:
    """Keep a Socket Mode connection open while the server runs; nothing when SLACK_APP_TOKEN is not set.

    Connecting goes on in the background: the server serves while Slack is away. On leaving, the connection is closed
    first, so that Slack keeps what comes later for the next start.

    Args:
        app: an application that adapters.slack.app was mounted on.
    """
    if not settings.slack_enabled or settings.slack_app_token is None:
        yield
        return
    from adapters.slack.app import SLACK

    handler = _handler(app[SLACK].bolt, settings)
    connecting = asyncio.create_task(_connect(handler), name="slack-socket-mode")
    try:
        yield
    finally:
        connecting.cancel()
        with suppress(asyncio.CancelledError):
            await connecting
        await handler.close_async()
        _log.info("slack_socket_closed")


def _handler(bolt: object, settings: Settings) -> AsyncSocketModeHandler:
    from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
    from slack_bolt.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    assert isinstance(bolt, AsyncApp)
    assert settings.slack_app_token is not None
    client = AsyncWebClient(base_url=settings.slack_api_url, timeout=10, retry_handlers=[])
    return AsyncSocketModeHandler(
        bolt,
        app_token=settings.slack_app_token.get_secret_value(),
        web_client=client,
        ping_interval=PING_SECONDS,
    )


async def _connect(handler: AsyncSocketModeHandler) -> None:
    """Connect, and try again while Slack cannot be reached."""
    retrying = AsyncRetrying(
        retry=retry_if_exception_type(Exception), wait=wait_fixed(RETRY_SECONDS), before_sleep=_tell
    )
    await retrying(handler.client.connect_to_new_endpoint)
    _log.info("slack_socket_connected")


def _tell(state: RetryCallState) -> None:
    error = state.outcome.exception() if state.outcome is not None else None
    _log.warning("slack_socket_not_connected", error=type(error).__name__, retry_in=RETRY_SECONDS)
