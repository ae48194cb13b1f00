"""State: the bot's own database, SQLite or PostgreSQL, and the one way to read and to write it.

SQLite syncs the disk at every commit (power cuts are real), so writes that come at the same time are committed
together: a hundred events in one second cost a handful of syncs, and each still waits until its own is on disk.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import secrets
import time
from collections import deque
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, TypeVar, cast

from sqlalchemy import Connection, Engine, delete, event, select, text
from sqlalchemy.engine import URL, ExceptionContext, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from core.kernel.errors import ConfigurationError, MaintbotError, StateUnavailable
from core.sentences import filled, settings
from core.state.claims import living
from core.state.connections import InThreads, OverDriver, Work, short, unavailable
from core.state.seals import Seals
from core.state.tables import keyvalues, metadata
from core.state.upsert import upsert
from core.state.writer import BUSY_SECONDS, Writer, sqlite_engine

T = TypeVar("T")

_BATCH: Final = 16
"""Works in one commit on SQLite: enough to share a sync, few enough that nobody waits long for the one under way."""
_SLOW, _LARGE_BATCH = 0.05, 256
"""Seconds of a commit from which the disk is what all wait for: then as many as wait share the next."""

_PROOF: Final = 8_192
"""Characters that ``prove`` writes and takes away again: more than a page, so that a full file shows."""

_READERS: Final = 4
"""Threads that read the SQLite file, each with a connection."""

_POOL: Final = 20
_RESERVED: Final = 4
"""Connections to PostgreSQL, and those of them that only ``write(first=True)`` may take."""

_DRIVERS: Final = ("sqlite", "sqlite+aiosqlite", "sqlite+pysqlite", "postgresql+asyncpg")
"""``sqlite+aiosqlite`` is what older settings say; how the file is reached is ours to choose."""


class StateNotReached(StateUnavailable):
    """The server of the state does not answer when the state is opened."""

    texts = dict(settings.STATE_NOT_REACHED)


class State:
    """An open state database.

    Attributes:
        url: where it is.
        dialect: ``sqlite`` or ``postgresql``.
        seals: what those seal and open with who store what the plant's rows are in.
    """

    def __init__(self, connections: InThreads | OverDriver, seals: Seals) -> None:
        self.seals = seals
        self.url = connections.url
        self.dialect = connections.dialect.name
        self._connections = connections
        self._writer = Writer(self.url) if isinstance(connections, InThreads) else None
        self._queue: deque[tuple[Work[Any], asyncio.Future[Any]]] = deque()
        self._urgent: deque[tuple[Work[Any], asyncio.Future[Any]]] = deque()
        self._committing: asyncio.Task[None] | None = None
        self._places = asyncio.Semaphore(_READERS if self._writer else _POOL - _RESERVED)

    @classmethod
    async def open(cls, url: str, *, named: str = "STATE_DATABASE_URL", seals: Seals | None = None) -> State:
        """Connect, and migrate when the database is new or older.

        Args:
            url: ``sqlite:///…`` or ``postgresql+asyncpg://…``.
            named: what errors call the URL.
            seals: None leaves what is stored in the open.

        Raises:
            ConfigurationError: the URL, the file or the login is wrong and the operator must mend it.
            StateUnavailable: the server cannot be reached, or the file is locked.
        """
        from core.state.migrate import migrate

        parsed = _parse(url, named)
        connections = _sqlite(parsed, named) if parsed.get_backend_name() == "sqlite" else _postgresql(parsed)
        state = cls(connections, seals or Seals())
        try:
            await migrate(state)
        except (StateUnavailable, SQLAlchemyError) as error:
            await state.close()
            raise _refused(parsed, error.__cause__ or error, named) from error
        except BaseException:
            await state.close()
            raise
        return state

    async def close(self) -> None:
        """Wait for writes under way, then disconnect."""
        if self._committing is not None:
            await asyncio.wait({self._committing})
        if self._writer is not None:
            await self._writer.close()
        await self._connections.close()

    async def read(self, work: Work[T]) -> T:
        """What ``work`` gives, an ordinary function of a Connection that only SELECTs.

        Raises:
            StateUnavailable: the database does not answer.
        """
        with unavailable():
            async with self._places:
                return await self._connections.do(work)

    async def write(self, work: Work[T], *, first: bool = False) -> T:
        """Run ``work`` in a transaction; it is on disk when this returns.

        Args:
            first: ahead of what waits already: a platform stands by for the answer that its event is stored.

        ``work`` is an ordinary function of a Connection and changes nothing else: on SQLite it runs in the writer's
        thread and shares its commit with others. When it raises, it alone is undone; when another raises, it is undone
        and run again. A caller that is cancelled while it waits cannot know whether its work was committed.

        Raises:
            StateUnavailable: the database does not answer, or the disk is full.
        """
        if isinstance(self._connections, OverDriver):
            with unavailable():
                async with contextlib.nullcontext() if first else self._places:
                    return await self._connections.commit(work)
        assert self._writer is not None
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        (self._urgent if first else self._queue).append((work, future))
        if self._committing is None or self._committing.done():
            self._committing = asyncio.create_task(self._commit_queued(self._writer), name="state-writer")
        return await future

    async def others(self) -> int:
        """How many other processes have it open, as far as it can be told.

        On SQLite those that answer questions hold a claim each (core/state/claims.py); PostgreSQL knows who is
        connected.
        """
        if self.dialect == "sqlite":
            return await asyncio.to_thread(living, Path(f"{self.url.database}-owners"))
        asked = text(
            "SELECT count(DISTINCT application_name) FROM pg_stat_activity WHERE datname = current_database() "
            "AND application_name LIKE 'maintbot %' AND application_name <> current_setting('application_name')"
        )
        return await self.read(lambda connection: int(connection.scalar(asked) or 0))

    async def is_empty(self) -> bool:
        """Whether no table has a row."""

        def work(connection: Connection) -> bool:
            return not any(connection.execute(select(table).limit(1)).first() for table in metadata.tables.values())

        return await self.read(work)

    async def scrub(self) -> None:
        """Leave no trace of what was deleted in the SQLite file or its log. PostgreSQL sees to its own files.

        Raises:
            StateUnavailable: the database does not answer.
        """
        if self._writer is not None:
            await self._writer.scrub()

    async def prove(self) -> None:
        """Read and write, as accepting a question does: what cannot be written now is found out here.

        Raises:
            StateUnavailable: the disk is full, the file is locked, deleted or replaced, its folder is read-only, or the
                server does not answer.
        """
        if self._writer is not None:
            folder = Path(str(self.url.database)).parent
            if not os.access(folder, os.W_OK | os.X_OK):
                raise StateUnavailable(f"the folder {folder} is read-only")
        fields = {"value": json.dumps(" " * _PROOF), "updated_at": datetime.now(UTC)}
        made = upsert(keyvalues, self.dialect).values(key="state.proof", **fields)
        made = made.on_conflict_do_update(index_elements=["key"], set_=fields)

        def work(connection: Connection) -> None:
            connection.execute(made)
            connection.execute(delete(keyvalues).where(keyvalues.c.key == "state.proof"))

        await self.write(work, first=True)

    async def _commit_queued(self, writer: Writer) -> None:
        most = _BATCH
        while self._urgent or self._queue:
            waiting = len(self._urgent) + len(self._queue)
            taken = [(self._urgent or self._queue).popleft() for _ in range(min(most, waiting))]
            batch = [(work, future) for work, future in taken if not future.done()]
            began = time.monotonic()
            try:
                outcomes = await writer.commit([work for work, _ in batch])
            except Exception as error:  # the writer is closed
                outcomes = [StateUnavailable(short(error))] * len(batch)
            most = _LARGE_BATCH if time.monotonic() - began > _SLOW else _BATCH
            for (_, future), outcome in zip(batch, outcomes, strict=True):
                if future.done():
                    continue
                if isinstance(outcome, Exception):
                    future.set_exception(outcome)
                else:
                    future.set_result(outcome)


def sqlite_file(url: str | URL) -> Path | None:
    """The absolute path of a SQLite state; None for a server's, and for what is no URL: opening it says so."""
    try:
        place = make_url(url)
    except ArgumentError:
        return None
    return Path(place.database).absolute() if place.get_backend_name() == "sqlite" and place.database else None


def _parse(url: str, named: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise ConfigurationError("bad url", reason=filled(settings.NOT_A_URL, named=named)) from error
    if parsed.get_backend_name() == "sqlite" and parsed.database in (None, "", ":memory:"):
        raise ConfigurationError("in memory", reason=filled(settings.STATE_IN_MEMORY, named=named))
    if parsed.drivername not in _DRIVERS:
        raise ConfigurationError(parsed.drivername, reason=filled(settings.STATE_KIND, named=named))
    return parsed


def _sqlite(url: URL, named: str) -> InThreads:
    import sqlite3

    if sqlite3.sqlite_version_info < (3, 35):
        raise ConfigurationError(sqlite3.sqlite_version, reason=settings.SQLITE_TOO_OLD)
    try:
        Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)
        Path(str(url.database)).touch(0o600)
        _for_its_owner_alone(Path(str(url.database)))
    except OSError as error:
        raise _refused(url, error, named) from error
    url = url.set(drivername="sqlite+pysqlite")
    return InThreads(sqlite_engine(url, pool_size=_READERS, max_overflow=0), _READERS, "state-reader")


def _for_its_owner_alone(file: Path) -> None:
    """Take what others may from the file that is there, mode 0600; SQLite gives its log the same."""
    if os.name != "posix":
        return
    for path in (file, file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")):
        with contextlib.suppress(FileNotFoundError, PermissionError):  # another user's, who then decides
            if path.stat().st_mode & 0o077:
                path.chmod(0o600)


def _postgresql(url: URL) -> OverDriver:
    from sqlalchemy.ext.asyncio import create_async_engine  # brings the ORM, which a plain SQLite start does without

    engine = create_async_engine(
        url,
        pool_pre_ping=True,
        pool_size=_POOL,
        max_overflow=0,
        pool_timeout=BUSY_SECONDS,
        connect_args={
            "timeout": BUSY_SECONDS,
            "command_timeout": 30,
            "server_settings": {"application_name": f"maintbot {secrets.token_hex(4)}"},
        },
    )
    _leave_read_only(engine.sync_engine)
    return OverDriver(engine)


def _leave_read_only(engine: Engine) -> None:
    """A server that takes no writes any more (a primary that became a standby) answers well: connect anew, elsewhere.

    With several hosts in the URL and ``target_session_attrs=read-write`` the driver then finds the one that does.
    """

    @event.listens_for(engine, "handle_error")
    def _failed(context: ExceptionContext) -> None:
        if "read-only transaction" in str(context.original_exception):
            context.is_disconnect = True


def _refused(url: URL, error: BaseException, named: str) -> MaintbotError:
    """Why the database cannot be opened, as an error that says what to do."""
    detail = short(error)
    where = url.render_as_string(hide_password=True)
    if url.get_backend_name() == "sqlite":
        words = detail.lower()
        if "locked" in words or "busy" in words:
            return StateUnavailable(detail)
        path = Path(str(url.database)).absolute()
        if "malformed" in words or "not a database" in words:
            return ConfigurationError(detail, reason=filled(settings.STATE_DAMAGED, path=path, error=detail))
        return ConfigurationError(detail, reason=filled(settings.STATE_UNOPENED, path=path, error=detail, named=named))
    cause = type(cast(Any, error).orig.__cause__ if getattr(error, "orig", None) else error).__name__
    if any(name in detail + cause for name in ("InvalidPassword", "InvalidCatalog", "InvalidAuthorization")):
        return ConfigurationError(detail, reason=filled(settings.STATE_REFUSED, named=named, where=where, error=detail))
    return StateNotReached(f"{where}: {detail}", named=named, where=where, error=detail)
