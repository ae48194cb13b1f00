"""What a person reads in Slack around an answer: buttons, context lines, modals, the App Home, refusals."""

from __future__ import annotations

from core.sentences import Text

# --- while it works
STATUS: Text = {"es": "está consultando la base de datos…", "en": "is querying the database…"}
LOADING: tuple[Text, ...] = (
    {"es": "Consultando la base de datos…", "en": "Querying the database…"},
    {"es": "Contando y acomodando las filas…", "en": "Counting and sorting the rows…"},
    {"es": "Preparando la respuesta…", "en": "Preparing the answer…"},
)

STILL_WORKING: Text = {"es": "Sigo trabajando en tu pregunta…", "en": "I am still working on your question…"}
STOP: Text = {"es": "Detener", "en": "Stop"}
ALREADY_ANSWERED: Text = {"es": "Esa pregunta ya tiene su respuesta.", "en": "That question has its answer already."}

# --- under an answer
ASKED: Text = {"es": "{who} preguntó: {question}", "en": "{who} asked: {question}"}
SHOWN_OF: Text = {
    "es": "{shown} de {total} filas, todas en el archivo",
    "en": "{shown} of {total} rows, all in the file",
}
SHOWN_ONLY: Text = {"es": "{shown} de {total} filas", "en": "{shown} of {total} rows"}
SHOWN_LAST: Text = {
    "es": "últimas {shown} de {total} filas, todas en el archivo",
    "en": "last {shown} of {total} rows, all in the file",
}
SHOWN_LAST_ONLY: Text = {"es": "últimas {shown} de {total} filas", "en": "last {shown} of {total} rows"}
SHOWN_FIRST: Text = {"es": "{shown} a la vista", "en": "{shown} shown here"}
SHOWN_COLUMNS: Text = {
    "es": "{shown} de {total} columnas, todas en el archivo",
    "en": "{shown} of {total} columns, all in the file",
}
SHOWN_COLUMNS_ONLY: Text = {"es": "{shown} de {total} columnas", "en": "{shown} of {total} columns"}
SHOWN_BOTH: Text = {
    "es": "{rows} y {columns}, todo en el archivo",
    "en": "{rows} and {columns}, everything in the file",
}
BY_MODEL: Text = {"es": "interpretada por IA", "en": "interpreted by AI"}
FILES_AS_LINKS: Text = {
    "es": "No pude adjuntar los archivos aquí; descárgalos con estos enlaces:",
    "en": "I could not attach the files here; download them with these links:",
}
FILES_LOST: Text = {
    "es": "No pude adjuntar los archivos aquí. La respuesta de arriba está completa; para recibirlos, pregunta otra vez en un momento.",
    "en": "I could not attach the files here. The answer above is complete; to get them, ask again in a moment.",
}
FILES_GONE: Text = {
    "es": "Los archivos de esta respuesta ya no están guardados. Para recibirlos, haz la pregunta otra vez.",
    "en": "This answer's files are no longer stored. To get them, ask the question again.",
}
FILE_GONE: Text = {
    "es": "Ya no está guardado: {name}. Para recibirlo, haz la pregunta otra vez.",
    "en": "No longer stored: {name}. To get it, ask the question again.",
}
FILE_WORKBOOK: Text = {"es": "Excel", "en": "Excel"}
FILE_DATA: Text = {"es": "Datos (CSV)", "en": "Data (CSV)"}
FILE_IMAGE: Text = {"es": "Gráfica (PNG)", "en": "Chart (PNG)"}
FILE_CODE: Text = {"es": "Código de la gráfica", "en": "The chart's code"}

# --- buttons
SHOW_SQL: Text = {"es": "Ver SQL", "en": "Show SQL"}
CHART: Text = {"es": "Gráfica", "en": "Chart"}
CHART_QUESTION: Text = {"es": "hazme una gráfica", "en": "make a chart"}
CHOOSE: Text = {"es": "Elige una opción", "en": "Choose one"}
USEFUL: Text = {"es": "Útil", "en": "Useful"}
NOT_USEFUL: Text = {"es": "No es correcta", "en": "Not right"}

# --- modals
SQL_TITLE: Text = {"es": "Cómo se calculó", "en": "How it was computed"}
SQL_NONE: Text = {"es": "Esta respuesta no usó ninguna consulta.", "en": "This answer used no query."}
SQL_GONE: Text = {
    "es": "Ya no tengo guardada esa respuesta. Pregunta otra vez y te muestro su SQL.",
    "en": "That answer is no longer stored. Ask again and I will show its SQL.",
}
SQL_ASSUMED: Text = {"es": "Qué se contó", "en": "What was counted"}
SQL_TIMING: Text = {
    "es": "Base de datos: {sql} ms · en total: {total} ms",
    "en": "Database: {sql} ms · in all: {total} ms",
}
SQL_CACHED: Text = {"es": "tomada de la memoria reciente", "en": "taken from the recent cache"}
SQL_CUT: Text = {
    "es": "La consulta es más larga; aquí va su comienzo.",
    "en": "The query is longer; this is its beginning.",
}
SQL_CUT_HERE: Text = {
    "es": "La consulta es más larga; entera está en «Ver SQL».",
    "en": "The query is longer; all of it is behind “Show SQL”.",
}
CLOSE: Text = {"es": "Cerrar", "en": "Close"}
SEND: Text = {"es": "Enviar", "en": "Send"}
CANCEL: Text = {"es": "Cancelar", "en": "Cancel"}
ASK: Text = {"es": "Preguntar", "en": "Ask"}
WRONG_TITLE: Text = {"es": "¿Qué estuvo mal?", "en": "What was wrong?"}
WRONG_LABEL: Text = {"es": "Cuéntanos qué esperabas", "en": "Tell us what you expected"}
WRONG_HINT: Text = {
    "es": "Por ejemplo: «faltan los equipos del turno nocturno».",
    "en": "For example: “the night shift's machines are missing”.",
}
THANKS: Text = {"es": "Gracias, quedó anotado.", "en": "Thank you, it has been noted."}
SHORTCUT_TITLE: Text = {"es": "Preguntar sobre esto", "en": "Ask about this"}
SHORTCUT_LABEL: Text = {"es": "Tu pregunta", "en": "Your question"}
SHORTCUT_HINT: Text = {
    "es": "La respuesta llega al hilo de ese mensaje.",
    "en": "The answer goes to that message's thread.",
}
SHORTCUT_HINT_DIRECT: Text = {
    "es": "La respuesta te llega a ti, en nuestros mensajes directos.",
    "en": "The answer goes to you, in our direct messages.",
}
SHORTCUT_EMPTY: Text = {"es": "Escribe una pregunta.", "en": "Write a question."}
TRY_AGAIN: Text = {
    "es": "No pude guardar tu pregunta; intenta de nuevo en un momento.",
    "en": "Your question could not be stored; please try again in a moment.",
}

# --- the App Home
HOME_TITLE: Text = {"es": "Pregúntale a mantenimiento", "en": "Ask maintenance"}
HOME_WHAT: Text = {
    "es": "Mencióname en un canal, escríbeme por mensaje directo o usa un comando. Contesto con el dato, una tabla, un Excel y, si ayuda, una gráfica. Solo leo: nunca cambio nada en la base.",
    "en": "Mention me in a channel, write me a direct message or use a command. I answer with the figure, a table, an Excel file and, where it helps, a chart. I only read: I never change anything in the database.",
}
HOME_TODAY: Text = {"es": "Hoy en la planta", "en": "Today in the plant"}
HOME_TODAY_DOWN: Text = {
    "es": "Ahora no puedo leer la base de mantenimiento.",
    "en": "I cannot read the maintenance database right now.",
}
HOME_EXAMPLES: Text = {"es": "Preguntas de ejemplo", "en": "Example questions"}
HOME_RECENT: Text = {"es": "Tus últimas preguntas", "en": "Your last questions"}
HOME_COMMANDS: Text = {"es": "Comandos rápidos", "en": "Quick commands"}
HOME_LANGUAGE: Text = {"es": "Idioma en que te hablo", "en": "Language I speak to you"}
HOME_WHICH: Text = {"es": "Ver cuáles", "en": "Show which"}
HOME_ASK: Text = {"es": "Preguntar", "en": "Ask"}
HOME_LISTEN: Text = {
    "es": "La respuesta llega a nuestros mensajes directos.",
    "en": "The answer goes to our direct messages.",
}
LANGUAGE_NAME: Text = {"es": "Español", "en": "English"}
PROMPTS_TITLE: Text = {"es": "¿Qué quieres saber de la planta?", "en": "What do you want to know about the plant?"}

# --- a channel
WELCOME: Text = {
    "es": "Hola. Soy el asistente de mantenimiento: mencióname con una pregunta y contesto en el hilo.",
    "en": "Hello. I am the maintenance assistant: mention me with a question and I answer in the thread.",
}
WELCOME_TRY: Text = {"es": "Por ejemplo:", "en": "For example:"}
OUTSIDER: Text = {
    "es": "Los datos de la planta son solo para las personas de esta empresa, así que aquí no puedo contestarte.",
    "en": "The plant's data is only for this company's people, so I cannot answer you here.",
}
NOT_THIS_CHANNEL: Text = {
    "es": "En este canal no puedo contestar. Los canales permitidos: {channels}. También puedes escribirme por mensaje directo.",
    "en": "I cannot answer in this channel. The allowed ones: {channels}. You can also write me a direct message.",
}
INVITE_ME: Text = {
    "es": "No pude contestar en {channel} porque no estoy en ese canal. Escribe ahí «/invite» y mencióname, y pregunta de nuevo; o pregúntame aquí.",
    "en": "I could not answer in {channel} because I am not in that channel. Type “/invite” there with my name and ask again; or ask me here.",
}
ARCHIVED: Text = {
    "es": "No pude contestar en {channel} porque está archivado. Pregúntame aquí o en otro canal.",
    "en": "I could not answer in {channel} because it is archived. Ask me here or in another channel.",
}
RESTRICTED: Text = {
    "es": "No pude contestar en {channel} porque ahí no se me permite publicar. Un administrador puede permitirlo; mientras tanto, pregúntame aquí o en otro canal.",
    "en": "I could not answer in {channel} because I am not allowed to post there. An administrator can allow it; meanwhile ask me here or in another channel.",
}
THREAD_CLOSED: Text = {
    "es": "No pude contestar en ese hilo de {channel}: está cerrado o el mensaje ya no existe. Pregúntame de nuevo en el canal, o aquí.",
    "en": "I could not answer in that thread of {channel}: it is locked or the message is gone. Ask me again in the channel, or here.",
}

# --- commands
ALL_ROWS: Text = {
    "es": "Para recibirlas todas en un archivo de Excel, mencióname en un canal con la misma pregunta.",
    "en": "To get all of them in an Excel file, mention me in a channel with the same question.",
}
WORKING_ON_IT: Text = {
    "es": "Consultando; la respuesta llega aquí mismo en un momento.",
    "en": "Working on it; the answer comes right here in a moment.",
}
