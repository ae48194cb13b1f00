"""A plant of a few rows, the same on every database, and its catalog without any database."""

from __future__ import annotations

import sqlite3
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import create_engine, insert
from sqlalchemy.ext.asyncio import create_async_engine

from core.data.catalog import Catalog
from core.data.database import Database
from core.demo.tables import metadata
from core.kernel.result import normalise

CATALOG = {name: {column.name: "text" for column in table.columns} for name, table in metadata.tables.items()}
SCHEMAS = {"sqlite": "main", "postgres": "public", "mysql": "plant"}
ENDLESS = "WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT COUNT(*) FROM r"


def catalog(dialect: str) -> Catalog:
    return Catalog(tables=CATALOG, schema=SCHEMAS[dialect])


def _rows() -> dict[str, list[dict[str, Any]]]:
    moment = datetime(2026, 10, 5, 8, 30)
    statuses = ["running", "down", "standby", "retired"]
    kinds = ["pump", "motor", "robot"]
    return {
        "area": [
            {"id": n, "code": f"A{n}", "name": name, "plant": "North"} for n, name in enumerate(["Paint", "Mixing"], 1)
        ],
        "production_line": [{"id": 1, "code": "L-01", "name": "Line 1", "area_id": 1}],
        "equipment": [
            {
                "id": n, "tag": f"P-{100 + n}", "name": f"Transfer pump {n}", "type": kinds[n % 3], "manufacturer": "ACME",
                "model": "X", "serial_number": f"S{n}", "area_id": 1 + n % 2, "line_id": 1 if n % 2 else None,
                "criticality": "ABC"[n % 3], "status": statuses[n % 4], "installed_on": date(2020, 1, n),
                "last_maintenance": date(2026, 9, n), "next_maintenance": None if n == 3 else date(2026, 12, n),
                "maintenance_interval_days": 30, "replacement_cost": 1000 + 250.5 * (n // 2),
            }
            for n in range(1, 9)
        ],
        "technician": [{"id": 1, "name": "José Ñúñez", "trade": "mechanical", "shift": "night", "active": True}],
        "work_order": [
            {
                "id": n, "number": f"WO-{n}", "equipment_id": n, "type": "corrective" if n % 2 else "preventive",
                "priority": "high", "status": "completed" if n < 4 else "open", "description": "fix the pump",
                "requested_at": moment, "due_on": date(2026, 10, 20), "started_at": moment,
                "completed_at": moment.replace(hour=8 + n) if n < 4 else None, "technician_id": 1 if n % 2 else None,
                "labor_hours": 1.5 * n, "labor_cost": 10, "parts_cost": 2.5,
            }
            for n in range(1, 7)
        ],
        "failure": [
            {"id": n, "equipment_id": 1 + n % 3, "work_order_id": None, "mode": "leakage", "cause": "unknown",
             "detected_at": moment.replace(month=1 + n)}
            for n in range(1, 7)
        ],
        "downtime": [
            {"id": n, "equipment_id": n, "work_order_id": None, "started_at": moment.replace(day=n),
             "ended_at": moment.replace(day=n, hour=12) if n > 1 else None, "minutes": 30 * n, "cause": "process",
             "planned": n == 2}
            for n in range(1, 5)
        ],
        "spare_part": [
            {"id": n, "sku": f"BRG-{n}", "name": f"100%% bearing {n}", "category": "bearing", "stock": n - 1,
             "min_stock": 2, "unit_cost": 12.25, "supplier": "SKF", "lead_time_days": 3}
            for n in range(1, 4)
        ],
        "part_usage": [{"id": 1, "work_order_id": 1, "part_id": 1, "quantity": 2, "used_on": date(2026, 10, 6)}],
        "meter_reading": [
            {"id": n, "equipment_id": 1, "meter": "temperature_c", "value": 60 + n, "read_at": moment.replace(day=n)}
            for n in range(1, 6)
        ],
    }  # fmt: skip


ROWS = _rows()


def fill_sqlite(path: Path) -> Path:
    """The plant in a new SQLite file, dates and times as plain text."""
    engine = create_engine(f"sqlite:///{path}")
    metadata.create_all(engine)
    engine.dispose()
    connection = sqlite3.connect(path)
    for table in metadata.sorted_tables:
        for row in ROWS[table.name]:
            names, marks = ", ".join(row), ", ".join("?" * len(row))
            values = [normalise(value) for value in row.values()]
            connection.execute(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", values)
    connection.commit()
    connection.close()
    return path


async def fill_postgres(url: str) -> None:
    """The plant in an empty PostgreSQL database; ``url`` names asyncpg."""
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
        for table in metadata.sorted_tables:
            await connection.execute(insert(table), ROWS[table.name])
    await engine.dispose()


def write_sqlite(path: Path, sql: str) -> None:
    """Another program changes the file."""
    connection = sqlite3.connect(path)
    connection.execute(sql)
    connection.commit()
    connection.close()


async def open_file(path: Path, *, query_timeout: float = 5.0, max_rows: int = 100, pool_size: int = 20) -> Database:
    return await Database.open(
        f"sqlite:///{quote(str(path))}",
        query_timeout=query_timeout,
        max_rows=max_rows,
        pool_size=pool_size,
    )
