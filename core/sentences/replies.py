"""What answers say around their numbers."""

from __future__ import annotations

from core.sentences import Text

QUERIED: Text = {"es": "consultado hoy a las {time}", "en": "queried today at {time}"}
QUERIED_ON: Text = {"es": "consultado el {day} a las {time}", "en": "queried on {day} at {time}"}
NEWEST_ROW: Text = {"es": "dato más reciente: {day}, {time}", "en": "newest record: {day}, {time}"}
NEWEST_DAY: Text = {"es": "dato más reciente: {day}", "en": "newest record: {day}"}
STALE: Text = {
    "es": "Ojo: el registro más reciente de {rows} es del {day}, {ago}.",
    "en": "Note: the newest record of {rows} is from {day}, {ago}.",
}
STILL_GOING_ON: Text = {
    "es": "Lo que entonces seguía en curso se cuenta como si siguiera.",
    "en": "What was under way then is counted as going on since.",
}
HOURS_AGO: Text = {"es": "hace {hours} h", "en": "{hours} h ago"}
READ_AS: Text = {"es": "leí «{written}» como «{read}»", "en": "read “{written}” as “{read}”"}
SOME_ALSO: Text = {"es": "; {count} de {pronoun} ya están {label}", "en": "; {count} of them are already {label}"}
ONE_ALSO: Text = {"es": "; {count} de {pronoun} ya está {label}", "en": "; {count} of them is already {label}"}
KEPT: Text = {"es": "se mantiene: {phrases}", "en": "kept: {phrases}"}
ALL_DATES: Text = {"es": "todas las fechas", "en": "all dates"}
NOW: Text = {"es": "estado actual", "en": "status now"}
UP_TO: Text = {"es": "hasta el {date}, con lo vencido", "en": "until {date}, overdue included"}
BY_DATE: Text = {"es": "{label}: {range}", "en": "{label}: {range}"}
NOT_RANKED: Text = {"es": "fuera de la clasificación: {label}", "en": "left out of the ranking: {label}"}
TIES: Text = {
    "es": "empate en el {place}.º lugar: se muestran {count}",
    "en": "tie for place {place}: {count} are shown",
}
TRUNCATED: Text = {
    "es": "solo las primeras {count} filas; acota la pregunta para verlas todas",
    "en": "only the first {count} rows; narrow the question to see them all",
}
LISTED: Text = {
    "es": "la frase y la gráfica son de todas las filas; la tabla y el archivo, de las primeras {count}",
    "en": "the sentence and the chart are of all rows; the table and the file, of the first {count}",
}
NEWEST: Text = {"es": "{row} más {end} de cada {each}", "en": "{end} {row} of each {each}"}
NEWEST_KEPT: Text = {"es": "{newest} ({kept})", "en": "{newest} ({kept})"}
OVER_UNITS: Text = {
    "es": "promedio entre {count} {units}, también {those} que no tienen {rows}",
    "en": "average over {count} {units}, those without {rows} too",
}
SINCE_FIRST: Text = {
    "es": "promedio entre {all} {units} desde la primera fecha",
    "en": "average over all {units} since the first date",
}
COUNTS_AS_ONE: Text = {
    "es": "{bucket} aún no termina y cuenta como {one}",
    "en": "{bucket} is not over and counts as one",
}
OVER_ALL: Text = {
    "es": "promedio entre {all} {things}, también {those} que no tienen {rows}",
    "en": "average over all {things}, those without {rows} too",
}
REFERENCE: Text = {"es": "Referencia: {reference}.", "en": "Reference: {reference}."}
CHART_ALT: Text = {"es": "Gráfica: {title}", "en": "Chart: {title}"}
RETRY: Text = {"es": "Reintentar", "en": "Try again"}
UNFINISHED: Text = {"es": "{bucket} aún no termina", "en": "{bucket} is not over"}
AVERAGE_OF_CLOSED: Text = {"es": "solo OT cerradas", "en": "completed orders only"}
PLANNED_AND_NOT: Text = {"es": "paros programados y no programados", "en": "planned and unplanned stops"}
NEVER_CHARTED: Text = {
    "es": "Un solo número no da para una gráfica. Pídeme un desglose, por ejemplo por área o por mes.",
    "en": "One number makes no chart. Ask for a breakdown, for example by area or by month.",
}
LIST_NOT_CHARTED: Text = {
    "es": "De una lista no sale una gráfica. Pídeme un desglose, por ejemplo por área o por mes.",
    "en": "A list makes no chart. Ask for a breakdown, for example by area or by month.",
}
FILES_NOT_STORED: Text = {
    "es": "va sin archivos: no pude guardarlos; avisa a quien administra el bot",
    "en": "without files: they could not be stored; please tell whoever runs the bot",
}
NOTHING_YET: Text = {
    "es": "Aún no hay un resultado en esta conversación. Primero hazme una pregunta.",
    "en": "There is no result in this conversation yet. Ask me something first.",
}
ITS_SQL: Text = {"es": "Este es el SQL de la respuesta anterior.", "en": "This is the SQL of the last answer."}
NO_ROWS_TO_CHART: Text = {
    "es": "Ese resultado no tiene filas que graficar.",
    "en": "That result has no rows to chart.",
}
CHART_OF_LAST: Text = {"es": "Aquí está la gráfica", "en": "Here is the chart"}
LIST_THEM: Text = {"es": "Ver cuáles", "en": "Show which"}
LIST_THEM_TEXT: Text = {"es": "muéstrame cuáles son", "en": "show me which ones"}
AS_CHART: Text = {"es": "Gráfica", "en": "Chart"}
AS_CHART_TEXT: Text = {"es": "hazme una gráfica", "en": "make a chart"}
BY_FIELD: Text = {"es": "Por {label}", "en": "By {label}"}
BY_FIELD_TEXT: Text = {"es": "por {label}", "en": "by {label}"}
BY_MONTH: Text = {"es": "Por mes", "en": "By month"}
BY_MONTH_TEXT: Text = {"es": "por mes", "en": "by month"}
