"""A role is no column that nobody fills in: what it would answer is nothing, and no answer."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.core.drafting.drafts import drafted

ROWS = 25


def plant(path: Path) -> Path:
    """Orders whose due date, whose technician and one of whose costs are empty in all rows."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(
            "CREATE TABLE work_orders (id INTEGER PRIMARY KEY, number TEXT, title TEXT, status TEXT, created_at DATETIME, "
            "due_date DATETIME, completed_on DATETIME, technician TEXT, total_cost REAL, cost REAL)"
        )
        rows = [
            (
                number, f"WO-{number}", f"Work {number}", "completed" if number % 2 else "open",
                f"2026-10-{number:02} 08:00", None, f"2026-10-{number:02} 18:00" if number % 2 else None, "", 0.0, 10.0 * number,
            )
            for number in range(1, ROWS + 1)
        ]  # fmt: skip
        connection.executemany(f"INSERT INTO work_orders VALUES ({', '.join('?' * 10)})", rows)
        connection.commit()
    return path


async def test_a_column_without_a_value_has_no_role(tmp_path: Path) -> None:
    made = await drafted(plant(tmp_path / "plant.sqlite"))
    orders = made.concepts.of("work_order")
    assert orders is not None
    assert orders.column("due") is None and orders.column("person") is None
    assert orders.column("cost") == "cost" and orders.column("finished") == "completed_on"
    (dataset,) = made.raw["semantic_model"][0]["datasets"]
    stated = {item["name"] for item in dataset["ai_context"]["conditions"]}
    assert {"open", "closed"} <= stated and not {"overdue", "unassigned"} & stated
