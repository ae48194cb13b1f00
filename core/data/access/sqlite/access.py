"""SQLite through aiosqlite. A file that is replaced by another (renamed over) is noticed, and opened anew."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import unquote, urlsplit

from core.data import catalog as catalogs
from core.data.access.access import Fetched
from core.data.access.sqlite.locked import LockedConnection, Watch, decode
from core.data.access.sqlite.pool import Readers
from core.data.advice import Indexes
from core.data.catalog import Catalog
from core.kernel.errors import ConfigurationError
from core.sentences import settings

if TYPE_CHECKING:
    from sqlalchemy.engine import URL, Connection

T = TypeVar("T")

# Readers at most, each with a thread: SQLite's work is our own processor's, so that more of them make nothing faster,
# and a few slow queries must not keep all others waiting.
_READERS = 8


class SQLiteAccess:
    """One SQLite file.

    Raises:
        ConfigurationError: the URL names no file.
    """

    dialect = "sqlite"

    def __init__(self, url: URL, seconds: float, pool_size: int) -> None:
        self._path = file_of(url)
        self._seconds = seconds
        self._readers = Readers(self._path, min(pool_size, _READERS), seconds)
        # data_version compares within one connection only, so the version has a connection of its own.
        self._versions = Readers(self._path, 1, seconds)

    async def fetch(self, sql: str, limit: int) -> Fetched:
        try:
            return await self._readers.fetch(sql, limit)
        except sqlite3.OperationalError as error:
            # Old plant databases hold text in other encodings, which sqlite3 refuses. Reading all text through a
            # function of ours is slower, so it begins only when it is needed.
            if self._readers.any_text or "Could not decode to UTF-8" not in str(error):
                raise
        self._readers.any_text = True
        return await self._readers.fetch(sql, limit)

    async def catalog(self) -> Catalog:
        return await self._inspected(catalogs.read)

    async def indexes(self) -> Indexes:
        return await self._inspected(catalogs.read_indexes)

    async def _inspected(self, read: Callable[[Connection], T]) -> T:
        watch = Watch(self._seconds)
        watch.begin()
        try:
            return await asyncio.to_thread(_inspect, self._path, watch, read)
        except asyncio.CancelledError:
            watch.stopped = True
            raise

    async def version(self) -> str | None:
        # https://www.sqlite.org/pragma.html#pragma_data_version: changes when another connection has committed. The
        # file's time and size catch a file that was copied over.
        asked = await self._versions.fetch("PRAGMA data_version", 1)
        return f"{asked.stamp}.{asked.rows[0][0]}"

    async def close(self) -> None:
        await asyncio.gather(self._readers.close(), self._versions.close())


def _inspect(path: Path, watch: Watch, read: Callable[[Connection], T]) -> T:
    """By SQLAlchemy's inspection, which knows SQLite's types, over a connection for this once."""
    from sqlalchemy import NullPool, create_engine

    def opened() -> LockedConnection:
        connection = LockedConnection(path, watch)
        connection.text_factory = decode
        return connection

    engine = create_engine("sqlite+pysqlite://", creator=opened, poolclass=NullPool)
    with engine.connect() as connection:
        return read(connection)


def file_of(url: URL) -> Path:
    """The file of a SQLite URL, absolute.

    Raises:
        ConfigurationError: a database in memory, which no one else could have filled.
    """
    name = url.database or ""
    if name.startswith("file:"):
        name = unquote(urlsplit(name).path)
    if not name or ":memory:" in name:
        raise ConfigurationError("the plant's SQLite database must be a file", reason=settings.PLANT_IN_MEMORY)
    return Path(name).absolute()
