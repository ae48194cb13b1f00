"""A database through SQLAlchemy and a driver that waits: each query in a thread, rolled back whatever it did."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from core.data import catalog as catalogs
from core.data.access.access import CONNECT_SECONDS, GRACE_SECONDS, Fetched
from core.data.access.threaded.rewriting import rewritten, shown_name
from core.data.advice import Indexes
from core.data.catalog import Catalog
from core.data.failures import query_timeout
from core.kernel.errors import ConfigurationError, QueryFailed
from core.sentences import filled, settings

if TYPE_CHECKING:
    from sqlalchemy.engine import URL, Connection

T = TypeVar("T")


@dataclass(frozen=True)
class ThreadedKind:
    """How one kind of database is spoken to.

    Attributes:
        dialect: sqlglot's name of its SQL; package: what brings its driver.
        driver: SQLAlchemy's name of it, where a URL names none.
        connecting: options of a connection, by the seconds that a query may take.
        begins: what a transaction is told first.
    """

    dialect: str
    package: str
    driver: str = ""
    connecting: Callable[[float], Mapping[str, Any]] = field(default=lambda seconds: {})
    begins: tuple[str, ...] = ()


KINDS: Mapping[str, ThreadedKind] = {
    "mssql": ThreadedKind(
        "tsql",
        "pymssql",
        "mssql+pymssql",
        # The intent sends us to a readable replica where there is one; it is no lock: the account must only read.
        lambda seconds: {"timeout": max(1, round(seconds)), "login_timeout": round(CONNECT_SECONDS), "read_only": True},
        ("SET LOCK_TIMEOUT 5000",),
    ),
    "oracle": ThreadedKind(
        "oracle",
        "oracledb",
        "oracle+oracledb",
        lambda seconds: {"tcp_connect_timeout": CONNECT_SECONDS},
        (
            "ALTER SESSION SET NLS_DATE_FORMAT = 'YYYY-MM-DD HH24:MI:SS'",
            "ALTER SESSION SET NLS_TIMESTAMP_FORMAT = 'YYYY-MM-DD HH24:MI:SS'",
            "SET TRANSACTION READ ONLY",
        ),
    ),
    "snowflake": ThreadedKind("snowflake", "snowflake-sqlalchemy"),
    "bigquery": ThreadedKind("bigquery", "sqlalchemy-bigquery"),
    "databricks": ThreadedKind("databricks", "databricks-sqlalchemy"),
    "trino": ThreadedKind("trino", "trino[sqlalchemy]"),
    "clickhousedb": ThreadedKind("clickhouse", "clickhouse-connect"),
}
"""By the first part of a URL."""


class ThreadedAccess:
    """One database. To the compiler and the guard it is PostgreSQL; its own SQL is written at the last moment.

    Raises:
        ConfigurationError: its driver is not installed.
    """

    dialect = "postgres"

    def __init__(self, url: URL, seconds: float, pool_size: int, kind: ThreadedKind) -> None:
        from sqlalchemy import create_engine, event
        from sqlalchemy.exc import NoSuchModuleError

        self._kind = kind
        self._seconds = seconds
        self._threads = ThreadPoolExecutor(pool_size, thread_name_prefix="plant")
        if kind.driver and "+" not in url.drivername:
            url = url.set(drivername=kind.driver)
        options = {} if url.get_backend_name() == "sqlite" else {"pool_size": pool_size, "max_overflow": 0}
        try:
            self.engine = create_engine(url, connect_args=dict(kind.connecting(seconds)), pool_pre_ping=True, **options)
        except (ImportError, NoSuchModuleError) as error:
            reason = filled(settings.DRIVER_MISSING, driver=url.drivername, package=kind.package)
            raise ConfigurationError(url.drivername, reason=reason) from error

        @event.listens_for(self.engine, "connect")
        def _limit(connection: Any, record: Any) -> None:
            if kind.dialect == "oracle":
                connection.call_timeout = max(1, round(seconds * 1000))

    async def fetch(self, sql: str, limit: int) -> Fetched:
        written = rewritten(sql, self._kind.dialect)
        return await self._do(lambda connection: self._fetched(connection, written, limit))

    async def catalog(self) -> Catalog:
        return await self._do(catalogs.read)

    async def indexes(self) -> Indexes:
        return await self._do(catalogs.read_indexes)

    async def version(self) -> str | None:
        return None

    async def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        await asyncio.to_thread(self.engine.dispose)

    async def _do(self, work: Callable[[Connection], T]) -> T:
        """Do ``work`` in a thread; who no longer waits, or has waited too long, has it stopped where the driver can."""
        running: list[Connection] = []
        future = asyncio.get_running_loop().run_in_executor(self._threads, self._work, work, running)
        try:
            return await asyncio.wait_for(asyncio.shield(future), self._seconds + CONNECT_SECONDS + GRACE_SECONDS)
        except TimeoutError as error:
            self._stop(running)
            raise query_timeout(self._seconds) from error
        except asyncio.CancelledError:
            self._stop(running)
            raise

    def _work(self, work: Callable[[Connection], T], running: list[Connection]) -> T:
        with self.engine.connect() as connection:  # rolled back at its end
            running.append(connection)
            try:
                for statement in self._kind.begins:
                    connection.exec_driver_sql(statement)
                return work(connection)
            finally:
                running.clear()

    def _fetched(self, connection: Connection, sql: str, limit: int) -> Fetched:
        started = time.perf_counter()
        result = connection.execution_options(no_parameters=True).exec_driver_sql(sql)
        if not result.returns_rows or result.cursor is None:
            raise QueryFailed("the statement gives no rows")
        names = [shown_name(str(column[0]), self._kind.dialect) for column in result.cursor.description]
        rows = [tuple(row) for row in result.fetchmany(limit)]
        result.close()
        return Fetched(names, rows, time.perf_counter() - started)

    @staticmethod
    def _stop(running: list[Connection]) -> None:
        for connection in running:
            driver = getattr(connection.connection, "driver_connection", None)
            stop = getattr(driver, "cancel", None) or getattr(driver, "interrupt", None)
            with suppress(Exception):
                if stop is not None:
                    stop()
