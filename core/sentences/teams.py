"""What a person reads in Teams around an answer: buttons, the facts line, file cards, the welcome, refusals."""

from __future__ import annotations

from core.sentences import Text

# --- under an answer
ASKED: Text = {"es": "{who} preguntó: {question}", "en": "{who} asked: {question}"}
SHOWN_OF: Text = {"es": "Se muestran {shown} de {total} filas.", "en": "Showing {shown} of {total} rows."}
SHOWN_LAST: Text = {
    "es": "Se muestran las últimas {shown} de {total} filas.",
    "en": "Showing the last {shown} of {total} rows.",
}
SHOWN_FIRST: Text = {"es": "Se muestran {shown} filas.", "en": "Showing {shown} rows."}
SHOWN_COLUMNS: Text = {"es": "Se muestran {shown} de {total} columnas.", "en": "Showing {shown} of {total} columns."}
SHOWN_BOTH: Text = {
    "es": "Se muestran {rows} de {total} filas y {columns} de {all} columnas.",
    "en": "Showing {rows} of {total} rows and {columns} of {all} columns.",
}
SHOWN_BOTH_LAST: Text = {
    "es": "Se muestran las últimas {rows} de {total} filas y {columns} de {all} columnas.",
    "en": "Showing the last {rows} of {total} rows and {columns} of {all} columns.",
}
REST_IN_FILE: Text = {"es": "Todo está en el archivo.", "en": "Everything is in the file."}
SHORTENED: Text = {
    "es": "La respuesta es más larga de lo que cabe en Teams; aquí va resumida.",
    "en": "The answer is longer than Teams can hold; this is a shortened form.",
}
BY_MODEL: Text = {"es": "interpretada por IA", "en": "interpreted by AI"}
CHART_IN_LINK: Text = {
    "es": "La gráfica es demasiado grande para mostrarla aquí.",
    "en": "The chart is too large to show here.",
}
CHART_LOST: Text = {
    "es": "La gráfica ya no está disponible; pregunta otra vez para verla.",
    "en": "The chart is no longer available; ask again to see it.",
}

# --- buttons
SHOW_SQL: Text = {"es": "Ver SQL", "en": "Show SQL"}
CHART: Text = {"es": "Gráfica", "en": "Chart"}
CHART_QUESTION: Text = {"es": "hazme una gráfica de eso", "en": "make a chart of that"}
DOWNLOAD: Text = {"es": "Descargar", "en": "Download"}
FILE_QUESTION: dict[str, Text] = {
    "workbook": {"es": "en excel", "en": "as excel"},
    "data": {"es": "en csv", "en": "as csv"},
}
DOWNLOAD_AS: dict[str, Text] = {
    "workbook": {"es": "Descargar Excel", "en": "Download Excel"},
    "data": {"es": "Descargar CSV", "en": "Download CSV"},
}
SHOW_ROWS: Text = {"es": "Ver tabla", "en": "Show table"}
OPEN_CHART: Text = {"es": "Abrir gráfica", "en": "Open chart"}

# --- behind "Show SQL"
SQL_TIMING: Text = {
    "es": "Base de datos: {sql} ms · en total: {total} ms",
    "en": "Database: {sql} ms · in all: {total} ms",
}
SQL_CACHED: Text = {"es": "tomada de la memoria reciente", "en": "taken from the recent cache"}
SQL_CUT: Text = {
    "es": "La consulta es más larga; aquí va su comienzo.",
    "en": "The query is longer; this is its beginning.",
}

# --- files in a personal chat
CONSENT: Text = {
    "es": "Los datos de la respuesta en un archivo. Si aceptas, lo guardo en tu OneDrive.",
    "en": "The answer's data as a file. If you accept, it is saved to your OneDrive.",
}
CONSENT_REFUSED: Text = {
    "es": "No pude ofrecerte el archivo para tu OneDrive. Puedes descargarlo aquí durante {days} días:",
    "en": "The file could not be offered for your OneDrive. You can download it here for {days} days:",
}
DECLINED: Text = {
    "es": "De acuerdo, no lo guardo en OneDrive. Puedes descargarlo aquí durante {days} días:",
    "en": "All right, it is not saved to OneDrive. You can download it here for {days} days:",
}
DECLINED_NO_LINK: Text = {
    "es": "De acuerdo, no lo guardo. Si lo necesitas después, haz la pregunta otra vez.",
    "en": "All right, it is not saved. If you need it later, ask the question again.",
}
UPLOAD_FAILED: Text = {
    "es": "OneDrive no aceptó el archivo. Puedes descargarlo aquí durante {days} días:",
    "en": "OneDrive did not take the file. You can download it here for {days} days:",
}
UPLOAD_FAILED_NO_LINK: Text = {
    "es": "OneDrive no aceptó el archivo. Haz la pregunta otra vez para intentarlo de nuevo.",
    "en": "OneDrive did not take the file. Ask the question again to retry.",
}
FILE_GONE: Text = {
    "es": "Ese archivo ya no está guardado. Haz la pregunta otra vez para recibirlo.",
    "en": "That file is no longer stored. Ask the question again to get it.",
}

# --- arriving, and who may ask
WELCOME: Text = {
    "es": "Pregúntame por el mantenimiento de la planta",
    "en": "Ask me about the plant's maintenance",
}
WELCOME_PERSONAL: Text = {
    "es": "Escribe tu pregunta como se la harías a un compañero. Contesto con el dato, una tabla, un Excel y, si ayuda, una gráfica. Solo leo la base; nunca cambio nada.",
    "en": "Write your question as you would ask a colleague. I answer with the figure, a table, an Excel file and, where it helps, a chart. I only read the database; I never change anything.",
}
WELCOME_SHARED: Text = {
    "es": "Mencióname con tu pregunta y contesto en el mismo hilo, con el dato, una tabla y, si ayuda, una gráfica. Solo leo la base; nunca cambio nada.",
    "en": "Mention me with your question and I answer in the same thread, with the figure, a table and, where it helps, a chart. I only read the database; I never change anything.",
}
WELCOME_TRY: Text = {"es": "Por ejemplo:", "en": "For example:"}
EXAMPLES: tuple[Text, ...] = (
    {"es": "¿Qué equipos están parados?", "en": "Which machines are down?"},
    {"es": "OT vencidas por área", "en": "Overdue work orders by area"},
    {"es": "Horas de paro por mes este año", "en": "Downtime hours by month this year"},
)
HELP_WORD: Text = {"es": "ayuda", "en": "help"}
OUTSIDER: Text = {
    "es": "Los datos de la planta son solo para las personas de esta empresa, así que aquí no puedo contestar.",
    "en": "The plant's data is only for this company's people, so I cannot answer here.",
}
STILL_WORKING: Text = {"es": "Sigo trabajando en tu pregunta…", "en": "I am still working on your question…"}
STOP: Text = {"es": "Detener", "en": "Stop"}
