"""What never happens on the plant: each query finds the rows that would contradict themselves, and must find none."""

from __future__ import annotations

from datetime import date

import pytest

from tests.core.demo.asks import Ask

OPEN = "status IN ('open', 'in_progress', 'waiting_parts')"
ORDERS = "SELECT w.id FROM work_order w JOIN equipment e ON e.id = w.equipment_id WHERE "
STOPS = "SELECT d.id FROM downtime d JOIN equipment e ON e.id = d.equipment_id WHERE "

NEVER = {
    # orders
    "order begun before it was requested": ORDERS + "started_at < requested_at",
    "order completed before it was begun": ORDERS + "completed_at < started_at",
    "completed order without times": ORDERS + "w.status = 'completed' AND (started_at IS NULL OR completed_at IS NULL)",
    "order with a completion that is not completed": ORDERS + "w.status <> 'completed' AND completed_at IS NOT NULL",
    "in progress, not begun, or nobody on it": (
        ORDERS + "w.status = 'in_progress' AND (started_at IS NULL OR technician_id IS NULL)"
    ),
    "status open, yet begun": ORDERS + "w.status = 'open' AND started_at IS NOT NULL",
    "cancelled, yet begun": ORDERS + "w.status = 'cancelled' AND started_at IS NOT NULL",
    "cost before completion": ORDERS + "w.status <> 'completed' AND (labor_cost <> 0 OR parts_cost <> 0)",
    "completed without labor": ORDERS + "w.status = 'completed' AND (labor_cost <= 0 OR labor_hours <= 0)",
    "open without planned hours": ORDERS + f"w.{OPEN} AND labor_hours <= 0",
    "open order of a retired machine": ORDERS + f"e.status = 'retired' AND w.{OPEN}",
    "open order of someone who left": (
        f"SELECT w.id FROM work_order w JOIN technician t ON t.id = technician_id WHERE {OPEN} AND NOT active"
    ),
    "order requested before the machine was there": ORDERS + "date(requested_at) < installed_on",
    "order due before it was requested": ORDERS + "due_on < date(requested_at)",
    "number of another year": ORDERS + "substr(number, 4, 4) <> strftime('%Y', requested_at)",
    "number in another form": ORDERS + "number NOT GLOB 'WO-[0-9][0-9][0-9][0-9]-[0-9][0-9][0-9][0-9][0-9]'",
    # equipment
    "down without an ongoing stop": (
        "SELECT id FROM equipment e WHERE status = 'down'"
        " AND 1 <> (SELECT COUNT(*) FROM downtime WHERE equipment_id = e.id AND ended_at IS NULL)"
    ),
    "ongoing stop of a machine that is not down": STOPS + "ended_at IS NULL AND e.status <> 'down'",
    "down without an open corrective order": (
        "SELECT id FROM equipment e WHERE status = 'down' AND NOT EXISTS"
        f" (SELECT 1 FROM work_order WHERE equipment_id = e.id AND type = 'corrective' AND {OPEN})"
    ),
    "in maintenance without an order in progress": (
        "SELECT id FROM equipment e WHERE status = 'maintenance' AND NOT EXISTS"
        " (SELECT 1 FROM work_order WHERE equipment_id = e.id AND type = 'preventive' AND status = 'in_progress')"
    ),
    "preventive order in progress on a machine that runs": (
        ORDERS + "w.type = 'preventive' AND w.status = 'in_progress' AND e.status <> 'maintenance'"
    ),
    "next maintenance that is not last plus interval": (
        "SELECT id FROM equipment"
        " WHERE next_maintenance <> date(last_maintenance, '+' || maintenance_interval_days || ' days')"
    ),
    "plan without interval, or interval without plan": (
        "SELECT id FROM equipment WHERE (next_maintenance IS NULL) <> (maintenance_interval_days IS NULL)"
    ),
    "last maintenance without its order": (
        "SELECT id FROM equipment e WHERE last_maintenance > date(:today, '-1000 days') AND NOT EXISTS (SELECT 1"
        " FROM work_order WHERE equipment_id = e.id AND type = 'preventive' AND date(completed_at) = last_maintenance)"
    ),
    "a later preventive maintenance than the last": (
        ORDERS + "w.type = 'preventive' AND date(completed_at) > last_maintenance"
    ),
    "overdue machine without an overdue order": (
        "SELECT id FROM equipment e WHERE status <> 'retired' AND next_maintenance < :today AND NOT EXISTS (SELECT 1"
        f" FROM work_order WHERE equipment_id = e.id AND type = 'preventive' AND {OPEN} AND due_on = next_maintenance)"
    ),
    "line of another area": (
        "SELECT e.id FROM equipment e JOIN production_line l ON l.id = line_id WHERE l.area_id <> e.area_id"
    ),
    # failures
    "failure without its corrective order": (
        "SELECT f.id FROM failure f LEFT JOIN work_order w ON w.id = work_order_id"
        " WHERE w.id IS NULL OR w.type <> 'corrective' OR w.equipment_id <> f.equipment_id"
        " OR w.requested_at < detected_at OR w.status = 'cancelled'"
    ),
    "two failures with one order": "SELECT work_order_id FROM failure GROUP BY 1 HAVING COUNT(*) > 1",
    # stops
    "stop that ends before it begins": STOPS + "ended_at < started_at",
    "minutes that are not its length": (
        STOPS + "minutes <> CAST(round(1440 * (julianday(COALESCE(ended_at, :today || ' 06:00:00'))"
        " - julianday(started_at))) AS INTEGER)"
    ),
    "planned by cause but not by flag": STOPS + "planned <> (cause = 'planned')",
    "planned stop without a preventive order": (
        "SELECT d.id FROM downtime d LEFT JOIN work_order w ON w.id = work_order_id WHERE planned"
        " AND (w.id IS NULL OR w.type <> 'preventive' OR d.started_at <> w.started_at OR d.ended_at <> w.completed_at)"
    ),
    "unplanned stop with an order that repairs no failure": (
        "SELECT d.id FROM downtime d WHERE NOT planned AND work_order_id IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM failure f WHERE f.work_order_id = d.work_order_id"
        " AND f.detected_at = d.started_at)"
    ),
    "stop that overlaps another of its machine": (
        "SELECT id FROM (SELECT id, started_at, LAG(COALESCE(ended_at, '9')) OVER"
        " (PARTITION BY equipment_id ORDER BY started_at, id) AS before FROM downtime) WHERE started_at < before"
    ),
    # parts
    "part used on an order that is not completed": (
        "SELECT u.id FROM part_usage u JOIN work_order w ON w.id = work_order_id"
        " WHERE w.status <> 'completed' OR used_on <> date(completed_at)"
    ),
    "parts cost that its parts do not explain": (
        "SELECT w.id FROM work_order w LEFT JOIN (SELECT work_order_id, SUM(quantity * unit_cost) AS cost"
        " FROM part_usage JOIN spare_part s ON s.id = part_id GROUP BY 1) u ON u.work_order_id = w.id"
        " WHERE abs(parts_cost - COALESCE(cost, 0)) > 0.005"
    ),
    "stock or quantity that cannot be": "SELECT id FROM spare_part WHERE stock < 0 OR min_stock < 1 OR unit_cost <= 0",
    "usage of nothing": "SELECT id FROM part_usage WHERE quantity < 1",
    # readings
    "operating hours that run backwards": (
        "SELECT id FROM (SELECT id, value, LAG(value) OVER (PARTITION BY equipment_id ORDER BY read_at) AS before"
        " FROM meter_reading WHERE meter = 'operating_hours') WHERE value < before"
    ),
    "reading of a machine that was not there": (
        "SELECT r.id FROM meter_reading r JOIN equipment e ON e.id = equipment_id WHERE date(read_at) < installed_on"
    ),
    "reading that cannot be": "SELECT id FROM meter_reading WHERE value <= 0 OR value > 200000",
    "money finer than a cent": (
        "SELECT id FROM work_order WHERE abs(labor_cost * 100 - round(labor_cost * 100)) > 0.0001"
        " OR abs(parts_cost * 100 - round(parts_cost * 100)) > 0.0001"
    ),
}


@pytest.mark.parametrize("sql", NEVER.values(), ids=NEVER.keys())
def test_never(ask: Ask, sql: str) -> None:
    assert ask(sql) == []


PAST = {
    "work_order": ("requested_at", "started_at", "completed_at"),
    "failure": ("detected_at",),
    "downtime": ("started_at", "ended_at"),
    "part_usage": ("used_on",),
    "meter_reading": ("read_at",),
    "equipment": ("installed_on", "last_maintenance"),
}
AHEAD = {"work_order": ("due_on",), "equipment": ("next_maintenance",)}
TIMESTAMP = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9] [0-9][0-9]:[0-9][0-9]:[0-9][0-9]"


@pytest.mark.parametrize(("table", "column"), [(table, column) for table, names in PAST.items() for column in names])
def test_nothing_happened_after_today(ask: Ask, as_of: date, table: str, column: str) -> None:
    newest, form = ask(f"SELECT MAX({column}), MIN({column} GLOB :form) FROM {table}", form=TIMESTAMP)[0]
    assert newest <= f"{as_of} 06:00:00"
    assert bool(form) == column.endswith("_at")


@pytest.mark.parametrize(("table", "column"), [(table, column) for table, names in AHEAD.items() for column in names])
def test_plans_lie_ahead_too(ask: Ask, as_of: date, table: str, column: str) -> None:
    oldest, newest = ask(f"SELECT MIN({column}), MAX({column}) FROM {table}")[0]
    assert oldest < as_of.isoformat() < newest
    assert date.fromisoformat(oldest) and date.fromisoformat(newest)


def test_history_is_three_years_up_to_today(ask: Ask, as_of: date) -> None:
    first, last = ask("SELECT MIN(date(requested_at)), MAX(date(requested_at)) FROM work_order")[0]
    assert last == as_of.isoformat()
    assert 1080 <= (as_of - date.fromisoformat(first)).days <= 1096


def test_numbers_count_up_within_each_year(ask: Ask) -> None:
    wrong = ask(
        "SELECT number FROM (SELECT number, ROW_NUMBER() OVER (PARTITION BY strftime('%Y', requested_at) ORDER BY id)"
        " AS place FROM work_order) WHERE CAST(substr(number, 9) AS INTEGER) <> place"
    )
    assert wrong == []


def test_retired_machines_have_a_history_that_ended(ask: Ask) -> None:
    rows = ask(
        "SELECT e.tag, COUNT(*), MAX(date(requested_at)) FROM equipment e JOIN work_order w ON w.equipment_id = e.id"
        " WHERE e.status = 'retired' GROUP BY 1"
    )
    assert len(rows) == 9 and all(count >= 3 for _, count, _ in rows)
    assert ask("SELECT MAX(date(:today) <= :last)", last=max(last for *_, last in rows)) == [(0,)]


def test_technicians_who_left_have_a_history(ask: Ask) -> None:
    rows = ask(
        "SELECT t.name, COUNT(*) FROM technician t JOIN work_order ON technician_id = t.id WHERE NOT active GROUP BY 1"
    )
    assert len(rows) == 4 and all(count >= 20 for _, count in rows)
