"""A process that has imported the bot once and forks for each command: a command that is tested starts in a moment.

Half of what a short command costs is importing. What a child does is what ``python -m bots`` does, in a process of its
own with its own folder, environment, streams and exit code; only its imports are there already. Tests of starting
itself start the program.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import runpy
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_IMPORTED = (
    "bots.cli.app", "bots.cli.run", "bots.cli.output", "core.app", "core.demo.generate", "core.state.migrate",
    "core.data.access.kinds", "core.data.access.sqlite.access", "core.language.language", "adapters.terminal.render",
    "adapters.terminal.events", "aiosqlite", "sqlglot.dialects.sqlite", "snowballstemmer", "rapidfuzz", "fsspec",
    "rich.console",
)  # fmt: skip
_LONGEST = 1_000_000


class Warm:
    """The process, as whoever has commands run sees it; it ends when its socket is closed."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.bots.warm", str(theirs.fileno())],
            cwd=ROOT,
            env=environment,
            pass_fds=[theirs.fileno()],
        )
        theirs.close()
        atexit.register(self._end, os.getpid())

    def _end(self, whose: int) -> None:
        if os.getpid() == whose:
            self._socket.close()
            self._process.wait(60)

    def run(
        self, arguments: Sequence[str], *, cwd: Path, env: dict[str, str], given: bytes, seconds: float
    ) -> subprocess.CompletedProcess[bytes]:
        """Run a command to its end.

        Raises:
            TimeoutError: it did not end in time; it has been killed.
        """
        with tempfile.TemporaryFile() as into, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
            into.write(given)
            into.seek(0)
            asked = json.dumps({"arguments": list(arguments), "cwd": str(cwd), "env": env}).encode()
            socket.send_fds(self._socket, [asked], [into.fileno(), out.fileno(), errors.fileno()])
            pid = int(self._socket.recv(100))
            self._socket.settimeout(seconds)
            try:
                code = int(self._socket.recv(100))
            except TimeoutError:
                os.kill(pid, 9)
                self._socket.settimeout(None)
                self._socket.recv(100)
                raise
            self._socket.settimeout(None)
            out.seek(0)
            errors.seek(0)
            return subprocess.CompletedProcess(["maintbot", *arguments], code, out.read(), errors.read())


def _serve(asked_over: socket.socket) -> None:
    """Fork for each command; returns in the child, whose command is to be run, and when nobody asks any more."""
    while True:
        asked, streams, _, _ = socket.recv_fds(asked_over, _LONGEST, 3)
        if not asked:
            sys.exit(0)
        pid = os.fork()
        if pid == 0:
            asked_over.close()
            _become(json.loads(asked), streams)
            return
        for stream in streams:
            os.close(stream)
        asked_over.send(str(pid).encode())
        _, status = os.waitpid(pid, 0)
        asked_over.send(str(os.waitstatus_to_exitcode(status)).encode())


def _become(command: dict[str, object], streams: list[int]) -> None:
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(str(command["cwd"]))
    os.environ.clear()
    os.environ.update(command["env"])  # type: ignore[call-overload]
    sys.stdin = sys.__stdin__ = open(0, encoding="utf-8")  # noqa: SIM115
    sys.stdout = sys.__stdout__ = open(1, "w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = sys.__stderr__ = open(2, "w", encoding="utf-8", errors="backslashreplace", buffering=1)  # noqa: SIM115
    sys.argv = ["bots", *command["arguments"]]  # type: ignore[misc]


if __name__ == "__main__":
    for name in _IMPORTED:
        importlib.import_module(name)
    importlib.import_module("core.language.language").languages()
    gc.freeze()
    _serve(socket.socket(fileno=int(sys.argv[1])))
    runpy.run_module("bots", run_name="__main__", alter_sys=True)
