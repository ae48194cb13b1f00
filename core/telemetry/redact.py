"""What a log line must not carry, and how it is taken out.

Secrets are known by the names of their fields and by their looks; question text and rows by the names of their fields
and by the places where libraries repeat their input in an exception's message. What such a message repeats of the
question that is being answered is known by its words (``keep_out``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any

HIDDEN = "[hidden]"

_SECRET_NAMES = re.compile(
    r"(secret|password|passwd|authorization|api_?keys?$|^keys?$|token$|signature|cookie|connection_string)",
    re.IGNORECASE,
)
# Fields that would hold what a person wrote or what the plant's database gave.
_PRIVATE_NAMES = frozenset({"question", "question_text", "text", "answer", "headline", "rows", "row", "params", "body"})

_SECRET_LOOKS = (
    re.compile(r"\bxox[a-z]-[A-Za-z0-9-]{8,}"),  # Slack bot, user, refresh tokens
    re.compile(r"\bxapp-[A-Za-z0-9-]{8,}"),  # Slack app-level token
    re.compile(r"\bsk-[A-Za-z0-9_-]{8,}"),  # OpenAI and servers that imitate it
    re.compile(r"\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*"),  # JSON web token
    re.compile(r"(?i)\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{6,}"),
    re.compile(r"(?i)((?:api[_-]?key|client_secret|password|signature|sig)=)[^&\s\"']+"),
)
_URL_PASSWORD = re.compile(r"(?P<start>\b[a-z][a-z0-9+.-]*://[^:/@\s]*:)[^@/\s]+(?=@)", re.IGNORECASE)
_SIGNED_LINK = re.compile(r"(/files/)[A-Za-z0-9._=-]+")
# SQLAlchemy repeats the statement and its parameters, pydantic the value that it did not like.
_REPEATED_INPUT = (
    re.compile(r"\[SQL: .*?\](?=\s*(?:\n|$|\[parameters))", re.DOTALL),
    re.compile(r"\[parameters: .*?\](?=\s*(?:\n|$|\())", re.DOTALL),
    re.compile(r"input_value=.*?(?=, input_type=)", re.DOTALL),
)
_WORDS = re.compile(r"\w{3,}")
_kept_out: ContextVar[frozenset[str]] = ContextVar("kept_out", default=frozenset())


def keep_out(text: str) -> None:
    """From now on, in this task and those it starts, no word of ``text`` is logged of an exception's message.

    A defect's message may quote what was asked (``KeyError: 'presses'``). Words of one or two characters say nothing.
    """
    _kept_out.set(frozenset(word.casefold() for word in _WORDS.findall(text)))


def without_question(text: str) -> str:
    """An exception's message without the words of the question that is being answered."""
    words = _kept_out.get()
    return _WORDS.sub(lambda match: HIDDEN if match[0].casefold() in words else match[0], text) if words else text


def redact_text(text: str) -> str:
    """The text without anything that looks like a secret, a password in a URL, or a library's copy of its input."""
    for pattern in _REPEATED_INPUT:
        text = pattern.sub(HIDDEN, text)
    for pattern in _SECRET_LOOKS:
        text = pattern.sub(lambda match: (match[1] if match.re.groups and "=" in match[0] else "") + HIDDEN, text)
    text = _URL_PASSWORD.sub(lambda match: match["start"] + HIDDEN, text)
    return _SIGNED_LINK.sub(lambda match: match[1] + HIDDEN, text)


def redact(value: Any, name: str = "") -> Any:
    """A field's value as a log may carry it; containers are walked, ``SecretStr`` and bytes never shown."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if name and (name in _PRIVATE_NAMES or _SECRET_NAMES.search(name)):
        return HIDDEN
    if isinstance(value, str):
        return redact_text(value)
    if isinstance(value, bytes | bytearray | memoryview):
        return f"[{len(value)} bytes]"
    if isinstance(value, Mapping):
        return {str(key): redact(inner, str(key)) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [redact(inner) for inner in value]
    return redact_text(str(value))
