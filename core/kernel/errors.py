"""Exceptions with one root, a code, and a message for the person in both languages.

A traceback never reaches a chat: whoever answers a person shows ``message(language)``; whoever answers a machine adds
``code`` and ``status``. What is only for the log goes into ``detail``, which never holds question text or secrets.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from core.kernel.messages import Language


class MaintbotError(Exception):
    """Root of all errors of ours.

    Attributes:
        code: short, stable, snake_case; what a log and a machine read.
        status: the HTTP status that fits.
        texts: the sentence for the person by language; ``{name}`` is filled from ``values``.
        retryable: True when the same request may succeed a little later.
    """

    code: ClassVar[str] = "internal"
    status: ClassVar[int] = 500
    retryable: ClassVar[bool] = False
    texts: ClassVar[Mapping[Language, str]] = {
        "es": "Algo falló de nuestro lado. Ya quedó registrado; intenta de nuevo en un momento.",
        "en": "Something failed on our side. It has been recorded; please try again in a moment.",
    }

    def __init__(self, detail: str = "", **values: Any) -> None:
        super().__init__(detail or self.code)
        self.detail = detail
        self.values = values

    def message(self, language: Language) -> str:
        """The sentence for the person, in that language; a value may be a text in both languages itself."""
        return self.texts[language].format_map({name: _said(value, language) for name, value in self.values.items()})


def _said(value: Any, language: Language) -> Any:
    return value[language] if isinstance(value, Mapping) and value.keys() == {"es", "en"} else value


class BadQuestion(MaintbotError):
    """The question cannot be read: empty, too long, no words."""

    code = "bad_question"
    status = 400


class EmptyQuestion(BadQuestion):
    code = "empty_question"
    texts = {
        "es": "No leí ninguna pregunta. Escribe, por ejemplo: «¿Qué equipos están parados?»",
        "en": "I read no question. Write, for example: “Which machines are down?”",
    }


class QuestionTooLong(BadQuestion):
    code = "question_too_long"
    status = 413
    texts = {
        "es": "La pregunta es demasiado larga ({length} caracteres; el máximo es {limit}). Hazla más corta, por favor.",
        "en": "The question is too long ({length} characters; the limit is {limit}). Please make it shorter.",
    }


class SessionNotFound(MaintbotError):
    code = "session_not_found"
    status = 404
    texts = {"es": "No existe esa sesión.", "en": "There is no such session."}


class ConversationForgotten(MaintbotError):
    """A button of an answer that is no longer stored: what it would build on is gone."""

    code = "conversation_forgotten"
    status = 404
    texts = {
        "es": "Ya no tengo guardada esa conversación. Haz la pregunta otra vez, completa, y te contesto.",
        "en": "That conversation is no longer stored. Ask the whole question again and I will answer it.",
    }


class ArtifactNotFound(MaintbotError):
    code = "artifact_not_found"
    status = 404
    texts = {"es": "Esa sesión no tiene ese archivo.", "en": "That session has no such file."}


class ConfigurationError(MaintbotError):
    """A setting or a file that the operator must mend.

    ``reason`` says which and how: a text in both languages, or names alone that are the same in both.
    """

    code = "configuration"
    status = 500
    texts = {"es": "Revisa la configuración: {reason}", "en": "Look at the settings: {reason}"}


class DatabaseUnavailable(MaintbotError):
    """The plant's database is missing, locked, down, not a database, or lacks the tables."""

    code = "database_unavailable"
    status = 503
    retryable = True
    texts = {
        "es": "Ahora no puedo leer la base de mantenimiento.",
        "en": "I cannot read the maintenance database right now.",
    }


class QueryTimeout(MaintbotError):
    code = "query_timeout"
    status = 504
    texts = {
        "es": "La consulta tardó más de {seconds} s y la detuve. Acota la pregunta (un periodo, un área) e intenta de nuevo.",
        "en": "The query took longer than {seconds} s and was stopped. Narrow the question (a period, an area) and try again.",
    }


class QueryFailed(MaintbotError):
    """The database refused the SQL. ``detail`` is the database's own message, for repair and the log."""

    code = "query_failed"
    texts = {
        "es": "La base de datos no aceptó la consulta que preparé.",
        "en": "The database did not accept the query that I prepared.",
    }


class GuardRefused(MaintbotError):
    """SQL that is not one read-only SELECT over known tables, columns and functions. ``detail`` says what and where."""

    code = "guard_refused"
    status = 422
    texts = {
        "es": "Esa consulta no está permitida: solo leo, y solo las tablas de mantenimiento.",
        "en": "That query is not allowed: I only read, and only the maintenance tables.",
    }


class StorageFailed(MaintbotError):
    """A file could not be written: full disk, missing rights."""

    code = "storage_failed"
    status = 507
    texts = {
        "es": "No pude guardar los archivos de la respuesta (disco lleno o sin permiso). Avisa a quien administra el bot.",
        "en": "I could not store the answer's files (disk full or no permission). Please tell whoever runs the bot.",
    }


class StateUnavailable(MaintbotError):
    """Our own state database cannot be read or written."""

    code = "state_unavailable"
    status = 503
    retryable = True
    texts = {
        "es": "Ahora no puedo guardar lo que me preguntan, así que no lo contesto. Intenta de nuevo en un momento.",
        "en": "I cannot store what I am asked right now, so I do not answer it. Please try again in a moment.",
    }


class InboxFull(StateUnavailable):
    """More questions wait than may (INBOX_LIMIT). A platform keeps its event and sends it again."""

    code = "inbox_full"
    texts = {
        "es": "Ahora hay demasiadas preguntas en espera. Intenta de nuevo en un momento.",
        "en": "Too many questions are waiting right now. Please try again in a moment.",
    }


class ModelUnavailable(MaintbotError):
    """No answer from the model within its time: outage, limit, wrong key, spent budget. ``detail`` says which."""

    code = "model_unavailable"
    status = 503
    retryable = True
    texts = {"es": "El modelo no responde.", "en": "The model is not answering."}


class DeliveryError(MaintbotError):
    """A platform did not take what we sent."""

    code = "delivery_failed"
    status = 502


LONGEST_REST: Final = 6 * 3600.0
"""Seconds that a platform is believed when it tells us how long to wait."""


def _rest(told: float) -> float:
    """What a platform told us to wait, as seconds that can be waited: a header may hold anything."""
    return min(max(told, 0.0), LONGEST_REST) if told == told else 1.0  # NaN is not equal to itself


class DeliveryRateLimited(DeliveryError):
    """Throttled: try again after ``retry_after`` seconds.

    Attributes:
        may_be_there: what was throttled is a call after the one that made it visible, so look before it is sent again.
    """

    code = "delivery_rate_limited"
    retryable = True

    def __init__(self, detail: str = "", *, retry_after: float = 1.0, may_be_there: bool = False) -> None:
        super().__init__(detail)
        self.retry_after = _rest(retry_after)
        self.may_be_there = may_be_there


class DeliveryUncertain(DeliveryError):
    """Dropped connection, time-out, 5xx or an odd answer: sending again may help.

    Attributes:
        may_be_there: False when it certainly did not arrive, so that nobody needs to look before it is sent again.
        keep: for how many seconds from the answer on trying again is worth while; None for as long as in any outage.
        not_before: seconds that the platform asked us to wait; 0 when it did not say.
        advice: what the operator can do about it, when anything.
    """

    code = "delivery_uncertain"
    retryable = True

    def __init__(
        self,
        detail: str = "",
        *,
        may_be_there: bool = True,
        keep: float | None = None,
        not_before: float = 0.0,
        advice: str = "",
    ) -> None:
        super().__init__(detail)
        self.not_before = _rest(not_before)
        self.may_be_there = may_be_there
        self.keep = keep
        self.advice = advice


class DeliveryRejected(DeliveryError):
    """Will not succeed however often it is sent; ``advice`` tells the operator what to do."""

    code = "delivery_rejected"

    def __init__(self, detail: str = "", *, advice: str = "") -> None:
        super().__init__(detail)
        self.advice = advice
