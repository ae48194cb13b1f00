"""Tables are written: replaced, appended to, or updated by key; then counted, so that no row is lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from core.intake.column import Stored, StoredType
from core.intake.failures import KeyNotUnique, NoSuchKey, RowsDoNotAddUp
from core.intake.leavings import left_out
from core.intake.merging import SQL_TYPES, StoredColumn, existing_columns, merged_columns, new_columns
from core.intake.names import sql_name
from core.intake.table import IntakeTable

Way = Literal["replace", "append", "key"]
_BATCH = 5000
_BUILT = "maintbot_import_new"


@dataclass(frozen=True, slots=True)
class StoredRows:
    """What became of a table.

    Attributes:
        before: rows that the table had; None when it is new.
        inserted: rows added.
        updated: rows that were there under the same key and have the file's values now.
        replaced: the rows that it had are gone.
    """

    before: int | None
    inserted: int
    updated: int = 0
    replaced: bool = False


def store(
    connection: sqlite3.Connection,
    table: IntakeTable,
    way: Way,
    keys: Sequence[str],
    tick: Callable[[int], None],
) -> StoredRows:
    """Write one table within the connection's transaction.

    Args:
        connection: in a transaction.
        table: its lines without a key, or with a key that comes again below, move to ``table.left``.
        way: what happens to a table of that name which is there already.
        keys: headers or names of the key's columns, for the way ``key``.
        tick: told how many rows were written since the last time.

    Raises:
        ImportRefused: the key or the columns do not fit.
        RowsDoNotAddUp: a fault of ours; the transaction must be rolled back.
    """
    old = existing_columns(connection, table.name)
    before = _count(connection, table.name) if old else None
    key = _key_columns(table, keys) if way == "key" else _own_key(connection, table.name) if way == "append" else []
    if key:
        _key_columns(table, key)
        _keep_last_of_key(table, key)
    columns = new_columns(table) if way == "replace" or not old else merged_columns(table, old)
    _create(connection, columns, key)
    if way != "replace" and old:
        _copy(connection, table, columns, key)
    kept = _count(connection, _BUILT)
    _insert(connection, table, columns, key, tick)
    inserted = _count(connection, _BUILT) - kept
    updated = len(table.lines) - inserted
    header = table.header.ends - table.header.begins
    if (updated and not key) or header + len(table.left) + len(table.lines) != len(table.sheet.lines):
        raise RowsDoNotAddUp(f"{table.name}: {len(table.lines)} rows, {inserted} inserted, {len(table.left)} left out")
    connection.execute(f'DROP TABLE IF EXISTS "{table.name}"')
    connection.execute(f'ALTER TABLE "{_BUILT}" RENAME TO "{table.name}"')
    return StoredRows(before, inserted, updated, replaced=way == "replace" and before is not None)


def _count(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f'SELECT COUNT(*) FROM "{table}"').fetchone()[0])


def _own_key(connection: sqlite3.Connection, table: str) -> list[str]:
    """The key that the table has from an earlier import: appending keeps it, and so updates by it."""
    rows = connection.execute(f'PRAGMA table_info("{table}")').fetchall()
    return [row[1] for row in sorted(rows, key=lambda row: row[5]) if row[5]]


def _key_columns(table: IntakeTable, keys: Sequence[str]) -> list[str]:
    names = {column.name for column in table.columns}
    found: list[str] = []
    for key in keys:
        name = key if key in names else sql_name(key, key)
        if name not in names:
            raise NoSuchKey(table=table.name, column=key, columns=", ".join(column.name for column in table.columns))
        found.append(name)
    return found


def _keep_last_of_key(table: IntakeTable, key: Sequence[str]) -> None:
    """Of lines with the same key the last one counts, as it would after updating by each in turn."""
    indices = [index for index, column in enumerate(table.columns) if column.name in key]
    last: dict[tuple[Stored, ...], int] = {}
    found: list[tuple[Stored, ...]] = []
    for at, line in enumerate(table.lines):
        own = tuple(table.columns[index].stored.get(table.raw(line, index)) for index in indices)
        found.append(own)
        last[own] = at
    kept = []
    for at, (line, own) in enumerate(zip(table.lines, found, strict=True)):
        if None in own:
            table.left.append(left_out(line, "no_key"))
        elif last[own] != at:
            table.left.append(left_out(line, "same_key"))
        else:
            kept.append(line)
    table.lines[:] = kept


def _create(connection: sqlite3.Connection, columns: Sequence[StoredColumn], key: Sequence[str]) -> None:
    parts = [f'"{column.name}" {_declared(column.type)}' for column in columns]
    if key:
        parts.append(f"PRIMARY KEY ({', '.join(map(_quoted, key))})")
    connection.execute(f'CREATE TABLE "{_BUILT}" ({", ".join(parts)})')


def _declared(kind: StoredType) -> str:
    return SQL_TYPES[kind]


def _quoted(name: str) -> str:
    return f'"{name}"'


def _copy(
    connection: sqlite3.Connection, table: IntakeTable, columns: Sequence[StoredColumn], key: Sequence[str]
) -> None:
    """The rows that are there already, into the new shape."""
    sources = ", ".join(column.source for column in columns)
    try:
        connection.execute(f'INSERT INTO "{_BUILT}" SELECT {sources} FROM "{table.name}" ORDER BY rowid')
    except sqlite3.IntegrityError as error:
        raise KeyNotUnique(str(error), table=table.name, columns=", ".join(key)) from error


def _insert(
    connection: sqlite3.Connection,
    table: IntakeTable,
    columns: Sequence[StoredColumn],
    key: Sequence[str],
    tick: Callable[[int], None],
) -> None:
    names = [column.name for column in new_columns(table)]
    statement = f'INSERT INTO "{_BUILT}" ({", ".join(map(_quoted, names))}) VALUES ({", ".join("?" * len(names))})'
    if key:
        others = [name for name in names if name not in key]
        changes = [f'"{name}" = excluded."{name}"' for name in others]
        # What did not fit in an earlier import and now does is no longer beside it.
        known = {column.name for column in columns} - set(names)
        changes += [f'"{name}_raw" = NULL' for name in others if f"{name}_raw" in known]
        then = f"UPDATE SET {', '.join(changes)}" if changes else "NOTHING"
        statement += f" ON CONFLICT ({', '.join(map(_quoted, key))}) DO {then}"
    rows = table.rows()
    while batch := list(islice(rows, _BATCH)):
        connection.executemany(statement, batch)
        tick(len(batch))
