"""PostgreSQL: every transaction READ ONLY, every statement under ``statement_timeout``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.data.access.access import CONNECT_SECONDS
from core.data.access.server import ServerAccess, server_engine

if TYPE_CHECKING:
    from sqlalchemy.engine import URL, Connection

# Equal texts mean that no transaction has committed in between, so the data are the same. The statistics counters
# (pg_stat_user_tables) would lag behind by up to a second and more, and a lagging counter is a stale answer.
# On a standby the snapshot's text leaves the running transactions out; there the replayed position says it.
# Foreign tables change without this server's knowledge: no version then.
_VERSION = """
SELECT CASE
    WHEN EXISTS (SELECT 1 FROM pg_catalog.pg_foreign_table) THEN NULL
    WHEN pg_catalog.pg_is_in_recovery() THEN 'lsn ' || pg_catalog.pg_last_wal_replay_lsn()::text
    ELSE 'snapshot ' || pg_catalog.pg_current_snapshot()::text
END || ' ' || pg_catalog.pg_postmaster_start_time()::text
"""


class PostgresAccess(ServerAccess):
    """A PostgreSQL server through asyncpg, which sends a cancel request when the task of a query is cancelled."""

    dialect = "postgres"
    _VERSION = _VERSION

    def __init__(self, url: URL, seconds: float, pool_size: int, timezone: str | None = None) -> None:
        # libpq's name for it, which operators copy from elsewhere; asyncpg's is ssl.
        if "sslmode" in url.query:
            url = url.difference_update_query(["sslmode"]).update_query_dict({"ssl": url.query["sslmode"]})
        self._milliseconds = max(1, round(seconds * 1000))
        settings = {
            "application_name": "maintbot",
            "default_transaction_read_only": "on",
            "statement_timeout": str(self._milliseconds),
            "idle_in_transaction_session_timeout": str(2 * self._milliseconds),
            # The guard reads backslashes in strings as plain characters; so must the server.
            "standard_conforming_strings": "on",
        }
        if timezone:
            settings["timezone"] = timezone
        engine = server_engine(
            url,
            pool_size,
            seconds,
            connect_args={
                "timeout": CONNECT_SECONDS,
                "server_settings": settings,
                # A statement kept from before a column changed its type would fail; few queries come twice anyway.
                "statement_cache_size": 0,
                "prepared_statement_cache_size": 0,
            },
            execution_options={"postgresql_readonly": True},
        )
        super().__init__(engine, seconds)

    def begin(self, connection: Connection) -> None:
        # Again for this transaction: a pooler such as PgBouncer may have dropped the settings made on connecting.
        connection.exec_driver_sql(f"SET LOCAL statement_timeout = {self._milliseconds}")
