"""The real ``maintbot`` as a process of its own, in a folder of its own, with settings of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from functools import cache
from pathlib import Path
from typing import Any

from core.kernel.settings import Settings
from tests.bots.warm import Warm

ROOT = Path(__file__).resolve().parents[2]
TODAY = "2026-11-22"
SECONDS = 110


def environment(home: Path, **settings: str) -> dict[str, str]:
    """The environment of a process: none of this machine's settings, the calendar frozen, files under ``home``."""
    ours = {name.upper() for name in Settings.model_fields} | {"NO_COLOR", "COLUMNS"}
    inherited = {name: value for name, value in os.environ.items() if name not in ours}
    return {
        **inherited,
        "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")])),
        "PYTHONIOENCODING": "utf-8",
        "MAINTBOT_HOME": str(home / "data"),
        "CHAT_DOCS_DIR": str(home / "chat_docs"),
        "MAINTBOT_TODAY": TODAY,
        "PLANNER": "offline",
        **settings,
    }


@cache
def _warm() -> Warm:
    """One for all commands of this process: each is given the environment of its own."""
    return Warm(environment(Path("nowhere")))


def maintbot(home: Path, *arguments: str, given: str | bytes = "", **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end: where there is a fork, in a process that need not import anything first."""
    env, into = environment(home, **settings), given.encode() if isinstance(given, str) else given
    if hasattr(os, "fork"):
        done = _warm().run(arguments, cwd=home, env=env, given=into, seconds=SECONDS)
    else:
        command = [sys.executable, "-m", "bots", *arguments]
        done = subprocess.run(command, cwd=home, env=env, input=into, capture_output=True, timeout=SECONDS, check=False)
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def log_lines(text: str) -> list[dict[str, Any]]:
    """The log's lines among what went to standard error."""
    return [json.loads(line) for line in text.splitlines() if line.startswith("{")]


def sentences(text: str) -> list[str]:
    """What a person reads among what went to standard error."""
    return [line for line in text.splitlines() if line and not line.startswith("{")]


class Server:
    """``maintbot serve`` on a port that the system chose. Its log is kept and can be read while it runs."""

    def __init__(self, home: Path, **settings: str) -> None:
        self.home = home
        self.log_file = home / "serve.log"
        self._log = self.log_file.open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bots", "serve"],
            cwd=home,
            env=environment(home, API_PORT="0", DEFAULT_LANGUAGE="en", **settings),
            stdout=subprocess.PIPE,
            stderr=self._log,
        )
        assert self.process.stdout is not None
        # A server that neither starts nor ends would hold the test for ever.
        guard = threading.Timer(SECONDS, self.process.kill)
        guard.start()
        first = self.process.stdout.readline().decode()
        guard.cancel()
        assert "http" in first, f"it did not start: {first}{self.log_file.read_text('utf-8')}"
        self.url = next(word for word in first.split() if word.startswith("http"))

    def log(self) -> list[dict[str, Any]]:
        """Every line of its log so far."""
        return log_lines(self.log_file.read_text("utf-8"))

    def stop(self) -> int:
        """SIGTERM, and the exit code."""
        self.process.terminate()
        try:
            code = self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = self.process.wait(10)
        assert self.process.stdout is not None
        self.process.stdout.close()
        self._log.close()
        return code
