"""Writes the demo plant: to a SQLite file (aside, then renamed) or into another database.

This is the room's front door: ``generate``, ``ensure``, ``made_for``, ``summary`` and ``load``.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import tempfile
import time
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path

from core.demo.calendar import Calendar
from core.demo.plant import Row, build
from core.errors import ConfigurationError, StorageFailed

_ASIDE = ".new"
_STALE_SECONDS = 3600.0


def generate(path: Path, as_of: date) -> None:
    """Write the plant of that date to a SQLite file, replacing an earlier one in one step.

    Nobody ever sees a half-written file, and whoever has the old one open goes on reading it.

    Raises:
        ConfigurationError: ``as_of`` lies before 2000 or after 2100, or the file is there and is no demo plant.
        StorageFailed: the disk is full or the folder may not be written; nothing is left behind.
    """
    Calendar(as_of)
    if _holds_something(path) and made_for(path) is None:
        raise ConfigurationError(
            f"{path} is not a demo plant; it is left as it is", reason=f"{path.name} ≠ demo plant (--output)"
        )
    _make(path, as_of)


def ensure(path: Path, as_of: date) -> None:
    """Make the plant when it is missing, damaged or of another date. Safe when several processes do it at once.

    Raises:
        ConfigurationError: ``as_of`` lies before 2000 or after 2100.
        StorageFailed: the disk is full or the folder may not be written.
    """
    if made_for(path) != as_of:
        Calendar(as_of)
        _make(path, as_of)


async def load(url: str, as_of: date) -> None:
    """Write the plant into the database of that URL: SQLite, PostgreSQL or MySQL/MariaDB.

    Raises:
        ConfigurationError: a date out of range, a URL that cannot be read, or a database that holds another plant.
        DatabaseUnavailable: it cannot be reached, or takes too long.
        QueryFailed: it refused the tables or a row.
        StorageFailed: as ``generate`` does, for SQLite.
    """
    import asyncio

    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    from core.demo.database import fill
    from core.settings import with_async_driver

    Calendar(as_of)
    try:
        parts = make_url(with_async_driver(url))
    except ArgumentError as error:
        raise ConfigurationError("unreadable database URL", reason="--url") from error
    if parts.get_backend_name() != "sqlite":
        await fill(parts.render_as_string(hide_password=False), as_of)
    elif parts.database in (None, "", ":memory:"):
        raise ConfigurationError("SQLite in memory would be lost at once", reason="--url sqlite:///FILE")
    else:
        await asyncio.to_thread(generate, Path(str(parts.database)), as_of)


def made_for(path: Path) -> date | None:
    """The date that a file's plant was made for; None when there is none, or it is not a demo plant."""
    if not path.is_file():
        return None
    try:
        with contextlib.closing(_open_readonly(path)) as connection:
            stamp = connection.execute("PRAGMA user_version").fetchone()[0]
            connection.execute("SELECT 1 FROM work_order LIMIT 1").fetchone()
            return datetime.strptime(f"{stamp:08d}", "%Y%m%d").date()  # noqa: DTZ007 - a date has no zone
    except (sqlite3.Error, ValueError):
        return None


def summary(path: Path) -> dict[str, int]:
    """Number of rows by table.

    Raises:
        StorageFailed: there is no demo plant in that file.
    """
    from core.demo.tables import metadata

    try:
        with contextlib.closing(_open_readonly(path)) as connection:
            return {
                table: connection.execute(f'SELECT COUNT(*) FROM "{table}"').fetchone()[0] for table in metadata.tables
            }
    except sqlite3.Error as error:
        raise StorageFailed(f"demo plant {path}: {error}") from error


def _open_readonly(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)


def _holds_something(path: Path) -> bool:
    return path.exists() and (not path.is_file() or path.stat().st_size > 0)


def _make(path: Path, as_of: date) -> None:
    """Build aside in the same folder, then rename."""
    aside: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _sweep(path)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=_ASIDE, dir=path.parent)
        os.close(handle)
        aside = Path(name)
        _write(aside, as_of)
        aside.chmod(0o644)
        _settle(aside)
        aside.replace(path)
    except (OSError, sqlite3.Error) as error:
        raise StorageFailed(f"demo plant {path}: {error}") from error
    finally:
        if aside is not None:
            with contextlib.suppress(OSError):
                aside.unlink(missing_ok=True)


def _sweep(path: Path) -> None:
    """Remove what a process left that was killed while it built."""
    for left in path.parent.glob(f".{path.name}.*{_ASIDE}"):
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > _STALE_SECONDS:
                left.unlink()


def _write(path: Path, as_of: date) -> None:
    """Tables, rows and the date's stamp. A file that nobody sees yet needs no journal; ``_settle`` makes it last."""
    rows = build(as_of)
    tables, indices = _definitions()
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN")
        for statement in tables:
            connection.execute(statement)
        for table, values in rows.items():
            marks = ", ".join("?" * len(values[0]))
            connection.executemany(f'INSERT INTO "{table}" VALUES ({marks})', _as_text(values))
        for statement in indices:
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {as_of:%Y%m%d}")
        connection.execute("COMMIT")


def _settle(path: Path) -> None:
    """Have the file on the disk before its name is."""
    with path.open("r+b") as written:
        os.fsync(written.fileno())


def _definitions() -> tuple[list[str], list[str]]:
    """CREATE TABLE and CREATE INDEX statements for SQLite."""
    from sqlalchemy.dialects import sqlite
    from sqlalchemy.schema import CreateIndex, CreateTable

    from core.demo.tables import metadata

    dialect = sqlite.dialect()
    tables = [str(CreateTable(table).compile(dialect=dialect)) for table in metadata.tables.values()]
    indices = [
        str(CreateIndex(index).compile(dialect=dialect))
        for table in metadata.tables.values()
        for index in sorted(table.indexes, key=lambda index: str(index.name))
    ]
    return tables, indices


def _as_text(rows: Iterable[Row]) -> Iterator[Row]:
    """Dates and timestamps (which are dates too) as ISO 8601 text, the way SQLite keeps them."""
    for row in rows:
        yield tuple(str(value) if isinstance(value, date) else value for value in row)
