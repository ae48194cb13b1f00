"""The plant's database: one query at a time in, a Result out, read-only and within its time on every database."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Collection, Coroutine
from datetime import UTC, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from core.data.access.access import CONNECT_SECONDS, GRACE_SECONDS, Access
from core.data.access.kinds import access_for
from core.data.advice import MissingIndex, missing_indexes
from core.data.catalog import Catalog
from core.data.failures import TablesMissing, query_timeout, translate
from core.data.sampling import LONG, ColumnValues, longer_sql, values_sql
from core.kernel.errors import DatabaseUnavailable, QueryFailed, QueryTimeout
from core.kernel.result import Result, normalise_rows, unique_names
from core.telemetry import traces

T = TypeVar("T")

_LONG_SECONDS = 600.0
"""How long it is taken as known whether a table is long."""
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
        self._looking = asyncio.Lock()
        self._long: dict[str, tuple[bool, float]] = {}

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

        access = access_for(url, query_timeout, pool_size=pool_size, timezone=timezone)
        return cls(
            access,
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
        with traces.step("query", database=self.dialect):
            fetched = await self._asked(self._access.fetch(sql, limit + 1))
        rows = fetched.rows
        truncated = len(rows) > limit
        del rows[limit:]
        if len(rows) >= _THREAD_ROWS:
            cells = await asyncio.to_thread(normalise_rows, rows, self._zone)
        else:
            cells = normalise_rows(rows, self._zone)
        return Result(unique_names(fetched.names), cells, truncated, fetched.seconds, queried_at)

    async def catalog(self) -> Catalog:
        """The tables and columns as they are now.

        Raises:
            DatabaseUnavailable, QueryTimeout: as ``run``.
        """
        return await self._asked(self._access.catalog())

    async def missing_indexes(self, sql: str) -> list[MissingIndex]:
        """The indexes that a slow query lacks; empty when none would help, or when they cannot be looked at.

        Args:
            sql: the query as it ran.
        """
        try:
            return missing_indexes(sql, self.dialect, await self._asked(self._access.indexes()))
        except (DatabaseUnavailable, QueryTimeout, QueryFailed):
            return []

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
        try:
            return await self._asked(self._access.version())
        except (DatabaseUnavailable, QueryTimeout, QueryFailed):
            return None

    async def values_of(self, source: str, value: str, *, limit: int) -> ColumnValues:
        """The different values of an expression: up to ``limit``, and of a sample of rows where a table is long.

        Args:
            source: what stands in FROM, and value the expression over it: SQL of the model's compiler.

        Raises:
            QueryFailed: they do not run.
            DatabaseUnavailable, QueryTimeout: as ``run``.
        """
        sampled = await self._is_long(source)
        sql = values_sql(source, value, limit, sampled=sampled)
        rows = (await self._asked(self._access.fetch(sql, limit + 1))).rows
        cells = [row[0] for row in normalise_rows(rows[:limit], self._zone)]
        return ColumnValues(cells, whole=not sampled and len(rows) <= limit)

    async def _is_long(self, source: str) -> bool:
        """Whether a source has more rows than are looked at; known for some minutes."""
        async with self._looking:  # many columns of a table are asked for at once
            known = self._long.get(source)
            if known is not None and time.monotonic() - known[1] < _LONG_SECONDS:
                return known[0]
            rows = (await self._asked(self._access.fetch(longer_sql(source), 1))).rows
            long = int(rows[0][0]) > LONG
            self._long[source] = long, time.monotonic()
            return long

    async def close(self) -> None:
        """Close all connections. The object is of no use after it."""
        await self._access.close()

    async def _asked(self, answer: Coroutine[Any, Any, T]) -> T:
        """What the database answers, as long as it answers at all; what its driver raises, as an error of ours."""
        limit = asyncio.timeout(2 * self.query_timeout + CONNECT_SECONDS + GRACE_SECONDS)
        try:
            async with limit:
                return await answer
        except Exception as error:
            if limit.expired():
                raise query_timeout(self.query_timeout) from error
            ours = translate(error, seconds=self.query_timeout, secret=self._secret)
            if ours is error:
                raise
            raise ours from error
