"""A Reply as the JSON of ``POST /v1/chat``."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

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
    ScopePart,
    Span,
    Suggestion,
)
from core.wording import numbers as wording

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


class AnswerFile(BaseModel):
    """A file of an answer."""

    kind: ArtifactKind
    filename: str = Field(description="What a download is called.")
    media_type: str
    size: int = Field(description="Bytes.")
    link: str = Field(description="An address that downloads it for a day.")


class Preview(BaseModel):
    """Some rows, with how each column is called and written."""

    columns: list[Column]
    heads: list[str] = Field(description="The columns' labels with their units.")
    rows: list[list[Cell]] = Field(description="The first rows; of a time series (chronological) the last.")
    texts: list[list[str]] = Field(description="The same rows as people read them, in the answer's language.")
    total: int
    truncated: bool
    chronological: bool


class ChatAnswer(BaseModel):
    """What ``POST /v1/chat`` answers."""

    response: str = Field(description="The answer in one sentence, in the question's language.")
    headline: list[Span] = Field(description="The same sentence in parts; what is bold is the answer.")
    session_id: str
    metrics: ChatMetrics
    artifacts: dict[str, str] = Field(
        description="data_file, workbook_file, image_file, code_file: where each file was stored."
    )
    links: dict[str, str] = Field(
        description="data, workbook, image, code: an address that downloads the file for a day."
    )
    files: list[AnswerFile]
    question_id: str
    action: Action
    language: Language
    definition: str | None
    sql: str | None
    sql_asked: bool = Field(description="The person asked to see the SQL.")
    columns: list[str] | None
    rows: list[list[Cell]] | None = Field(description="All rows, at most 10,000.")
    table: Preview | None
    chart_title: str | None
    chartable: bool = Field(description="There is no chart and one is possible.")
    assumptions: list[str]
    freshness: str | None
    clarification: Clarification | None
    suggestions: list[Suggestion]
    scope: list[ScopePart] = Field(description="Its limits; one is taken away by asking with its id as `choice`.")
    planner: Planner | None
    verified: bool
    cached: bool


def answer(
    reply: Reply,
    session_id: str,
    *,
    currency: str,
    paths: Mapping[ArtifactKind, str],
    links: Mapping[ArtifactKind, str],
) -> ChatAnswer:
    """A Reply in the contract's fields; ``api_processing_time`` is set by who measures it.

    Args:
        currency: ISO code for amounts of money in ``table.texts``.
        paths, links: of each of the Reply's files, where it was stored and an address that downloads it.
    """
    figures = reply.metrics
    return ChatAnswer(
        response=reply.text,
        headline=list(reply.headline),
        session_id=session_id,
        metrics=ChatMetrics(**figures.model_dump()),
        artifacts={f"{kind}_file": path for kind, path in paths.items()},
        links={str(kind): link for kind, link in links.items()},
        files=[
            AnswerFile(
                kind=stored.kind,
                filename=stored.filename,
                media_type=stored.media_type,
                size=stored.size,
                link=links[stored.kind],
            )
            for stored in reply.artifacts
        ],
        question_id=reply.question_id,
        action=reply.action,
        language=reply.language,
        definition=reply.definition,
        sql=reply.sql,
        sql_asked=reply.sql_asked,
        columns=list(reply.columns) if reply.columns is not None else None,
        rows=_rows(reply.rows[:MAX_ROWS]) if reply.rows is not None else None,
        table=_preview(reply, currency),
        chart_title=reply.chart_title,
        chartable=reply.chartable,
        assumptions=list(reply.assumptions),
        freshness=reply.freshness,
        clarification=reply.clarification,
        suggestions=list(reply.suggestions),
        scope=list(reply.scope),
        planner=reply.planner,
        verified=reply.verified,
        cached=reply.cached,
    )


def _preview(reply: Reply, currency: str) -> Preview | None:
    if reply.table is None:
        return None
    return Preview(
        columns=list(reply.table.columns),
        heads=[head(column) for column in reply.table.columns],
        rows=_rows(reply.table.rows),
        texts=texts(reply.table.columns, reply.table.rows, reply.language, currency),
        total=reply.table.total,
        truncated=reply.table.truncated,
        chronological=reply.table.chronological,
    )


def head(column: Column) -> str:
    """A column's label with its unit."""
    return f"{column.label} ({column.unit})" if column.unit and column.unit not in column.label else column.label


def texts(
    columns: Sequence[Column], rows: Sequence[Sequence[Cell]], language: Language, currency: str
) -> list[list[str]]:
    """Cells as every platform writes them."""
    return [
        [wording.cell(value, column, language, currency) for value, column in zip(row, columns, strict=True)]
        for row in rows
    ]


def _rows(rows: tuple[tuple[Cell, ...], ...]) -> list[list[Cell]]:
    # JSON has no NaN and no infinity; a float column of PostgreSQL may.
    return [[None if isinstance(cell, float) and not math.isfinite(cell) else cell for cell in row] for row in rows]
