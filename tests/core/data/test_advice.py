"""Which index a slow query lacks, told by what it compares and by the indexes that are there."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.data.advice import missing_indexes
from core.data.database import Database

INDEXES = {"orders": [("id",), ("asset_id", "made")], "assets": [("id",), ("code",)]}


@pytest.mark.parametrize(
    ("sql", "wanted"),
    [
        ("SELECT COUNT(*) FROM orders WHERE made >= '2026-01-01' AND made < '2026-02-01'", ["orders (made)"]),
        ("SELECT COUNT(*) FROM orders AS o WHERE o.state IN (1, 2)", ["orders (state)"]),
        ("SELECT COUNT(*) FROM orders AS o JOIN assets AS a ON a.id = o.asset_id WHERE a.code = 'P-1'", []),
        ("SELECT COUNT(*) FROM orders AS o JOIN assets AS a ON a.id = o.other WHERE a.area = 'x'", ["assets (area)", "orders (other)"]),
        ("SELECT COUNT(*) FROM orders WHERE UPPER(state) = 'OPEN'", []),  # an index would not be used
        ("SELECT SUM(CASE WHEN state = 1 THEN 1 ELSE 0 END) FROM orders", []),  # nothing is looked for
        ("SELECT made, state FROM orders WHERE a = 1 AND b = 2 AND c = 3 AND d = 4", ["orders (a)", "orders (b)", "orders (c)"]),
        ("SELECT COUNT(*) FROM elsewhere WHERE x = 1", []),
        ("not SQL at all (", []),
    ],
)  # fmt: skip
def test_what_is_compared_and_not_indexed(sql: str, wanted: list[str]) -> None:
    assert [str(item) for item in missing_indexes(sql, "postgres", INDEXES)] == wanted


async def test_indexes_are_read_from_the_database(tmp_path: Path) -> None:
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(tmp_path / "plant.sqlite")) as database:
        database.executescript(
            "CREATE TABLE orders (id INTEGER PRIMARY KEY, made TEXT, state TEXT, code TEXT UNIQUE);"
            "CREATE INDEX made_first ON orders (made, state);"
        )
    plant = await Database.open(f"sqlite:///{tmp_path / 'plant.sqlite'}")
    try:
        told = await plant.missing_indexes(
            "SELECT 1 FROM orders WHERE id = 1 AND made > 'x' AND code = 'y' AND state = 'z'"
        )
        assert [str(item) for item in told] == ["orders (state)"]
    finally:
        await plant.close()
