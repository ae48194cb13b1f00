"""Audit: one line an answer: who, when, what kind, which SQL, how many rows, what it cost. Never a row.

The question's text is kept only with LOG_QUESTIONS.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from core.conversation.session_writes import statements
from core.kernel.messages import Question, Reply
from core.state.database import State
from core.state.tables import audit


def line(question: Question, reply: Reply, *, log_question: bool, at: datetime) -> dict[str, Any]:
    """An answer's audit line."""
    metrics = reply.metrics
    return {
        "question_id": question.id,
        "at": at,
        "platform": question.thread.platform,
        "workspace": question.thread.workspace,
        "thread_key": question.thread.key,
        "viewer_key": question.viewer.key,
        "plant": question.plant,
        "kind": question.kind,
        "text": question.text if log_question else None,
        "language": reply.language,
        "action": reply.action,
        "flow": metrics.flow,
        "planner": reply.planner,
        "sql": reply.sql,
        "row_count": reply.table.total if reply.table else len(reply.rows) if reply.rows is not None else None,
        "cached": reply.cached,
        "error_code": reply.error_code,
        "seconds": metrics.total_time,
        "model_calls": metrics.model_calls,
        "tokens_in": metrics.tokens_in,
        "tokens_cached": metrics.tokens_cached,
        "tokens_out": metrics.tokens_out,
        "cost_usd": metrics.cost_usd,
    }


class Audit:
    """The audit lines. ``SessionStore.record`` writes them; this is for answers without a Session, and to read."""

    def __init__(self, state: State, *, log_questions: bool = False) -> None:
        self._state = state
        self._log_questions = log_questions

    async def record(self, question: Question, reply: Reply, *, at: datetime) -> None:
        """Write an answer's line, unless it is there."""
        values = line(question, reply, log_question=self._log_questions, at=at)

        def work(connection: Connection) -> None:
            connection.execute(statements(self._state.dialect).line, values)

        await self._state.write(work)

    async def lines(self, *, since: datetime, limit: int = 1000) -> list[Mapping[str, Any]]:
        """Lines from a moment on, oldest first."""
        wanted = select(audit).where(audit.c.at >= since).order_by(audit.c.id).limit(limit)
        rows = await self._state.read(lambda connection: connection.execute(wanted).mappings().all())
        return [dict(row) for row in rows]

    async def cost(self, workspace: str, *, since: datetime) -> float:
        """US dollars that a workspace's answers cost from a moment on, for the daily budget."""
        spent = select(func.coalesce(func.sum(audit.c.cost_usd), 0.0)).where(
            audit.c.workspace == workspace, audit.c.at >= since
        )
        return await self._state.read(lambda connection: float(connection.scalar(spent) or 0.0))
