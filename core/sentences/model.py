"""What a person reads about the model: that it is away, what it declined, what was tried, what is switched off."""

from __future__ import annotations

from core.sentences import Text

NOT_AVAILABLE: Text = {"es": "El modelo no responde", "en": "The model is not answering"}
BUDGET_SPENT: Text = {
    "es": "El presupuesto de hoy para el modelo se agotó",
    "en": "Today's budget for the model is spent",
}
WITHOUT_IT: Text = {
    "es": "{why}; con lo que entiendo sin él: ",
    "en": "{why}; as far as I understand without it: ",
}
REPHRASE: Text = {
    "es": " Si no era eso, dilo con otras palabras.",
    "en": " If that was not it, say it in other words.",
}
REFUSED_BY_MODEL: Text = {
    "es": "El modelo no quiso responder eso. Pregúntame por los datos de la planta.",
    "en": "The model declined to answer that. Ask me about the plant's data.",
}
SAY_MORE: Text = {
    "es": "¿A qué te refieres exactamente? Dímelo con otras palabras.",
    "en": "What exactly do you mean? Please say it in other words.",
}
WHAT_I_CAN: Text = {
    "es": "Pregúntame por los datos de la planta; «ayuda» da ejemplos.",
    "en": "Ask me about the plant's data; “help” gives examples.",
}
NOT_IN_THE_DATA: Text = {
    "es": "Eso no está en la base de mantenimiento.",
    "en": "That is not in the maintenance database.",
}
GAVE_UP: Text = {
    "es": "No pude armar una consulta correcta para esa pregunta. Hice {attempts} intentos; el último falló porque {reason}. Dila de otra forma o acótala.",
    "en": "I could not build a correct query for that question. I made {attempts} attempts; the last one failed because {reason}. Please say it in another way or narrow it down.",
}
GAVE_UP_ONCE: Text = {
    "es": "No pude armar una consulta correcta para esa pregunta: {reason}. Dila de otra forma o acótala.",
    "en": "I could not build a correct query for that question: {reason}. Please say it in another way or narrow it down.",
}
REASON_GUARD: Text = {
    "es": "la consulta no estaba permitida",
    "en": "the query was not allowed",
}
REASON_DATABASE: Text = {
    "es": "la base de datos no la aceptó",
    "en": "the database did not accept it",
}
REASON_UNKNOWN_VALUE: Text = {
    "es": "no existe el valor {value} en los datos",
    "en": "the value {value} does not exist in the data",
}
REASON_ALL_NULL: Text = {
    "es": "el resultado salió sin ningún valor",
    "en": "the result came out without any value",
}
REASON_FAN_OUT: Text = {
    "es": "la consulta contaba las mismas filas varias veces",
    "en": "the query counted the same rows several times",
}
REASON_NAMES: Text = {
    "es": "usaba datos que esta base no tiene",
    "en": "it used data that this database does not have",
}
REASON_PERIOD: Text = {
    "es": "no quedó claro de qué fechas se trata",
    "en": "it was not clear which dates are meant",
}
REASON_NO_PATH: Text = {
    "es": "esos datos no se pueden combinar",
    "en": "those data cannot be combined",
}
NO_ROWS: Text = {"es": "**No hay ninguno.**", "en": "**There are none.**"}
NO_VALUE: Text = {"es": "**No hay dato** de {label}.", "en": "**There is no value** for {label}."}
ONE_VALUE: Text = {"es": "{label}: **{value}**.", "en": "{label}: **{value}**."}
ROW_COUNT: Text = {"es": "**{count} resultados.**", "en": "**{count} results.**"}
ROW_COUNT_MORE: Text = {"es": "**Más de {count} resultados.**", "en": "**More than {count} results.**"}
ROW_COUNT_ONE: Text = {"es": "**1 resultado**: {values}.", "en": "**1 result**: {values}."}
PROSE_OFF: Text = {
    "es": "Los datos no dicen el porqué, y aquí el modelo de lenguaje no ve las filas para redactarlo.",
    "en": "The data do not say why, and the language model sees no rows here to write about it.",
}
PROSE_DROPPED: Text = {
    "es": "Lo que redactó el modelo no cuadraba con los datos, así que no lo muestro.",
    "en": "What the model wrote did not match the data, so I do not show it.",
}
NO_LAST_RESULT: Text = {
    "es": "Todavía no hay un resultado del que hablar en este hilo. Hazme primero una pregunta.",
    "en": "There is no result to talk about in this thread yet. Ask me a question first.",
}
SUMMARY: Text = {
    "es": "**{rows} filas**; {label}: total {total}, de {low} ({low_name}) a {high} ({high_name}).",
    "en": "**{rows} rows**; {label}: {total} in all, from {low} ({low_name}) to {high} ({high_name}).",
}
SUMMARY_NO_TOTAL: Text = {
    "es": "**{rows} filas**; {label}: de {low} ({low_name}) a {high} ({high_name}).",
    "en": "**{rows} rows**; {label}: from {low} ({low_name}) to {high} ({high_name}).",
}
SUMMARY_PLAIN: Text = {"es": "**{rows} filas**: {names}.", "en": "**{rows} rows**: {names}."}
SUMMARY_PLAIN_ONE: Text = {"es": "**1 fila**: {names}.", "en": "**1 row**: {names}."}
HIGHEST: Text = {
    "es": "**{name}** tiene el valor más alto de {label}: {value}.",
    "en": "**{name}** has the highest {label}: {value}.",
}
LOWEST: Text = {
    "es": "**{name}** tiene el valor más bajo de {label}: {value}.",
    "en": "**{name}** has the lowest {label}: {value}.",
}
TOTAL: Text = {"es": "{label} en total: **{value}**.", "en": "{label} in all: **{value}**."}
AVERAGE: Text = {"es": "{label} en promedio: **{value}**.", "en": "{label} on average: **{value}**."}
EXPLAINED: Text = {
    "es": "Entendí: «{restated}», y lo conté con la consulta SQL que se muestra.",
    "en": "I understood: “{restated}”, and counted it with the SQL query that is shown.",
}
AI_LABEL: Text = {"es": "Consulta planeada por un modelo de IA", "en": "Query planned by an AI model"}
VERIFIED_LABEL: Text = {
    "es": "✓ consulta verificada por {who}, {when}",
    "en": "✓ query verified by {who}, {when}",
}

# What `maintbot doctor` says of the model.
DOCTOR_WELL: Text = {
    "es": "{server} responde y tiene {model}.",
    "en": "{server} answers and has {model}.",
}
DOCTOR_RETIRES: Text = {
    "es": "{model} se apaga el {day}; pon otro en {setting}.",
    "en": "{model} is shut down on {day}; set another in {setting}.",
}
DOCTOR_RETIRED: Text = {
    "es": "{model} se apagó el {day}; pon otro en {setting}.",
    "en": "{model} was shut down on {day}; set another in {setting}.",
}
DOCTOR_NO_SUCH_MODEL: Text = {
    "es": "{server} no tiene {model}; revisa {setting}.",
    "en": "{server} does not have {model}; check {setting}.",
}
DOCTOR_WRONG_KEY: Text = {
    "es": "{server} no acepta la OPENAI_API_KEY.",
    "en": "{server} does not accept the OPENAI_API_KEY.",
}
DOCTOR_AWAY: Text = {
    "es": "{server} no responde ({reason}); mientras tanto contesta el planificador propio.",
    "en": "{server} does not answer ({reason}); meanwhile the own planner answers.",
}
