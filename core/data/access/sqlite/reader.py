"""One locked-down connection with aiosqlite's thread for it. The event loop never touches the disk."""

from __future__ import annotations

import asyncio
from pathlib import Path
from threading import Thread

import aiosqlite

from core.data.access.sqlite.locked import FetchedFromFile, LockedConnection, Watch

_CHUNK = 64
"""Rows that aiosqlite reads at a time when a cursor is iterated over, which we never do."""


class Reader(aiosqlite.Connection):
    """A connection for one query at a time.

    Args:
        path: the SQLite file.
        seconds: what a query may take at most.
    """

    def __init__(self, path: Path, seconds: float) -> None:
        self._watch = watch = Watch(seconds)
        self._ended: asyncio.Future[object] | None = None
        super().__init__(lambda: LockedConnection(path, watch), _CHUNK)

    @classmethod
    def in_background(cls, path: Path, seconds: float) -> Reader:
        """A reader whose thread does not keep the process from ending, whatever it waits for: it only reads.

        aiosqlite makes an ordinary thread; Python makes it a daemon when the thread that makes it is one.
        """
        made: list[Reader] = []
        maker = Thread(target=lambda: made.append(cls(path, seconds)), daemon=True)
        maker.start()
        maker.join()
        return made[0]

    async def open(self) -> None:
        """Start the thread and open the file.

        Raises:
            DatabaseUnavailable, sqlite3.Error: as LockedConnection.
        """
        try:
            await self
        except BaseException:
            # aiosqlite lets the thread end by itself; the event loop may be closed before it has, and it would say so.
            if self._ended is not None:
                await self._ended
            raise

    def stop(self) -> asyncio.Future[object] | None:
        """As aiosqlite's, which gives up a thread; remembers what tells when it has ended."""
        self._ended = super().stop()
        return self._ended

    async def fetch(self, sql: str, limit: int) -> FetchedFromFile:
        """The first ``limit`` rows of one query, in one trip to the thread.

        Raises:
            FileReplaced: this connection is of no use any more.
            DatabaseUnavailable, QueryFailed, sqlite3.Error: as LockedConnection.
        """
        self._watch.begin(limit)
        (fetched,) = await self.execute_fetchall(sql)
        assert isinstance(fetched, FetchedFromFile)
        return fetched

    async def abandon(self) -> None:
        """Stop the query whose ``fetch`` was cancelled; returns when the thread is free again."""
        self._watch.stopped = True
        await self.interrupt()
        await self.commit()  # there is nothing to commit: a trip that waits behind the stopped one
