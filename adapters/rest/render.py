"""A Reply as the JSON of ``POST /v1/chat``."""

from __future__ import annotations

import math
from collections.abc import Mapping

from pydantic import BaseModel, Field

from core.kernel.messages import (
    Action,
    ArtifactKind,
    Cell,
    Clarification,
    Column,
    Flow,
    Language,
    Planner,
    Reply,
    Suggestion,
)

MAX_ROWS = 10_000


class ChatMetrics(BaseModel):
    """Times in seconds, cost in US dollars."""

    total_time: float
    plan_time: float
    sql_time: float
    image_time: float
    sql_attempts: int
    flow: Flow
    api_processing_time: float = Field(description="What HTTP added: reading, checking and writing JSON.")
    model_calls: int
    tokens_in: int
    tokens_cached: int
    tokens_out: int
    cost_usd: float


class Preview(BaseModel):
    """Some rows, with how each column is called and written."""

    columns: list[Column]
    rows: list[list[Cell]] = Field(description="The first rows; of a time series (chronological) the last.")
    total: int
    truncated: bool
    chronological: bool


class ChatAnswer(BaseModel):
    """What ``POST /v1/chat`` answers."""

    response: str = Field(description="The answer in one sentence, in the question's language.")
    session_id: str
    metrics: ChatMetrics
    artifacts: dict[str, str] = Field(description="data_file, image_file, code_file: where each file was stored.")
    links: dict[str, str] = Field(description="data, image, code: an address that downloads the file for a day.")
    question_id: str
    action: Action
    language: Language
    definition: str | None
    sql: str | None
    sql_asked: bool = Field(description="The person asked to see the SQL.")
    columns: list[str] | None
    rows: list[list[Cell]] | None = Field(description="All rows, at most 10,000.")
    table: Preview | None
    assumptions: list[str]
    freshness: str | None
    clarification: Clarification | None
    suggestions: list[Suggestion]
    planner: Planner | None
    verified: bool
    cached: bool


def answer(
    reply: Reply, session_id: str, *, paths: Mapping[ArtifactKind, str], links: Mapping[ArtifactKind, str]
) -> ChatAnswer:
    """A Reply in the contract's fields; ``api_processing_time`` is set by who measures it."""
    figures = reply.metrics
    return ChatAnswer(
        response=reply.text,
        session_id=session_id,
        metrics=ChatMetrics(**figures.model_dump()),
        artifacts={f"{kind}_file": path for kind, path in paths.items()},
        links={str(kind): link for kind, link in links.items()},
        question_id=reply.question_id,
        action=reply.action,
        language=reply.language,
        definition=reply.definition,
        sql=reply.sql,
        sql_asked=reply.sql_asked,
        columns=list(reply.columns) if reply.columns is not None else None,
        rows=_rows(reply.rows[:MAX_ROWS]) if reply.rows is not None else None,
        table=_preview(reply),
        assumptions=list(reply.assumptions),
        freshness=reply.freshness,
        clarification=reply.clarification,
        suggestions=list(reply.suggestions),
        planner=reply.planner,
        verified=reply.verified,
        cached=reply.cached,
    )


def _preview(reply: Reply) -> Preview | None:
    if reply.table is None:
        return None
    return Preview(
        columns=list(reply.table.columns),
        rows=_rows(reply.table.rows),
        total=reply.table.total,
        truncated=reply.table.truncated,
        chronological=reply.table.chronological,
    )


def _rows(rows: tuple[tuple[Cell, ...], ...]) -> list[list[Cell]]:
    # JSON has no NaN and no infinity; a float column of PostgreSQL may.
    return [[None if isinstance(cell, float) and not math.isfinite(cell) else cell for cell in row] for row in rows]
