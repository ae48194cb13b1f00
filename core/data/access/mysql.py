"""MySQL and MariaDB: the session's transactions are READ ONLY and its SELECTs under the server's own time limit."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from core.data.access.access import CONNECT_SECONDS
from core.data.access.server import ServerAccess, server_engine

if TYPE_CHECKING:
    from sqlalchemy.engine import URL, Connection

# What the guard assumes of the language: "x" is a string, \ escapes, || is OR; and a query that groups badly fails
# instead of giving any row.
_SQL_MODE = "ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO"


def session_statements(server_version: str, seconds: float) -> tuple[str, ...]:
    """What a new session is told before it sees a query.

    Args:
        server_version: the server's ``VERSION()``; MariaDB names itself in it.
        seconds: the limit of a query. MySQL counts milliseconds, MariaDB seconds with a fraction.
    """
    if "mariadb" in server_version.lower():
        limit = f"SET SESSION max_statement_time = {seconds:g}"
    else:
        limit = f"SET SESSION max_execution_time = {max(1, round(seconds * 1000))}"
    return (f"SET SESSION sql_mode = '{_SQL_MODE}'", limit, "SET SESSION TRANSACTION READ ONLY")


class MySQLAccess(ServerAccess):
    """A MySQL or MariaDB server through aiomysql. No counter of its own is both cheap and exact: it has no version."""

    dialect = "mysql"

    def __init__(self, url: URL, seconds: float, pool_size: int) -> None:
        from sqlalchemy import event

        engine = server_engine(
            url,
            pool_size,
            seconds,
            pool_recycle=3600,
            connect_args={"connect_timeout": CONNECT_SECONDS, "local_infile": False},
        )
        super().__init__(engine, seconds)

        @event.listens_for(engine.sync_engine, "connect")
        def _lock_down(connection: Any, record: Any) -> None:
            record.info["session"] = lock_session(connection, seconds)

    async def stop(self, connection: Connection) -> bool:
        # Dropping the connection would leave the query running on the server until its time limit.
        session = connection.info.get("session")
        if not isinstance(session, int):
            return False
        with suppress(Exception):
            async with self.engine.connect() as other:
                await other.exec_driver_sql(f"KILL QUERY {session}")
            return True
        return False


def lock_session(connection: Any, seconds: float) -> int:
    """Make a new DBAPI connection read-only and time-limited; its session number, for KILL QUERY."""
    cursor = connection.cursor()
    try:
        cursor.execute("SELECT VERSION(), CONNECTION_ID()")
        version, session = cursor.fetchone()
        for statement in session_statements(str(version), seconds):
            cursor.execute(statement)
    finally:
        cursor.close()
    return int(session)
