"""What ``maintbot model init --ask`` asks, and what it says of a file that is there already."""

from __future__ import annotations

from core.sentences import Text

BEGIN: Text = {
    "es": "Unas {count} preguntas. Enter toma lo que está entre corchetes; «-» es «no hay»; «+» muestra más opciones.",
    "en": "Some {count} questions. Enter takes what is in brackets; “-” is “there is none”; “+” shows more choices.",
}
NOT_A_CHOICE: Text = {
    "es": "«{text}» no es una de las opciones.",
    "en": "“{text}” is not one of the choices.",
}
NONE: Text = {"es": "no hay", "en": "none"}
YES: Text = {"es": "sí", "en": "yes"}
NO: Text = {"es": "no", "en": "no"}
BOTH: Text = {"es": "decir los dos números", "en": "tell both numbers"}
ROWS: Text = {"es": "{rows} filas", "en": "{rows} rows"}
MORE: Text = {"es": "   … y {count} más: «+»", "en": "   … and {count} more: “+”"}
CURRENCY: Text = {
    "es": "¿En qué moneda están los costos? (código de tres letras)",
    "en": "Which currency are costs in? (a code of three letters)",
}
SET_CURRENCY: Text = {
    "es": "La moneda no está en el modelo: ponla en .env como CURRENCY={currency}.",
    "en": "The currency is not in the model: put it in .env as CURRENCY={currency}.",
}
KEPT: Text = {
    "es": "{file} ya existía: se conservó lo editado. Cambió lo siguiente (antes: {before}).",
    "en": "{file} was there: what was edited is kept. This has changed (before: {before}).",
}
SAME: Text = {"es": "{file} ya estaba al día; no cambió nada.", "en": "{file} was up to date; nothing has changed."}
NOT_A_MODEL: Text = {
    "es": "{file} ya existe y no es un modelo que se pueda leer; se queda como está. Elige otro nombre con --output.",
    "en": "{file} is there already and is no model that can be read; it stays as it is. Choose another name with --output.",
}
BROKEN_MERGE: Text = {
    "es": "{file} se queda como está: con lo nuevo no se podría usar. {detail}",
    "en": "{file} stays as it is: with what is new it could not be used. {detail}",
}

PROPOSED: Text = {
    "es": "El modelo de lenguaje propuso {count} palabras; están marcadas en el archivo (MAINTBOT_PROPOSED): revísalas.",
    "en": "The language model proposed {count} words; they are marked in the file (MAINTBOT_PROPOSED): look them over.",
}
PROPOSED_CONCEPT: Text = {
    "es": "Propone también que «{table}» son {concept}; no se aplicó: dilo con --ask.",
    "en": "It also proposes that “{table}” are {concept}; this was not applied: say so with --ask.",
}
TRY_BEGIN: Text = {
    "es": "{count} preguntas usuales. ¿Está bien la respuesta? s = sí (queda como consulta verificada), Enter = seguir, q = terminar.",
    "en": "{count} usual questions. Is the answer right? y = yes (it becomes a verified query), Enter = go on, q = stop.",
}
TRY_PROMPT: Text = {"es": "¿Bien? [s/Enter/q] ", "en": "Right? [y/Enter/q] "}
TRY_CONFIDENCE: Text = {"es": "confianza {confidence} %", "en": "confidence {confidence}%"}
TRY_NO_CONFIDENCE: Text = {"es": "sin confianza estimada", "en": "no confidence known"}
TRY_LACKS: Text = {"es": "todavía no: {reason}", "en": "not yet: {reason}"}
TRY_DAYS: Text = {
    "es": "No se guardó como verificada: su SQL depende de días que no se pueden escribir.",
    "en": "Not kept as verified: its SQL depends on days that cannot be written.",
}
TRY_DONE: Text = {
    "es": "{answered} de {count} contestadas; {asked} preguntas de vuelta; {lacking} que la planta no puede.",
    "en": "{answered} of {count} answered; {asked} asked back; {lacking} that the plant cannot answer.",
}
TRY_KEPT: Text = {
    "es": "{file}: {count} consultas verificadas más.",
    "en": "{file}: {count} more verified queries.",
}
TRY_NO_FILE: Text = {
    "es": "No hay un archivo propio donde guardarlas: nombra el modelo en SEMANTIC_MODEL.",
    "en": "There is no file of your own to keep them in: name the model in SEMANTIC_MODEL.",
}
TRY_FORM: Text = {
    "es": "{file} no tiene la forma usual (ai_context del modelo); no se guardaron.",
    "en": "{file} does not have the usual form (ai_context of the model); they were not kept.",
}

QUESTIONS: dict[str, Text] = {
    "work_order.table": {
        "es": "¿En qué tabla están las órdenes de trabajo?",
        "en": "Which table holds the work orders?",
    },
    "work_order.number": {
        "es": "¿Por qué columna llaman a una orden (su número o folio)?",
        "en": "By which column do people call an order (its number)?",
    },
    "work_order.state": {"es": "¿Qué columna es su estado?", "en": "Which column is its status?"},
    "work_order.state.closed": {
        "es": "¿En qué estados está cerrada una orden? (varios con coma)",
        "en": "In which statuses is an order closed? (several with commas)",
    },
    "work_order.state.cancelled": {
        "es": "¿En qué estados está cancelada? Los demás cuentan como abiertos.",
        "en": "In which is it cancelled? The others count as open.",
    },
    "work_order.created": {"es": "¿Qué fecha es la de su creación?", "en": "Which date is that of its creation?"},
    "work_order.due": {
        "es": "¿Qué fecha es la de compromiso (después de ella está vencida)?",
        "en": "Which date is its due date (after it the order is overdue)?",
    },
    "work_order.finished": {"es": "¿Qué fecha es la de su término?", "en": "Which date is that of its completion?"},
    "work_order.type": {
        "es": "¿Qué columna dice su tipo (preventivo, correctivo)?",
        "en": "Which column says its type (preventive, corrective)?",
    },
    "work_order.type.preventive": {"es": "¿Qué tipos son preventivos?", "en": "Which types are preventive?"},
    "work_order.type.corrective": {"es": "¿Qué tipos son correctivos?", "en": "Which types are corrective?"},
    "work_order.person": {"es": "¿Qué columna dice quién la hace?", "en": "Which column says who does it?"},
    "work_order.cost": {"es": "¿Qué columna es su costo total?", "en": "Which column is its total cost?"},
    "work_order.population": {
        "es": "¿Las canceladas cuentan cuando se pregunta cuántas órdenes hay?",
        "en": "Do cancelled ones count when it is asked how many orders there are?",
    },
    "asset.table": {"es": "¿En qué tabla están los equipos?", "en": "Which table holds the machines?"},
    "asset.number": {
        "es": "¿Por qué columna llaman a un equipo (su clave)?",
        "en": "By which column do people call a machine (its tag)?",
    },
    "asset.state.down": {"es": "¿En qué estados está parado un equipo?", "en": "In which statuses is a machine down?"},
    "asset.state.retired": {
        "es": "¿En cuáles ya no está en uso (baja)?",
        "en": "In which is it out of use (retired)?",
    },
    "person.table": {"es": "¿En qué tabla están los técnicos?", "en": "Which table holds the technicians?"},
    "place.table": {
        "es": "¿En qué tabla están las áreas o ubicaciones?",
        "en": "Which table holds the areas or locations?",
    },
}
