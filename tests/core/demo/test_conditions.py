"""Every word of the glossary is true for some rows and false for others, so that a question about it says something."""

from __future__ import annotations

import pytest

from tests.core.demo.asks import Ask

OPEN = "status IN ('open', 'in_progress', 'waiting_parts')"
PRESENT = "status <> 'retired'"

# table → condition → the least number of rows it is true for; it must be false for at least as many.
CONDITIONS = {
    "equipment": {
        "status = 'down'": 18,
        "status = 'running'": 70,
        "status = 'standby'": 18,
        "status = 'maintenance'": 12,
        "status = 'retired'": 6,
        "criticality = 'A'": 30,
        "criticality = 'B'": 50,
        "criticality = 'C'": 50,
        f"{PRESENT} AND next_maintenance <= date(:today, 'start of month', '+1 month', '-1 day')": 20,
        f"{PRESENT} AND next_maintenance BETWEEN date(:today, '+1 day') AND date(:today, '+30 days')": 40,
        f"{PRESENT} AND next_maintenance < :today": 10,
        "next_maintenance IS NULL": 8,
        "maintenance_interval_days IS NULL": 8,
        "last_maintenance IS NULL": 8,
        "line_id IS NULL": 30,
        "strftime('%Y', installed_on) = strftime('%Y', :today, '-1 year')": 3,
        "installed_on < date(:today, '-10 years')": 30,
        "next_maintenance < :today AND criticality = 'A'": 1,
    },
    "technician": {
        "active": 4,
        **{
            f"active AND trade = '{trade}'": 4
            for trade in ("mechanical", "electrical", "instrumentation", "lubrication")
        },
        **{f"active AND shift = '{shift}'": 6 for shift in ("morning", "afternoon", "night")},
        "NOT active": 3,
    },
    "work_order": {
        OPEN: 120,
        "status = 'open'": 40,
        "status = 'in_progress'": 25,
        "status = 'waiting_parts'": 10,
        "status = 'completed'": 400,
        "status = 'cancelled'": 150,
        f"{OPEN} AND due_on < :today": 20,
        f"{OPEN} AND due_on < :today AND type = 'preventive'": 8,
        f"{OPEN} AND due_on < :today AND type = 'corrective'": 4,
        f"{OPEN} AND technician_id IS NULL": 20,
        "status = 'completed' AND technician_id IS NULL": 20,
        "status = 'waiting_parts' AND priority = 'emergency'": 1,
        **{f"type = '{type_}'": 1500 for type_ in ("preventive", "corrective", "predictive", "inspection")},
        **{f"type = '{type_}' AND {OPEN}": 8 for type_ in ("preventive", "corrective", "predictive", "inspection")},
        **{f"type = '{type_}' AND status = 'in_progress'": 2 for type_ in ("preventive", "corrective", "inspection")},
        **{f"priority = '{priority}'": 300 for priority in ("emergency", "high", "medium", "low")},
        **{f"priority = '{priority}' AND {OPEN}": 6 for priority in ("emergency", "high", "medium", "low")},
        "date(requested_at) = :today": 1,
        "date(completed_at) = date(:today, '-1 day')": 1,
        "requested_at >= date(:today, '-7 days')": 40,
        "type = 'preventive' AND completed_at IS NOT NULL AND date(completed_at) > due_on": 300,
    },
    "failure": {
        **{
            f"mode = '{mode}'": 60
            for mode in (
                *("leakage", "vibration", "overheating", "breakdown"),
                *("fail to start", "low output", "noise", "electrical fault"),
            )
        },
        **{
            f"cause = '{cause}'": 60
            for cause in (
                *("wear", "misalignment", "lubrication", "contamination"),
                *("overload", "operator error", "corrosion", "unknown"),
            )
        },
        "detected_at >= date(:today, '-30 days')": 20,
    },
    "downtime": {
        "ended_at IS NULL": 18,
        "planned": 800,
        "NOT planned": 800,
        "work_order_id IS NULL": 800,
        **{
            f"cause = '{cause}'": 150
            for cause in ("mechanical", "electrical", "instrumentation", "process", "material", "operator", "planned")
        },
    },
    "spare_part": {
        "stock = 0": 4,
        "stock < min_stock": 15,
        "stock > 0 AND stock < min_stock": 8,
        "stock >= min_stock": 15,
        **{
            f"category = '{category}' AND stock < min_stock": 1
            for category in ("bearing", "seal", "belt", "filter", "sensor", "motor", "valve", "lubricant")
        },
        "id NOT IN (SELECT part_id FROM part_usage)": 3,
    },
    "meter_reading": {
        **{f"meter = '{meter}'": 5000 for meter in ("operating_hours", "vibration_mm_s", "temperature_c")},
        "meter = 'vibration_mm_s' AND value > 4.5": 100,
        "meter = 'temperature_c' AND value > 100": 100,
    },
}


@pytest.mark.parametrize(
    ("table", "condition", "least"),
    [(table, condition, least) for table, rows in CONDITIONS.items() for condition, least in rows.items()],
)
def test_true_for_some_and_false_for_others(ask: Ask, table: str, condition: str, least: int) -> None:
    total, true = ask(f"SELECT COUNT(*), TOTAL(CASE WHEN {condition} THEN 1 END) FROM {table}")[0]
    assert least <= true <= total - least


SPREAD = {
    "down machines in every area": "SELECT area_id FROM equipment WHERE status = 'down'",
    "machines in maintenance in every area": "SELECT area_id FROM equipment WHERE status = 'maintenance'",
    "standby machines in every area": "SELECT area_id FROM equipment WHERE status = 'standby'",
    "critical machines in every area": "SELECT area_id FROM equipment WHERE criticality = 'A' AND status <> 'retired'",
    "open orders in every area": (
        f"SELECT area_id FROM work_order w JOIN equipment e ON e.id = equipment_id WHERE w.{OPEN}"
    ),
    "overdue orders in every area": (
        f"SELECT area_id FROM work_order w JOIN equipment e ON e.id = equipment_id WHERE w.{OPEN} AND due_on < :today"
    ),
    "failures in every area": "SELECT area_id FROM failure JOIN equipment e ON e.id = equipment_id",
}


@pytest.mark.parametrize("sql", SPREAD.values(), ids=SPREAD.keys())
def test_spread_over_the_areas(ask: Ask, sql: str) -> None:
    assert ask(f"SELECT COUNT(DISTINCT area_id) FROM ({sql})") == [(8,)]


def test_stopped_conveyors_in_bottling(ask: Ask) -> None:
    """The kind of question that a newcomer types first."""
    sql = (
        "SELECT COUNT(*) FROM equipment e JOIN area a ON a.id = area_id WHERE type = 'conveyor' AND a.name = 'Bottling'"
    )
    (((stopped,),), ((all_,),)) = ask(f"{sql} AND status = 'down'"), ask(sql)
    assert 1 <= stopped < all_


def test_emergencies_in_every_year(ask: Ask) -> None:
    years = ask("SELECT strftime('%Y', requested_at), SUM(priority = 'emergency') FROM work_order GROUP BY 1")
    assert len(years) == 4 and all(count > 0 for _, count in years)


@pytest.mark.parametrize("column", ["mode", "cause"])
def test_nothing_outside_the_vocabulary(ask: Ask, column: str) -> None:
    known = {condition.split("'")[1] for condition in CONDITIONS["failure"] if condition.startswith(column)}
    assert {value for (value,) in ask(f"SELECT DISTINCT {column} FROM failure")} == known


def test_places_and_types(ask: Ask) -> None:
    assert ask("SELECT name, plant FROM area ORDER BY id") == [
        ("Packaging", "North"),
        ("Bottling", "North"),
        ("Mixing", "North"),
        ("Utilities", "North"),
        ("Warehouse", "South"),
        ("Welding", "South"),
        ("Paint", "South"),
        ("Assembly", "South"),
    ]
    assert ask("SELECT code, name FROM production_line WHERE id IN (1, 24)") == [
        ("L-01", "Line 1"),
        ("L-24", "Line 24"),
    ]
    types = {type_ for (type_,) in ask("SELECT DISTINCT type FROM equipment WHERE status <> 'retired'")}
    assert types == {
        "pump",
        "motor",
        "conveyor",
        "compressor",
        "boiler",
        "chiller",
        "filler",
        "packer",
        "robot",
        "press",
        "mixer",
        "forklift",
    }
    for tag in ("P-101", "CV-107", "F-102", "C-101", "PK-101", "M-112"):
        assert ask("SELECT COUNT(*) FROM equipment WHERE tag = :tag AND status <> 'retired'", tag=tag) == [(1,)], tag
    assert ask("SELECT COUNT(DISTINCT line_id) FROM equipment WHERE status <> 'retired'") == [(24,)]
