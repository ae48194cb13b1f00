"""Moving: a whole state from one database into another, e.g. from SQLite to PostgreSQL when replicas are wanted.

Every row of every table, in the order in which tables refer to each other; then both sides are counted and summed up
row by row, so that "moved" means read back and found the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Table, create_engine, func, select, tuple_

from core.kernel.errors import ConfigurationError, MaintbotError
from core.state.database import State
from core.state.tables import inbox, metadata, steps

_ROWS: Final = 200
"""Rows that are held at once; an answer's rows may be a megabyte."""


class StateNotMoved(MaintbotError):
    """What arrived is not what was sent; the target is empty again."""

    code = "state_not_moved"
    texts = {
        "es": "La copia de {table} no quedó igual ({reason}); el destino quedó vacío otra vez y el origen como estaba.",
        "en": "The copy of {table} is not the same ({reason}); the target is empty again and the source as it was.",
    }


async def move(source: State, target: State) -> dict[str, int]:
    """Copy everything; the source stays as it is.

    Returns:
        How many rows each table has.

    Raises:
        ConfigurationError: a process still works on the source, or the target holds something.
        StateNotMoved: the copy does not equal the source.
        StateUnavailable: one of them does not answer.
    """
    if source.url == target.url:
        raise ConfigurationError("the same", reason="--to names the database that STATE_DATABASE_URL names")
    await idle(source)
    filled = [table.name for table in metadata.sorted_tables if await count_of(target, table)]
    if filled:
        raise ConfigurationError(
            f"{filled}", reason=f"--to names a database that is not empty ({', '.join(filled)}); name a fresh one"
        )
    try:
        sent = {table.name: await _copy(source, target, table) for table in metadata.sorted_tables}
        for table in metadata.sorted_tables:
            await _compare(source, target, table, *sent[table.name])
        return {name: count for name, (count, _) in sent.items()}
    except BaseException:
        await target.write(_emptied)
        raise


async def empty(state: State) -> None:
    """Delete every row.

    Raises:
        ConfigurationError: a process still works on it.
        StateUnavailable: it does not answer.
    """
    await idle(state)
    await state.write(_emptied)


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


async def _copy(source: State, target: State, table: Table) -> tuple[int, int]:
    """Copy a table; how many rows it has, and their sum."""
    count, sent = 0, 0
    async for rows in _pages(source, table):
        count, sent = count + len(rows), _sum(sent, rows)
        await target.write(lambda connection, rows=rows: connection.execute(table.insert(), rows))  # type: ignore[misc]
    await target.write(lambda connection: _number_on(connection, table))
    return count, sent


async def _compare(source: State, target: State, table: Table, count: int, sent: int) -> None:
    """Read a copy back. Raises StateNotMoved."""
    arrived, received = 0, 0
    async for rows in _pages(target, table):
        arrived, received = arrived + len(rows), _sum(received, rows)
    if arrived != count or await count_of(source, table) != count:
        raise StateNotMoved(table.name, table=table.name, reason=f"{count} → {arrived}")
    if received != sent:
        raise StateNotMoved(table.name, table=table.name, reason="Σ")


async def _pages(state: State, table: Table) -> AsyncIterator[list[dict[str, Any]]]:
    """All rows, by primary key, a page at a time."""
    key = list(table.primary_key.columns)
    after: tuple[Any, ...] | None = None
    while True:
        wanted = select(table).order_by(*key).limit(_ROWS)
        if after is not None:
            wanted = wanted.where(tuple_(*key) > tuple_(*after))

        def work(connection: Connection, wanted: Any = wanted) -> list[dict[str, Any]]:
            return [dict(row) for row in connection.execute(wanted).mappings()]

        rows = await state.read(work)
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
        raise ConfigurationError(
            f"{others} others", reason="a maintbot still runs on this state: stop it first, all replicas of it"
        )


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


def _emptied(connection: Connection) -> None:
    for table in reversed(metadata.sorted_tables):
        connection.execute(table.delete())
