"""What drivers raise, read as the problem that it is."""

from __future__ import annotations

import sqlite3

import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from core.data import failures
from core.data.failures import (
    DatabaseAccessDenied,
    DatabaseBusy,
    DatabaseFileMissing,
    DatabaseUnreachable,
    NotADatabase,
    TablesMissing,
    translate,
)
from core.kernel.errors import DatabaseUnavailable, MaintbotError, QueryFailed, QueryTimeout


class FromPostgres(Exception):
    def __init__(self, sqlstate: str, message: str = "it says so") -> None:
        super().__init__(message)
        self.sqlstate = sqlstate


class FromMySQL(Exception):
    pass


def from_sqlite(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("it says so")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (from_sqlite(sqlite3.SQLITE_BUSY), DatabaseBusy),
        (from_sqlite(sqlite3.SQLITE_BUSY | 2 << 8), DatabaseBusy),
        (from_sqlite(sqlite3.SQLITE_CANTOPEN), DatabaseFileMissing),
        (from_sqlite(sqlite3.SQLITE_NOTADB), NotADatabase),
        (from_sqlite(sqlite3.SQLITE_CORRUPT), NotADatabase),
        (from_sqlite(sqlite3.SQLITE_IOERR), DatabaseUnreachable),
        (from_sqlite(sqlite3.SQLITE_INTERRUPT), QueryTimeout),
        (from_sqlite(sqlite3.SQLITE_ERROR), QueryFailed),
        (FromPostgres("57014"), QueryTimeout),
        (FromPostgres("28P01"), DatabaseAccessDenied),
        (FromPostgres("28000"), DatabaseAccessDenied),
        (FromPostgres("42501"), DatabaseAccessDenied),
        (FromPostgres("3D000"), DatabaseUnreachable),
        (FromPostgres("57P03"), DatabaseUnreachable),
        (FromPostgres("08006"), DatabaseUnreachable),
        (FromPostgres("53300"), DatabaseBusy),
        (FromPostgres("42P01"), QueryFailed),
        (FromPostgres("25006"), QueryFailed),
        (FromMySQL(1045, "Access denied"), DatabaseAccessDenied),
        (FromMySQL(1049, "Unknown database"), DatabaseUnreachable),
        (FromMySQL(2003, "Can't connect"), DatabaseUnreachable),
        (FromMySQL(1040, "Too many connections"), DatabaseBusy),
        (FromMySQL(3024, "maximum statement execution time exceeded"), QueryTimeout),
        (FromMySQL(1969, "max_statement_time exceeded"), QueryTimeout),
        (FromMySQL(1064, "You have an error"), QueryFailed),
        (ConnectionRefusedError(111, "refused"), DatabaseUnreachable),
        (TimeoutError(), DatabaseUnreachable),
        (PoolTimeout("QueuePool limit"), DatabaseBusy),
        (RuntimeError("who knows"), QueryFailed),
    ],
)
def test_each_problem_is_told_apart(error: Exception, kind: type[MaintbotError]) -> None:
    for raised in (error, OperationalError("SELECT secret_row", {}, error)):
        ours = translate(raised, seconds=10)
        assert type(ours) is kind
        assert ours.detail
        assert "secret_row" not in ours.detail, "the query is not repeated"
        for language in ("es", "en"):
            assert "{" not in ours.message(language)


def test_the_password_is_struck_out() -> None:
    error = FromPostgres("28P01", "cannot log in with hunter2 as plant")
    assert translate(error, seconds=1, secret="hunter2").detail == "cannot log in with *** as plant"


def test_ours_stay_ours() -> None:
    error = TablesMissing(["b", "a"])
    assert translate(error, seconds=1) is error
    assert error.detail == "the database lacks the tables a, b"


def test_every_problem_has_its_own_sentence_in_both_languages() -> None:
    kinds = [
        kind for kind in vars(failures).values() if isinstance(kind, type) and issubclass(kind, DatabaseUnavailable)
    ]
    for language in ("es", "en"):
        sentences = [kind.texts[language] for kind in kinds]
        assert len(set(sentences)) == len(kinds) == 7
    assert {kind.code for kind in kinds} == {"database_unavailable"}
    assert {kind.status for kind in kinds} == {503}
