"""WORKERS=n: n processes that answer on one port, and a parent that keeps them running.

The parent imports everything, opens the port and forks, so a process that died is there again in a moment, and what is
imported lies in memory once. It serves nothing itself. A port that processes share loses no connection when one dies:
those that are not yet accepted wait for another one.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import shutil
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

import structlog

from bots import server
from core.kernel.errors import ConfigurationError

if TYPE_CHECKING:
    from core.kernel.messages import Language
    from core.kernel.settings import Settings

    Guarded: TypeAlias = Callable[[Callable[[Settings], Awaitable[int]], Settings, Language], Awaitable[int]]

_log = structlog.get_logger(__name__)

QUEUE: Final = 1024
"""Connections that may wait to be accepted."""
KILL_SECONDS: Final = server.DRAIN_SECONDS + server.CLOSE_SECONDS + 1.0
"""After a stop, how long a process has to end by itself."""
EARLY: Final = 5
"""So many deaths in a row before anybody was ready are no accident: the parent ends."""
PAUSE: Final = 1.0
"""Seconds between the death of a process that had not become ready and its next start."""
_SIGNALS: Final = {signal.SIGTERM, signal.SIGINT, signal.SIGCHLD}


@dataclass
class _Child:
    """One process: its place among the n, the pipe through which it says that it is ready, and whether it has."""

    number: int
    said: int
    ready: bool = False


class Parent:
    """Starts the processes, starts again what dies, and passes a stop on.

    Args:
        serve: what a process runs; it gets its place and gives its exit code.
    """

    def __init__(self, settings: Settings, serve: Callable[[Settings, server.Place], int]) -> None:
        self._settings = settings
        self._serve = serve
        self._children: dict[int, _Child] = {}
        self._sockets: list[socket.socket] = []
        self._early = 0
        self._announced = False
        # Its end closes the pipe, and with it every process: nobody must hold the port without a parent.
        self._alive, self._held = os.pipe()

    def run(self) -> int:
        """Until SIGTERM or SIGINT, or until the processes cannot be started; the exit code."""
        sockets = _listening(self._settings)
        if sockets is None:
            return 1
        self._sockets = sockets
        gc.collect()
        gc.freeze()  # pages that the collector does not touch stay shared
        signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
        for number in range(self._settings.workers):
            self._fork(number)
        while True:
            starting = not all(child.ready for child in self._children.values())
            caught = signal.sigtimedwait(_SIGNALS, 0.1 if starting else 60.0)
            if caught is not None and caught.si_signo != signal.SIGCHLD:
                return self._stop()
            self._hear()
            for pid, code in _ended():
                child = self._children.pop(pid)
                os.close(child.said)
                if not child.ready:
                    self._early += 1
                    if not self._announced and (code == 1 or self._early >= EARLY):  # it has said why
                        self._stop()
                        return 1
                    time.sleep(PAUSE)
                _log.error("worker_died", number=child.number, code=code)
                self._fork(child.number)

    def _fork(self, number: int) -> None:
        hear, said = os.pipe()
        pid = os.fork()
        if pid:
            os.close(said)
            os.set_blocking(hear, False)
            self._children[pid] = _Child(number, hear)
            return
        code = 1
        try:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
            os.close(self._held)
            place = server.Place(tuple(self._sockets), number, self._alive, lambda: os.write(said, b"ready"))
            code = self._serve(self._settings, place)
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
        finally:
            with contextlib.suppress(Exception):
                sys.stdout.flush()
                sys.stderr.flush()
                _left_behind()
            os._exit(code)

    def _hear(self) -> None:
        """Note who is ready; say where we listen when all are."""
        for child in self._children.values():
            with contextlib.suppress(BlockingIOError):
                if not child.ready and os.read(child.said, 5) == b"ready":
                    child.ready, self._early = True, 0
                    for one in self._sockets:
                        one.listen(QUEUE)  # the process has set it to what it takes at once
        if not self._announced and all(child.ready for child in self._children.values()):
            self._announced = True
            server.announce(self._sockets[0].getsockname(), self._settings)

    def _stop(self) -> int:
        for pid in self._children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)
        end = time.monotonic() + KILL_SECONDS
        while self._children and time.monotonic() < end:
            signal.sigtimedwait({signal.SIGCHLD}, 0.1)
            for pid, _ in _ended():
                self._children.pop(pid)
        for pid in self._children:
            _log.warning("worker_killed", pid=pid)
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        for one in self._sockets:
            one.close()
        return 0


def _left_behind() -> None:
    """Remove the semaphores of chart processes, as Python does at an ordinary exit: else its tracker complains."""
    if (util := sys.modules.get("multiprocessing.util")) is not None:
        util._exit_function()


def run(settings: Settings, guarded: Guarded) -> int:
    """Serve with ``settings.workers`` processes; the exit code.

    Args:
        guarded: runs a process's work and tells what it raises in one sentence (``bots.cli.run.guarded``).

    Raises:
        ConfigurationError: this system cannot fork, or a setting is wrong.
    """
    if not hasattr(os, "fork"):
        raise ConfigurationError("no fork", reason="WORKERS=1 (Windows)")
    with _metrics_together():
        from adapters.rest import app as _app  # noqa: F401
        from adapters.rest.http.rate import RateLimit
        from core.app import make_demo_plant

        server.tls(settings)
        RateLimit(settings.rate_limit)
        if settings.on_demo_plant:
            make_demo_plant(settings)
        return Parent(settings, partial(_serve, guarded=guarded)).run()


def _serve(settings: Settings, place: server.Place, *, guarded: Guarded) -> int:
    """What each process does."""
    from core.kernel.memory import rest_while_starting
    from core.telemetry import logs

    rest_while_starting()
    if settings.log_file:  # processes would rename each other's file away
        name = settings.log_file.with_suffix(f".{place.number}{settings.log_file.suffix}")
        settings = settings.model_copy(update={"log_file": name})
    logs.configure(settings)
    with logs.bind(correlation_id=logs.new_correlation_id()):
        serve = partial(server.serve, place=place)
        return asyncio.run(guarded(serve, settings, settings.default_language))


@contextlib.contextmanager
def _metrics_together() -> Iterator[None]:
    """A folder in which the processes add up their metrics, whichever of them is asked; gone at the end."""
    folder = Path(tempfile.mkdtemp(prefix="maintbot-metrics-"))
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)  # read when prometheus_client is imported
    owner = os.getpid()
    try:
        yield
    finally:
        if os.getpid() == owner:
            shutil.rmtree(folder, ignore_errors=True)


def _listening(settings: Settings) -> list[socket.socket] | None:
    """The port, open; None when it cannot be had, and then it was said why."""
    opened: list[socket.socket] = []
    port = settings.api_port
    try:
        found = socket.getaddrinfo(settings.api_host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        for family, address in dict.fromkeys((family, address) for family, _, _, _, address in found):
            one = socket.create_server((address[0], port), family=family, backlog=QUEUE)
            port = port or one.getsockname()[1]  # 0: the system chose
            opened.append(one)
    except OSError as error:
        for one in opened:
            one.close()
        server.say_why_not(error, settings, settings.api_host, settings.api_port)
        return None
    return opened


def _ended() -> Iterator[tuple[int, int]]:
    """Processes that have ended, each with its exit code, or the negative number of the signal that killed it."""
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not pid:
            return
        yield pid, os.waitstatus_to_exitcode(status)
