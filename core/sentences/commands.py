"""What the quick commands say: counts by status, open and overdue orders, usage, and what was not understood."""

from __future__ import annotations

from collections.abc import Mapping

from core.kernel.messages import Language
from core.sentences import Text

EQUIPMENT_COUNT: Text = {"es": "{count} equipos", "en": "{count} machines"}
EQUIPMENT_ONE: Text = {"es": "1 equipo", "en": "1 machine"}
EQUIPMENT_NONE: Text = {"es": "No hay equipos registrados.", "en": "There are no machines on record."}
APART: Text = {"es": " ({count} {status} aparte)", "en": " ({count} {status}, not counted)"}

STATUS_ORDER: tuple[str, ...] = ("running", "standby", "down", "maintenance")
STATUS_APART = "retired"
STATUS_WORDS: Mapping[str, Mapping[Language, tuple[str, str]]] = {
    "running": {"es": ("operando", "operando"), "en": ("running", "running")},
    "standby": {"es": ("en espera", "en espera"), "en": ("on standby", "on standby")},
    "down": {"es": ("parado", "parados"), "en": ("down", "down")},
    "maintenance": {"es": ("en mantenimiento", "en mantenimiento"), "en": ("in maintenance", "in maintenance")},
    "retired": {"es": ("retirado", "retirados"), "en": ("retired", "retired")},
}
"""One and many, by the status as it is in the data."""

ORDERS_OPEN: Text = {"es": "{count} OT abiertas", "en": "{count} open work orders"}
ORDERS_ONE: Text = {"es": "1 OT abierta", "en": "1 open work order"}
ORDERS_NONE: Text = {"es": "No hay OT abiertas.", "en": "There are no open work orders."}
ORDERS_OVERDUE: Text = {"es": ", {count} de ellas vencidas.", "en": ", {count} of them overdue."}
ORDERS_OVERDUE_ONE: Text = {"es": ", 1 de ellas vencida.", "en": ", 1 of them overdue."}
ORDERS_OVERDUE_NONE: Text = {"es": ", ninguna vencida.", "en": ", none overdue."}
ORDERS_ONE_OVERDUE: Text = {"es": ", y está vencida.", "en": ", and it is overdue."}
ORDERS_ONE_IN_TIME: Text = {"es": ", y está en tiempo.", "en": ", and it is on time."}

NOT_UNDERSTOOD: Text = {"es": "No entendí «{words}». ", "en": "I did not understand “{words}”. "}
TRY: Text = {"es": "Prueba, por ejemplo: {examples}", "en": "Try, for example: {examples}"}
USAGE: Text = {
    "es": "Cuentas rápidas sin IA. Añade «público» al final para que las vea todo el canal. Para seguir preguntando, mencióname en un mensaje o en un hilo.",
    "en": "Quick counts without AI. Add “public” at the end to show them to the whole channel. To go on asking, mention me in a message or a thread.",
}
USAGE_PLAIN: Text = {
    "es": "Cuentas rápidas sin IA. Para todo lo demás, pregúntame con tus palabras.",
    "en": "Quick counts without AI. For anything else, ask me in your own words.",
}
USAGE_TITLE: Text = {"es": "Comandos: ", "en": "Commands: "}

EXAMPLES: Mapping[str, Mapping[Language, tuple[str, str, str]]] = {
    "equipment": {
        "es": ("/equipos", "/equipos parados empaque", "/equipos por área"),
        "en": ("/equipment", "/equipment down packaging critical", "/equipment by area"),
    },
    "orders": {
        "es": ("/ot", "/ot vencidas embotellado", "/ot por prioridad"),
        "en": ("/workorders", "/workorders overdue bottling", "/workorders by priority"),
    },
    "help": {
        "es": ("/equipos parados", "/ot vencidas", "/equipos por área público"),
        "en": ("/equipment down", "/workorders overdue", "/equipment by area public"),
    },
}
