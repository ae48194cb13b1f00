"""What the command line says to a person. (Its --help is English, as command lines are.)"""

from __future__ import annotations

from core.sentences import Text

WORKING: Text = {"es": "Buscando la respuesta…", "en": "Looking for the answer…"}
SUGGESTIONS: Text = {"es": "Puedes seguir con:", "en": "You can go on with:"}
CHOICES: Text = {
    "es": "Contesta con el número o con tus palabras:",
    "en": "Answer with the number or in your own words:",
}
SHOWING_LAST: Text = {
    "es": "Se muestran los últimos {shown} de {total}.",
    "en": "Showing the last {shown} of {total}.",
}
SHOWING_FIRST: Text = {"es": "Se muestran {shown}.", "en": "Showing {shown}."}
COLUMN_LEFT_OUT: Text = {"es": "Hay 1 columna más en el CSV.", "en": "There is 1 more column in the CSV."}
COLUMNS_LEFT_OUT: Text = {
    "es": "Hay {count} columnas más en el CSV.",
    "en": "There are {count} more columns in the CSV.",
}
SHOWING: Text = {"es": "Se muestran {shown} de {total}.", "en": "Showing {shown} of {total}."}
MODEL_LABEL: Text = {"es": "Respuesta planeada por IA.", "en": "Answer planned by AI."}

BAD_JSON: Text = {
    "es": 'Esta línea no es JSON: se espera {{"id", "text", "session_id"?, "today"?}}.',
    "en": 'This line is not JSON: {{"id", "text", "session_id"?, "today"?}} is expected.',
}
BAD_UTF8: Text = {"es": "Esta línea no es texto UTF-8.", "en": "This line is not UTF-8 text."}
LINE_TOO_LONG: Text = {
    "es": "Esta línea pasa de {limit} bytes y no se leyó.",
    "en": "This line is longer than {limit} bytes and was not read.",
}
NOT_AN_OBJECT: Text = {
    "es": "Esta línea no es un objeto JSON con «id» y «text».",
    "en": "This line is not a JSON object with “id” and “text”.",
}
BAD_FIELD: Text = {
    "es": "El campo «{field}» no sirve: {problem}.",
    "en": "The field “{field}” is of no use: {problem}.",
}
MUST_BE_TEXT: Text = {"es": "debe ser un texto", "en": "it must be a text"}
MUST_BE_DATE: Text = {"es": "debe ser una fecha AAAA-MM-DD", "en": "it must be a date YYYY-MM-DD"}
MUST_BE_SESSION: Text = {
    "es": "debe ser un texto de 1 a {limit} caracteres sin controles",
    "en": "it must be a text of 1 to {limit} characters without control characters",
}

BAD_SESSION: Text = {
    "es": "--session debe ser un texto de 1 a {limit} caracteres sin controles.",
    "en": "--session must be a text of 1 to {limit} characters without control characters.",
}
ASK_WHAT: Text = {
    "es": "Escribe una pregunta, o usa --jsonl para leer líneas JSON de la entrada estándar.",
    "en": "Write a question, or use --jsonl to read JSON lines from standard input.",
}
EITHER_OR: Text = {
    "es": "Usa la pregunta o --jsonl, no los dos.",
    "en": "Use the question or --jsonl, not both.",
}

DEMO_INTRO: Text = {
    "es": "Una conversación con la planta de demostración, al {today}. Sin llave y sin modelo.",
    "en": "A conversation with the demo plant, as of {today}. No key and no model.",
}
DEMO_FAILED: Text = {
    "es": "{failed} de {total} respuestas no salieron como debían.",
    "en": "{failed} of {total} answers did not come out as they should.",
}
DEMO_DONE: Text = {
    "es": '{total} preguntas contestadas. Sigue tú: maintbot ask "¿Qué equipos están parados?"',
    "en": '{total} questions answered. Go on yourself: maintbot ask "Which machines are down?"',
}
DEMO_DATA_DONE: Text = {
    "es": "Planta de demostración al {date}: {where}",
    "en": "Demo plant as of {date}: {where}",
}
DEMO_DATA_WHERE: Text = {
    "es": "Di dónde: --output ARCHIVO o --url URL (uno de los dos).",
    "en": "Say where: --output FILE or --url URL (one of the two).",
}

STATE_MOVED: Text = {
    "es": "Se copiaron {rows} filas y se compararon una por una. Ahora pon ese destino en STATE_DATABASE_URL.",
    "en": "{rows} rows were copied and compared one by one. Now name that target in STATE_DATABASE_URL.",
}
SERVING: Text = {"es": "maintbot escucha en {url}", "en": "maintbot listens on {url}"}
WEB_CHAT_AT: Text = {
    "es": "Chat web: abre {url} en un navegador",
    "en": "Web chat: open {url} in a browser",
}
SERVING_WHAT: Text = {"es": "Encendido: {what}", "en": "Switched on: {what}"}
ONLY_LOOPBACK: Text = {
    "es": "Sin API_KEYS, /v1 y la página solo contestan a esta máquina.",
    "en": "Without API_KEYS, /v1 and the page answer this machine only.",
}
PORT_IN_USE: Text = {
    "es": "El puerto {port} de {host} ya está ocupado. Elige otro con API_PORT o detén al que lo usa.",
    "en": "Port {port} of {host} is in use. Choose another with API_PORT or stop what uses it.",
}
CANNOT_LISTEN: Text = {
    "es": "No puedo escuchar en {host}:{port}: {reason}.",
    "en": "I cannot listen on {host}:{port}: {reason}.",
}

ZIP_TO_TERMINAL: Text = {
    "es": "El paquete de Teams es un zip: di dónde con --output teams.zip.",
    "en": "Teams' package is a zip: say where with --output teams.zip.",
}
PLATFORM_OFF: Text = {
    "es": "El adaptador de {platform} no está instalado.",
    "en": "The {platform} adapter is not installed.",
}
