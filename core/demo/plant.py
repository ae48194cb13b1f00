"""The whole plant as rows: every table's rows in the order of its columns, ready to be written anywhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

from core.demo import failures, preventive, readings, routine, stops, usage
from core.demo.calendar import Calendar
from core.demo.equipment import Machine, machines
from core.demo.orders import OrderDesk, OrderRow
from core.demo.parts import spare_parts
from core.demo.people import Crew, technicians
from core.demo.places import AREAS, lines

Row = tuple[object, ...]


def build(as_of: date) -> Mapping[str, list[Row]]:
    """Rows by table, tables in an order that foreign keys allow; dates and timestamps as Python's own types.

    Raises:
        DateOutOfRange: ``as_of`` lies before 2000 or after 2100.
    """
    calendar = Calendar(as_of)
    people = technicians()
    parts = spare_parts()
    plant = machines(calendar)
    desk = OrderDesk(calendar, Crew(people))
    all_failures: list[failures.Failure] = []
    all_stops: list[stops.Stop] = []
    all_readings: list[readings.Reading] = []
    for machine in plant:
        first_order = len(desk.orders)
        schedule = preventive.plan(machine, calendar)
        preventive.file_orders(machine, schedule, desk)
        own = list(failures.simulate(machine, schedule, desk))
        routine.file_orders(machine, desk)
        all_failures += own
        all_stops += stops.stops_of(machine, own, desk.orders[first_order:], calendar)
        all_readings += readings.readings_of(machine, schedule, own, calendar)
    orders = _numbered(desk.orders, calendar)
    used = usage.book(orders, parts)
    used.sort(key=lambda one: (one.order.completed or 0.0, one.order.id, one.part.id))
    all_failures.sort(key=lambda one: (one.detected, one.machine.id))
    all_stops.sort(key=lambda one: (one.started, one.machine.id))
    all_readings.sort(key=lambda one: (one.when, one.machine.id, one.meter))
    return {
        "area": [(area.id, area.code, area.name, area.plant) for area in AREAS],
        "production_line": [(line.id, line.code, line.name, line.area.id) for line in lines()],
        "equipment": [_equipment(machine, calendar) for machine in plant],
        "technician": [(one.id, one.name, one.trade, one.shift, one.active) for one in people],
        "work_order": [_work_order(order, calendar) for order in orders],
        "failure": [
            (number, one.machine.id, one.order.id, one.mode, one.cause, calendar.moment(one.detected))
            for number, one in enumerate(all_failures, start=1)
        ],
        "downtime": [_downtime(number, stop, calendar) for number, stop in enumerate(all_stops, start=1)],
        "spare_part": [
            (p.id, p.sku, p.name, p.category, p.stock, p.min_stock, p.unit_cost, p.supplier, p.lead_time_days)
            for p in parts
        ],
        "part_usage": [
            (number, one.order.id, one.part.id, one.quantity, calendar.day(one.order.completed or 0.0))
            for number, one in enumerate(used, start=1)
        ],
        "meter_reading": [
            (number, one.machine.id, one.meter, one.value, calendar.moment(one.when))
            for number, one in enumerate(all_readings, start=1)
        ],
    }


def _numbered(orders: list[OrderRow], calendar: Calendar) -> list[OrderRow]:
    """The orders by time of request, numbered within each year."""
    orders = sorted(orders, key=lambda order: (order.requested, order.machine.id, order.type))
    in_year: Counter[int] = Counter()
    for place, order in enumerate(orders, start=1):
        year = calendar.day(order.requested).year
        in_year[year] += 1
        order.id = place
        order.number = f"WO-{year}-{in_year[year]:05d}"
    return orders


def _equipment(machine: Machine, calendar: Calendar) -> Row:
    return (
        machine.id,
        machine.tag,
        machine.name,
        machine.kind.name,
        machine.manufacturer,
        machine.model,
        machine.serial,
        machine.area.id,
        machine.line.id if machine.line else None,
        machine.criticality,
        machine.status,
        calendar.day(machine.installed),
        None if machine.last_done is None else calendar.day(machine.last_done),
        None if machine.next_due is None else calendar.day(machine.next_due),
        machine.interval,
        machine.cost,
    )


def _work_order(order: OrderRow, calendar: Calendar) -> Row:
    return (
        order.id,
        order.number,
        order.machine.id,
        order.type,
        order.priority,
        order.status,
        order.description,
        calendar.moment(order.requested),
        calendar.day(order.due),
        None if order.started is None else calendar.moment(order.started),
        None if order.completed is None else calendar.moment(order.completed),
        order.technician.id if order.technician else None,
        order.hours,
        order.labor_cost,
        order.parts_cost,
    )


def _downtime(number: int, stop: stops.Stop, calendar: Calendar) -> Row:
    started = calendar.moment(stop.started)
    ended = None if stop.ended is None else calendar.moment(stop.ended)
    minutes = int(((ended or calendar.moment(calendar.now)) - started).total_seconds()) // 60
    order = stop.order.id if stop.order else None
    return (number, stop.machine.id, order, started, ended, minutes, stop.cause, stop.planned)
