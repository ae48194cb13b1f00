"""SQLite: opened ``mode=ro``, with ``query_only``, an authorizer, and a progress handler that keeps the time."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit
from uuid import uuid4

from core.data.failures import check_file
from core.kernel.errors import ConfigurationError

if TYPE_CHECKING:
    from sqlalchemy.engine import URL, Connection

    from core.data.access.connections import Connections

# Virtual machine steps between two looks at the clock: about half a millisecond of work.
_STEPS = 20_000
# Threads at most, each with a connection: SQLite's work is our own processor's, so that more of them make nothing
# faster, and a few slow queries must not keep all others waiting.
_THREADS = 8
# Kibibytes of pages that a connection keeps. The system has the file's pages at hand; 2 MB each are no faster.
_CACHE_KIB = 512
# A value longer than this is an attack on our memory (zeroblob, printf('%999999999d'), group_concat of everything).
_VALUE_BYTES = 16_000_000
_PATTERN_BYTES = 1_000

_READING = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE})
_READING_PRAGMAS = frozenset(
    {
        "data_version", "database_list", "foreign_key_list", "index_info", "index_list", "index_xinfo",
        "read_uncommitted", "table_info", "table_list", "table_xinfo",
    }
)  # fmt: skip
_FORBIDDEN_FUNCTIONS = frozenset(
    {"load_extension", "readfile", "writefile", "edit", "fts3_tokenizer", "zeroblob", "regexp"}
)


class Watch:
    """Keeps the time of the one query that a connection runs. SQLite asks it every few thousand steps."""

    def __init__(self) -> None:
        self.deadline = float("inf")
        self.stopped = False

    def begin(self, seconds: float) -> None:
        self.deadline = time.monotonic() + seconds
        self.stopped = False

    def finish(self) -> None:
        self.deadline = float("inf")
        self.stopped = False

    def __call__(self) -> bool:
        """True interrupts the query."""
        return self.stopped or time.monotonic() > self.deadline


def authorize(action: int, first: str | None, second: str | None, database: str | None, trigger: str | None) -> int:
    """Allow what reads and nothing else: no ATTACH, no DDL, no write, no PRAGMA that sets something."""
    if action == sqlite3.SQLITE_FUNCTION:
        allowed = (second or "").lower() not in _FORBIDDEN_FUNCTIONS
    elif action == sqlite3.SQLITE_PRAGMA:
        name = (first or "").lower()
        allowed = name in _READING_PRAGMAS and (name != "read_uncommitted" or second is None)
    else:
        allowed = action in _READING
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY


class SQLiteAccess:
    """One SQLite file. A file that is replaced by another (renamed over) is noticed, and connections are made anew."""

    dialect = "sqlite"

    def __init__(self, url: URL, seconds: float) -> None:
        self.seconds = seconds
        self.path = _path(url)
        self._any_text = False
        self._url = url.set(
            drivername="sqlite+pysqlite", database=self.path.as_uri(), query={"mode": "ro", "uri": "true"}
        )

    def check(self) -> None:
        check_file(self.path)

    def connections(self, pool_size: int) -> Connections:
        from sqlalchemy import create_engine, event
        from sqlalchemy.exc import InvalidatePoolError

        from core.data.access.connections import InThreads

        threads = min(pool_size, _THREADS)
        engine = create_engine(
            self._url,
            pool_size=threads,
            max_overflow=0,
            pool_use_lifo=True,
            # No transaction is ever open, so none has to be rolled back.
            isolation_level="AUTOCOMMIT",
            skip_autocommit_rollback=True,
            pool_reset_on_return=None,
            connect_args={"timeout": min(2.0, self.seconds), "cached_statements": 64},
        )

        @event.listens_for(engine, "do_connect")
        def _remember_file(dialect: Any, record: Any, args: Any, options: Any) -> None:
            # Looked at before the file is opened: renamed in between, the connection is made once more, never kept.
            record.info["file"] = check_file(self.path)[:2]

        @event.listens_for(engine, "connect")
        def _lock_down(connection: Any, record: Any) -> None:
            watch = Watch()
            record.info.update(watch=watch, epoch=uuid4().hex[:12], driver=connection)
            _lock(connection, watch)

        @event.listens_for(engine, "checkout")
        def _same_file(connection: Any, record: Any, proxy: Any) -> None:
            if record.info.get("file") != check_file(self.path)[:2]:
                raise InvalidatePoolError

        return InThreads(engine, threads, "plant", patience=max(self.seconds, 1.0))

    def begin(self, connection: Connection) -> None:
        if self._any_text:
            connection.info["driver"].text_factory = decode
        connection.info["watch"].begin(self.seconds)

    def finish(self, connection: Connection) -> None:
        connection.info["watch"].finish()

    def mend(self, error: BaseException) -> bool:
        # Old plant databases hold text in other encodings, which sqlite3 refuses. Reading all text through a function
        # of ours is slower, so it begins only when it is needed.
        if self._any_text or "Could not decode to UTF-8" not in str(error):
            return False
        self._any_text = True
        return True

    async def stop(self, connection: Connection) -> bool:
        connection.info["watch"].stopped = True
        connection.info["driver"].interrupt()
        return True

    def version_sql(self) -> str | None:
        # https://www.sqlite.org/pragma.html#pragma_data_version: changes when another connection has committed.
        return "PRAGMA data_version"

    def stamp(self, connection: Connection) -> str:
        # data_version only compares within one connection, so the connection is part of the version; the file's
        # time and size catch a file that was copied over.
        _, inode, modified, size = check_file(self.path)
        return f"{connection.info['epoch']}.{inode}.{modified}.{size}"


def decode(text: bytes) -> str:
    """Text in UTF-8, or else in Windows' western encoding, as old Windows programs wrote it."""
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError:
        return text.decode("cp1252", "replace")


def _lock(driver: sqlite3.Connection, watch: Watch) -> None:
    driver.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _VALUE_BYTES)
    driver.setlimit(sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, _PATTERN_BYTES)
    driver.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    for pragma in ("query_only = ON", "trusted_schema = OFF", f"cache_size = -{_CACHE_KIB}"):
        driver.execute(f"PRAGMA {pragma}").close()
    driver.set_progress_handler(watch, _STEPS)
    driver.set_authorizer(authorize)


def _path(url: URL) -> Path:
    """The file of a URL, absolute.

    Raises:
        ConfigurationError: a database in memory, which no one else could have filled.
    """
    name = url.database or ""
    if name.startswith("file:"):
        name = unquote(urlsplit(name).path)
    if not name or ":memory:" in name:
        raise ConfigurationError("the plant's SQLite database must be a file", reason="MAINTENANCE_DATABASE_URL")
    return Path(name).absolute()
