"""The smaller JSON forms of the API."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from adapters.rest.render import ChatAnswer
from core.kernel.messages import ArtifactKind, Language, Span


class ErrorFields(BaseModel):
    """What went wrong."""

    code: str = Field(description="Short and stable, for programs.")
    message: str = Field(description="A sentence for the person.")
    correlation_id: str | None = Field(description="Finds the request in the log; X-Request-ID says it too.")


class SessionSummary(BaseModel):
    """One session of the caller."""

    session_id: str
    title: str = Field(description="Its first question.")
    language: Language | None
    turns: int
    started_at: datetime
    updated_at: datetime


class SessionList(BaseModel):
    """``GET /v1/sessions``."""

    sessions: list[SessionSummary]


class RowsPage(BaseModel):
    """``GET /v1/sessions/{session_id}/answers/{question_id}/rows``."""

    offset: int
    total: int
    texts: list[list[str]] = Field(description="Rows as people read them, in the columns of the answer's table.")


class StartFigure(BaseModel):
    """How many machines are down, orders overdue, and the like."""

    headline: list[Span] = Field(description="A sentence in parts; what is bold is the answer.")
    text: str = Field(description="The question that lists them.")


class StartExample(BaseModel):
    """A question that this plant answers."""

    topic: str
    text: str


class StartAnswer(BaseModel):
    """``GET /v1/start``."""

    today: list[StartFigure]
    examples: list[StartExample]


class CompletionOption(BaseModel):
    """A name that may be meant."""

    text: str
    kind: str = Field(description="What it names: machine, area, measure.")


class CompletionList(BaseModel):
    """``GET /v1/completions``."""

    start: int = Field(description="The character from which on a completion takes the text's place.")
    completions: list[CompletionOption]


class SignedIn(BaseModel):
    """``POST /sign-in``."""

    person: str = Field(
        description="The same for the same key, and nothing of the key: a page tells people apart by it."
    )


class AskedQuestion(BaseModel):
    """A question as it was asked."""

    id: str
    text: str
    asked_at: datetime
    choice: str | None = Field(description="The choice or limit that was pressed.")
    about: str | None = Field(description="The earlier question that it speaks of.")


class SessionTurn(BaseModel):
    """A question of a session and what came of it: an answer, or why there is none."""

    question: AskedQuestion
    answer: ChatAnswer | None = Field(description="As POST /v1/chat gave it, without `rows`, its links anew.")
    error: ErrorFields | None


class SessionTurns(BaseModel):
    """``GET /v1/sessions/{session_id}``."""

    session: SessionSummary
    turns: list[SessionTurn] = Field(description="The last 200, oldest first.")


class SessionFile(BaseModel):
    """One file of a session."""

    type: ArtifactKind
    file: str = Field(description="Where it was stored.")
    filename: str = Field(description="What a download is called.")
    media_type: str
    size: int = Field(description="Bytes.")
    link: str = Field(description="An address that downloads it for a day.")


class SessionFiles(BaseModel):
    """``GET /v1/sessions/{session_id}/artifacts``."""

    session_id: str
    artifacts: list[SessionFile]


class PartAnswer(BaseModel):
    """What a part of the bot said when it was asked whether it works."""

    status: Literal["ok", "failed", "off"] = Field(description="off: the settings do not switch it on")
    seconds: float = Field(description="How long it took to say so.")
    code: str | None = Field(None, description="Why it failed: database_unavailable, too_slow, …")
    details: dict[str, int | float | str] = Field({}, description="queue: unfinished, oldest_seconds.")


class VersionsAnswer(BaseModel):
    """What runs."""

    maintbot: str
    state_schema: str = Field(description="The newest migration of the state database that it knows.")


class LiveAnswer(BaseModel):
    """``GET /health/live``."""

    status: Literal["ok"]


class ReadyAnswer(BaseModel):
    """``GET /health/ready``."""

    status: Literal["ok", "starting", "failed", "draining"]


class HealthAnswer(BaseModel):
    """``GET /health``."""

    status: Literal["ok", "degraded", "failed", "draining"] = Field(
        description="degraded: it answers, without a part that it can do without; failed, draining: 503"
    )
    checks: dict[str, PartAnswer] = Field(description="By part: state, plant, model, slack, teams, artifacts, queue.")
    versions: VersionsAnswer
    troubles: list[str] = Field(
        [], description="What an operator has to mend, when anything: “slack T0PLANT: token_revoked”."
    )


class ErrorAnswer(BaseModel):
    """Every error of the API."""

    error: ErrorFields
