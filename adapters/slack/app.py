"""The Slack app: the same listeners behind HTTP and behind Socket Mode.

``mount`` puts the routes into the server's application and the adapter into the core's worker; bots/socket_mode runs
the WebSocket. slack_bolt is imported here and below, so nothing of it loads while Slack is off.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from typing import TYPE_CHECKING, Any

import structlog
from aiohttp import web

from adapters.slack.deliver import SlackAdapter
from adapters.slack.events import PLATFORM
from adapters.slack.listeners.desk import Desk
from adapters.slack.listeners.shapes import readable
from adapters.slack.sending import uploads
from adapters.slack.workspace.workspaces import Workspaces
from core.kernel.messages import Question, Thread, Viewer
from core.kernel.settings import Settings
from core.kernel.storable import UNREADABLE, storable

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp

    from core.app import Core

log = structlog.get_logger(__name__)

EVENTS_PATH = "/slack/events"
WARM_UP = "warm-up"
HEALTH_EVERY = 60.0
"""Seconds between two calls that only see whether Slack answers."""


class SlackApp:
    """One Slack app: its Bolt listeners, its adapter, its workspaces."""

    def __init__(self, bolt: AsyncApp, desk: Desk, adapter: SlackAdapter) -> None:
        self.bolt = bolt
        self.desk = desk
        self.adapter = adapter

    async def close(self) -> None:
        """End courtesies and connections."""
        await self.desk.close()


SLACK = web.AppKey("slack", SlackApp)


def create(core: Core, settings: Settings, *, share_waits: Sequence[float] = uploads.SHARE_WAITS) -> SlackApp:
    """Make the app with all its listeners."""
    from slack_bolt.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    from adapters.slack.listeners import commands, home, middleware, modals, presses, shortcuts, stops
    from adapters.slack.workspace import install

    store = install.installation_store(core.keys, core.secret, settings)
    workspaces = Workspaces(settings, store, core.troubles)
    desk = Desk(core, settings, workspaces)
    signing_secret = settings.slack_signing_secret.get_secret_value() if settings.slack_signing_secret else ""
    authorize: Any = install.Authorize(workspaces)  # a plain function is what Bolt's signature names
    bolt = AsyncApp(
        name="maintbot",
        logger=_bolt_logger(),
        client=AsyncWebClient(base_url=settings.slack_api_url, timeout=10, retry_handlers=[]),
        signing_secret=signing_secret,
        authorize=authorize,
        oauth_settings=install.oauth_settings(core.keys, settings, store) if store is not None else None,
        request_verification_enabled=True,
    )
    bolt.logger.setLevel(logging.WARNING)
    for listeners in (middleware, commands, presses, stops, modals, shortcuts, home):
        listeners.register(bolt, desk)
    adapter = SlackAdapter(settings, workspaces, core.artifacts, share_waits=share_waits)
    return SlackApp(bolt, desk, adapter)


def mount(
    app: web.Application, core: Core, settings: Settings, *, share_waits: Sequence[float] = uploads.SHARE_WAITS
) -> None:
    """Add the routes that the settings call for, and have the worker answer Slack's questions.

    Without a signing secret (Socket Mode alone) there is no ``/slack/events``: nobody could be told from Slack.
    """
    slack = create(core, settings, share_waits=share_waits)
    app[SLACK] = slack
    core.use(slack.adapter)
    core.health.watch(PLATFORM, slack.desk.workspaces.prove, every=HEALTH_EVERY)
    if settings.slack_signing_secret is not None:
        app.router.add_post(EVENTS_PATH, _handler(slack.bolt))
    if slack.bolt.oauth_flow is not None:
        _mount_oauth(app, slack)
    app.cleanup_ctx.append(_lifetime)


async def _lifetime(app: web.Application) -> AsyncIterator[None]:
    """Ask Slack once who we are, and warm up, beside the start: the server must come up while Slack is away."""
    slack = app[SLACK]
    asking = asyncio.create_task(slack.desk.workspaces.identify(), name="slack-identify")
    warming = asyncio.create_task(_warm(slack.desk), name="slack-warm")
    yield
    asking.cancel()
    warming.cancel()
    await slack.close()


async def _warm(desk: Desk) -> None:
    """Answer one command for nobody: what loads with the first answer would cost the first person Slack's 3 s."""
    from adapters.slack.listeners.commands import NAMES
    from adapters.slack.render import render_command

    moment = desk.now()
    viewer = Viewer(platform=PLATFORM, id=WARM_UP)
    thread = Thread(platform=PLATFORM, channel=WARM_UP, thread=str(moment.timestamp()))
    question = Question(
        id=thread.key,
        thread=thread,
        viewer=viewer,
        text=NAMES[0],
        received_at=moment,
        kind="command",
        offline=True,
        alone=True,
    )
    try:
        reply = await desk.core.answer(question)
        render_command(reply, desk.settings.currency)
    except Exception as error:
        log.warning("slack_not_warmed", error=type(error).__name__)


def _handler(bolt: AsyncApp):  # type: ignore[no-untyped-def]
    from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request

    async def handle(request: web.Request) -> web.Response:
        try:
            asked = await to_bolt_request(request)
            asked.body = storable(asked.body)
        except UNREADABLE as error:
            # bolt reads the body before it looks at the signature: what is no JSON cannot come from Slack.
            raise web.HTTPBadRequest from error
        if not readable(asked.body):
            raise web.HTTPBadRequest
        try:
            return await to_aiohttp_response(await bolt.async_dispatch(asked))
        except UNREADABLE as error:
            log.warning("slack_payload_unreadable", error=type(error).__name__, exc_info=error)
            raise web.HTTPBadRequest from error

    return handle


def _mount_oauth(app: web.Application, slack: SlackApp) -> None:
    from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request

    from adapters.slack.workspace.install import INSTALL_PATH, REDIRECT_PATH

    flow = slack.bolt.oauth_flow
    assert flow is not None

    async def install(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await flow.handle_installation(await to_bolt_request(request)))

    async def redirect(request: web.Request) -> web.Response:
        response = await flow.handle_callback(await to_bolt_request(request))
        slack.desk.workspaces.forget()
        return await to_aiohttp_response(response)

    app.router.add_get(INSTALL_PATH, install)
    app.router.add_get(REDIRECT_PATH, redirect)


def _bolt_logger() -> logging.Logger:
    """Bolt logs whole requests at debug and question text with it, so it never gets below warnings.

    While the app is made it is quieter still: Bolt looks for tokens in the environment by itself and warns that ours
    come from elsewhere.
    """
    logger = logging.getLogger("slack_bolt.maintbot")
    logger.setLevel(logging.ERROR)
    return logger
