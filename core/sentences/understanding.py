"""What understanding says when a message may be meant in several ways, or points at something that is not there."""

from __future__ import annotations

from core.sentences import Text

WHICH_READING: Text = {
    "es": "Eso se puede entender de más de una forma. ¿Cuál quieres?",
    "en": "That can be understood in more than one way. Which one would you like?",
}
NO_REFERENCE: Text = {
    "es": "No sé a qué te refieres con {words}. Dilo por su nombre, por favor.",
    "en": "I don't know what {words} points to. Please call it by its name.",
}
UNDERSTOOD: Text = {"es": "Entendí «{what}».", "en": "I understood “{what}”."}
SEE_ROWS: Text = {"es": "Ver {the} {count} {phrase}", "en": "See the {count} {phrase}"}
SEE_ONE: Text = {"es": "Ver {the} {phrase}", "en": "See the {phrase}"}
BY: Text = {"es": "{what} por {groups}", "en": "{what} by {groups}"}
LIST_OF: Text = {"es": "Lista de {what}", "en": "List of {what}"}
NUMBER_OF: Text = {"es": "Número de {what}", "en": "Number of {what}"}
WHICH_OF: Text = {"es": "¿Qué quieres: {ways}?", "en": "Which would you like: {ways}?"}
TWO_QUESTIONS: Text = {
    "es": "Son varias preguntas en una y no las puedo contestar juntas. Házmelas una por una, por favor.",
    "en": "Those are several questions in one, and I cannot answer them together. Please ask them one by one.",
}
ONE_OF_TWO: Text = {
    "es": "Son dos preguntas y no las puedo contestar juntas. ¿Cuál contesto?",
    "en": "Those are two questions, and I cannot answer them together. Which one shall I answer?",
}
NOT_PLACED: Text = {
    "es": "No sé qué hacer con {words} en esta pregunta.",
    "en": "I don't know what to do with {words} in this question.",
}
NOT_ALL_READ: Text = {
    "es": "De las tablas grandes leí solo una parte: entre {names} puede haber nombres que no conozco.",
    "en": "Of long tables I have read a part only: among {names} there may be names that I do not know.",
}
BEHIND_UNKNOWN: Text = {
    "es": "No entendí tu mensaje anterior, así que no sé con qué sigue este. ¿Es esto lo que quieres?",
    "en": "I did not understand your last message, so I can't tell what this one goes on from. Is this what you want?",
}
BY_MEASURE: Text = {"es": "Por {measure}", "en": "By {measure}"}
WHICH_OTHERS: Text = {"es": "¿Cuáles otros?", "en": "Which others?"}
VALUE_NOUN: Text = {"es": "valor", "en": "value"}
TOO_LONG: Text = {
    "es": "Es demasiado largo para una sola pregunta. Pregúntalo en partes, por favor.",
    "en": "That is too long for one question. Please ask it in parts.",
}
WHOLE_PLANT: Text = {"es": "Toda la planta", "en": "Whole plant"}
ONLY: Text = {"es": "Solo {what}", "en": "Only {what}"}
AS_BEFORE: Text = {"es": "solo lo de antes", "en": "only what we had before"}
NOT_KEPT: Text = {"es": "sin mantener «{what}»", "en": "not kept: “{what}”"}
WITHOUT: Text = {"es": "Sin {what}", "en": "Without {what}"}
EMPTIED: Text = {
    "es": "Con {kept} además no queda ninguno. ¿Lo busco sin eso?",
    "en": "With {kept} as well, none is left. Shall I look without that?",
}
PASSED_OVER: Text = {"es": "pasé por alto {words}", "en": "passed over {words}"}
