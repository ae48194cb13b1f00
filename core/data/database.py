"""The plant's database: one query at a time in, a Result out, read-only and within its time on every database."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

from core.data import catalog as catalogs
from core.data.access.readonly import CONNECT_SECONDS, Access, access_for
from core.data.catalog import Catalog
from core.data.failures import TablesMissing, query_timeout, translate
from core.kernel.errors import DatabaseUnavailable, QueryFailed, QueryTimeout
from core.kernel.messages import Cell
from core.kernel.result import Result, normalise_rows, unique_names

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from core.data.access.connections import Connections

T = TypeVar("T")

_GRACE = 2.0
"""Seconds that a server has to end a query by itself before we drop the connection."""
_THREAD_ROWS = 500
"""From so many rows on, they are normalised in a thread, so that the event loop goes on."""


class Database:
    """The plant's database.

    Attributes:
        dialect: sqlglot's name of it: ``sqlite``, ``postgres``, ``mysql`` (MariaDB too).
        max_rows: rows that a Result has at most.
        query_timeout: seconds that a query may take.
    """

    def __init__(
        self,
        access: Access,
        *,
        pool_size: int,
        query_timeout: float,
        max_rows: int,
        secret: str | None = None,
        timezone: str | None = None,
    ) -> None:
        self.dialect = access.dialect
        self.max_rows = max_rows
        self.query_timeout = query_timeout
        self._access = access
        self._secret = secret
        self._zone = ZoneInfo(timezone) if timezone else None
        self._plant = access.connections(pool_size)
        # data_version compares within one connection only, so the version has a connection of its own.
        self._versions = access.connections(1)
        self._catalog: Catalog | None = None

    @classmethod
    async def open(
        cls,
        url: str,
        *,
        pool_size: int = 20,
        query_timeout: float = 10.0,
        max_rows: int = 10_000,
        timezone: str | None = None,
    ) -> Database:
        """Ready a database; nothing is connected before the first query, so a bot starts while its plant is down.

        Args:
            url: a SQLAlchemy URL with its async driver, as ``Settings.plant_url`` gives it.
            timezone: the plant's; PostgreSQL's ``timestamptz`` is cut into days and shown in it.

        Raises:
            ConfigurationError: the URL is none, or of a database that is not supported.
        """
        from sqlalchemy.engine import make_url

        access = access_for(url, query_timeout, timezone)
        return cls(
            access,
            pool_size=pool_size,
            query_timeout=query_timeout,
            max_rows=max_rows,
            secret=make_url(url).password,
            timezone=timezone,
        )

    async def run(self, sql: str, *, max_rows: int | None = None) -> Result:
        """Run one query.

        Cancelling the task that awaits this stops the query in the database too.

        Args:
            sql: one SELECT in the database's dialect; checked by the guard, though nothing here relies on that.
            max_rows: rows wanted at most, when fewer than the database's own ``max_rows``.

        Raises:
            DatabaseUnavailable: missing, locked, down, not a database, no access; the subclass says which.
            QueryTimeout: the time limit stopped it.
            QueryFailed: the database refused the SQL.
        """
        limit = self.max_rows if max_rows is None else min(max_rows, self.max_rows)
        queried_at = datetime.now(UTC)
        names, rows, seconds = await self._with_connection(self._plant, lambda c: _fetch(c, sql, limit + 1))
        truncated = len(rows) > limit
        del rows[limit:]
        if len(rows) >= _THREAD_ROWS:
            cells = await asyncio.to_thread(normalise_rows, rows, self._zone)
        else:
            cells = normalise_rows(rows, self._zone)
        return Result(unique_names(names), cells, truncated, seconds, queried_at)

    async def catalog(self) -> Catalog:
        """The tables and columns as they are now.

        Raises:
            DatabaseUnavailable, QueryTimeout: as ``run``.
        """
        self._catalog = await self._with_connection(self._plant, catalogs.read)
        return self._catalog

    async def require(self, tables: Collection[str]) -> None:
        """Make sure that the database has these tables or views; case does not count.

        Raises:
            TablesMissing: some are not there; named in ``detail`` and in the sentence.
            DatabaseUnavailable, QueryTimeout: as ``run``.
        """
        present = {name.lower() for name in (await self.catalog()).tables}
        if missing := [name for name in tables if name.lower() not in present]:
            raise TablesMissing(missing)

    async def version(self) -> str | None:
        """A text that differs after every committed write; None when the database cannot say so cheaply, or at all.

        Ask before the query whose result is to be kept under it: a write in between then costs a miss, never a
        stale answer. Versions compare only within one Database object.
        """
        sql = self._access.version_sql()
        if sql is None:
            return None

        def ask(connection: Connection) -> str | None:
            before = self._access.stamp(connection)
            value = connection.exec_driver_sql(sql).scalar()
            return None if value is None else f"{before}.{value}"

        try:
            return await self._with_connection(self._versions, ask)
        except (DatabaseUnavailable, QueryTimeout, QueryFailed):
            return None

    async def distinct(self, table: str, column: str, *, limit: int) -> list[Cell] | None:
        """The different values of a column, sorted, without NULL; None when there are more than ``limit``.

        Raises:
            QueryFailed: no such table or column.
            DatabaseUnavailable, QueryTimeout: as ``run``.
        """
        catalog = self._catalog or await self.catalog()
        if column not in catalog.tables.get(table, {}):
            raise QueryFailed(f"no column {table}.{column}")
        quote = self._plant.dialect.identifier_preparer.quote
        name = quote(column)
        sql = f"SELECT DISTINCT {name} FROM {quote(table)} WHERE {name} IS NOT NULL ORDER BY {name} LIMIT {limit + 1:d}"
        _, rows, _ = await self._with_connection(self._plant, lambda c: _fetch(c, sql, limit + 1))
        return None if len(rows) > limit else [row[0] for row in normalise_rows(rows, self._zone)]

    async def close(self) -> None:
        """Close all connections. The object is of no use after it."""
        await self._plant.close()
        await self._versions.close()

    async def _with_connection(self, connections: Connections, work: Callable[[Connection], T]) -> T:
        """Do ``work`` on a connection, in a task of its own that is stopped in the database when we are cancelled."""
        running: list[Connection] = []

        async def task() -> T:
            self._access.check()
            return await connections.do(lambda connection: self._timed(connection, work, running))

        waiting = asyncio.ensure_future(task())
        try:
            await asyncio.wait({waiting}, timeout=2 * self.query_timeout + CONNECT_SECONDS + _GRACE)
        except asyncio.CancelledError:
            await self._stop(waiting, running)
            raise
        if not waiting.done():
            await self._stop(waiting, running)
            raise query_timeout(self.query_timeout)
        try:
            return waiting.result()
        except Exception as error:
            if self._access.mend(error):
                return await self._with_connection(connections, work)
            ours = translate(error, seconds=self.query_timeout, secret=self._secret)
            if ours is error:
                raise
            raise ours from error

    def _timed(self, connection: Connection, work: Callable[[Connection], T], running: list[Connection]) -> T:
        self._access.begin(connection)
        running.append(connection)
        try:
            return work(connection)
        finally:
            running.clear()
            if not connection.invalidated:
                self._access.finish(connection)

    async def _stop(self, task: asyncio.Future[Any], running: list[Connection]) -> None:
        if running and await self._access.stop(running[0]):
            await asyncio.wait({task}, timeout=_GRACE)
        task.cancel()
        with suppress(asyncio.CancelledError, Exception):
            await task


def _fetch(connection: Connection, sql: str, count: int) -> tuple[Sequence[str], list[Any], float]:
    """Names, the first ``count`` rows as the driver gives them, and the seconds it took."""
    started = time.perf_counter()
    # no_parameters: a % in LIKE is a %, not a driver's placeholder. yield_per: a server-side cursor, so that rows
    # beyond ``count`` are never read, and one round trip for all that are.
    result = connection.execution_options(yield_per=count, no_parameters=True).exec_driver_sql(sql)
    if not result.returns_rows or result.cursor is None:
        raise QueryFailed("the statement gives no rows")
    names = [str(column[0]) for column in result.cursor.description]
    rows = list(result.fetchmany(count))
    result.close()
    return names, rows, time.perf_counter() - started
