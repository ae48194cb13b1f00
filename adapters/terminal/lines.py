"""JSON lines: one question a line in, one answer a line out, with exactly the fields of the contract."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from adapters.terminal.limits import MAX_LINE_BYTES, MAX_ROWS, MAX_SESSION_ID
from core.kernel.errors import BadQuestion
from core.kernel.messages import Artifact, ArtifactKind, Cell, Language, Reply
from core.sentences import Text, cli, say


class BadLine(BadQuestion):
    """A line that is not a question. ``line_id`` is its id where it could be read, to be echoed."""

    code = "bad_line"

    def __init__(self, text: Text, line_id: Any = None, **values: Any) -> None:
        super().__init__(self.code, **values)
        self.text = text
        self.line_id = line_id

    def message(self, language: Language) -> str:
        values = {name: value[language] if isinstance(value, dict) else value for name, value in self.values.items()}
        return say(self.text, language, **values)


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """One line as read; ``id`` is any JSON value and is echoed as it came."""

    id: Any
    text: str
    session_id: str | None
    today: date | None


def parse(raw: bytes) -> QuestionLine:
    """Read one line.

    Raises:
        BadLine: it is too long, not UTF-8, not JSON, not an object, or a field is of the wrong type.
    """
    if len(raw) > MAX_LINE_BYTES:
        raise BadLine(cli.LINE_TOO_LONG, limit=MAX_LINE_BYTES)
    try:
        fields = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BadLine(cli.BAD_UTF8) from error
    except (ValueError, RecursionError) as error:
        raise BadLine(cli.BAD_JSON) from error
    if not isinstance(fields, dict):
        raise BadLine(cli.NOT_AN_OBJECT)
    line_id = fields.get("id")
    text = fields.get("text")
    if not isinstance(text, str):
        raise BadLine(cli.BAD_FIELD, line_id, field="text", problem=cli.MUST_BE_TEXT)
    return QuestionLine(
        line_id, text, _session_id(fields.get("session_id"), line_id), _today(fields.get("today"), line_id)
    )


def valid_session_id(value: str) -> bool:
    """1 to 128 printable characters."""
    return 0 < len(value) <= MAX_SESSION_ID and value.isprintable()


def _session_id(value: object, line_id: Any) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or not valid_session_id(value):
        problem = {language: say(cli.MUST_BE_SESSION, language, limit=MAX_SESSION_ID) for language in ("es", "en")}
        raise BadLine(cli.BAD_FIELD, line_id, field="session_id", problem=problem)
    return value


def _today(value: object, line_id: Any) -> date | None:
    if value is None or value == "":
        return None
    try:
        if isinstance(value, str) and len(value) == 10:
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise BadLine(cli.BAD_FIELD, line_id, field="today", problem=cli.MUST_BE_DATE)


def answer(line_id: Any, reply: Reply, where: Callable[[Artifact], str]) -> dict[str, Any]:
    """The fields of one answer.

    Args:
        line_id: echoed.
        reply: what the pipeline gave.
        where: says where a person finds an Artifact's file.
    """

    def path(kind: ArtifactKind) -> str | None:
        artifact = reply.artifact(kind)
        return where(artifact) if artifact else None

    return {
        "id": line_id,
        "action": reply.action,
        "answer": reply.text,
        "language": reply.language,
        "sql": reply.sql,
        "columns": list(reply.columns) if reply.columns is not None else None,
        "rows": [[_json_cell(cell) for cell in row] for row in reply.rows[:MAX_ROWS]]
        if reply.rows is not None
        else None,
        "assumptions": list(reply.assumptions),
        "clarification": reply.clarification.model_dump(mode="json") if reply.clarification else None,
        "data_file": path("data"),
        "image_file": path("image"),
        "code_file": path("code"),
        "metrics": reply.metrics.model_dump(mode="json"),
    }


def failure(line_id: Any, message: str, language: Language) -> dict[str, Any]:
    """The answer to a line that no Question could be made of, with the same fields."""
    empty = dict.fromkeys(("sql", "columns", "rows", "clarification", "data_file", "image_file", "code_file"))
    fields = {
        "id": line_id,
        "action": "error",
        "answer": message,
        "language": language,
        "assumptions": [],
        "metrics": {"flow": "failed"},
    }
    return fields | empty


def encode(fields: dict[str, Any]) -> bytes:
    """One line of UTF-8 with its newline; a lone surrogate of the caller's own id is escaped as JSON allows."""
    return json.dumps(fields, ensure_ascii=False, allow_nan=False).encode("utf-8", "backslashreplace") + b"\n"


def _json_cell(cell: Cell) -> Cell:
    # JSON has no NaN and no infinity; a float column of PostgreSQL may.
    return None if isinstance(cell, float) and not math.isfinite(cell) else cell
