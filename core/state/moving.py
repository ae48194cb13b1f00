"""Moving: a whole state from one database into another, e.g. from SQLite to PostgreSQL when replicas are wanted.

Every row of every table, in the order in which tables refer to each other; then both sides are counted and summed up
row by row, so that "moved" means read back and found the same.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, NullPool, Table, create_engine, func, make_url, select, tuple_
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError

from core.kernel.errors import ConfigurationError, MaintbotError
from core.sentences import filled, settings
from core.state.database import State, sqlite_file
from core.state.tables import inbox, keyvalues, metadata, steps

_ROWS: Final = 200
"""Rows that are held at once; an answer's rows may be a megabyte."""


class StateNotMoved(MaintbotError):
    """What arrived is not what was sent; the target is as it was."""

    code = "state_not_moved"
    texts = {
        "es": "La copia de {table} no quedó igual ({reason}); el destino y el origen quedaron como estaban.",
        "en": "The copy of {table} is not the same ({reason}); the target and the source are as they were.",
    }


async def move(
    source: State, target: State, *, over: bool = False, marks: Mapping[str, Any] | None = None
) -> dict[str, int]:
    """Copy everything in one transaction of the target; the source stays as it is.

    A process that is killed meanwhile leaves the target as it was: there is nothing to take back.

    Args:
        over: what the target holds goes, within that same transaction.
        marks: values by key (core/state/keyvalue.py) that the target gets besides, with the copy or not at all.

    Returns:
        How many rows each table has.

    Raises:
        ConfigurationError: a process still works on the source, or the target holds something.
        StateNotMoved: the copy does not equal the source; the target is as it was.
        StateUnavailable: one of them does not answer.
    """
    await movable(source, target.url)
    if not over:
        full = [table.name for table in metadata.sorted_tables if await count_of(target, table)]
        if full:
            raise ConfigurationError(f"{full}", reason=filled(settings.STATE_NOT_EMPTY, tables=", ".join(full)))
    sent = {
        table.name: await source.read(lambda connection, table=table: _summed(connection, table))  # type: ignore[misc]
        for table in metadata.sorted_tables
    }
    with tempfile.TemporaryDirectory(prefix="maintbot-move-") as folder:
        file = Path(str(source.url.database))
        if source.dialect != "sqlite":  # only the event loop reaches it, and the transaction has none
            file = Path(folder) / "state.sqlite"
            await snapshot(source, file)
        await target.write(lambda connection: _copied(file, connection, sent, marks or {}, over=over))
    return {name: count for name, (count, _) in sent.items()}


async def movable(source: State, target: URL | str) -> None:
    """What is known before the target is opened.

    Raises:
        ConfigurationError: a process still works on the source, or both are the same.
    """
    if _place(source.url) == _place(target):
        raise ConfigurationError("the same", reason=settings.SAME_STATE)
    await idle(source)


def _place(url: URL | str) -> tuple[str | int | None, ...]:
    """What two URLs of one database have in common, however they are written."""
    if (file := sqlite_file(url)) is not None:
        return ("sqlite", str(file.resolve()))
    try:
        url = make_url(url)
    except ArgumentError:  # whoever opens it says so
        return ()
    return url.get_backend_name(), url.host, url.port, url.database, str(url.query.get("host"))


@asynccontextmanager
async def opened_anew(url: str, *, named: str = "STATE_DATABASE_URL") -> AsyncIterator[State]:
    """A state to put something into; when that fails, a SQLite file that was not there before is gone again.

    Raises:
        As ``State.open``.
    """
    file = sqlite_file(url)
    if file is not None and file.exists():
        file = None
    folders = [] if file is None else [folder for folder in file.parents if not folder.exists()]
    try:
        state = await State.open(url, named=named)
        try:
            yield state
        finally:
            await state.close()
    except BaseException:
        if file is not None:
            unmade(file, folders)
        raise


def unmade(file: Path, folders: Sequence[Path] = ()) -> None:
    """Remove a SQLite state and what lies beside it, then those folders that are empty, the deepest first."""
    for suffix in ("", "-wal", "-shm"):
        file.with_name(file.name + suffix).unlink(missing_ok=True)
    for folder in (file.with_name(f"{file.name}-owners"), *folders):
        with suppress(OSError):
            folder.rmdir()


async def snapshot(state: State, file: Path) -> None:
    """The whole state as of one moment as a new SQLite file, while others go on working on it.

    Args:
        file: a path where nothing is yet.

    Raises:
        StateUnavailable: it does not answer, or the file cannot be written.
    """
    if state.dialect == "sqlite":
        await state.read(lambda connection: connection.exec_driver_sql("VACUUM INTO ?", (str(file),)))
        return
    url = f"sqlite:///{file}"
    await (await State.open(url)).close()

    def work(connection: Connection) -> None:
        connection.execution_options(isolation_level="REPEATABLE READ")
        target = create_engine(url)
        with target.begin() as into:
            for table in metadata.sorted_tables:
                for rows in connection.execute(select(table)).mappings().partitions(_ROWS):
                    into.execute(table.insert(), [dict(row) for row in rows])
        target.dispose()

    await state.read(work)


def _copied(
    file: Path,
    connection: Connection,
    sent: Mapping[str, tuple[int, int]],
    marks: Mapping[str, Any],
    *,
    over: bool,
) -> None:
    """Copy the SQLite state in a file into an open transaction, and read it back there. Raises StateNotMoved."""
    if over:
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())
    source = create_engine(f"sqlite:///{file}", poolclass=NullPool)
    with source.connect() as reading:
        for table in metadata.sorted_tables:
            for rows in _pages(reading, table):
                connection.execute(table.insert(), rows)
            _number_on(connection, table)
    for table in metadata.sorted_tables:
        arrived, received = _summed(connection, table)
        count, expected = sent[table.name]
        if arrived != count:
            raise StateNotMoved(table.name, table=table.name, reason=f"{count} → {arrived}")
        if received != expected:
            raise StateNotMoved(table.name, table=table.name, reason="Σ")
    for key, value in marks.items():
        row = {"key": key, "value": json.dumps(value), "updated_at": datetime.now(UTC)}
        connection.execute(keyvalues.delete().where(keyvalues.c.key == key))
        connection.execute(keyvalues.insert(), row)


def _summed(connection: Connection, table: Table) -> tuple[int, int]:
    """How many rows a table has, and their sum."""
    count, total = 0, 0
    for rows in _pages(connection, table):
        count, total = count + len(rows), _sum(total, rows)
    return count, total


def _pages(connection: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    """All rows, by primary key, a page at a time."""
    key = list(table.primary_key.columns)
    after: tuple[Any, ...] | None = None
    while True:
        wanted = select(table).order_by(*key).limit(_ROWS)
        if after is not None:
            wanted = wanted.where(tuple_(*key) > tuple_(*after))
        rows = [dict(row) for row in connection.execute(wanted).mappings()]
        if not rows:
            return
        yield rows
        after = tuple(rows[-1][column.name] for column in key)


def _sum(before: int, rows: list[dict[str, Any]]) -> int:
    """A sum over rows that does not depend on their order, which databases do not share for texts."""
    for row in rows:
        written = "\x1f".join(f"{name}={_written(row[name])}" for name in sorted(row))
        before += int.from_bytes(hashlib.sha256(written.encode()).digest(), "big")
    return before % 2**256


def _written(value: Any) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return repr(value)


async def idle(state: State) -> None:
    """Make sure that nobody works on it: no process holds its file, no lease is being renewed.

    Raises:
        ConfigurationError: somebody does.
    """
    now = datetime.now(UTC)
    held = [
        select(func.count()).select_from(inbox).where(inbox.c.lease_until > now, inbox.c.finished_at.is_(None)),
        select(func.count()).select_from(steps).where(steps.c.lease_until > now),
    ]
    others = await state.others()
    if others or any([await state.read(lambda connection, one=one: connection.scalar(one)) for one in held]):  # type: ignore[misc]
        raise ConfigurationError(f"{others} others", reason=settings.STATE_IN_USE)


async def count_of(state: State, table: Table) -> int:
    counted = select(func.count()).select_from(table)
    return await state.read(lambda connection: int(connection.scalar(counted) or 0))


def _number_on(connection: Connection, table: Table) -> None:
    """PostgreSQL numbers rows by sequences, which know nothing of rows that came with their number."""
    column = table.autoincrement_column
    if connection.dialect.name == "postgresql" and column is not None:
        last = connection.scalar(select(func.max(column)))
        if last is not None:
            named = func.pg_get_serial_sequence(table.name, column.name)
            connection.execute(select(func.setval(named, last)))
