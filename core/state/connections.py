"""Work on the state database: an ordinary function of a connection, in a thread (SQLite) or through asyncpg.

A work is several statements and what is made of their rows. In a thread it is one trip, however many those are. What
the drivers raise when a database is away becomes an error of ours here.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from sqlalchemy.engine import URL, Connection, Dialect, Engine
from sqlalchemy.exc import DataError, IntegrityError, ProgrammingError, SQLAlchemyError

from core.kernel.errors import MaintbotError, StateUnavailable

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine

T = TypeVar("T")
Work: TypeAlias = Callable[[Connection], T]
"""What is done with a connection: an ordinary function, which may wait for the database as long as it likes."""

CLOSE_SECONDS = 5.0
"""How long closing waits for work that is under way in threads."""


class InThreads:
    """Work in threads, each with a connection of the engine's pool. More work than threads waits for one."""

    def __init__(self, engine: Engine, threads: int, name: str) -> None:
        self.engine = engine
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._closed = False

    @property
    def url(self) -> URL:
        """Where the database is."""
        return self.engine.url

    @property
    def dialect(self) -> Dialect:
        """SQLAlchemy's dialect of it."""
        return self.engine.dialect

    async def do(self, work: Work[T]) -> T:
        """What ``work`` gives.

        Raises:
            StateUnavailable: closed.
            Exception: what the driver or ``work`` raises.
        """
        if self._closed:
            raise StateUnavailable("the state database is closed")
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._do, work)

    def _do(self, work: Work[T]) -> T:
        with self.engine.connect() as connection:
            return work(connection)

    async def close(self) -> None:
        """Close all connections; more than once does no harm."""
        if self._closed:
            return
        self._closed = True
        closing = asyncio.get_running_loop().run_in_executor(self._threads, self.engine.dispose)
        self._threads.shutdown(wait=False)
        # No longer than that: work may hang, e.g. on a network drive that is gone.
        await asyncio.wait({closing}, timeout=CLOSE_SECONDS)


class OverDriver:
    """Work through an async driver, in greenlets on the event loop."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine

    @property
    def url(self) -> URL:
        """Where the database is."""
        return self.engine.url

    @property
    def dialect(self) -> Dialect:
        """SQLAlchemy's dialect of it."""
        return self.engine.dialect

    async def do(self, work: Work[T]) -> T:
        """What ``work`` gives. Raises what the driver or ``work`` raises."""
        async with self.engine.connect() as connection:
            return await connection.run_sync(work)

    async def commit(self, work: Work[T]) -> T:
        """As ``do``, in a transaction that is committed when ``work`` returns."""
        async with self.engine.begin() as connection:
            return await connection.run_sync(work)

    async def close(self) -> None:
        """Close all connections; more than once does no harm."""
        await self.engine.dispose()


@contextlib.contextmanager
def unavailable() -> Iterator[None]:
    """Turn what the drivers raise when a database is away into StateUnavailable.

    Our own errors pass, and so does what a row or a statement itself is refused for: tried again, it would be again.
    """
    try:
        yield
    except (MaintbotError, DataError, IntegrityError, ProgrammingError):
        raise
    except (SQLAlchemyError, OSError, TimeoutError) as error:
        raise StateUnavailable(short(error)) from error


def short(error: BaseException) -> str:
    """The driver's own words without the statement and its parameters, which may hold question text."""
    cause = getattr(error, "orig", None) or error
    return f"{type(cause).__name__}: {str(cause).splitlines()[0] if str(cause) else ''}"[:300]
