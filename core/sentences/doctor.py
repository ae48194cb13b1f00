"""What ``maintbot doctor`` says of the settings, the databases, the folders and the disk."""

from __future__ import annotations

from core.sentences import Text

WELL: Text = {"es": "Todo en orden.", "en": "All is well."}
WARNED: Text = {
    "es": "Nada que corregir; conviene revisar lo señalado: {warnings}.",
    "en": "Nothing to be mended; worth a look: {warnings}.",
}
FAILED: Text = {"es": "Por corregir: {failed}.", "en": "To be mended: {failed}."}

NO_KEYS_BUT_OPEN: Text = {
    "es": "API_HOST={host} escucha a otras máquinas, pero sin API_KEYS /v1 y la página no les contestan.",
    "en": "API_HOST={host} listens to other machines, but without API_KEYS /v1 and the page do not answer them.",
}
WEAK_KEY: Text = {
    "es": "Una de las API_KEYS tiene menos de {limit} caracteres; genera una larga: openssl rand -hex 24.",
    "en": "One of API_KEYS has fewer than {limit} characters; make a long one: openssl rand -hex 24.",
}
UNKNOWN_NAMES: Text = {
    "es": ".env tiene nombres que maintbot no conoce: {names}.",
    "en": ".env has names that maintbot does not know: {names}.",
}
SAME_PORT: Text = {
    "es": "METRICS_PORT y API_PORT son el mismo puerto ({port}); elige otro para METRICS_PORT.",
    "en": "METRICS_PORT and API_PORT are the same port ({port}); choose another one for METRICS_PORT.",
}
TIMES_CROSSED: Text = {
    "es": "QUESTION_TIMEOUT ({question:g} s) no deja terminar una consulta de QUERY_TIMEOUT ({query:g} s); ponla más larga.",
    "en": "QUESTION_TIMEOUT ({question:g} s) leaves a query no QUERY_TIMEOUT ({query:g} s); make it longer.",
}
AZURE_WITHOUT_KEY: Text = {
    "es": "AZURE_OPENAI_ENDPOINT está definida y OPENAI_API_KEY no; no se llama a ningún modelo.",
    "en": "AZURE_OPENAI_ENDPOINT is set and OPENAI_API_KEY is not; no model is called.",
}
SETTINGS_READ: Text = {"es": "leída y válida.", "en": "read and valid."}
NOT_HTTPS: Text = {
    "es": "PUBLIC_URL no es https; Slack y Teams solo aceptan https.",
    "en": "PUBLIC_URL is not https; Slack and Teams accept https only.",
}

DEMO_PLANT: Text = {
    "es": "planta de demostración (MAINTENANCE_DATABASE_URL está vacía).",
    "en": "demo plant (MAINTENANCE_DATABASE_URL is empty).",
}
PLANT_READ: Text = {"es": "se lee; tiene {tables} tablas.", "en": "it can be read; it has {tables} tables."}
MODEL_READ: Text = {
    "es": "válido; describe {datasets} tablas que la base tiene.",
    "en": "valid; it describes {datasets} tables that the database has.",
}
MODEL_BARE: Text = {
    "es": "válido, pero sin condiciones: no sabe qué está abierto, vencido o parado. "
    "Contesta unas preguntas con: maintbot model init --ask",
    "en": "valid, but without conditions: it does not know what is open, overdue or down. "
    "Answer some questions with: maintbot model init --ask",
}
MODEL_NEEDED: Text = {
    "es": "válido; la base no se pudo leer para compararlo.",
    "en": "valid; the database could not be read to compare it.",
}
STATE_WRITTEN: Text = {"es": "se lee y se escribe ({where}).", "en": "it can be read and written ({where})."}
FILES_WRITTEN: Text = {"es": "{where} se puede escribir.", "en": "{where} can be written."}
DISK_FREE: Text = {"es": "{free} MB libres en {where}.", "en": "{free} MB free at {where}."}
DISK_LOW: Text = {
    "es": "solo {free} MB libres en {where}; libera espacio o define RETENTION_DAYS.",
    "en": "only {free} MB free at {where}; make room or set RETENTION_DAYS.",
}
OFFLINE: Text = {
    "es": "sin modelo: contesta el planificador propio.",
    "en": "no model: the own planner answers.",
}
MODEL_KEY: Text = {
    "es": "llave definida para {model}; no se llamó (costaría).",
    "en": "a key is set for {model}; it was not called (it would cost).",
}
MODEL_KEY_MISSING: Text = {
    "es": "PLANNER=model necesita OPENAI_API_KEY.",
    "en": "PLANNER=model needs OPENAI_API_KEY.",
}
PLATFORM_OFF: Text = {"es": "apagado.", "en": "off."}

KEYS_OFF: Text = {
    "es": "ENCRYPTION_KEYS está vacía; lo guardado no se cifra.",
    "en": "ENCRYPTION_KEYS is empty; what is kept is not encrypted.",
}
KEYS_OPEN: Text = {"es": "ENCRYPTION_KEYS abre lo guardado.", "en": "ENCRYPTION_KEYS opens what is kept."}
KEYS_DO_NOT_OPEN: Text = {
    "es": "ENCRYPTION_KEYS no abre {lost} de {looked} respuestas y archivos que miré; agrega la clave con que se cifraron.",
    "en": "ENCRYPTION_KEYS does not open {lost} of {looked} answers and files that were looked at; add the key that encrypted them.",
}
KEYS_MISSING: Text = {
    "es": "ENCRYPTION_KEYS está vacía, y {lost} de {looked} respuestas y archivos que miré están cifrados; pon la clave con que se cifraron.",
    "en": "ENCRYPTION_KEYS is empty, and {lost} of {looked} answers and files that were looked at are encrypted; set the key that encrypted them.",
}
KEPT_BROKEN: Text = {
    "es": "{broken} de {looked} respuestas y archivos que miré están dañados; un respaldo los tiene quizá enteros.",
    "en": "{broken} of {looked} answers and files that were looked at are damaged; a backup may have them whole.",
}
TOKENS_DO_NOT_OPEN: Text = {
    "es": "SECRET_KEY y ENCRYPTION_KEYS no abren el token de {lost} espacios de trabajo; devuelve las anteriores, o instala el bot ahí de nuevo.",
    "en": "SECRET_KEY and ENCRYPTION_KEYS do not open the token of {lost} workspaces; put the former ones back, or install the bot there again.",
}
