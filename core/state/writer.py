"""The one that writes to the SQLite file, and what every connection to it must be set to."""

from __future__ import annotations

import asyncio
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL

from core.kernel.errors import StateUnavailable
from core.state.connections import Work, unavailable
from core.state.file_watch import FileWatch

BUSY_SECONDS: Final = 10.0
"""How long a statement waits for another process's write on SQLite, and for a connection to PostgreSQL."""

_CACHE_KIB: Final = 256
"""Kibibytes of pages that a connection keeps: there are five, and the system has the file's pages at hand."""

CONNECT: Final[dict[str, Any]] = {"timeout": BUSY_SECONDS}


def sqlite_engine(url: URL, **pool: Any) -> Engine:
    """An engine for a file that is there, whose connections are as ours must be.

    None of them makes the file. One that is opened while the file is gone for a moment would make an empty one in its
    place, and SQLite takes away the log beside an empty file: what was in it alone would be lost when the file is back.
    """
    where = f"{Path(str(url.database)).absolute().as_uri()}?mode=rw"
    engine = create_engine(
        url, creator=lambda: sqlite3.connect(where, uri=True, check_same_thread=False, **CONNECT), **pool
    )
    prepare_sqlite(engine)
    return engine


def prepare_sqlite(engine: Engine) -> None:
    """Every connection of an engine as ours must be, and transactions that begin where we say."""

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        # secure_delete: what is deleted is overwritten, so that a conversation that was forgotten is not in the file.
        pages = f"cache_size=-{_CACHE_KIB}"
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON", pages):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        # A write takes the lock at once: a read that turns into a write fails when another process wrote between.
        # A read needs no transaction at all.
        if connection.get_execution_options().get("write"):
            connection.exec_driver_sql("BEGIN IMMEDIATE")


class Writer:
    """The one that writes to a SQLite file: a thread with a connection of its own, so that writes share commits."""

    def __init__(self, url: URL) -> None:
        self._engine = sqlite_engine(url).execution_options(write=True)
        self._file_watch = FileWatch(Path(str(url.database)))
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="state-writer")

    async def commit(self, works: list[Work[Any]]) -> list[Any]:
        """Run works in one transaction; gives what each returned or the exception that undid it."""
        if not works:
            return []
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._commit, works)

    def _commit(self, works: list[Work[Any]]) -> list[Any]:
        """One commit for all; what a work raises undoes all, and the others are run again without it."""
        outcomes: list[Any] = [None] * len(works)
        left = list(range(len(works)))
        while left:
            running: int | None = None
            try:
                with unavailable(), self._engine.begin() as connection:
                    for running in left:
                        outcomes[running] = works[running](connection)
                    running = None
                    self._file_watch.check(connection)
                return outcomes
            except Exception as error:
                if running is not None and not isinstance(error, StateUnavailable):
                    outcomes[running] = error  # its own fault: the others' savepoints would cost more than this does
                    left.remove(running)
                elif len(left) == 1 or (isinstance(error, StateUnavailable) and "locked" in error.detail):
                    for place in left:  # locked: each would wait as long again
                        outcomes[place] = error
                    return outcomes
                else:  # the disk's or the database's fault, which a smaller one may escape
                    for place in left:
                        outcomes[place] = self._commit([works[place]])[0]
                    return outcomes
        return outcomes

    async def scrub(self) -> None:
        """Empty the log beside the file, which still holds what was deleted; as far as readers of it let us."""

        def work() -> None:
            with unavailable(), self._engine.execution_options(write=False).connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

        await asyncio.get_running_loop().run_in_executor(self._thread, work)

    async def close(self) -> None:
        """Disconnect, after what is under way."""
        await asyncio.get_running_loop().run_in_executor(self._thread, self._engine.dispose)
        self._thread.shutdown(wait=False)
