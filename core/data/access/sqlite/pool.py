"""The readers of one SQLite file, each a connection of aiosqlite with a thread of its own: at most so many, the one
used last is used first."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from threading import Thread
from typing import Any

import aiosqlite

from core.data.access.access import GRACE_SECONDS
from core.data.access.sqlite.locked import FetchedFromFile, FileReplaced, LockedConnection, Watch, decode
from core.data.failures import DatabaseBusy

CLOSE_SECONDS = 5.0
"""How long closing waits for queries that still run: one may hang, e.g. on a network drive that is gone."""


class Readers:
    """Lends a reader to each query.

    A reader whose query was cancelled comes back when its thread is free again, not before: a drive that hangs takes
    all places, and never more threads than there are places.

    Args:
        path: the SQLite file.
        count: readers at most.
        seconds: what a query may take at most, and how long it waits for a reader at most.

    Attributes:
        any_text: text that is not UTF-8 is read too, which is slower.
    """

    def __init__(self, path: Path, count: int, seconds: float) -> None:
        self.any_text = False
        self._path = path
        self._count = count
        self._seconds = seconds
        self._patience = max(seconds, 1.0)
        self._places = asyncio.Semaphore(count)
        self._idle: list[Reader] = []
        self._settling: set[asyncio.Task[None]] = set()
        self._closed = False

    async def fetch(self, sql: str, limit: int) -> FetchedFromFile:
        """The first ``limit`` rows of one query.

        Raises:
            DatabaseBusy: all readers are taken, or the pool is closed.
            DatabaseUnavailable, QueryFailed, sqlite3.Error: as Reader.
        """
        await self._take_place()
        while True:
            reader = self._idle.pop() if self._idle else await self._opened()
            if self.any_text:
                reader.text_factory = decode
            try:
                fetched = await reader.fetch(sql, limit)
            except FileReplaced:
                self._settle(reader.close())
                continue
            except asyncio.CancelledError:
                await asyncio.wait({self._settle(self._abandoned(reader))}, timeout=GRACE_SECONDS)
                raise
            except BaseException:
                self._give_back(reader)
                raise
            self._give_back(reader)
            return fetched

    async def close(self) -> None:
        """Close all readers, after the queries that run; more than once does no harm."""
        if self._closed:
            return
        self._closed = True
        await asyncio.wait({self._settle(self._all_closed())}, timeout=CLOSE_SECONDS)

    async def _take_place(self) -> None:
        if self._places.locked() and not self._closed:
            try:
                async with asyncio.timeout(self._patience):
                    await self._places.acquire()
            except TimeoutError as error:
                raise DatabaseBusy("all connections to the database are taken") from error
            if not self._closed:
                return
            self._places.release()
        if self._closed:
            raise DatabaseBusy("the connections to the database are closed")
        await self._places.acquire()

    async def _opened(self) -> Reader:
        """A new reader, in the place that the caller has, which is free again when this raises."""
        reader = Reader.in_background(self._path, self._seconds)
        opening = asyncio.ensure_future(reader.open())
        try:
            await asyncio.shield(opening)
        except asyncio.CancelledError:
            self._settle(self._opened_late(reader, opening))
            raise
        except BaseException:
            self._places.release()
            raise
        return reader

    async def _opened_late(self, reader: Reader, opening: asyncio.Future[None]) -> None:
        await asyncio.wait({opening})
        if opening.exception() is None:
            self._give_back(reader)
        else:
            self._places.release()

    async def _abandoned(self, reader: Reader) -> None:
        try:
            await reader.abandon()
        finally:
            self._give_back(reader)

    def _give_back(self, reader: Reader) -> None:
        self._idle.append(reader)
        self._places.release()

    def _settle(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Do ``work`` beside whoever began it, who may be cancelled or not wait for it."""
        task = asyncio.ensure_future(work)
        self._settling.add(task)
        task.add_done_callback(self._settling.discard)
        return task

    async def _all_closed(self) -> None:
        await self._close_idle()
        for _ in range(self._count):  # each is given when the query that has it is over
            await self._places.acquire()
        await self._close_idle()
        if others := self._settling - {asyncio.current_task()}:
            await asyncio.wait(others)

    async def _close_idle(self) -> None:
        idle, self._idle = self._idle, []
        await asyncio.gather(*(reader.close() for reader in idle))


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
