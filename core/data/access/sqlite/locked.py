"""A connection to a SQLite file that can only read: ``mode=ro``, ``query_only``, an authorizer, limits, a clock.

Whoever opens one gets it locked down: it all happens in the constructor, in the thread that will use the connection.
"""

from __future__ import annotations

import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from core.data.access.access import Fetched
from core.data.failures import check_file
from core.kernel.errors import DatabaseUnavailable, QueryFailed

# Virtual machine steps between two looks at the clock: about half a millisecond of work.
_STEPS = 20_000
# Kibibytes of pages that a connection keeps. The system has the file's pages at hand; 2 MB each are no faster.
_CACHE_KIB = 512
# A value longer than this is an attack on our memory (zeroblob, printf('%999999999d'), group_concat of everything).
_VALUE_BYTES = 16_000_000
_PATTERN_BYTES = 1_000
# How long a query waits while another program writes, if it has so much time.
_BUSY_SECONDS = 2.0

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


class FileReplaced(DatabaseUnavailable):
    """The path names another file than this connection has open. The pool opens the new one and nobody hears of it."""


@dataclass(frozen=True, slots=True)
class FetchedFromFile(Fetched):
    """Rows, and where they were read.

    Attributes:
        stamp: of the connection and of the file just before the query (its number, time and size).
    """

    stamp: str


class Watch:
    """What the one query of a connection may cost. The event loop sets it, the connection's thread looks at it.

    Attributes:
        seconds: what a query may take.
        limit: rows that are read at most.
        deadline: of ``time.monotonic``.
        stopped: nobody waits for the query any more.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.limit = 0
        self.deadline = float("inf")
        self.stopped = False

    def begin(self, limit: int = 0) -> None:
        """The next query's time starts to run."""
        self.limit = limit
        self.deadline = time.monotonic() + self.seconds
        self.stopped = False

    def __call__(self) -> bool:
        """SQLite asks every few thousand steps; True interrupts the query."""
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


class LockedConnection(sqlite3.Connection):
    """An open file, read-only.

    Its ``execute`` first makes sure that the path still names the open file, and gives a cursor whose ``fetchall``
    brings all that a query gives, so that aiosqlite's ``execute_fetchall`` needs one trip to the thread.

    Args:
        path: the file.
        watch: shared with whoever sends queries.

    Attributes:
        stamp: which connection to which file, at which time and size when the last query began.
        started: when that was, of ``time.perf_counter``.

    Raises:
        DatabaseUnavailable: no file, or an empty one.
        sqlite3.Error: SQLite cannot open it.
    """

    def __init__(self, path: Path, watch: Watch) -> None:
        # Looked at before it is opened: a file that is renamed over it in between is noticed at the first query.
        self._file = check_file(path)[:2]
        self._path = path
        self._epoch = uuid4().hex[:12]
        self.watch = watch
        self.stamp = ""
        self.started = 0.0
        # isolation_level None: no transaction is ever open.
        super().__init__(
            f"{path.as_uri()}?mode=ro",
            uri=True,
            timeout=min(_BUSY_SECONDS, watch.seconds),
            isolation_level=None,
            cached_statements=64,
        )
        try:
            self._lock()
        except BaseException:
            self.close()
            raise

    def _lock(self) -> None:
        self.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _VALUE_BYTES)
        self.setlimit(sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, _PATTERN_BYTES)
        self.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        for pragma in ("query_only = ON", "trusted_schema = OFF", f"cache_size = -{_CACHE_KIB}"):
            super().execute(f"PRAGMA {pragma}").close()
        self.set_progress_handler(self.watch, _STEPS)
        self.set_authorizer(authorize)

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        """Run one query.

        Raises:
            FileReplaced: the connection is of no use any more.
            DatabaseUnavailable, sqlite3.Error: as the constructor, and what SQLite has against the query.
        """
        file = check_file(self._path)
        if file[:2] != self._file:
            raise FileReplaced(f"{self._path} is another file now")
        self.stamp = f"{self._epoch}.{file[1]}.{file[2]}.{file[3]}"
        self.started = time.perf_counter()
        return self.cursor(_OneTrip).execute(sql, parameters)


class _OneTrip(sqlite3.Cursor):
    """A cursor of a LockedConnection."""

    def fetchall(self) -> list[Any]:
        """One FetchedFromFile, alone in a list, with as many rows as the Watch allows; the cursor is closed then."""
        opened = self.connection
        assert isinstance(opened, LockedConnection)
        try:
            if self.description is None:
                raise QueryFailed("the statement gives no rows")
            names = [column[0] for column in self.description]
            rows = self.fetchmany(opened.watch.limit)
        finally:
            self.close()
        return [FetchedFromFile(names, rows, time.perf_counter() - opened.started, opened.stamp)]


def decode(text: bytes) -> str:
    """Text in UTF-8, or else in Windows' western encoding, as old Windows programs wrote it."""
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError:
        return text.decode("cp1252", "replace")
