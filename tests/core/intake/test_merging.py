"""Merging: what becomes of a column when a table grows by a file, for each pair of what it was and what is new."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from core.intake.column import StoredType
from core.intake.failures import ColumnsDoNotFit
from core.intake.merging import StoredColumn, existing_columns, merged_columns, new_columns
from core.intake.table import IntakeTable
from tests.core.intake.samples import imported, written

CELLS: dict[StoredType, tuple[str, str]] = {
    "text": ("alfa", "beta"),
    "integer": ("7", "12"),
    "number": ("1,5", "2,25"),
    "date": ("2026-01-02", "2026-03-04"),
    "datetime": ("2026-01-02 06:30", "2026-03-04 18:00"),
    "boolean": ("sí", "no"),
    "empty": ("", ""),
}
"""What a file writes in a column of each type."""


def table_of(tmp_path: Path, kind: StoredType) -> IntakeTable:
    """A table whose column ``dato`` is of that type."""
    one, other = CELLS[kind]
    file = written(tmp_path / "x.csv", f"Equipo;Dato\nBomba;{one}\nMotor;{other}\n")
    return imported(file, tmp_path / "out.sqlite")[0]


def merged(table: IntakeTable, was: StoredType) -> StoredColumn:
    return {column.name: column for column in merged_columns(table, {"equipo": "text", "dato": was})}["dato"]


# Written down here by hand: the wider of two is what holds both without changing either.
WIDER: dict[tuple[StoredType, StoredType], StoredType] = {
    ("integer", "number"): "number",
    ("number", "integer"): "number",
    ("date", "datetime"): "datetime",
    ("datetime", "date"): "datetime",
    ("boolean", "integer"): "integer",
    ("integer", "boolean"): "integer",
}


@pytest.mark.parametrize("was", list(CELLS))
@pytest.mark.parametrize("new", list(CELLS))
def test_every_pair_of_types(tmp_path: Path, was: StoredType, new: StoredType) -> None:
    table = table_of(tmp_path, new)
    if was in (new, "empty"):
        wanted: StoredType | None = new
    elif new == "empty":
        wanted = was
    else:
        wanted = "text" if was == "text" else WIDER.get((was, new))
    if wanted is None:
        with pytest.raises(ColumnsDoNotFit) as refused:
            merged(table, was)
        assert "dato" in refused.value.message("es")
    else:
        assert merged(table, was).type == wanted


def test_what_a_file_reads_as_numbers_is_stored_as_it_writes_them_where_the_table_has_text(tmp_path: Path) -> None:
    table = table_of(tmp_path, "number")
    merged(table, "text")
    assert [row[1] for row in table.rows()] == ["1,5", "2,25"]
    assert table.columns[1].notes[-1][0] == "STAYS_TEXT"


def test_days_get_a_midnight_on_either_side(tmp_path: Path) -> None:
    table = table_of(tmp_path, "date")
    assert merged(table, "datetime").source == '"dato"'
    assert [row[1] for row in table.rows()] == ["2026-01-02 00:00:00", "2026-03-04 00:00:00"]
    assert merged(table_of(tmp_path, "datetime"), "date").source == "\"dato\" || ' 00:00:00'"


def test_columns_keep_the_order_of_the_table_and_new_ones_come_behind(tmp_path: Path) -> None:
    table = table_of(tmp_path, "integer")
    found = merged_columns(table, {"dato": "integer", "viejo": "date"})
    assert [(column.name, column.type, column.source) for column in found] == [
        ("dato", "integer", '"dato"'),
        ("viejo", "date", '"viejo"'),
        ("equipo", "text", "NULL"),
    ]
    assert [column.name for column in new_columns(table)] == ["equipo", "dato"]


def test_a_column_of_the_output_without_a_value_is_open_to_any_type(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "x.sqlite")) as connection:
        connection.execute("CREATE TABLE t (a INTEGER, b REAL, c DATE, d VARCHAR(3))")
        connection.execute("INSERT INTO t VALUES (1, NULL, '2026-01-02', 'x')")
        assert existing_columns(connection, "t") == {"a": "integer", "b": "empty", "c": "date", "d": "text"}
        assert existing_columns(connection, "none") == {}
