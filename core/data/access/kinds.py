"""Which kind of database a URL means."""

from __future__ import annotations

from core.data.access.access import Access
from core.kernel.errors import ConfigurationError
from core.sentences import filled, settings


def access_for(url: str, seconds: float, *, pool_size: int = 20, timezone: str | None = None) -> Access:
    """The Access for a SQLAlchemy URL with an async driver. Nothing is connected yet.

    Args:
        url: as ``Settings.plant_url`` gives it.
        seconds: what a query may take at most.
        pool_size: connections at most.
        timezone: the plant's, for databases whose timestamps have one.

    Raises:
        ConfigurationError: not a URL, or a kind of database that is not supported.
    """
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    from core.data.access.mysql import MySQLAccess
    from core.data.access.postgres import PostgresAccess
    from core.data.access.sqlite.access import SQLiteAccess
    from core.data.access.threaded.access import KINDS, ThreadedAccess

    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise ConfigurationError(
            "MAINTENANCE_DATABASE_URL is not a URL", reason=filled(settings.NOT_A_URL, named="MAINTENANCE_DATABASE_URL")
        ) from error
    backend = parsed.get_backend_name()
    if backend == "sqlite":
        return SQLiteAccess(parsed, seconds, pool_size)
    if backend == "postgresql":
        return PostgresAccess(parsed, seconds, pool_size, timezone)
    if backend in ("mysql", "mariadb"):
        return MySQLAccess(parsed, seconds, pool_size)
    if backend in KINDS:
        return ThreadedAccess(parsed, seconds, pool_size, KINDS[backend])
    known = ", ".join(("sqlite", "postgresql", "mysql", *KINDS))
    reason = filled(settings.PLANT_KIND, kind=backend, known=known)
    raise ConfigurationError(f"unsupported database {backend}", reason=reason)
