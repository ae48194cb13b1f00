"""The demo plant's tables: one source for SQLite, PostgreSQL and MySQL/MariaDB.

SQLite decides the wording: TEXT, NUMERIC and TIMESTAMP there, and what is equivalent elsewhere. MySQL cannot index a
TEXT without a length, takes a bare NUMERIC for a whole number, and changes a TIMESTAMP on its own; hence the variants.
"""

from __future__ import annotations

from sqlalchemy import (
    TIMESTAMP,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Numeric,
    String,
    Table,
    Text,
    false,
    text,
    true,
)

metadata = MetaData()

_MYSQL = ("mysql", "mariadb")
_TEXT = Text().with_variant(String(255), *_MYSQL)
_AMOUNT = Numeric().with_variant(Numeric(14, 2), "postgresql", *_MYSQL)
_MOMENT = TIMESTAMP().with_variant(DateTime(), *_MYSQL)


def _id() -> Column[int]:
    # Nullable on paper, as in SQLite's own `INTEGER PRIMARY KEY`; no database lets a primary key be NULL in fact.
    return Column("id", Integer, primary_key=True, autoincrement=False, nullable=True)


def _text(name: str, *, unique: bool | None = None) -> Column[str]:
    return Column(name, _TEXT, nullable=False, unique=unique)


def _one_of(name: str, *values: str) -> Column[str]:
    wanted = ", ".join(f"'{value}'" for value in values)
    return Column(name, _TEXT, CheckConstraint(text(f"{name} IN ({wanted})")), nullable=False)


def _reference(name: str, table: str, *, nullable: bool = False) -> Column[int]:
    return Column(name, Integer, ForeignKey(f"{table}.id"), nullable=nullable)


def _whole(name: str, *, nullable: bool = False) -> Column[int]:
    return Column(name, Integer, nullable=nullable)


area = Table("area", metadata, _id(), _text("code", unique=True), _text("name"), _text("plant"))

production_line = Table(
    "production_line", metadata, _id(), _text("code", unique=True), _text("name"), _reference("area_id", "area")
)

equipment = Table(
    "equipment",
    metadata,
    _id(),
    _text("tag", unique=True),
    _text("name"),
    _text("type"),
    _text("manufacturer"),
    _text("model"),
    _text("serial_number", unique=True),
    _reference("area_id", "area"),
    _reference("line_id", "production_line", nullable=True),
    _one_of("criticality", "A", "B", "C"),
    _one_of("status", "running", "standby", "down", "maintenance", "retired"),
    Column("installed_on", Date, nullable=False),
    Column("last_maintenance", Date),
    Column("next_maintenance", Date),
    _whole("maintenance_interval_days", nullable=True),
    Column("replacement_cost", _AMOUNT, nullable=False),
)
Index("idx_equipment_status", equipment.c.status)
Index("idx_equipment_maintenance_date", equipment.c.next_maintenance)

technician = Table(
    "technician",
    metadata,
    _id(),
    _text("name"),
    _one_of("trade", "mechanical", "electrical", "instrumentation", "lubrication"),
    _one_of("shift", "morning", "afternoon", "night"),
    Column("active", Boolean, nullable=False, server_default=true()),
)

work_order = Table(
    "work_order",
    metadata,
    _id(),
    _text("number", unique=True),
    _reference("equipment_id", "equipment"),
    _one_of("type", "preventive", "corrective", "predictive", "inspection"),
    _one_of("priority", "emergency", "high", "medium", "low"),
    _one_of("status", "open", "in_progress", "waiting_parts", "completed", "cancelled"),
    _text("description"),
    Column("requested_at", _MOMENT, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("started_at", _MOMENT),
    Column("completed_at", _MOMENT),
    _reference("technician_id", "technician", nullable=True),
    Column("labor_hours", _AMOUNT, nullable=False, server_default=text("0")),
    Column("labor_cost", _AMOUNT, nullable=False, server_default=text("0")),
    Column("parts_cost", _AMOUNT, nullable=False, server_default=text("0")),
)
Index("idx_work_order_equipment", work_order.c.equipment_id)
Index("idx_work_order_status", work_order.c.status)

failure = Table(
    "failure",
    metadata,
    _id(),
    _reference("equipment_id", "equipment"),
    _reference("work_order_id", "work_order", nullable=True),
    _text("mode"),
    _text("cause"),
    Column("detected_at", _MOMENT, nullable=False),
)

downtime = Table(
    "downtime",
    metadata,
    _id(),
    _reference("equipment_id", "equipment"),
    _reference("work_order_id", "work_order", nullable=True),
    Column("started_at", _MOMENT, nullable=False),
    Column("ended_at", _MOMENT),
    _whole("minutes"),
    _one_of("cause", "mechanical", "electrical", "instrumentation", "process", "material", "operator", "planned"),
    Column("planned", Boolean, nullable=False, server_default=false()),
)

spare_part = Table(
    "spare_part",
    metadata,
    _id(),
    _text("sku", unique=True),
    _text("name"),
    _text("category"),
    _whole("stock"),
    _whole("min_stock"),
    Column("unit_cost", _AMOUNT, nullable=False),
    _text("supplier"),
    _whole("lead_time_days"),
)

part_usage = Table(
    "part_usage",
    metadata,
    _id(),
    _reference("work_order_id", "work_order"),
    _reference("part_id", "spare_part"),
    _whole("quantity"),
    Column("used_on", Date, nullable=False),
)

meter_reading = Table(
    "meter_reading",
    metadata,
    _id(),
    _reference("equipment_id", "equipment"),
    _one_of("meter", "operating_hours", "vibration_mm_s", "temperature_c"),
    Column("value", _AMOUNT, nullable=False),
    Column("read_at", _MOMENT, nullable=False),
)
Index("idx_meter_reading_equipment", meter_reading.c.equipment_id, meter_reading.c.meter, meter_reading.c.read_at)
