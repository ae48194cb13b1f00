"""Writes the demo plant: to a SQLite file (aside, then renamed) or into another database.

This is the room's front door: ``generate``, ``ensure``, ``made_for``, ``summary`` and ``load``.
"""

from __future__ import annotations

import contextlib
import sqlite3
from datetime import date
from pathlib import Path

from core.demo.calendar import Calendar
from core.demo.problems import NotADemoPlant, UnusableUrl
from core.demo.sqlite_file import made_for, open_readonly, write
from core.kernel.errors import StorageFailed

__all__ = ["ensure", "generate", "load", "made_for", "summary"]


def generate(path: Path, as_of: date) -> None:
    """Write the plant of that date to a SQLite file, replacing an earlier one in one step.

    Nobody ever sees a half-written file, and whoever has the old one open goes on reading it.

    Raises:
        DateOutOfRange: ``as_of`` lies before 2000 or after 2100.
        NotADemoPlant: the file is there and holds something else.
        StorageFailed: the disk is full or the folder may not be written; nothing is left behind.
    """
    Calendar(as_of)
    if _holds_something(path) and made_for(path) is None:
        raise NotADemoPlant(f"{path} is not a demo plant; it is left as it is", name=path.name)
    write(path, as_of)


def ensure(path: Path, as_of: date) -> None:
    """Make the plant when it is missing, damaged or of another date. Safe when several processes do it at once.

    Raises:
        DateOutOfRange: ``as_of`` lies before 2000 or after 2100.
        StorageFailed: the disk is full or the folder may not be written.
    """
    if made_for(path) != as_of:
        Calendar(as_of)
        write(path, as_of)


async def load(url: str, as_of: date) -> None:
    """Write the plant into the database of that URL: SQLite, PostgreSQL or MySQL/MariaDB.

    Raises:
        DateOutOfRange, UnusableUrl: as their names say.
        TablesInTheWay: the database holds another plant.
        DatabaseUnavailable: it cannot be reached, or takes too long.
        QueryFailed: it refused the tables or a row.
        StorageFailed: as ``generate`` does, for SQLite.
    """
    import asyncio

    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    from core.demo.database import fill
    from core.kernel.settings import with_async_driver

    Calendar(as_of)
    try:
        parts = make_url(with_async_driver(url))
    except ArgumentError as error:
        raise UnusableUrl("unreadable database URL") from error
    if parts.get_backend_name() != "sqlite":
        await fill(parts.render_as_string(hide_password=False), as_of)
    elif parts.database in (None, "", ":memory:"):
        raise UnusableUrl("SQLite in memory would be lost at once")
    else:
        await asyncio.to_thread(generate, Path(str(parts.database)), as_of)


def summary(path: Path) -> dict[str, int]:
    """Number of rows by table.

    Raises:
        StorageFailed: there is no demo plant in that file.
    """
    from core.demo.tables import metadata

    try:
        with contextlib.closing(open_readonly(path)) as connection:
            return {
                table: connection.execute(f'SELECT COUNT(*) FROM "{table}"').fetchone()[0] for table in metadata.tables
            }
    except sqlite3.Error as error:
        raise StorageFailed(f"demo plant {path}: {error}") from error


def _holds_something(path: Path) -> bool:
    return path.exists() and (not path.is_file() or path.stat().st_size > 0)
