"""A MariaDB of our own for tests: the system's own server, on a loopback port, with a data directory of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

SECONDS = 60
# A test's data need not survive a power cut.
_SETTINGS = (
    "--innodb-flush-log-at-trx-commit=0",
    "--innodb-buffer-pool-size=64M",
    "--skip-log-bin",
    "--innodb-doublewrite=0",
    "--skip-name-resolve",
)


class NoMariaDB(Exception):
    """No MariaDB here; the text says why."""


class MariaDBServer:
    """One server. ``stop`` ends it and removes its data.

    Attributes:
        reader: the name of an account that may only read.

    Raises:
        NoMariaDB: the system's package is not installed, or its server does not run on this machine.
    """

    reader = "reader"

    def __init__(self) -> None:
        install, self._server, self._client = (_program(*names) for names in _PROGRAMS)
        self._home = Path(tempfile.mkdtemp(prefix="mariadb-"))
        self._socket = self._home / "server.sock"
        self._log = self._home / "server.log"
        self._process: subprocess.Popen[bytes] | None = None
        try:
            data = self._home / "data"
            self._run(
                install, "--no-defaults", f"--datadir={data}", "--auth-root-authentication-method=normal", *_as_root()
            )
            self.port = _free_port()
            with self._log.open("wb") as log:
                self._process = subprocess.Popen(
                    [
                        self._server, "--no-defaults", f"--datadir={data}", f"--socket={self._socket}", f"--port={self.port}",
                        "--bind-address=127.0.0.1", f"--pid-file={self._home / 'pid'}", *_SETTINGS, *_as_root(),
                    ],
                    stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
                )  # fmt: skip
            self._wait()
            self.sql(
                "CREATE DATABASE plant CHARACTER SET utf8mb4; CREATE USER 'writer'@'%' IDENTIFIED BY 'writes'; "
                "GRANT ALL ON plant.* TO 'writer'@'%'; CREATE USER 'reader'@'%' IDENTIFIED BY 'reads'; "
                "GRANT SELECT ON plant.* TO 'reader'@'%'"
            )
        except BaseException:
            self.stop()
            raise

    def url(self, account: str = reader) -> str:
        """The address of its database for an account, with the driver in it."""
        password = {"reader": "reads", "writer": "writes"}[account]
        return f"mysql+aiomysql://{account}:{password}@127.0.0.1:{self.port}/plant?charset=utf8mb4"

    def sql(self, text: str, database: str = "") -> str:
        """Statements past every driver; what the client prints."""
        return self._run(
            self._client, "--no-defaults", f"--socket={self._socket}", "-uroot", "-N", "-e", text, database
        )

    def stop(self) -> None:
        """End the server and remove its data."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self._home, ignore_errors=True)

    def _wait(self) -> None:
        assert self._process is not None
        ends = time.monotonic() + SECONDS
        while time.monotonic() < ends:
            if self._process.poll() is not None:
                break
            try:
                self.sql("SELECT 1")
            except NoMariaDB:
                time.sleep(0.1)
            else:
                return
        raise NoMariaDB(f"the server did not start: {self._log.read_text(errors='replace')[-400:]}")

    def _run(self, program: str, *arguments: str) -> str:
        try:
            done = subprocess.run(
                [program, *(argument for argument in arguments if argument)],
                stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS, cwd=self._home, check=False,
            )  # fmt: skip
        except (OSError, subprocess.SubprocessError) as error:
            raise NoMariaDB(f"{program}: {error}") from error
        if done.returncode:
            raise NoMariaDB(f"{program} ended with {done.returncode}: {done.stderr.decode(errors='replace')[-400:]}")
        return done.stdout.decode()


_PROGRAMS = (("mariadb-install-db", "mysql_install_db"), ("mariadbd", "mysqld"), ("mariadb", "mysql"))


def _program(*names: str) -> str:
    # A server's programs are often where only root looks.
    places = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin", "/usr/local/bin"])
    for name in names:
        if found := shutil.which(name, path=places):
            return found
    raise NoMariaDB(f"{names[0]} is not installed (the system's package mariadb-server brings it)")


def _as_root() -> tuple[str, ...]:
    """The server refuses to run as root unless it is told so."""
    return ("--user=root",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
