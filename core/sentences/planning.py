"""What the deterministic planner says when it asks back, helps or declines."""

from __future__ import annotations

from core.sentences import Text

UNKNOWN_WORD: Text = {
    "es": "No sé qué es «{words}».",
    "en": "I don't know what “{words}” is.",
}
UNKNOWN_WORDS: Text = {
    "es": "No sé qué son {words}.",
    "en": "I don't know what {words} are.",
}
WITHOUT_IT: Text = {
    "es": "¿Busco {phrase} sin eso?",
    "en": "Shall I look for {phrase} without that?",
}
SAY_IT_OTHERWISE: Text = {
    "es": "Dilo con otras palabras, por ejemplo:",
    "en": "Say it in other words, for example:",
}
UNATTACHED: Text = {
    "es": "Entendí una parte, pero no qué hacer con {words}. Dilo con otras palabras, por favor.",
    "en": "I understood part of it, but not what to do with {words}. Please say it in other words.",
}
NO_SUBJECT: Text = {
    "es": "¿De qué quieres saber: {subjects}?",
    "en": "What would you like to know about: {subjects}?",
}
MISSING_VALUE: Text = {
    "es": "No hay {noun} «{text}».",
    "en": "There is no {noun} called “{text}”.",
}
DID_YOU_MEAN: Text = {"es": "¿Quisiste decir {near}?", "en": "Did you mean {near}?"}
NOT_RELATED: Text = {
    "es": "No puedo relacionar {words} con {noun}: esos datos no lo dicen.",
    "en": "I cannot relate {words} to {noun}: the data does not say.",
}
NOT_BROKEN_DOWN: Text = {
    "es": "No puedo separar {noun} por {words}: esos datos no lo dicen. ¿Qué prefieres?",
    "en": "I cannot split {noun} by {words}: the data does not say. Which would you like?",
}
WHICH_VALUE: Text = {
    "es": "¿Cuál «{text}»?",
    "en": "Which “{text}”?",
}
WHICH_SUBJECT: Text = {
    "es": "«{words}»: ¿de qué?",
    "en": "“{words}”: of what?",
}
WHICH_DATE: Text = {
    "es": "¿A qué fecha te refieres con «{text}»?",
    "en": "Which date do you mean by “{text}”?",
}
WORST_BY_WHAT: Text = {
    "es": "¿Peores por qué: {ways}?",
    "en": "Worst by what: {ways}?",
}
OPEN_OR_OPENED: Text = {
    "es": "¿Las que se abrieron en ese periodo o las que siguen abiertas?",
    "en": "Those opened in that period, or those still open?",
}
OPENED_THEN: Text = {
    "es": "Abiertas en ese periodo, sin importar su estado",
    "en": "Opened in that period, whatever their status",
}
STILL_OPEN: Text = {"es": "Las que siguen abiertas", "en": "Those still open now"}
DUE_OR_OVERDUE: Text = {
    "es": "¿Las que vencieron en ese periodo o todas las que están vencidas hoy?",
    "en": "Those that fell due in that period, or all that are overdue today?",
}
FELL_DUE_THEN: Text = {"es": "Las que vencieron en ese periodo", "en": "Those that fell due in that period"}
ALL_OVERDUE: Text = {"es": "Todas las vencidas a hoy", "en": "All that are overdue today"}
SHARE_OF_WHAT: Text = {
    "es": "¿Porcentaje de qué?",
    "en": "Percentage of what?",
}
TOO_COMPLEX: Text = {
    "es": "Eso se puede entender de varias formas. Pregúntalo en partes, por favor.",
    "en": "That can be understood in several ways. Please ask it in parts.",
}
UNSORTABLE: Text = {
    "es": "Esa tabla no la puedo ordenar así sin cambiar sus filas; en el CSV sí se puede.",
    "en": "I cannot sort that table that way without changing its rows; in the CSV you can.",
}
WRITE_REFUSED: Text = {
    "es": "Solo consulto; no cambio nada en el sistema.",
    "en": "I only read; I change nothing in the system.",
}
LIST_INSTEAD: Text = {
    "es": "¿Te {pronoun} listo para que lo hagan en el sistema?",
    "en": "Shall I list them so that it can be done in the system?",
}
SQL_REFUSED: Text = {
    "es": "No ejecuto SQL escrito a mano; pregúntame con palabras y te muestro el SQL que usé.",
    "en": "I don't run hand-written SQL; ask me in words and I will show the SQL that I used.",
}
WHY_REFUSED: Text = {
    "es": "Los datos dicen qué pasó, no por qué. Puedo darte las causas registradas, por ejemplo:",
    "en": "The data says what happened, not why. I can give you the recorded causes, for example:",
}
BY_CAUSE: Text = {"es": "por causa", "en": "by cause"}
CAUSE_OF_THESE: Text = {"es": "esas, por causa", "en": "those, by cause"}
CAUSES_ON_RECORD: Text = {
    "es": "los datos no dicen por qué; estas son las causas registradas",
    "en": "the data does not say why; these are the causes on record",
}
FUTURE_REFUSED: Text = {
    "es": "No hago pronósticos ni recomendaciones; solo consulto lo que ya está registrado.",
    "en": "I make no forecasts or recommendations; I only read what is on record.",
}
UNAVAILABLE: dict[str, Text] = {
    "calendar": {
        "es": "No sé separar por día de la semana ni por hora del día. Pídelo por día, semana, mes, trimestre o año.",
        "en": "I cannot split by day of the week or by hour. Ask by day, week, month, quarter or year.",
    },
    "pay": {
        "es": "No tengo datos de sueldos. De los técnicos conozco oficio, turno y sus OT.",
        "en": "I have no data on pay. Of technicians I know trade, shift and their work orders.",
    },
    "requester": {
        "es": "No sé quién pidió, reportó o autorizó cada cosa: los datos solo dicen cuándo, y qué técnico la atiende.",
        "en": "I don't know who asked for, reported or approved things: the data only say when, and which technician has them.",
    },
    "bosses": {
        "es": "No sé quién está a cargo de un turno, un área o la planta. De los técnicos conozco oficio, turno y sus OT.",
        "en": "I don't know who is in charge of a shift, an area or the plant. Of technicians I know trade, shift and their work orders.",
    },
    "staffing": {
        "es": "No tengo asistencia, roles de turno, permisos ni tiempo extra. De los técnicos conozco oficio, turno y sus OT.",
        "en": "I have no attendance, rosters, leave or overtime. Of technicians I know trade, shift and their work orders.",
    },
    "contact": {
        "es": "No tengo datos personales ni de contacto. De los técnicos conozco oficio, turno y sus OT.",
        "en": "I have no personal or contact data. Of technicians I know trade, shift and their work orders.",
    },
    "production": {
        "es": "Eso no está en la base de mantenimiento. Conozco {subjects}.",
        "en": "That is not in the maintenance database. I know {subjects}.",
    },
    "world": {
        "es": "Eso no está en la base de mantenimiento. Conozco {subjects}; por ejemplo:",
        "en": "That is not in the maintenance database. I know {subjects}; for example:",
    },
}
HELP: Text = {
    "es": "Contesto preguntas sobre {subjects}, en español o en inglés. Por ejemplo:",
    "en": "I answer questions about {subjects}, in Spanish or English. For example:",
}
NEW_TOPIC: Text = {
    "es": "Listo, empezamos de nuevo. ¿Qué quieres saber?",
    "en": "All right, a fresh start. What would you like to know?",
}
FORGOTTEN: Text = {
    "es": "Listo, borré esta conversación: tus preguntas, mis respuestas y sus archivos. Los mensajes que ves aquí los guarda la aplicación; ahí los puedes borrar tú.",
    "en": "Done, I have erased this conversation: your questions, my answers and their files. The messages that you see here are kept by the app; there you can delete them yourself.",
}
DISMISSED: Text = {
    "es": "De acuerdo. ¿Qué otra cosa quieres saber?",
    "en": "All right. What else would you like to know?",
}
FOREIGN: Text = {
    "es": "Solo entiendo español e inglés. Por ejemplo:",
    "en": "I understand only Spanish and English. For example:",
}
NO_WORDS: Text = {
    "es": "No leí ninguna pregunta. Por ejemplo:",
    "en": "I read no question. For example:",
}
NOTHING_BEFORE: Text = {
    "es": "No hay un resultado anterior al cual regresar.",
    "en": "There is no earlier result to go back to.",
}
NOTHING_TO_EXPLAIN: Text = {
    "es": "Aún no hay un resultado del que hablar. Primero hazme una pregunta.",
    "en": "There is no result to speak of yet. Ask me something first.",
}
DATE_NAMES: dict[str, Text] = {
    "installed_on": {"es": "Instalados en esas fechas", "en": "Installed on those dates"},
    "last_maintenance": {"es": "Con último mantenimiento en esas fechas", "en": "Last maintained on those dates"},
    "next_maintenance": {"es": "Con próximo mantenimiento en esas fechas", "en": "Due for maintenance on those dates"},
}
BY_COUNT_OF: Text = {"es": "por número de {phrase}", "en": "by number of {phrase}"}
BY_MEASURE: Text = {"es": "por {phrase}", "en": "by {phrase}"}
EARLIER_RESULT: Text = {
    "es": "Tu última pregunta no tuvo resultado. ¿Te refieres al anterior, {phrase}?",
    "en": "Your last question had no result. Do you mean the one before, {phrase}?",
}
YES_COUNT: Text = {"es": "Sí: {phrase}", "en": "Yes: {phrase}"}


WHICH_MEASURE: Text = {"es": "¿De qué costo hablas?", "en": "Which cost do you mean?"}
NO_MEASURE: Text = {
    "es": "{noun} no tienen dato para {words}. ¿Qué busco?",
    "en": "{noun} have nothing on record for {words}. What shall I look for?",
}
AGE_SINCE: Text = {"es": "antigüedad contada desde la {date}", "en": "age counted from the {date}"}
AGE_OF_OPEN: Text = {
    "es": "solo OT abiertas, con la antigüedad contada desde la {date}",
    "en": "open orders only, with their age counted from the {date}",
}
LATE_SINCE: Text = {"es": "atraso contado desde la {date}", "en": "time overdue counted from the {date}"}
ONGOING_STOP: Text = {
    "es": "equipos parados ahora, por la duración de su paro en curso",
    "en": "machines that are down now, by how long their ongoing stop has lasted",
}
ONGOING_ONLY: Text = {"es": "solo el paro en curso", "en": "the ongoing stop only"}
LONGEST_OF_TOP: Text = {
    "es": "«{word}» es por {measure}, de mayor a menor",
    "en": "“{word}” is by {measure}, largest first",
}
SORTED_BY_DATE: Text = {"es": "ordenado por {date}", "en": "sorted by {date}"}
