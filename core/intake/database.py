"""The SQLite file that an import writes: a new one aside and then renamed, an existing one in one transaction."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

from core.intake.failures import NotOurOutput, OutputBusy, OutputUnwritable

_OURS = 0x6D626F74
"""``application_id`` of a database that imports made: no other is written to."""
PATIENCE_SECONDS = 5.0


@contextlib.contextmanager
def writing(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection in a transaction; all that is written to it becomes visible at once, or nothing does.

    Raises:
        ImportRefused: the file is there and not of an import, is in use, or cannot be written.
    """
    new = not path.exists() or (path.is_file() and path.stat().st_size == 0)
    try:
        with _aside(path) if new else _in_place(path) as connection:
            yield connection
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise OutputBusy(str(error), file=path.name) from error
        raise OutputUnwritable(str(error), file=path.name, reason=str(error)) from error
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_NOTADB:
            raise NotOurOutput(str(error), file=path.name) from error
        raise OutputUnwritable(str(error), file=path.name, reason=str(error)) from error
    except OSError as error:
        raise OutputUnwritable(str(error), file=path.name, reason=error.strerror or str(error)) from error


@contextlib.contextmanager
def _aside(path: Path) -> Iterator[sqlite3.Connection]:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".new", dir=path.parent)
    os.close(handle)
    built = Path(name)
    try:
        with contextlib.closing(sqlite3.connect(built, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute(f"PRAGMA application_id = {_OURS}")
            connection.execute("BEGIN")
            yield connection
            connection.execute("COMMIT")
        with built.open("r+b") as written:
            os.fsync(written.fileno())
        built.chmod(0o644)
        built.replace(path)
    finally:
        built.unlink(missing_ok=True)


@contextlib.contextmanager
def _in_place(path: Path) -> Iterator[sqlite3.Connection]:
    if not path.is_file():
        raise NotOurOutput("not a file", file=path.name)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None, timeout=PATIENCE_SECONDS)) as connection:
        if connection.execute("PRAGMA application_id").fetchone()[0] != _OURS:
            raise NotOurOutput("another application_id", file=path.name)
        # Pages that spill to the disk before the end would lock out whoever reads meanwhile.
        connection.execute("PRAGMA cache_spill = OFF")
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
            connection.execute("COMMIT")
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                connection.execute("ROLLBACK")
            raise
