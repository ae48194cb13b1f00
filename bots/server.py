"""The HTTP server of one process: REST always, Slack and Teams where the settings switch them on, one event loop."""

from __future__ import annotations

import asyncio
import errno
import importlib
import signal
import socket
import ssl
import sys
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import structlog
from aiohttp import web

from bots import socket_mode
from core.kernel.errors import ConfigurationError
from core.sentences import cli, filled, say
from core.sentences import settings as texts

if TYPE_CHECKING:
    from core.app import Core
    from core.kernel.settings import Settings

_ALL_HOSTS = frozenset({"0.0.0.0", "::"})  # noqa: S104 - told, not listened on
_log = structlog.get_logger(__name__)

MAX_BODY_BYTES = 1_048_576
"""What any route may take; REST's own limit is lower."""
DRAIN_SECONDS = 25.0
"""How long a stopping server waits for what it is answering; container runtimes kill after 30."""
CLOSE_SECONDS = 2.0
"""How long open connections then have to go away."""


@dataclass(frozen=True)
class Place:
    """Where one of several processes (bots/workers.py) stands.

    Attributes:
        sockets: the port, which all share.
        number: from 0; the first also serves METRICS_PORT.
        alive: a pipe that ends with the parent.
        ready: called once the process takes questions.
    """

    sockets: tuple[socket.socket, ...]
    number: int
    alive: int
    ready: Callable[[], object]


def platforms(settings: Settings) -> list[str]:
    """The chat platforms that the settings switch on."""
    return [name for name, on in (("slack", settings.slack_enabled), ("teams", settings.teams_enabled)) if on]


def build(core: Core, settings: Settings) -> web.Application:
    """The application with every route that the settings switch on.

    Raises:
        ConfigurationError: a setting is wrong, or a platform is switched on whose adapter is not installed.
    """
    from adapters.rest import app as rest
    from adapters.rest.http import middleware

    app = web.Application(middlewares=middleware.ALL, client_max_size=MAX_BODY_BYTES)
    rest.mount(app, core, settings)
    for name in platforms(settings):
        try:
            module = importlib.import_module(f"adapters.{name}.app")
        except ModuleNotFoundError as error:
            reason = say(cli.PLATFORM_OFF, settings.default_language, platform=name)
            raise ConfigurationError(str(error), reason=reason) from error
        module.mount(app, core, settings)
    return app


def tls(settings: Settings) -> ssl.SSLContext | None:
    """The TLS context of SSL_CERT_PATH and SSL_KEY_PATH; None when neither is set.

    Raises:
        ConfigurationError: only one is set, or a file cannot be read.
    """
    if not settings.ssl_cert_path and not settings.ssl_key_path:
        return None
    if not settings.ssl_cert_path:
        raise ConfigurationError("SSL_CERT_PATH", reason=texts.CERTIFICATE_MISSING)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(settings.ssl_cert_path, settings.ssl_key_path)
    except (OSError, ssl.SSLError) as error:
        said, (certificate, key) = error.strerror or str(error), (settings.ssl_cert_path, settings.ssl_key_path or "–")
        reason = filled(texts.CERTIFICATE_UNREAD, certificate=certificate, key=key, error=said)
        raise ConfigurationError(f"{certificate}, {key}: {said}", reason=reason) from error
    return context


async def serve(settings: Settings, *, stop: asyncio.Event | None = None, place: Place | None = None) -> int:
    """Serve until SIGTERM, SIGINT or ``stop``; then finish what is being answered.

    Args:
        place: as one of several processes; None when this is the only one.

    Returns:
        0, or 1 when the port cannot be had.

    Raises:
        MaintbotError: a setting is wrong, or the state cannot be opened.
    """
    from core.app import open_core
    from core.files.presence import can_be_stored
    from core.state.damage import undamaged
    from core.state.database import sqlite_file
    from core.telemetry.traces import TRACING

    context = tls(settings)
    stop = stop or asyncio.Event()
    _stop_on_signals(stop)
    if place is not None:
        _stop_without_parent(place.alive, stop)
    async with AsyncExitStack() as stack:
        TRACING.start(settings)
        stack.push_async_callback(TRACING.close)
        await asyncio.to_thread(undamaged, sqlite_file(settings.state_url))
        core = await stack.enter_async_context(open_core(settings, chart_workers=1 if place is not None else 2))
        await can_be_stored(core.artifacts)
        app = build(core, settings)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=CLOSE_SECONDS)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        sites: list[web.BaseSite] = []
        if place is None:
            sites = [web.TCPSite(runner, settings.api_host, settings.api_port, ssl_context=context)]
            if not await _listen(sites[0], settings, settings.api_host, settings.api_port):
                return 1
        if settings.metrics_port and settings.prometheus_enabled and (place is None or place.number == 0):
            if not await _metrics(stack, core, settings):
                return 1
        await core.start()
        if place is not None:
            # Only now: until then the others take the connections. One at a time, so that they share them evenly.
            sites = [web.SockSite(runner, one, ssl_context=context, backlog=1) for one in place.sockets]
            for site in sites:
                await site.start()
        async with socket_mode.connected(app, settings):
            if place is None:
                announce(runner.addresses[0], settings)
            else:
                place.ready()
            await stop.wait()
            _log.info("draining", seconds=DRAIN_SECONDS)
            # The port and the socket close first, so that others are asked; then what was accepted is answered.
            for site in sites:
                await site.stop()
        await _drain(app, core)
    _log.info("stopped")
    return 0


async def _drain(app: web.Application, core: Core) -> None:
    """Let what was accepted come to its end; what takes longer is taken up again at the next start."""
    from adapters.rest.http.context import REST

    app[REST].draining = True
    try:
        async with asyncio.timeout(DRAIN_SECONDS):
            await asyncio.gather(core.drain(DRAIN_SECONDS), app[REST].finished())
    except TimeoutError:
        _log.warning("not_drained", seconds=DRAIN_SECONDS)


def _stop_on_signals(stop: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        try:
            loop.add_signal_handler(number, stop.set)
        except NotImplementedError:  # Windows: Ctrl-C arrives as KeyboardInterrupt
            return


def _stop_without_parent(alive: int, stop: asyncio.Event) -> None:
    """Stop when the pipe ends; it would be readable, and the loop busy with that, all the while that is drained."""
    loop = asyncio.get_running_loop()

    def ended() -> None:
        loop.remove_reader(alive)
        stop.set()

    loop.add_reader(alive, ended)


async def _listen(site: web.BaseSite, settings: Settings, host: str, port: int) -> bool:
    """Open the port; what stands in the way is told in one sentence."""
    try:
        await site.start()
    except OSError as error:
        say_why_not(error, settings, host, port)
        return False
    return True


def say_why_not(error: OSError, settings: Settings, host: str, port: int) -> None:
    """Why a port cannot be had, in one sentence on standard error."""
    text = cli.PORT_IN_USE if error.errno == errno.EADDRINUSE else cli.CANNOT_LISTEN
    _log.error("cannot_listen", host=host, port=port, error=error.strerror or type(error).__name__)
    sentence = say(text, settings.default_language, host=host, port=port, reason=error.strerror or error)
    print(sentence, file=sys.stderr, flush=True)


async def _metrics(stack: AsyncExitStack, core: Core, settings: Settings) -> bool:
    """``/metrics`` on a port of its own, for a monitoring network."""
    from adapters.rest.routes.health import exposition

    async def answer(request: web.Request) -> web.Response:
        return await exposition(core)

    app = web.Application()
    app.router.add_get("/metrics", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    assert settings.metrics_port is not None
    site = web.TCPSite(runner, settings.api_host, settings.metrics_port)
    return await _listen(site, settings, settings.api_host, settings.metrics_port)


def opened_here(url: str, host: str) -> str:
    """Where a browser on this machine finds it: a server on all addresses is on none that can be opened."""
    return url.replace(f"//{host}", "//127.0.0.1").replace(f"//[{host}]", "//[::1]") if host in _ALL_HOSTS else url


def announce(address: Any, settings: Settings) -> None:
    """Say on standard output where the server listens: the port that was chosen when API_PORT is 0.

    Args:
        address: as ``socket.getsockname`` gives it.
    """
    host = f"[{address[0]}]" if ":" in address[0] else address[0]
    url = f"{'https' if settings.ssl_cert_path else 'http'}://{host}:{address[1]}"
    language = settings.default_language
    print(say(cli.SERVING, language, url=url))
    if settings.web_chat:
        print(say(cli.WEB_CHAT_AT, language, url=settings.public_url or opened_here(url, address[0])))
    print(say(cli.SERVING_WHAT, language, what=", ".join(["REST", *(name.title() for name in platforms(settings))])))
    if not settings.api_keys:
        print(say(cli.ONLY_LOOPBACK, language))
    sys.stdout.flush()
    _log.info("listening", url=url, platforms=platforms(settings), keys=len(settings.api_keys))
