"""How a table that is there already and a new one become one: which type each column has, and what is refused."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from core.intake.cells import as_text, is_nothing
from core.intake.column import DecidedColumn, StoredType
from core.intake.failures import ColumnsDoNotFit
from core.intake.table import IntakeTable

SQL_TYPES: dict[StoredType, str] = {
    "text": "TEXT",
    "integer": "INTEGER",
    "number": "REAL",
    "date": "DATE",
    "datetime": "DATETIME",
    "boolean": "BOOLEAN",
    "empty": "TEXT",
}
_TYPES: dict[str, StoredType] = {sql: kind for kind, sql in SQL_TYPES.items() if kind != "empty"}
_WIDER: dict[frozenset[StoredType], StoredType] = {
    frozenset(("integer", "number")): "number",
    frozenset(("date", "datetime")): "datetime",
    frozenset(("boolean", "integer")): "integer",
}
_MIDNIGHT = " 00:00:00"


@dataclass(frozen=True, slots=True)
class StoredColumn:
    """A column of a table in the output: its name, its type, and how values that are there are read as that type."""

    name: str
    type: StoredType
    source: str


def existing_columns(connection: sqlite3.Connection, table: str) -> dict[str, StoredType]:
    """The columns of a table of the output, in order; empty when there is no such table."""
    found: dict[str, StoredType] = {}
    for _, name, declared, *_ in connection.execute(f'PRAGMA table_info("{table}")').fetchall():
        kind = _TYPES.get(declared, "text")
        filled = connection.execute(f'SELECT 1 FROM "{table}" WHERE "{name}" IS NOT NULL LIMIT 1').fetchone()
        found[name] = kind if filled else "empty"
    return found


def new_columns(table: IntakeTable) -> list[StoredColumn]:
    """The columns of a table as the file alone makes them, in the order of its rows."""
    own = [StoredColumn(column.name, column.type, "NULL") for column in table.columns]
    return own + [StoredColumn(name, "text", "NULL") for name in table.raw_names()]


def merged_columns(table: IntakeTable, old: dict[str, StoredType]) -> list[StoredColumn]:
    """The columns of both; the new table's values are fitted to the common type.

    Raises:
        ColumnsDoNotFit: a column holds another kind of thing than before.
    """
    by_name = {column.name: column for column in table.columns}
    merged = []
    for name, was in old.items():
        column = by_name.get(name)
        kind = was if column is None else _common(table, column, was)
        source = f"\"{name}\" || '{_MIDNIGHT}'" if (was, kind) == ("date", "datetime") else f'"{name}"'
        merged.append(StoredColumn(name, kind, source))
    return merged + [column for column in new_columns(table) if column.name not in old]


def _common(table: IntakeTable, column: DecidedColumn, was: StoredType) -> StoredType:
    if was == "empty" or column.type == was:
        return column.type
    if column.type == "empty":
        return was
    if was == "text":
        _become_text(table, column)
        return "text"
    kind = _WIDER.get(frozenset((was, column.type)))
    if kind is None:
        raise ColumnsDoNotFit(table=table.name, column=column.name, old=was, new=column.type)
    if kind == "datetime" and column.type == "date":
        column.stored = {cell: f"{day}{_MIDNIGHT}" if day else None for cell, day in column.stored.items()}
    return kind


def _become_text(table: IntakeTable, column: DecidedColumn) -> None:
    """A column of text stays one: the new values are stored as the file writes them."""
    index = table.columns.index(column)
    cells = {table.raw(line, index) for line in table.lines}
    column.stored = {cell: as_text(cell) for cell in cells if not is_nothing(cell)}
    column.blank, column.type = None, "text"
    column.misfits.clear()
    column.note("STAYS_TEXT")
