"""The tables on SQLite are exactly these: columns, types, defaults, keys, checks, indices."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.dialects import mysql, postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from core.demo.tables import metadata

# One line a column: name, type, ! for NOT NULL, =default, >table it references, # for UNIQUE, (values) that a check allows.
EXPECTED = {
    "area": """
        id INTEGER pk
        code TEXT ! #
        name TEXT !
        plant TEXT !""",
    "production_line": """
        id INTEGER pk
        code TEXT ! #
        name TEXT !
        area_id INTEGER ! >area""",
    "equipment": """
        id INTEGER pk
        tag TEXT ! #
        name TEXT !
        type TEXT !
        manufacturer TEXT !
        model TEXT !
        serial_number TEXT ! #
        area_id INTEGER ! >area
        line_id INTEGER >production_line
        criticality TEXT ! (A B C)
        status TEXT ! (running standby down maintenance retired)
        installed_on DATE !
        last_maintenance DATE
        next_maintenance DATE
        maintenance_interval_days INTEGER
        replacement_cost NUMERIC !""",
    "technician": """
        id INTEGER pk
        name TEXT !
        trade TEXT ! (mechanical electrical instrumentation lubrication)
        shift TEXT ! (morning afternoon night)
        active BOOLEAN ! =1""",
    "work_order": """
        id INTEGER pk
        number TEXT ! #
        equipment_id INTEGER ! >equipment
        type TEXT ! (preventive corrective predictive inspection)
        priority TEXT ! (emergency high medium low)
        status TEXT ! (open in_progress waiting_parts completed cancelled)
        description TEXT !
        requested_at TIMESTAMP !
        due_on DATE !
        started_at TIMESTAMP
        completed_at TIMESTAMP
        technician_id INTEGER >technician
        labor_hours NUMERIC ! =0
        labor_cost NUMERIC ! =0
        parts_cost NUMERIC ! =0""",
    "failure": """
        id INTEGER pk
        equipment_id INTEGER ! >equipment
        work_order_id INTEGER >work_order
        mode TEXT !
        cause TEXT !
        detected_at TIMESTAMP !""",
    "downtime": """
        id INTEGER pk
        equipment_id INTEGER ! >equipment
        work_order_id INTEGER >work_order
        started_at TIMESTAMP !
        ended_at TIMESTAMP
        minutes INTEGER !
        cause TEXT ! (mechanical electrical instrumentation process material operator planned)
        planned BOOLEAN ! =0""",
    "spare_part": """
        id INTEGER pk
        sku TEXT ! #
        name TEXT !
        category TEXT !
        stock INTEGER !
        min_stock INTEGER !
        unit_cost NUMERIC !
        supplier TEXT !
        lead_time_days INTEGER !""",
    "part_usage": """
        id INTEGER pk
        work_order_id INTEGER ! >work_order
        part_id INTEGER ! >spare_part
        quantity INTEGER !
        used_on DATE !""",
    "meter_reading": """
        id INTEGER pk
        equipment_id INTEGER ! >equipment
        meter TEXT ! (operating_hours vibration_mm_s temperature_c)
        value NUMERIC !
        read_at TIMESTAMP !""",
}
INDICES = {
    ("equipment", "idx_equipment_status", ("status",)),
    ("equipment", "idx_equipment_maintenance_date", ("next_maintenance",)),
    ("work_order", "idx_work_order_equipment", ("equipment_id",)),
    ("work_order", "idx_work_order_status", ("status",)),
    ("meter_reading", "idx_meter_reading_equipment", ("equipment_id", "meter", "read_at")),
}


@pytest.fixture
def schema(plant_of: Callable[[date], Path]) -> Path:
    return plant_of(date(2026, 11, 22))


def described(connection: sqlite3.Connection, table: str) -> list[str]:
    """The table's columns in the notation of EXPECTED."""
    references = {row[3]: row[2] for row in connection.execute(f"PRAGMA foreign_key_list({table})")}
    targets = {row[4] for row in connection.execute(f"PRAGMA foreign_key_list({table})")}
    assert targets <= {"id"}
    unique = set()
    for _, name, is_unique, origin, partial in connection.execute(f"PRAGMA index_list({table})").fetchall():
        columns = [row[2] for row in connection.execute(f"PRAGMA index_info({name})")]
        assert not partial
        if is_unique:
            assert origin == "u" and len(columns) == 1
            unique.update(columns)
    (sql,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    checks = {
        column: re.findall(r"'(\w+)'", values) for column, values in re.findall(r"CHECK \((\w+) IN \(([^)]*)\)\)", sql)
    }
    assert sql.count("CHECK") == len(checks)
    lines = []
    for _, name, type_, not_null, default, key in connection.execute(f"PRAGMA table_info({table})"):
        words = [name, type_]
        words += ["pk"] * bool(key) + ["!"] * bool(not_null)
        words += [f"={default}"] if default is not None else []
        words += [f">{references[name]}"] if name in references else []
        words += ["#"] * (name in unique)
        words += [f"({' '.join(checks[name])})"] if name in checks else []
        lines.append(" ".join(words))
    return lines


def test_the_tables_are_exactly_these(schema: Path) -> None:
    with closing(sqlite3.connect(schema)) as connection:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        assert tables == set(EXPECTED)
        for table, columns in EXPECTED.items():
            assert described(connection, table) == [line.strip() for line in columns.split("\n") if line.strip()], table
        others = {row[0] for row in connection.execute("SELECT type FROM sqlite_master")} - {"table", "index"}
        assert not others


def test_the_indices_are_exactly_these(schema: Path) -> None:
    with closing(sqlite3.connect(schema)) as connection:
        found = {
            (table, name, tuple(row[2] for row in connection.execute(f"PRAGMA index_info({name})")))
            for name, table in connection.execute(
                "SELECT name, tbl_name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
            ).fetchall()
        }
    assert found == INDICES


@pytest.mark.parametrize(
    ("table", "column"),
    [(table, line.split()[0]) for table, lines in EXPECTED.items() for line in lines.split("\n") if "(" in line],
)
def test_checks_refuse_other_values(schema: Path, table: str, column: str) -> None:
    with closing(sqlite3.connect(schema)) as connection, pytest.raises(sqlite3.IntegrityError, match="CHECK"):
        connection.execute(f"UPDATE {table} SET {column} = 'other' WHERE id = 1")


def test_ids_are_row_ids(schema: Path) -> None:
    """INTEGER PRIMARY KEY is SQLite's own row id only in exactly that wording."""
    with closing(sqlite3.connect(schema)) as connection:
        for table in EXPECTED:
            (differ,) = connection.execute(f"SELECT COUNT(*) FROM {table} WHERE rowid <> id").fetchone()
            assert differ == 0
            plan = connection.execute(f"EXPLAIN QUERY PLAN SELECT * FROM {table} WHERE id = 1").fetchall()
            assert "INTEGER PRIMARY KEY" in plan[0][3]


@pytest.mark.parametrize("dialect", [postgresql.dialect(), mysql.dialect()], ids=["postgresql", "mysql"])
def test_the_tables_compile_elsewhere(dialect: object) -> None:
    for table in metadata.sorted_tables:
        assert str(CreateTable(table).compile(dialect=dialect))  # type: ignore[arg-type]
        for index in table.indexes:
            assert str(CreateIndex(index).compile(dialect=dialect))  # type: ignore[arg-type]


def test_mysql_gets_lengths_and_digits() -> None:
    sql = "\n".join(str(CreateTable(table).compile(dialect=mysql.dialect())) for table in metadata.sorted_tables)
    assert "TEXT" not in sql and "TIMESTAMP" not in sql
    assert re.search(r"number VARCHAR\(255\) NOT NULL", sql)
    assert not re.search(r"NUMERIC(?!\()", sql)
