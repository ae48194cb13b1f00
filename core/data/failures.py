"""Which problem the plant's database has, read from whatever its driver raised.

Drivers disagree on everything: asyncpg carries an SQLSTATE, aiomysql an errno, sqlite3 a result code, and a refused
connection is an ``OSError``. ``translate`` turns them all into our errors, whose ``detail`` tells the operator what to
mend and never holds the password.
"""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Collection, Iterator
from pathlib import Path

from core.kernel.errors import DatabaseUnavailable, MaintbotError, QueryFailed, QueryTimeout
from core.sentences import data as sentences


class DatabaseUnreachable(DatabaseUnavailable):
    """No connection: refused, unknown host, no answer in time, server starting or stopping."""

    texts = {**sentences.CANNOT_CONNECT}


class DatabaseFileMissing(DatabaseUnavailable):
    """The SQLite file is not there, or may not be read."""

    retryable = False
    texts = {**sentences.FILE_MISSING}


class NotADatabase(DatabaseUnavailable):
    """The SQLite file is empty, damaged, or something else altogether."""

    retryable = False
    texts = {**sentences.NOT_A_DATABASE}


class DatabaseBusy(DatabaseUnavailable):
    """Locked by another program, or all connections are taken."""

    texts = {**sentences.BUSY}


class DatabaseAccessDenied(DatabaseUnavailable):
    """Wrong user or password, or a role without the right to read."""

    retryable = False
    texts = {**sentences.ACCESS_DENIED}


class TablesMissing(DatabaseUnavailable):
    """The database is there but lacks tables; ``values["tables"]`` names them."""

    retryable = False
    texts = {**sentences.TABLES_MISSING}

    def __init__(self, tables: Collection[str], detail: str = "") -> None:
        names = ", ".join(sorted(tables))
        super().__init__(detail or f"the database lacks the tables {names}", tables=names)


class IndexMissing(QueryTimeout):
    """A query was stopped, and an index would help; ``values["indexes"]`` names them."""

    texts = {**sentences.INDEX_MISSING}


# https://www.sqlite.org/rescode.html (primary codes)
_SQLITE = {
    5: DatabaseBusy,  # SQLITE_BUSY
    6: DatabaseBusy,  # SQLITE_LOCKED
    10: DatabaseUnreachable,  # SQLITE_IOERR
    11: NotADatabase,  # SQLITE_CORRUPT
    14: DatabaseFileMissing,  # SQLITE_CANTOPEN
    26: NotADatabase,  # SQLITE_NOTADB
}
_SQLITE_INTERRUPT = 9
_SQLITE_AUTH = 23

# https://www.postgresql.org/docs/current/errcodes-appendix.html, longest prefix first
_POSTGRES = (
    ("42501", DatabaseAccessDenied),  # insufficient_privilege
    ("53300", DatabaseBusy),  # too_many_connections
    ("55P03", DatabaseBusy),  # lock_not_available
    ("57P0", DatabaseUnreachable),  # admin_shutdown, crash_shutdown, cannot_connect_now
    ("3D000", DatabaseUnreachable),  # no such database
    ("08", DatabaseUnreachable),
    ("28", DatabaseAccessDenied),
    ("53", DatabaseBusy),
)
_POSTGRES_CANCELED = "57014"

# https://dev.mysql.com/doc/mysql-errors/8.4/en/ and https://mariadb.com/kb/en/mariadb-error-codes/
_MYSQL = {
    1040: DatabaseBusy,  # too many connections
    1203: DatabaseBusy,
    1205: DatabaseBusy,  # lock wait
    1044: DatabaseAccessDenied,
    1045: DatabaseAccessDenied,
    1142: DatabaseAccessDenied,
    1143: DatabaseAccessDenied,
    1698: DatabaseAccessDenied,
    1049: DatabaseUnreachable,  # unknown database
    2002: DatabaseUnreachable,
    2003: DatabaseUnreachable,
    2006: DatabaseUnreachable,
    2013: DatabaseUnreachable,
}
# pymssql gives numbers too, and they are others: of SQL Server, and from 20000 on of its wire.
_MYSQL |= {
    229: DatabaseAccessDenied,
    4060: DatabaseUnreachable,
    18456: DatabaseAccessDenied,
    20002: DatabaseUnreachable,
    20009: DatabaseUnreachable,
}
_MYSQL_TIME_OUT = {20003, 3024, 1969}  # max_execution_time on MySQL, max_statement_time on MariaDB


def check_file(path: Path) -> tuple[int, int, int, int]:
    """The identity of a SQLite file: device, inode, modification time in nanoseconds, size in bytes.

    Raises:
        DatabaseFileMissing: no such file, or no right to look.
        NotADatabase: a folder, or an empty file (which SQLite would take for an empty database).
    """
    try:
        found = path.stat()
    except OSError as error:
        raise DatabaseFileMissing(f"{path}: {error.strerror or error}") from error
    if not stat.S_ISREG(found.st_mode):
        raise NotADatabase(f"{path} is not a file")
    if found.st_size == 0:
        raise NotADatabase(f"{path} is empty")
    return found.st_dev, found.st_ino, found.st_mtime_ns, found.st_size


def translate(error: BaseException, *, seconds: float, secret: str | None = None) -> MaintbotError:
    """The error of ours that fits ``error``.

    Args:
        error: what SQLAlchemy or a driver raised.
        seconds: the query time limit, for the sentence of a QueryTimeout.
        secret: the password, struck out wherever a driver repeats it.
    """
    from sqlalchemy.exc import TimeoutError as PoolTimeout

    chain = list(_chain(error))
    for link in chain:
        if isinstance(link, MaintbotError):
            return link
    detail = _detail(chain, secret)
    if any(isinstance(link, PoolTimeout) for link in chain):
        return DatabaseBusy("all connections to the database are taken")
    for link in chain:
        if found := _by_code(link, detail, seconds):
            return found
    if any(isinstance(link, OSError) for link in chain):
        return DatabaseUnreachable(detail)
    return QueryFailed(detail)


def _by_code(link: BaseException, detail: str, seconds: float) -> MaintbotError | None:
    number = link.args[0] if link.args else None
    if isinstance(number, int) and not isinstance(link, OSError | sqlite3.Error):
        # MySQL's drivers give an SQLSTATE beside the number, and the number says more.
        if number in _MYSQL_TIME_OUT:
            return query_timeout(seconds)
        kind = _MYSQL.get(number)
        return kind(detail) if kind else None
    sqlstate = getattr(link, "sqlstate", None)
    if isinstance(sqlstate, str):
        if sqlstate == _POSTGRES_CANCELED:
            return query_timeout(seconds)
        return next((kind(detail) for prefix, kind in _POSTGRES if sqlstate.startswith(prefix)), None)
    result_code = getattr(link, "sqlite_errorcode", None)
    if isinstance(result_code, int):
        primary = result_code & 0xFF
        if primary == _SQLITE_INTERRUPT:
            return query_timeout(seconds)
        kind = _SQLITE.get(primary)
        return kind(detail) if kind else None
    return None


def query_timeout(seconds: float) -> QueryTimeout:
    """The error of a query that ran into its limit of ``seconds``."""
    return QueryTimeout(f"stopped after {seconds:g} s", seconds=f"{seconds:g}")


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error and what it wraps, outermost first: SQLAlchemy's ``orig`` before Python's ``__cause__``."""
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        link = waiting.pop(0)
        if link is None or id(link) in seen:
            continue
        seen.add(id(link))
        yield link
        waiting += [getattr(link, "orig", None), link.__cause__]


def _detail(chain: list[BaseException], secret: str | None) -> str:
    """The driver's own message, on one line; SQLAlchemy's repeats the whole query, so it is not asked."""
    from sqlalchemy.exc import SQLAlchemyError

    drivers = [link for link in chain if not isinstance(link, SQLAlchemyError)]
    texts = [str(link) for link in reversed(drivers)] or [str(link.args[0]) for link in chain if link.args]
    text = next((text for text in texts if text), type((drivers or chain)[-1]).__name__)
    text = " ".join(text.split())
    return text.replace(secret, "***") if secret else text
