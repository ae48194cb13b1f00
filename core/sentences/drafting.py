"""What ``maintbot model init`` tells of its draft: what it understood, on which grounds, and what it left out."""

from __future__ import annotations

from core.sentences import Text

PROFILE: Text = {
    "es": "Se parece a {name}: se encontró el {share} % de lo que ese sistema tiene.",
    "en": "This looks like {name}: {share}% of what that system has was found.",
}
NO_PROFILE: Text = {
    "es": "No se reconoció ningún sistema; lo que sigue se dedujo de nombres, tipos y valores.",
    "en": "No known system was recognised; what follows is told by names, types and values.",
}
CONCEPT: Text = {
    "es": "{concept}: tabla «{table}» ({rows} filas, confianza {confidence} %)",
    "en": "{concept}: table “{table}” ({rows} rows, confidence {confidence}%)",
}
COLUMNS: Text = {"es": "  columnas: {columns}", "en": "  columns: {columns}"}
UNSURE: Text = {"es": "  por confirmar: {columns}", "en": "  to be confirmed: {columns}"}
STATES: Text = {"es": "  {role}: {states}", "en": "  {role}: {states}"}
COUNTED: Text = {"es": "  no se cuenta: {note}", "en": "  not counted: {note}"}
NOT_FOUND: Text = {
    "es": "No se encontró: {concepts}.",
    "en": "Not found: {concepts}.",
}
LEFT_OUT: Text = {"es": "Quedó fuera ({count}), {reason}: {names}", "en": "Left out ({count}), {reason}: {names}"}
MORE: Text = {"es": "{names} y {count} más", "en": "{names} and {count} more"}
CONCEPTS: dict[str, Text] = {
    "work_order": {"es": "Órdenes de trabajo", "en": "Work orders"},
    "notification": {"es": "Avisos", "en": "Notifications"},
    "asset": {"es": "Equipos", "en": "Equipment"},
    "place": {"es": "Lugares", "en": "Places"},
    "person": {"es": "Personas", "en": "People"},
    "team": {"es": "Cuadrillas", "en": "Teams"},
    "part": {"es": "Refacciones", "en": "Spare parts"},
    "stop": {"es": "Paros", "en": "Stops"},
    "failure": {"es": "Fallas", "en": "Failures"},
    "plan": {"es": "Planes de mantenimiento", "en": "Maintenance plans"},
    "labor": {"es": "Horas trabajadas", "en": "Hours worked"},
    "cost": {"es": "Costos", "en": "Costs"},
    "usage": {"es": "Consumo de refacciones", "en": "Parts used"},
}
REASONS: dict[str, Text] = {
    "secret": {"es": "es secreto (contraseñas, tokens, claves)", "en": "secret (passwords, tokens, keys)"},
    "private": {
        "es": "son datos privados de personas (--private los incluye)",
        "en": "people's private data (--private includes it)",
    },
    "display": {"es": "dice cómo se ve el programa", "en": "how the software shows itself"},
    "log": {"es": "es bitácora o correo del sistema", "en": "a log or the system's mail"},
    "file": {"es": "son archivos adjuntos o fotos", "en": "attached files or photos"},
    "far": {"es": "no tiene que ver con mantenimiento", "en": "not about maintenance"},
    "unreadable": {"es": "su tipo no se puede mostrar", "en": "its type cannot be shown"},
    "no_columns": {"es": "no le queda ninguna columna", "en": "no column of it is left"},
    "no_time": {
        "es": "no hubo tiempo de ver sus filas; se describió por su catálogo",
        "en": "there was no time to look at its rows; it is described by the catalog",
    },
    "not_looked_at": {
        "es": "la base de datos no dejó ver sus filas; se describió por su catálogo",
        "en": "the database did not let its rows be seen; it is described by the catalog",
    },
    "copy": {"es": "es copia de otra tabla", "en": "a copy of another table"},
    "empty": {"es": "está vacía", "en": "empty"},
    "several": {
        "es": "muchas filas tienen varios: contar por uno de ellos diría de menos, y no se pregunta por él",
        "en": "many rows have several: counting by one of them would tell too few, so it is not asked by",
    },
    "role_unknown": {
        "es": "no se sabe qué dice esta otra llave de la misma tabla",
        "en": "it is not known what this further key to the same table says",
    },
}
