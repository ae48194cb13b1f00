"""What the web chat says to a person. Names in braces are filled in the browser."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from core.sentences import Text

PAGE: dict[str, Text] = {
    # the frame
    "skip": {"es": "Ir a la pregunta", "en": "Go to the question"},
    "threads": {"es": "Conversaciones", "en": "Conversations"},
    "noThreads": {"es": "Aquí quedarán tus conversaciones.", "en": "Your conversations will be kept here."},
    "todayAt": {"es": "hoy {time}", "en": "today {time}"},
    "newThread": {"es": "Conversación nueva", "en": "New conversation"},
    "otherLanguage": {"es": "English", "en": "Español"},
    "conversation": {"es": "Conversación", "en": "Conversation"},
    "noThread": {
        "es": "Esta conversación no existe, o es de otra persona.",
        "en": "This conversation does not exist, or it is somebody else's.",
    },
    "unreachable": {
        "es": "No hay conexión con el servicio. Revisa la red e intenta de nuevo.",
        "en": "The service cannot be reached. Check the network and try again.",
    },
    # the start
    "start": {"es": "Inicio", "en": "Start"},
    "lead": {
        "es": "Pregunta lo que quieras del mantenimiento de tu planta.",
        "en": "Ask anything about your plant's maintenance.",
    },
    "today": {"es": "La planta hoy", "en": "The plant today"},
    "examples": {"es": "Por ejemplo", "en": "For example"},
    # asking
    "question": {"es": "Tu pregunta", "en": "Your question"},
    "placeholder": {"es": "Escribe tu pregunta…", "en": "Write your question…"},
    "hint": {
        "es": "Enter envía · Esc detiene · ↑ recupera la última · / muestra los comandos",
        "en": "Enter sends · Esc stops · ↑ brings the last one back · / lists the commands",
    },
    "send": {"es": "Preguntar", "en": "Ask"},
    "unknownCommand": {
        "es": "No hay un comando {name}. Elige uno de estos:",
        "en": "There is no command {name}. Choose one of these:",
    },
    "completions": {"es": "Sugerencias", "en": "Suggestions"},
    "voice": {
        "es": "Dictar (algunos navegadores envían el audio a su fabricante)",
        "en": "Dictate (some browsers send the audio to their maker)",
    },
    "listening": {"es": "Te escucho…", "en": "Listening…"},
    "voiceFailed": {
        "es": "No pude escucharte. Revisa el micrófono.",
        "en": "I could not hear you. Check the microphone.",
    },
    # while it works
    "stage_sent": {"es": "Pregunta enviada…", "en": "Question sent…"},
    "stage_understanding": {"es": "Entiendo la pregunta", "en": "Understanding the question"},
    "stage_modelling": {"es": "Consulto al modelo de lenguaje", "en": "Asking the language model"},
    "stage_querying": {"es": "Consulto la base de datos", "en": "Querying the database"},
    "stage_drawing": {"es": "Dibujo la gráfica", "en": "Drawing the chart"},
    "stop": {"es": "Detener", "en": "Stop"},
    "stopped": {"es": "Detuviste esta pregunta.", "en": "You stopped this question."},
    "unanswered": {
        "es": "Esta pregunta se quedó sin respuesta.",
        "en": "This question was left without an answer.",
    },
    "retry": {"es": "Reintentar", "en": "Try again"},
    "edit": {"es": "Editar", "en": "Edit"},
    # an answer
    "table": {"es": "Tabla", "en": "Table"},
    "showTable": {"es": "Ver tabla", "en": "Show table"},
    "rows": {"es": "{from} a {to} de {total}", "en": "{from} to {to} of {total}"},
    "rowsOfMore": {"es": "{from} a {to} de las primeras {total}", "en": "{from} to {to} of the first {total}"},
    "page_first": {"es": "Primera página", "en": "First page"},
    "page_back": {"es": "Página anterior", "en": "Previous page"},
    "page_on": {"es": "Página siguiente", "en": "Next page"},
    "page_last": {"es": "Última página", "en": "Last page"},
    "oneColumnMore": {"es": "1 columna más →", "en": "1 more column →"},
    "columnsMore": {"es": "{count} columnas más →", "en": "{count} more columns →"},
    "firstColumns": {"es": "← Primeras columnas", "en": "← First columns"},
    "copy": {"es": "Copiar", "en": "Copy"},
    "copied": {"es": "Tabla copiada.", "en": "Table copied."},
    "chart": {"es": "Gráfica", "en": "Chart"},
    "chartOf": {"es": "Gráfica: {title}. {answer}", "en": "Chart: {title}. {answer}"},
    "chartGone": {
        "es": "La gráfica ya no está. Vuelve a hacer la pregunta.",
        "en": "The chart is gone. Ask the question again.",
    },
    "enlarge": {"es": "Ampliar", "en": "Enlarge"},
    "close": {"es": "Cerrar", "en": "Close"},
    "excel": {"es": "Excel", "en": "Excel"},
    "csv": {"es": "CSV", "en": "CSV"},
    "code": {"es": "Código de la gráfica", "en": "Chart's code"},
    "file": {"es": "{name}", "en": "{name}"},
    "sql": {"es": "Ver SQL", "en": "Show SQL"},
    "ai": {"es": "respuesta planeada por IA", "en": "answer planned by AI"},
    "scope": {"es": "Alcance", "en": "Scope"},
    "kept": {"es": "se mantiene", "en": "kept"},
    "drop": {"es": "Quitar: {what}", "en": "Take away: {what}"},
    "dropKept": {"es": "Quitar lo que se mantiene: {what}", "en": "Take away what was kept: {what}"},
    "bringBack": {"es": "Volver a poner: {what}", "en": "Bring back: {what}"},
    "without": {"es": "Sin «{what}»", "en": "Without “{what}”"},
    "next": {"es": "Para seguir", "en": "To go on"},
    # thumbs
    "good": {"es": "Buena respuesta", "en": "Good answer"},
    "bad": {"es": "Mala respuesta", "en": "Bad answer"},
    "why": {"es": "¿Qué estuvo mal?", "en": "What was wrong?"},
    "wrongNumber": {"es": "El dato no es correcto", "en": "The figure is wrong"},
    "misunderstood": {"es": "No entendió mi pregunta", "en": "It misunderstood me"},
    "missing": {"es": "Falta información", "en": "Something is missing"},
    "confusing": {"es": "No se entiende", "en": "It is hard to read"},
    "reason": {"es": "Otra razón", "en": "Another reason"},
    "sendReason": {"es": "Enviar", "en": "Send"},
    "thanks": {"es": "Gracias, queda anotado.", "en": "Thank you, noted."},
    # conversations
    "rename": {"es": "Cambiar el nombre de «{title}»", "en": "Rename “{title}”"},
    "title": {"es": "Nombre de la conversación", "en": "The conversation's name"},
    "delete": {"es": "Eliminar «{title}»", "en": "Delete “{title}”"},
    "deleteAsk": {
        "es": "¿Eliminar «{title}» con sus respuestas y archivos? No se puede deshacer.",
        "en": "Delete “{title}” with its answers and files? This cannot be undone.",
    },
    "deleteYes": {"es": "Eliminar", "en": "Delete"},
    "keep": {"es": "Conservar", "en": "Keep"},
    "deleted": {"es": "Conversación eliminada.", "en": "Conversation deleted."},
    # signing in
    "signInTitle": {"es": "Entra para preguntar", "en": "Sign in to ask"},
    "signInHelp": {
        "es": "Escribe la clave de acceso que te dio quien administra el asistente. Solo hace falta una vez en este navegador.",
        "en": "Enter the access key that whoever runs the assistant gave you. This browser needs it only once.",
    },
    "endedTitle": {"es": "Tu sesión terminó", "en": "Your session has ended"},
    "endedHelp": {
        "es": "Entra otra vez con tu clave de acceso. Lo que escribiste sigue aquí, y tu pregunta se enviará al entrar.",
        "en": "Sign in again with your access key. What you wrote is still here, and your question is sent as you enter.",
    },
    "signedOut": {
        "es": "Tu sesión terminó. Entra otra vez para enviar esta pregunta.",
        "en": "Your session has ended. Sign in again to send this question.",
    },
    "key": {"es": "Clave de acceso", "en": "Access key"},
    "signIn": {"es": "Entrar", "en": "Sign in"},
    "signOut": {"es": "Salir", "en": "Sign out"},
}


@dataclass(frozen=True, slots=True)
class SlashCommand:
    """A command of the page's box.

    Attributes:
        names: what is typed behind the slash.
        does: what it does, beside its name.
        asks: the question that it stands for.
        with_words: the question when words follow it; {words} are they. None: they are left out.
        act: what the page does itself instead of asking.
    """

    names: Text
    does: Text
    asks: Text | None = None
    with_words: Text | None = None
    act: Literal["new", "language"] | None = None


COMMANDS: tuple[SlashCommand, ...] = (
    SlashCommand(
        names={"es": "equipos", "en": "equipment"},
        does={"es": "Cuántos equipos hay en cada estado", "en": "How many machines there are by status"},
        asks={"es": "equipos por estado", "en": "equipment by status"},
        with_words={"es": "equipos {words}", "en": "equipment {words}"},
    ),
    SlashCommand(
        names={"es": "ot", "en": "workorders"},
        does={"es": "Órdenes de trabajo abiertas", "en": "Open work orders"},
        asks={"es": "OT abiertas", "en": "open work orders"},
        with_words={"es": "OT abiertas {words}", "en": "open work orders {words}"},
    ),
    SlashCommand(
        names={"es": "grafica", "en": "chart"},
        does={"es": "La última respuesta como gráfica", "en": "The last answer as a chart"},
        asks={"es": "muéstralo como gráfica", "en": "show it as a chart"},
    ),
    SlashCommand(
        names={"es": "sql", "en": "sql"},
        does={"es": "La consulta de la última respuesta", "en": "The query of the last answer"},
        asks={"es": "muéstrame el SQL", "en": "show me the SQL"},
    ),
    SlashCommand(
        names={"es": "ayuda", "en": "help"},
        does={"es": "Qué puedo preguntar", "en": "What I can ask"},
        asks={"es": "ayuda", "en": "help"},
    ),
    SlashCommand(
        names={"es": "nueva", "en": "new"},
        does={"es": "Empezar otra conversación", "en": "Begin another conversation"},
        act="new",
    ),
    SlashCommand(
        names={"es": "english", "en": "español"},
        does={"es": "Cambiar a inglés", "en": "Change to Spanish"},
        act="language",
    ),
)
