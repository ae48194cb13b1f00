"""What ``maintbot model check`` says that the bot can and cannot answer of a plant, and what is missing for it."""

from __future__ import annotations

from core.sentences import Text

CAN: Text = {"es": "Se puede preguntar: {names}", "en": "You can ask for: {names}"}
CANNOT: Text = {"es": "Todavía no:", "en": "Not yet:"}
LINE: Text = {"es": "  {name} ✗ {reason}", "en": "  {name} ✗ {reason}"}
ALL: Text = {"es": "Todo lo usual se puede preguntar.", "en": "All that is usual can be asked."}

ABILITIES: dict[str, Text] = {
    "orders": {"es": "órdenes", "en": "orders"},
    "open": {"es": "abiertas", "en": "open"},
    "overdue": {"es": "vencidas", "en": "overdue"},
    "closed_in": {"es": "cerradas en un periodo", "en": "closed in a period"},
    "created_in": {"es": "creadas en un periodo", "en": "created in a period"},
    "unassigned": {"es": "sin asignar", "en": "unassigned"},
    "by_type": {"es": "preventivas y correctivas", "en": "preventive and corrective"},
    "by_priority": {"es": "por prioridad", "en": "by priority"},
    "by_machine": {"es": "por equipo", "en": "by machine"},
    "by_area": {"es": "por área", "en": "by area"},
    "by_person": {"es": "por técnico", "en": "by technician"},
    "cost": {"es": "costos", "en": "costs"},
    "hours": {"es": "horas hombre", "en": "labor hours"},
    "mttr": {"es": "MTTR", "en": "MTTR"},
    "pm_compliance": {"es": "cumplimiento del preventivo", "en": "PM compliance"},
    "down": {"es": "equipos parados", "en": "machines down"},
    "downtime": {"es": "horas de paro", "en": "downtime"},
    "availability": {"es": "disponibilidad", "en": "availability"},
    "mtbf": {"es": "MTBF", "en": "MTBF"},
    "low_stock": {"es": "refacciones bajo el mínimo", "en": "parts below minimum"},
    "parts_used": {"es": "consumo de refacciones", "en": "parts used"},
}
LACKS: dict[str, Text] = {
    "concept_work_order": {"es": "no hay tabla de órdenes de trabajo", "en": "no table of work orders"},
    "concept_asset": {"es": "no hay tabla de equipos", "en": "no table of machines"},
    "concept_place": {"es": "no hay tabla de áreas o ubicaciones", "en": "no table of areas or locations"},
    "concept_person": {"es": "no hay tabla de técnicos", "en": "no table of technicians"},
    "concept_part": {"es": "no hay tabla de refacciones", "en": "no table of spare parts"},
    "condition_work_order_open": {
        "es": "no se sabe qué estado es abierto ni qué fecha es la de término (condición `open`)",
        "en": "it is not known which status is open, nor a date of completion (condition `open`)",
    },
    "condition_work_order_overdue": {
        "es": "no hay fecha de compromiso (condición `overdue`)",
        "en": "no due date (condition `overdue`)",
    },
    "condition_work_order_closed": {
        "es": "no se sabe qué estado es cerrado (condición `closed`)",
        "en": "it is not known which status is closed (condition `closed`)",
    },
    "condition_work_order_unassigned": {
        "es": "no hay columna de quién la hace (condición `unassigned`)",
        "en": "no column of who does it (condition `unassigned`)",
    },
    "date_work_order": {
        "es": "las órdenes no tienen la fecha que hace falta (`default_date`, o `date` de la condición `closed`)",
        "en": "the orders lack the date that it takes (`default_date`, or `date` of the condition `closed`)",
    },
    "value_work_order": {
        "es": "ningún valor dice cuáles son preventivas (`values` del tipo)",
        "en": "no value says which are preventive (`values` of the type)",
    },
    "field_work_order": {"es": "no hay columna de prioridad", "en": "no column of priority"},
    "link_work_order": {
        "es": "no hay relación desde las órdenes (relationships)",
        "en": "no relationship from the orders (relationships)",
    },
    "metric_maintenance_cost": {"es": "no hay columna de costo", "en": "no column of cost"},
    "metric_labor_hours": {"es": "no hay columna de horas", "en": "no column of hours"},
    "metric_mttr": {
        "es": "faltan el inicio y el término, o qué órdenes son correctivas",
        "en": "start and completion are missing, or which orders are corrective",
    },
    "metric_pm_compliance": {
        "es": "faltan la fecha de compromiso y la de término, o qué órdenes son preventivas",
        "en": "due date and completion are missing, or which orders are preventive",
    },
    "condition_asset_down": {
        "es": "no se sabe qué estado es parado (condición `down`)",
        "en": "it is not known which status is down (condition `down`)",
    },
    "metric_downtime_hours": {"es": "no hay tabla de paros", "en": "no table of stops"},
    "metric_availability": {
        "es": "los paros no dicen de qué equipo son",
        "en": "the stops do not say which machine they are of",
    },
    "metric_mtbf": {"es": "no hay tabla de fallas de los equipos", "en": "no table of the machines' failures"},
    "condition_part_low_stock": {
        "es": "no hay existencia y mínimo (condición `low_stock`)",
        "en": "no stock and minimum (condition `low_stock`)",
    },
    "metric_parts_consumption": {
        "es": "no hay tabla de consumo de refacciones",
        "en": "no table of parts used",
    },
}
