"""Fills another database, PostgreSQL or MySQL/MariaDB, with the demo plant."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from core.demo.problems import TablesInTheWay, UnusableUrl
from core.kernel.errors import DatabaseUnavailable, QueryFailed

if TYPE_CHECKING:
    from sqlalchemy import Table
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

    from core.demo.plant import Row

CONNECT_SECONDS = 15
_LOAD_SECONDS = 600
_BATCH = 5000


async def fill(url: str, as_of: date) -> None:
    """Create the tables and write all rows, in one transaction where the database can.

    ``url`` names its async driver. An earlier demo plant is replaced; tables of the same names that hold anything else
    are left alone.

    Raises:
        DateOutOfRange, UnusableUrl: as their names say.
        TablesInTheWay: the database holds tables that are not the demo plant's.
        DatabaseUnavailable: it cannot be reached, or takes too long.
        QueryFailed: it refused the tables or a row.
    """
    from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError, SQLAlchemyError
    from sqlalchemy.ext.asyncio import create_async_engine
    from sqlalchemy.pool import NullPool

    from core.demo.plant import build

    try:
        engine = create_async_engine(url, poolclass=NullPool)
    except (ArgumentError, ImportError) as error:
        raise UnusableUrl(f"no driver for this URL: {error}") from error
    try:
        rows = await asyncio.to_thread(build, as_of)
        connection = await _connect(engine)
        try:
            async with asyncio.timeout(_LOAD_SECONDS), connection.begin():
                await _write(connection, rows)
        finally:
            await connection.close()
    except (OSError, TimeoutError, OperationalError, InterfaceError) as error:
        raise DatabaseUnavailable(f"demo plant: {type(error).__name__}") from error
    except DBAPIError as error:
        raise QueryFailed(f"demo plant: {error.orig}") from error
    except SQLAlchemyError as error:
        raise QueryFailed(f"demo plant: {error}") from error
    finally:
        await engine.dispose()


async def _connect(engine: AsyncEngine) -> AsyncConnection:
    """A connection, or DatabaseUnavailable: no server, no such database, a wrong password."""
    from sqlalchemy.exc import SQLAlchemyError

    try:
        async with asyncio.timeout(CONNECT_SECONDS):
            return await engine.connect()
    except (OSError, TimeoutError, SQLAlchemyError) as error:
        raise DatabaseUnavailable(f"demo plant: {getattr(error, 'orig', None) or type(error).__name__}") from error


async def _write(connection: AsyncConnection, rows: Mapping[str, Sequence[Row]]) -> None:
    from sqlalchemy import insert

    from core.demo.tables import metadata

    await _make_room(connection, {str(row[6]) for row in rows["equipment"]})
    await connection.run_sync(metadata.create_all)
    for name, values in rows.items():
        table = metadata.tables[name]
        records = _records(table, values)
        for start in range(0, len(records), _BATCH):
            await connection.execute(insert(table), records[start : start + _BATCH])


async def _make_room(connection: AsyncConnection, serial_numbers: set[str]) -> None:
    """Drop the tables of an earlier demo plant, known by its machines' serial numbers, which no date changes.

    Raises:
        TablesInTheWay: tables of those names hold something else.
    """
    from sqlalchemy import inspect, select

    from core.demo.tables import equipment, metadata

    def shape(sync: Any) -> dict[str, set[str]]:
        inspector = inspect(sync)
        found = set(inspector.get_table_names()) & set(metadata.tables)
        return {name: {str(column["name"]) for column in inspector.get_columns(name)} for name in found}

    existing = await connection.run_sync(shape)
    strange = [name for name, columns in existing.items() if columns != set(metadata.tables[name].columns.keys())]
    if not strange and (filled := [name for name in existing if await _has_rows(connection, metadata.tables[name])]):
        found = set()
        if "equipment" in filled:
            found = set((await connection.execute(select(equipment.c.serial_number))).scalars())
        if found != serial_numbers:
            strange = filled
    if strange:
        names = ", ".join(sorted(strange))
        raise TablesInTheWay(f"tables in the way: {names}", tables=names)
    await connection.run_sync(metadata.drop_all)


async def _has_rows(connection: AsyncConnection, table: Table) -> bool:
    from sqlalchemy import select

    return (await connection.execute(select(table.c.id).limit(1))).first() is not None


def _records(table: Table, rows: Sequence[Row]) -> list[dict[str, object]]:
    """Rows by column name; amounts as decimals, since a float would bring its binary tail along."""
    from sqlalchemy import Numeric

    names = list(table.columns.keys())
    amounts = [name for name, column in table.columns.items() if isinstance(column.type, Numeric)]
    records = [dict(zip(names, row, strict=True)) for row in rows]
    for record in records:
        for name in amounts:
            record[name] = Decimal(str(record[name]))
    return records
