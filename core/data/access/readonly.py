"""The connection itself: read-only and time-limited on each database, whatever SQL it is given.

The guard checks the text of a query; this is the second lock, on the other side of the wire. One class a database
makes its SQLAlchemy engine, readies each query, and stops the one that is running when its task is cancelled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from core.kernel.errors import ConfigurationError

if TYPE_CHECKING:
    from sqlalchemy.engine import URL, Connection

    from core.data.access.connections import Connections, OverDriver

CONNECT_SECONDS = 5.0
"""How long a connection may take to be made."""


class Access(Protocol):
    """How one kind of database is reached, read-only and for ``seconds`` a query at most."""

    dialect: str

    def check(self) -> None:
        """What can be known without connecting.

        Raises:
            DatabaseUnavailable: e.g. the SQLite file is missing or empty.
        """

    def connections(self, pool_size: int) -> Connections:
        """A pool whose every connection is read-only."""

    def begin(self, connection: Connection) -> None:
        """Ready the connection for one query; its time starts to run."""

    def finish(self, connection: Connection) -> None:
        """The query is over."""

    def mend(self, error: BaseException) -> bool:
        """True when the same query may be run once more, because what it failed on has been put right."""

    async def stop(self, connection: Connection) -> bool:
        """Stop the running query. True when it ends by itself now; False when its task must be cancelled."""

    def version_sql(self) -> str | None:
        """A query for one text that changes with every committed write, or None where nothing cheap is correct."""

    def stamp(self, connection: Connection) -> str:
        """What a version holds besides the query's text: which file, which connection."""


def access_for(url: str, seconds: float, timezone: str | None = None) -> Access:
    """The Access for a SQLAlchemy URL with an async driver.

    Raises:
        ConfigurationError: not a URL, or a kind of database that is not supported.
    """
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    from core.data.access.mysql import MySQLAccess
    from core.data.access.postgres import PostgresAccess
    from core.data.access.sqlite import SQLiteAccess

    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise ConfigurationError("MAINTENANCE_DATABASE_URL is not a URL", reason="MAINTENANCE_DATABASE_URL") from error
    backend = parsed.get_backend_name()
    if backend == "sqlite":
        return SQLiteAccess(parsed, seconds)
    if backend == "postgresql":
        return PostgresAccess(parsed, seconds, timezone)
    if backend in ("mysql", "mariadb"):
        return MySQLAccess(parsed, seconds)
    raise ConfigurationError(
        f"unsupported database {backend}", reason=f"MAINTENANCE_DATABASE_URL: {backend}? (sqlite, postgresql, mysql)"
    )


def over_driver(url: URL, pool_size: int, seconds: float, **options: Any) -> OverDriver:
    """A server's pool of exactly ``pool_size`` connections, waited for no longer than a query may take."""
    from sqlalchemy.ext.asyncio import create_async_engine

    from core.data.access.connections import OverDriver

    return OverDriver(
        create_async_engine(
            url, pool_size=pool_size, max_overflow=0, pool_timeout=max(seconds, 1.0), pool_use_lifo=True, **options
        )
    )
