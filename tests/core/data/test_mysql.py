"""MySQL and MariaDB without a server: what a session is told, how a query is stopped, how errors are read.

The wire itself is in test_mariadb.py, where the system has a MariaDB.
"""

from __future__ import annotations

import socket
from typing import Any

import pytest
from sqlalchemy.engine import make_url

from core.data.access.kinds import access_for
from core.data.access.mysql import MySQLAccess, lock_session, session_statements
from core.data.database import Database
from core.data.failures import DatabaseUnreachable


class FakeCursor:
    def __init__(self, connection: FakeConnection) -> None:
        self.connection = connection

    def execute(self, statement: str) -> None:
        self.connection.said.append(statement)

    def fetchone(self) -> tuple[str, int]:
        return self.connection.version, 42

    def close(self) -> None:
        self.connection.closed += 1


class FakeConnection:
    def __init__(self, version: str) -> None:
        self.version = version
        self.said: list[str] = []
        self.closed = 0

    def cursor(self) -> FakeCursor:
        return FakeCursor(self)


@pytest.mark.parametrize(
    ("version", "limit"),
    [
        ("8.4.3", "SET SESSION max_execution_time = 2500"),
        ("5.7.44-log", "SET SESSION max_execution_time = 2500"),
        ("11.4.2-MariaDB-ubu2404", "SET SESSION max_statement_time = 2.5"),
        ("5.5.5-10.6.18-MariaDB", "SET SESSION max_statement_time = 2.5"),
    ],
)
def test_a_new_session_is_read_only_and_limited(version: str, limit: str) -> None:
    connection = FakeConnection(version)
    assert lock_session(connection, 2.5) == 42
    assert connection.said[0] == "SELECT VERSION(), CONNECTION_ID()"
    assert limit in connection.said
    assert "SET SESSION TRANSACTION READ ONLY" in connection.said
    assert any("sql_mode" in said and "ONLY_FULL_GROUP_BY" in said for said in connection.said)
    assert not any("ANSI_QUOTES" in said or "NO_BACKSLASH_ESCAPES" in said for said in connection.said)
    assert connection.closed == 1


def test_the_cursor_is_closed_when_the_server_objects() -> None:
    class Objecting(FakeCursor):
        def execute(self, statement: str) -> None:
            raise RuntimeError("unknown variable")

    connection = FakeConnection("8.4")
    connection.cursor = lambda: Objecting(connection)  # type: ignore[method-assign]
    with pytest.raises(RuntimeError):
        lock_session(connection, 1)
    assert connection.closed == 1


def test_a_tiny_limit_is_not_none() -> None:
    """Zero would mean no limit on both servers."""
    assert "SET SESSION max_execution_time = 1" in session_statements("8.4", 0.0001)


@pytest.mark.parametrize("scheme", ["mysql+aiomysql", "mariadb+aiomysql"])
async def test_both_names_are_one_dialect(scheme: str) -> None:
    access = access_for(f"{scheme}://plant:x@127.0.0.1/plant", 1.0)
    assert isinstance(access, MySQLAccess)
    assert access.dialect == "mysql"
    assert await access.version() is None, "no counter of MySQL's is both cheap and exact"


class Running:
    """The connection whose query is to be stopped."""

    info: dict[str, Any] = {"session": 42}


class OneConnection:
    """An engine whose only connection remembers what it was told, or cannot be made."""

    def __init__(self, said: list[str], error: Exception | None = None) -> None:
        self.said = said
        self.error = error

    def connect(self) -> OneConnection:
        return self

    async def __aenter__(self) -> OneConnection:
        if self.error:
            raise self.error
        return self

    async def __aexit__(self, *error: object) -> None:
        """Given back."""

    async def exec_driver_sql(self, sql: str) -> None:
        self.said.append(sql)


def mysql_over(engine: OneConnection) -> MySQLAccess:
    access = MySQLAccess(make_url("mysql+aiomysql://x@127.0.0.1/y"), 1.0, 1)
    access.engine = engine  # type: ignore[assignment]
    return access


async def test_a_query_is_stopped_from_another_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    assert await mysql_over(OneConnection(said)).stop(Running())  # type: ignore[arg-type]
    assert said == ["KILL QUERY 42"]


async def test_a_stop_that_fails_leaves_it_to_the_caller() -> None:
    engine = OneConnection([], ConnectionRefusedError())
    assert not await mysql_over(engine).stop(Running())  # type: ignore[arg-type]


async def test_nobody_listens() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    database = await Database.open(f"mysql+aiomysql://plant:s3cr3t@127.0.0.1:{port}/plant", query_timeout=1.0)
    with pytest.raises(DatabaseUnreachable) as caught:
        await database.run("SELECT 1")
    assert "s3cr3t" not in f"{caught.value} {caught.value.detail}"
    assert await database.version() is None
    await database.close()
