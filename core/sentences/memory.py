"""What a person reads when their question could not be answered at all."""

from __future__ import annotations

from typing import Final

from core.sentences import Text

ANSWER_TOO_SLOW: Final[Text] = {
    "es": "La respuesta tardó más de {seconds} s y la detuve. Acota la pregunta (un periodo, un área) e intenta de nuevo.",
    "en": "The answer took longer than {seconds} s and was stopped. Narrow the question (a period, an area) and try again.",
}
ANSWER_STOPPED: Final[Text] = {
    "es": "Listo, detuve esta pregunta.",
    "en": "Done, I have stopped this question.",
}
LATE_MINUTES: Final[Text] = {
    "es": "Esta respuesta llega {minutes} minutos después de tu pregunta.",
    "en": "This answer comes {minutes} minutes after your question.",
}
LATE_HOURS: Final[Text] = {
    "es": "Esta respuesta llega {hours} horas después de tu pregunta.",
    "en": "This answer comes {hours} hours after your question.",
}
ANSWER_FAILED: Final[Text] = {
    "es": "No pude contestar: algo falló de nuestro lado. Ya quedó registrado con la clave {reference}.",
    "en": "I could not answer: something failed on our side. It has been recorded under the reference {reference}.",
}
QUESTION_BREAKS_US: Final[Text] = {
    "es": "No pude contestar: esta pregunta me hizo reiniciar varias veces y la dejé de lado. Hazla de otra forma, por favor; quedó registrada con la clave {reference}.",
    "en": "I could not answer: this question made me restart several times, so I have put it aside. Please ask it in another way; it has been recorded under the reference {reference}.",
}
