"""State: the bot's own database, SQLite or PostgreSQL, and the one way to read and to write it.

SQLite syncs the disk at every commit (power cuts are real), so writes that come at the same time are committed
together: a hundred events in one second cost a handful of syncs, and each still waits until its own is on disk.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any, Final, TypeVar, cast

from sqlalchemy import event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, ProgrammingError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from core.errors import ConfigurationError, MaintbotError, StateUnavailable

T = TypeVar("T")
Work = Callable[[AsyncConnection], Awaitable[T]]

BUSY_SECONDS: Final = 10.0
"""How long a statement waits for another process's write on SQLite, and for a connection to PostgreSQL."""

_BATCH: Final = 64


class State:
    """An open state database.

    Attributes:
        engine: for what needs more than ``read`` and ``write``.
        dialect: ``sqlite`` or ``postgresql``.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        self.dialect = engine.dialect.name
        self._writers = engine.execution_options(write=True)
        self._queue: deque[tuple[Work[Any], asyncio.Future[Any]]] = deque()
        self._committing: asyncio.Task[None] | None = None

    @classmethod
    async def open(cls, url: str) -> State:
        """Connect, and migrate when the database is new or older.

        Args:
            url: with its async driver, ``sqlite+aiosqlite:///…`` or ``postgresql+asyncpg://…``.

        Raises:
            ConfigurationError: the URL, the file or the login is wrong and the operator must mend it.
            StateUnavailable: the server cannot be reached, or the file is locked.
        """
        from core.memory.migrate import migrate

        parsed = _parse(url)
        engine = _sqlite(parsed) if parsed.get_backend_name() == "sqlite" else _postgresql(parsed)
        try:
            await migrate(engine)
        except (SQLAlchemyError, OSError, TimeoutError) as error:
            await engine.dispose()
            raise _refused(parsed, error) from error
        except BaseException:
            await engine.dispose()
            raise
        return cls(engine)

    async def close(self) -> None:
        """Wait for writes under way, then disconnect."""
        if self._committing is not None:
            await asyncio.wait({self._committing})
        await self.engine.dispose()

    @contextlib.asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A connection for SELECTs.

        Raises:
            StateUnavailable: the database does not answer.
        """
        with _unavailable():
            async with self.engine.connect() as connection:
                yield connection

    async def write(self, work: Work[T]) -> T:
        """Run ``work`` in a transaction; it is on disk when this returns.

        On SQLite ``work`` may share its commit with others, each in its own savepoint: an exception of one undoes
        that one. A caller that is cancelled while it waits cannot know whether its work was committed.

        Raises:
            StateUnavailable: the database does not answer, or the disk is full.
        """
        if self.dialect != "sqlite":
            with _unavailable():
                async with self._writers.begin() as connection:
                    return await work(connection)
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._queue.append((work, future))
        if self._committing is None or self._committing.done():
            self._committing = asyncio.create_task(self._commit_queued(), name="state-writer")
        return await future

    async def _commit_queued(self) -> None:
        while self._queue:
            taken = [self._queue.popleft() for _ in range(min(_BATCH, len(self._queue)))]
            batch = [(work, future) for work, future in taken if not future.done()]
            try:
                with _unavailable():
                    await self._commit(batch)
            except Exception as error:
                for _, future in batch:
                    if not future.done():
                        future.set_exception(error)
            except BaseException:
                for _, future in (*batch, *self._queue):
                    future.cancel()
                self._queue.clear()
                raise

    async def _commit(self, batch: list[tuple[Work[Any], asyncio.Future[Any]]]) -> None:
        done: list[tuple[asyncio.Future[Any], Any]] = []
        async with self._writers.begin() as connection:
            if len(batch) == 1:
                done.append((batch[0][1], await batch[0][0](connection)))
            else:
                for work, future in batch:
                    try:
                        with _unavailable():
                            async with connection.begin_nested():
                                done.append((future, await work(connection)))
                    except Exception as error:
                        if not future.done():
                            future.set_exception(error)
        for future, value in done:
            if not future.done():
                future.set_result(value)


@contextlib.contextmanager
def _unavailable() -> Any:
    """Turn what the drivers raise when a database is away into StateUnavailable; our own errors pass."""
    try:
        yield
    except (MaintbotError, IntegrityError, ProgrammingError):
        raise
    except (DBAPIError, OSError, TimeoutError) as error:
        raise StateUnavailable(_short(error)) from error
    except SQLAlchemyError as error:
        raise StateUnavailable(_short(error)) from error


def _short(error: BaseException) -> str:
    """The driver's own words without the statement and its parameters, which may hold question text."""
    cause = getattr(error, "orig", None) or error
    return f"{type(cause).__name__}: {str(cause).splitlines()[0] if str(cause) else ''}"[:300]


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise ConfigurationError("bad url", reason="STATE_DATABASE_URL is not a database URL") from error
    if parsed.drivername not in ("sqlite+aiosqlite", "postgresql+asyncpg"):
        raise ConfigurationError(
            parsed.drivername, reason="STATE_DATABASE_URL must begin with sqlite:/// or postgresql://"
        )
    return parsed


def _sqlite(url: URL) -> AsyncEngine:
    import sqlite3

    if sqlite3.sqlite_version_info < (3, 35):
        raise ConfigurationError(sqlite3.sqlite_version, reason="SQLite 3.35 or newer is needed")
    if url.database and url.database != ":memory:":
        try:
            Path(url.database).expanduser().parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _refused(url, error) from error
    engine = create_async_engine(url, connect_args={"timeout": BUSY_SECONDS})

    @event.listens_for(engine.sync_engine, "connect")
    def _prepare(connection: Any, _: object) -> None:
        connection.isolation_level = None  # transactions begin where we say, below
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Any) -> None:
        # A write takes the lock at once: a read that turns into a write fails when another process wrote between.
        # A read needs no transaction at all.
        if connection.get_execution_options().get("write"):
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _postgresql(url: URL) -> AsyncEngine:
    return create_async_engine(
        url,
        pool_pre_ping=True,
        pool_size=10,
        max_overflow=10,
        pool_timeout=BUSY_SECONDS,
        connect_args={"timeout": BUSY_SECONDS, "command_timeout": 30},
    )


def _refused(url: URL, error: BaseException) -> MaintbotError:
    """Why the database cannot be opened, as an error that says what to do."""
    detail = _short(error)
    where = url.render_as_string(hide_password=True)
    if url.get_backend_name() == "sqlite":
        words = detail.lower()
        if "locked" in words or "busy" in words:
            return StateUnavailable(detail)
        return ConfigurationError(
            detail,
            reason=f"the state database {url.database} cannot be opened ({detail}); check the path, the rights and the "
            "free space, or name another one in STATE_DATABASE_URL",
        )
    cause = type(cast(Any, error).orig.__cause__ if getattr(error, "orig", None) else error).__name__
    if any(name in detail + cause for name in ("InvalidPassword", "InvalidCatalog", "InvalidAuthorization")):
        return ConfigurationError(detail, reason=f"PostgreSQL refused STATE_DATABASE_URL {where} ({detail})")
    return StateUnavailable(f"{where}: {detail}")
