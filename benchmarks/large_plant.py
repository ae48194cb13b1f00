"""A demo plant made larger by copying its machines and their orders: 500 machines, 20,000 orders by default."""

from __future__ import annotations

import sqlite3
import sys
from datetime import date
from pathlib import Path

from core.demo.generate import generate

# table → columns that must stay unique, and columns that point at copied rows
_UNIQUE = {"equipment": ("tag", "serial_number"), "work_order": ("number",)}


def large_plant(path: Path, as_of: date, *, machines: int = 500, orders: int = 20_000) -> None:
    """Write the demo plant, then copy machines and orders until there are as many."""
    generate(path, as_of)
    with sqlite3.connect(path) as database:
        _copy(database, "equipment", machines)
        _copy(database, "work_order", orders)
    database.close()


def _copy(database: sqlite3.Connection, table: str, wanted: int) -> None:
    columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
    have, highest = database.execute(f"SELECT COUNT(*), MAX(id) FROM {table}").fetchone()
    copied = 0
    while have + copied < wanted:
        copied_now = min(have, wanted - have - copied)
        offset = highest + copied
        values = [
            f"id + {offset}" if column == "id" else f"{column} || '-{offset}'" if column in _UNIQUE[table] else column
            for column in columns
        ]
        database.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} FROM {table} "
            f"WHERE id <= {highest} ORDER BY id LIMIT {copied_now}"
        )
        copied += copied_now


if __name__ == "__main__":
    large_plant(Path(sys.argv[1]), date.fromisoformat(sys.argv[2]))
