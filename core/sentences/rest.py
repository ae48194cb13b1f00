"""What the REST API and its pages say to a person."""

from __future__ import annotations

from core.sentences import Text

INVALID_JSON: Text = {
    "es": "El cuerpo de la petición no es JSON válido en UTF-8.",
    "en": "The request's body is not valid JSON in UTF-8.",
}
INVALID_REQUEST: Text = {
    "es": "La petición no tiene la forma esperada: {problems}.",
    "en": "The request does not have the expected form: {problems}.",
}
FIELD_MISSING: Text = {"es": "falta «{field}»", "en": "“{field}” is missing"}
FIELD_UNKNOWN: Text = {"es": "«{field}» no se conoce", "en": "“{field}” is not known"}
FIELD_NOT_TEXT: Text = {"es": "«{field}» debe ser un texto", "en": "“{field}” must be a text"}
FIELD_TOO_SHORT: Text = {"es": "«{field}» no puede estar vacío", "en": "“{field}” must not be empty"}
FIELD_TOO_LONG: Text = {
    "es": "«{field}» debe tener a lo más {limit} caracteres",
    "en": "“{field}” must have at most {limit} characters",
}
FIELD_PRINTABLE: Text = {
    "es": "«{field}» no puede llevar caracteres de control",
    "en": "“{field}” must not hold control characters",
}
FIELD_BAD: Text = {"es": "«{field}» no sirve", "en": "“{field}” is of no use"}
NOT_AN_OBJECT: Text = {
    "es": "se espera un objeto JSON con «message»",
    "en": "a JSON object with “message” is expected",
}
NOT_JSON_TYPE: Text = {
    "es": "Envía la petición con Content-Type: application/json.",
    "en": "Send the request with Content-Type: application/json.",
}
BODY_TOO_LARGE: Text = {
    "es": "La petición es demasiado grande (el máximo es {limit} bytes).",
    "en": "The request is too large (the limit is {limit} bytes).",
}
UNAUTHORIZED: Text = {
    "es": "Falta una llave válida: Authorization: Bearer <llave>.",
    "en": "A valid key is missing: Authorization: Bearer <key>.",
}
WRONG_KEY: Text = {
    "es": "Esa clave no es válida. Revísala o pide otra a quien administra el asistente.",
    "en": "That key is not valid. Check it, or ask whoever runs the assistant for another.",
}
CROSS_SITE: Text = {
    "es": "Esta petición viene de otro sitio y no se atiende.",
    "en": "This request comes from another site and is not answered.",
}
NOT_ANSWERED_HERE: Text = {
    "es": "Esa respuesta no está en esta conversación.",
    "en": "That answer is not in this conversation.",
}
LOCAL_ONLY: Text = {
    "es": "Sin API_KEYS este servicio solo contesta a la propia máquina. Quien lo administra puede definir API_KEYS.",
    "en": "Without API_KEYS this service answers its own machine only. Whoever runs it can set API_KEYS.",
}
RATE_LIMITED: Text = {
    "es": "Demasiadas preguntas seguidas. Intenta de nuevo en {seconds} s.",
    "en": "Too many questions in a row. Try again in {seconds} s.",
}
NOT_FOUND: Text = {"es": "Aquí no hay nada con esa dirección.", "en": "There is nothing at this address."}
METHOD_NOT_ALLOWED: Text = {
    "es": "Esta dirección no acepta {method}.",
    "en": "This address does not accept {method}.",
}
TOO_SLOW: Text = {
    "es": "La respuesta tardó más de {seconds} s y la detuve. Acota la pregunta (un periodo, un área) e intenta de nuevo.",
    "en": "The answer took longer than {seconds} s and was stopped. Narrow the question (a period, an area) and try again.",
}
BAD_REQUEST: Text = {"es": "No pude leer la petición.", "en": "I could not read the request."}
UNKNOWN_FILE_TYPE: Text = {
    "es": "«{file_type}» no es un tipo de archivo: usa data, workbook, image o code.",
    "en": "“{file_type}” is not a type of file: use data, workbook, image or code.",
}
DRAINING: Text = {
    "es": "El servicio se está apagando. Intenta de nuevo en un momento.",
    "en": "The service is shutting down. Try again in a moment.",
}
