"""A database server through SQLAlchemy and an async driver: what PostgreSQL, MySQL and MariaDB have in common."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from core.data import catalog as catalogs
from core.data.access.access import GRACE_SECONDS, Fetched
from core.data.advice import Indexes
from core.data.catalog import Catalog
from core.kernel.errors import QueryFailed

if TYPE_CHECKING:
    from sqlalchemy.engine import URL, Connection
    from sqlalchemy.ext.asyncio import AsyncEngine

T = TypeVar("T")


class ServerAccess:
    """A pool of connections to one server. A subclass says how they are locked down and how a query is stopped.

    Attributes:
        seconds: what a query may take at most.
        engine: SQLAlchemy's, with exactly as many connections as the pool may have.
    """

    dialect: str
    _VERSION: ClassVar[str | None] = None
    """A query for one text that changes with every committed write, or None where nothing cheap is correct."""

    def __init__(self, engine: AsyncEngine, seconds: float) -> None:
        self.engine = engine
        self.seconds = seconds

    async def fetch(self, sql: str, limit: int) -> Fetched:
        return await self._do(lambda connection: _fetch(connection, sql, limit))

    async def catalog(self) -> Catalog:
        return await self._do(catalogs.read)

    async def indexes(self) -> Indexes:
        return await self._do(catalogs.read_indexes)

    async def version(self) -> str | None:
        sql = self._VERSION
        if sql is None:
            return None
        value = await self._do(lambda connection: connection.exec_driver_sql(sql).scalar())
        return None if value is None else str(value)

    async def close(self) -> None:
        await self.engine.dispose()

    def begin(self, connection: Connection) -> None:
        """Ready a connection for one query, whose time starts to run."""

    async def stop(self, connection: Connection) -> bool:
        """Stop the running query. True when it ends by itself now; False when its task must be cancelled."""
        return False

    async def _do(self, work: Callable[[Connection], T]) -> T:
        """Do ``work`` on a connection, in a task of its own that outlives ours until the server has stopped it."""
        running: list[Connection] = []
        task = asyncio.ensure_future(self._work(work, running))
        try:
            await asyncio.wait({task})
        except asyncio.CancelledError:
            if running and await self.stop(running[0]):
                await asyncio.wait({task}, timeout=GRACE_SECONDS)
            task.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await task
            raise
        return task.result()

    async def _work(self, work: Callable[[Connection], T], running: list[Connection]) -> T:
        def begun(connection: Connection) -> T:
            self.begin(connection)
            running.append(connection)
            try:
                return work(connection)
            finally:
                running.clear()

        async with self.engine.connect() as connection:
            return await connection.run_sync(begun)


def server_engine(url: URL, pool_size: int, seconds: float, **options: Any) -> AsyncEngine:
    """An engine of exactly ``pool_size`` connections, waited for no longer than a query may take."""
    from sqlalchemy.ext.asyncio import create_async_engine

    return create_async_engine(
        url,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=max(seconds, 1.0),
        pool_use_lifo=True,
        pool_pre_ping=True,
        **options,
    )


def _fetch(connection: Connection, sql: str, limit: int) -> Fetched:
    started = time.perf_counter()
    # no_parameters: a % in LIKE is a %, not a driver's placeholder. yield_per: a server-side cursor, so that rows
    # beyond ``limit`` are never read, and one round trip for all that are.
    result = connection.execution_options(yield_per=limit, no_parameters=True).exec_driver_sql(sql)
    if not result.returns_rows or result.cursor is None:
        raise QueryFailed("the statement gives no rows")
    names = [str(column[0]) for column in result.cursor.description]
    rows = list(result.fetchmany(limit))
    result.close()
    return Fetched(names, rows, time.perf_counter() - started)
