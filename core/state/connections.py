"""Connections: a unit of work on a database in one trip, to a thread (SQLite) or through an async driver (servers).

SQLite's library blocks, so its work goes to threads whole. Through aiosqlite each step of it (open a cursor, execute,
fetch, close) would be a trip of its own: five trips cost the event loop 0.6 ms a query, one costs 0.1 ms, and with
twenty queries at once the whole takes a fifth of the time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Protocol, TypeAlias, TypeVar

if TYPE_CHECKING:
    from sqlalchemy.engine import URL, Connection, Dialect, Engine
    from sqlalchemy.ext.asyncio import AsyncEngine

T = TypeVar("T")
Work: TypeAlias = "Callable[[Connection], T]"
"""What is done with a connection: an ordinary function, which may wait for the database as long as it likes."""


CLOSE_SECONDS = 5.0
"""How long closing waits for work that is under way in threads."""


class Connections(Protocol):
    """A pool of connections to one database."""

    @property
    def url(self) -> URL:
        """Where the database is."""

    @property
    def dialect(self) -> Dialect:
        """SQLAlchemy's dialect of it, for quoting names."""

    async def do(self, work: Work[T]) -> T:
        """What ``work`` gives, done with a connection of the pool. Raises what the driver or ``work`` raises."""

    async def close(self) -> None:
        """Close all connections; more than once does no harm."""


class InThreads:
    """Work in threads, one for each connection that the pool may have.

    Args:
        patience: seconds that work waits for a connection at most, then SQLAlchemy's TimeoutError, as its pools do.
    """

    def __init__(self, engine: Engine, threads: int, name: str, *, patience: float) -> None:
        self.engine = engine
        self._patience = patience
        self._places = asyncio.Semaphore(threads)
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._closed = False

    @property
    def url(self) -> URL:
        return self.engine.url

    @property
    def dialect(self) -> Dialect:
        return self.engine.dialect

    async def do(self, work: Work[T]) -> T:
        if self._closed:
            raise _no_connection("closed")
        if self._places.locked():
            await self._wait()
        else:
            await self._places.acquire()
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, self._do, work)
        finally:
            self._places.release()

    async def _wait(self) -> None:
        try:
            async with asyncio.timeout(self._patience):
                await self._places.acquire()
        except TimeoutError as error:
            raise _no_connection("all connections are taken") from error

    def _do(self, work: Work[T]) -> T:
        with self.engine.connect() as connection:
            return work(connection)

    async def close(self) -> None:
        if self._closed:
            return
        self._closed = True
        closing = asyncio.get_running_loop().run_in_executor(self._threads, self.engine.dispose)
        self._threads.shutdown(wait=False)
        # No longer than that: work may hang, e.g. on a network drive that is gone.
        await asyncio.wait({closing}, timeout=CLOSE_SECONDS)


def _no_connection(why: str) -> Exception:
    """What SQLAlchemy's own pools raise when they have no connection to give."""
    from sqlalchemy.exc import TimeoutError as NoConnection

    return NoConnection(why)


class OverDriver:
    """Work through an async driver, in greenlets on the event loop."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine

    @property
    def url(self) -> URL:
        return self.engine.url

    @property
    def dialect(self) -> Dialect:
        return self.engine.dialect

    async def do(self, work: Work[T]) -> T:
        async with self.engine.connect() as connection:
            return await connection.run_sync(work)

    async def commit(self, work: Work[T]) -> T:
        """As ``do``, in a transaction that is committed when ``work`` returns."""
        async with self.engine.begin() as connection:
            return await connection.run_sync(work)

    async def close(self) -> None:
        await self.engine.dispose()
