"""SessionStore: loads a Thread's Session in two queries and records an answer in one transaction."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, exists, or_, select, update

from core.conversation import audit as audit_lines
from core.conversation import session_writes
from core.conversation.encoding import pack, unpack, with_rows, without_rows
from core.conversation.people import spoken_by
from core.conversation.session import Session, SessionInfo
from core.conversation.session_list import ListedSessions
from core.conversation.session_rows import RECENT, fresh, newest, remember, turns_up_to
from core.kernel.messages import Language, Question, Reply, Thread
from core.kernel.result import Result
from core.planning.plan import Asks, Plan, Queried, stored_plan
from core.state.database import State
from core.state.tables import inbox, results, sessions, turns

__all__ = ["RECENT", "Session", "SessionInfo", "SessionStore"]

_NAMED_BY_CALLER: Final = ("rest", "terminal")
"""Platforms where the caller names the session, so a pause does not end it."""

_BIG: Final = 2_000
"""Cells from which a Result is packed in a thread, so that the event loop goes on."""


class _Recorded(Exception):
    """This question's answer is there already; undoes the transaction."""


class SessionStore(ListedSessions):
    """Sessions of all Threads.

    Args:
        state: the open state database.
        idle_minutes: after so long a pause a flat Thread (a DM, a chat) starts a new Session; threaded ones live on.
        log_questions: LOG_QUESTIONS, for the audit line that ``record`` writes along.
    """

    def __init__(self, state: State, *, idle_minutes: int = 60, log_questions: bool = False) -> None:
        super().__init__(state)
        self._idle = timedelta(minutes=idle_minutes)
        self._log_questions = log_questions

    async def load(self, question: Question) -> Session:
        """The Session that a Question is asked in; with ``question.about``, as it was after that earlier answer.

        Raises:
            StateUnavailable: the state database does not answer.
        """
        now = datetime.now(UTC)

        def work(connection: Connection) -> tuple[Any, Sequence[Any], Language | None]:
            row = newest(connection, question.thread.key, question.about)
            untold = question.language is None and (row is None or row["language"] is None)
            spoken = spoken_by(connection, question.viewer) if untold else None
            if row is None or (question.about is None and self._over(question.thread, row, now)):
                return row, (), spoken
            return row, turns_up_to(connection, row), spoken

        row, past, spoken = await self._state.read(work)
        forgotten = question.about is not None and (row is None or not row["pointed_at"])
        if row is None:
            session = fresh(question.thread, now, 1, None)
            session.forgotten, session.spoken = forgotten, spoken
            return session
        if self._over(question.thread, row, now):
            session = fresh(question.thread, now, row["generation"] + 1, row["language"])
        else:
            session = Session(row["id"], question.thread, row["generation"], row["started_at"], row["turns"])
            session.language = row["language"]
        session.forgotten, session.spoken = forgotten, spoken
        remember(session, past, row["at_session"], row["at_basis"], self._state.seals)
        return session

    def _over(self, thread: Thread, row: Any, now: datetime) -> bool:
        if row["closed_at"] is not None:
            return True
        flat = not thread.thread and thread.platform not in _NAMED_BY_CALLER
        return flat and now - row["updated_at"] > self._idle

    async def record(
        self, session: Session, question: Question, plan: Plan | None, result: Result | None, reply: Reply
    ) -> None:
        """Store one answer with its audit line and the person's language, in one transaction.

        Args:
            session: as ``load`` gave it; it is brought up to date.
            result: what the plan's SQL gave; for a chart or an answer about the last result that one, or None.

        A question that is recorded already stays as it is.

        Raises:
            StateUnavailable: the state database does not answer.
        """
        same = result is not None and session.has_given(result)
        gives = result is not None and not same and isinstance(plan, Queried)
        packed: bytes | None = None
        if result is not None and not same:
            big = len(result.rows) * len(result.columns) > _BIG
            packed = await asyncio.to_thread(self._packed, result) if big else self._packed(result)
        speaks_of_last = reply.action in ("answer", "image")
        result_id = str(uuid.uuid4()) if packed else session.result_id if same or speaks_of_last else None
        shown = result if packed or same else session.last_result if speaks_of_last and reply.rows else None
        now = datetime.now(UTC)
        statements = session_writes.statements(self._state.dialect)
        begun = {
            "id": session.id,
            "thread_key": question.thread.key,
            "generation": session.generation,
            "platform": question.thread.platform,
            "viewer_key": question.viewer.key,
            "language": reply.language,
            "turns": 1,
            "started_at": session.started_at,
            "updated_at": now,
        }
        turn: dict[str, Any] = {
            "gives": gives,
            "basis": None if gives else session.basis,
            "question_id": question.id,
            "viewer_key": question.viewer.key,
            "asked_at": question.received_at,
            "action": reply.action,
            "text": question.text,
            "question": question.model_dump_json(),
            "plan": plan.model_dump_json() if plan else None,
            "reply": self._state.seals.seal_text(without_rows(reply, shown)),
            "result_id": result_id,
            "has_files": bool(reply.artifacts),
            "files": "\n".join(artifact.path for artifact in reply.artifacts) or None,
        }
        speaker = {"viewer_key": question.viewer.key, "spoken": reply.language, "updated_at": now}
        line = audit_lines.line(question, reply, log_question=self._log_questions, at=now)

        def work(connection: Connection) -> tuple[str, int, int]:
            kept = connection.execute(statements.session, begun).one()
            if packed:
                stored = {"id": result_id, "session_id": kept.id, "rows": len(result.rows if result else ())}
                connection.execute(statements.result, {**stored, "body": packed})
            made = connection.execute(statements.turn, {**turn, "session_id": kept.id, "number": kept.turns})
            turn_id = made.scalar_one_or_none()
            if turn_id is None:
                raise _Recorded
            connection.execute(statements.speaker, speaker)
            connection.execute(statements.line, line)
            return kept.id, kept.turns, turn_id

        try:
            session.id, session.turns, turn_id = await self._state.write(work)
        except _Recorded:
            return
        session.language = reply.language
        if reply.action == "error" or plan is None:
            return
        waits = isinstance(plan, Asks) and plan.waits
        session.pending = plan if isinstance(plan, Asks) and waits else None
        session.pending_question = question if waits else None
        session.recent = (*session.recent, (question.text, plan))[-RECENT:]
        if gives and isinstance(plan, Queried):
            session.last_plan, session.last_question = plan, question
            session.result_id, session.basis = result_id, turn_id
            session._kept, session._result = None, result

    async def reply(self, question_id: str) -> Reply | None:
        """The answer that was given to a Question, with its rows; None when there is none. Raises StillSealed."""
        wanted = (
            select(turns.c.reply, results.c.body)
            .outerjoin(results, results.c.id == turns.c.result_id)
            .where(turns.c.question_id == question_id)
        )
        row = await self._state.read(lambda connection: connection.execute(wanted).first())
        if row is None:
            return None
        seals = self._state.seals
        return with_rows(seals.open_text(row.reply), unpack(seals.open(row.body)) if row.body else None)

    def _packed(self, result: Result) -> bytes:
        return self._state.seals.seal(pack(result))

    async def plan(self, question_id: str) -> Plan | None:
        """The Plan of a Question's answer; None when there is none."""
        wanted = select(turns.c.plan).where(turns.c.question_id == question_id)
        body = await self._state.read(lambda connection: connection.scalar(wanted))
        return stored_plan(body) if body else None

    async def forget(self, thread: Thread) -> None:
        """End the Thread's Session ("new topic"): the next question begins a new one. What was answered stays."""
        now = datetime.now(UTC)
        ended = update(sessions).where(sessions.c.thread_key == thread.key, sessions.c.closed_at.is_(None))

        def work(connection: Connection) -> None:
            connection.execute(ended.values(closed_at=now))

        await self._state.write(work)

    async def has_answered(self, thread: Thread) -> bool:
        """True when the bot has answered in the Thread, or has received a question there that it is answering."""
        key = thread.key
        asked = exists().where(inbox.c.thread_key == key)
        answered = exists().where(sessions.c.thread_key == key)
        return bool(await self._state.read(lambda connection: connection.scalar(select(or_(answered, asked)))))
