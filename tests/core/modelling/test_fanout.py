"""Joins that multiply rows, told from those that do not."""

from __future__ import annotations

import pytest

from core.data.catalog import ForeignKey
from core.modelling.fanout import fan_out

KEYS = tuple(
    ForeignKey(table, (column,), target, ("id",))
    for table, column, target in [
        ("equipment", "area_id", "area"),
        ("work_order", "equipment_id", "equipment"),
        ("failure", "equipment_id", "equipment"),
        ("failure", "work_order_id", "work_order"),
        ("downtime", "equipment_id", "equipment"),
        ("part_usage", "work_order_id", "work_order"),
    ]
)

HARMLESS = [
    "SELECT COUNT(*) FROM equipment",
    "SELECT a.name, COUNT(*) FROM work_order w JOIN equipment e ON e.id = w.equipment_id JOIN area a ON a.id = e.area_id GROUP BY a.name",
    "SELECT e.tag, SUM(d.minutes) FROM equipment e JOIN downtime d ON d.equipment_id = e.id GROUP BY e.tag",
    "SELECT e.tag, COUNT(f.id) FROM equipment e LEFT JOIN failure f ON f.equipment_id = e.id GROUP BY e.tag",
    "SELECT COUNT(DISTINCT e.id) FROM equipment e JOIN failure f ON f.equipment_id = e.id JOIN downtime d ON d.equipment_id = e.id",
    "SELECT e.tag, MAX(e.replacement_cost) FROM equipment e JOIN failure f ON f.equipment_id = e.id GROUP BY e.tag",
    "SELECT e.tag FROM equipment e JOIN failure f ON f.equipment_id = e.id",
    "WITH f AS (SELECT equipment_id, COUNT(*) n FROM failure GROUP BY equipment_id), d AS (SELECT equipment_id, SUM(minutes) m FROM downtime GROUP BY equipment_id) SELECT SUM(f.n), SUM(d.m) FROM f JOIN d ON d.equipment_id = f.equipment_id",
    "SELECT SUM(p.quantity * w.labor_cost) FROM part_usage p JOIN work_order w ON w.id = p.work_order_id",
    "SELECT COUNT(*) FROM failure f JOIN work_order w ON w.id = f.work_order_id",
    "SELECT a.name, (SELECT COUNT(*) FROM equipment e WHERE e.area_id = a.id) AS n FROM area a",
    "not sql (",
]

MULTIPLYING = [
    ("SELECT SUM(w.labor_cost) FROM work_order w JOIN part_usage p ON p.work_order_id = w.id", "work_order"),
    ("SELECT AVG(e.replacement_cost) FROM equipment e JOIN failure f ON f.equipment_id = e.id", "equipment"),
    (
        "SELECT e.tag, COUNT(*) FROM equipment e JOIN failure f ON f.equipment_id = e.id JOIN downtime d ON d.equipment_id = e.id GROUP BY e.tag",
        "downtime",
    ),
    (
        "SELECT e.tag, SUM(d.minutes) FROM equipment e LEFT JOIN downtime d ON d.equipment_id = e.id LEFT JOIN failure f ON f.equipment_id = e.id GROUP BY e.tag",
        "downtime",
    ),
    ("SELECT SUM(d.minutes) FROM downtime d JOIN failure f ON f.equipment_id = d.equipment_id", "downtime"),
    ("SELECT COUNT(a.id) FROM area a, equipment e WHERE e.area_id = a.id", "area"),
    (
        "WITH x AS (SELECT SUM(w.parts_cost) AS c FROM work_order w JOIN failure f ON f.work_order_id = w.id) SELECT c FROM x",
        "work_order",
    ),
]


@pytest.mark.parametrize("sql", HARMLESS)
def test_harmless(sql: str) -> None:
    assert fan_out(sql, "sqlite", KEYS) is None


@pytest.mark.parametrize(("sql", "table"), MULTIPLYING)
def test_multiplying(sql: str, table: str) -> None:
    message = fan_out(sql, "sqlite", KEYS)
    assert message is not None
    assert table in message


COLUMNS = {
    "work_order": {"id": "", "labor_cost": "", "parts_cost": "", "equipment_id": ""},
    "part_usage": {"id": "", "work_order_id": "", "quantity": ""},
    "equipment": {"id": "", "area_id": "", "replacement_cost": ""},
    "area": {"id": "", "name": ""},
}


@pytest.mark.parametrize(
    ("sql", "named"),
    [
        ("SELECT SUM(labor_cost) FROM work_order w JOIN part_usage p ON p.work_order_id = w.id", "work_order"),
        (
            "SELECT SUM(labor_cost + parts_cost) FROM work_order w JOIN part_usage p ON work_order_id = w.id",
            "work_order",
        ),
        (
            "WITH one AS (SELECT 1 AS n) SELECT SUM(w.labor_cost) FROM work_order w "
            "JOIN part_usage p ON p.work_order_id = w.id CROSS JOIN one",
            "work_order",
        ),
        ("SELECT COUNT(*) FROM equipment e CROSS JOIN area a", "area"),
        ("SELECT COUNT(*) FROM equipment e JOIN area a ON 1 = 1", "area"),
        ("SELECT COUNT(*) FROM equipment e, work_order w WHERE e.area_id = 3", "work_order"),
    ],
)
def test_columns_without_their_table_and_tables_without_a_join(sql: str, named: str) -> None:
    message = fan_out(sql, "sqlite", KEYS, COLUMNS)
    assert message is not None
    assert named in message


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT SUM(quantity) FROM work_order w JOIN part_usage p ON p.work_order_id = w.id",
        "SELECT SUM(id) FROM work_order w JOIN part_usage p ON p.work_order_id = w.id",
        "SELECT COUNT(*) FROM equipment e, area a WHERE e.area_id = a.id",
        "SELECT e.id, a.name FROM equipment e CROSS JOIN area a",
        "SELECT COUNT(*) FROM work_order w JOIN equipment e ON w.equipment_id BETWEEN e.id AND e.id",
    ],
)
def test_what_is_not_certain_is_left_alone(sql: str) -> None:
    assert fan_out(sql, "sqlite", KEYS, COLUMNS) is None
