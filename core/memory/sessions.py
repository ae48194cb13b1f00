"""SessionStore: loads a Thread's Session in two queries and records an answer in one transaction."""

from __future__ import annotations

import asyncio
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, and_, case, delete, exists, false, literal, or_, select, update

from core.data.result import Result
from core.memory import audit as audit_lines
from core.memory.encoding import pack, unpack, with_rows, without_rows
from core.memory.people import spoke
from core.memory.session import Session, SessionInfo
from core.memory.state import State
from core.memory.tables import audit, feedback, inbox, results, sessions, turns
from core.memory.upsert import upsert
from core.messages import Artifact, ArtifactKind, Question, Reply, Thread, Viewer
from core.planning.plan import Plan

__all__ = ["Session", "SessionInfo", "SessionStore"]

RECENT: Final = 6
"""How many past turns a planner sees."""

_NAMED_BY_CALLER: Final = ("rest", "terminal")
"""Platforms where the caller names the session, so a pause does not end it."""

_BIG: Final = 2_000
"""Cells from which a Result is packed in a thread, so that the event loop goes on."""


class _Recorded(Exception):
    """This question's answer is there already; undoes the transaction."""


class SessionStore:
    """Sessions of all Threads.

    Args:
        state: the open state database.
        idle_minutes: after so long a pause a flat Thread (a DM, a chat) starts a new Session; threaded ones live on.
        log_questions: LOG_QUESTIONS, for the audit line that ``record`` writes along.
    """

    def __init__(self, state: State, *, idle_minutes: int = 60, log_questions: bool = False) -> None:
        self._state = state
        self._idle = timedelta(minutes=idle_minutes)
        self._log_questions = log_questions

    async def load(self, question: Question) -> Session:
        """The Session that a Question is asked in; with ``question.about``, as it was after that earlier answer.

        Raises:
            StateUnavailable: the state database does not answer.
        """
        key = question.thread.key
        now = datetime.now(UTC)
        async with self._state.read() as connection:
            row = (await connection.execute(_newest(key, question.about))).mappings().first()
            if row is not None and question.about and row["at_number"] is None:
                # The earlier answer is not of this Thread, or gone: go on from the last one.
                row = (await connection.execute(_newest(key, None))).mappings().first()
            elif row is not None and question.about is None and self._over(question.thread, row, now):
                return _fresh(question.thread, now, row["generation"] + 1, row["language"])
            if row is None:
                return _fresh(question.thread, now, 1, None)
            past = (await connection.execute(_turns_up_to(row))).mappings().all()
        if self._over(question.thread, row, now):
            session = _fresh(question.thread, now, row["generation"] + 1, row["language"])
        else:
            session = Session(row["id"], question.thread, row["generation"], row["started_at"], row["turns"])
            session.language = row["language"]
        _remember(session, past, row["at_session"], row["at_basis"])
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
        same = result is not None and result is session.last_result
        gives = result is not None and not same and reply.action in ("data", "data_image")
        packed: bytes | None = None
        if result is not None and not same:
            big = len(result.rows) * len(result.columns) > _BIG
            packed = await asyncio.to_thread(pack, result) if big else pack(result)
        speaks_of_last = reply.action in ("answer", "image")
        result_id = str(uuid.uuid4()) if packed else session.result_id if same or speaks_of_last else None
        shown = result if packed or same else session.last_result if speaks_of_last else None
        now = datetime.now(UTC)
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
            "reply": without_rows(reply, shown),
            "result_id": result_id,
            "has_files": bool(reply.artifacts),
        }
        line = audit_lines.line(question, reply, log_question=self._log_questions, at=now)

        def work(connection: Connection) -> tuple[str, int, int]:
            begun = upsert(sessions, self._state.dialect).values(
                id=session.id,
                thread_key=question.thread.key,
                generation=session.generation,
                platform=question.thread.platform,
                viewer_key=question.viewer.key,
                language=reply.language,
                turns=1,
                started_at=session.started_at,
                updated_at=now,
            )
            begun = begun.on_conflict_do_update(
                index_elements=["thread_key", "generation"],
                set_={"turns": sessions.c.turns + 1, "language": reply.language, "updated_at": now},
            )
            kept = connection.execute(begun.returning(sessions.c.id, sessions.c.turns)).one()
            if packed:
                stored = {"id": result_id, "session_id": kept.id, "rows": len(result.rows if result else ())}
                connection.execute(results.insert().values(**stored, body=packed))
            added = upsert(turns, self._state.dialect).values(**turn, session_id=kept.id, number=kept.turns)
            made = connection.execute(
                added.on_conflict_do_nothing(index_elements=["question_id"]).returning(turns.c.id)
            )
            turn_id = made.scalar_one_or_none()
            if turn_id is None:
                raise _Recorded
            spoke(connection, self._state.dialect, question.viewer, reply.language, now)
            audit_lines.add(connection, self._state.dialect, line)
            return kept.id, kept.turns, turn_id

        try:
            session.id, session.turns, turn_id = await self._state.write(work)
        except _Recorded:
            return
        session.language = reply.language
        if reply.action == "error" or plan is None:
            return
        waits = plan.action == "clarify"
        session.pending, session.pending_question = (plan, question) if waits else (None, None)
        session.recent = (*session.recent, (question.text, plan))[-RECENT:]
        if gives:
            session.last_plan, session.last_question = plan, question
            session.result_id, session.basis = result_id, turn_id
            session._packed, session._result = None, result

    async def reply(self, question_id: str) -> Reply | None:
        """The answer that was given to a Question, with its rows; None when there is none."""
        wanted = (
            select(turns.c.reply, results.c.body)
            .outerjoin(results, results.c.id == turns.c.result_id)
            .where(turns.c.question_id == question_id)
        )
        async with self._state.read() as connection:
            row = (await connection.execute(wanted)).first()
        return with_rows(row.reply, unpack(row.body) if row.body else None) if row else None

    async def plan(self, question_id: str) -> Plan | None:
        """The Plan of a Question's answer; None when there is none."""
        async with self._state.read() as connection:
            body = await connection.scalar(select(turns.c.plan).where(turns.c.question_id == question_id))
        return Plan.model_validate_json(body) if body else None

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
        async with self._state.read() as connection:
            return bool(await connection.scalar(select(or_(answered, asked))))

    async def list(self, viewer: Viewer, *, limit: int = 100) -> list[SessionInfo]:
        """The Threads that a person began, newest first, each with its newest Session."""
        wanted = _infos().where(sessions.c.viewer_key == viewer.key).order_by(sessions.c.updated_at.desc())
        newest: dict[str, SessionInfo] = {}
        async with self._state.read() as connection:
            for row in (await connection.execute(wanted.limit(limit * 3))).mappings():
                newest.setdefault(row["thread_key"], _info(row))
        return [*newest.values()][:limit]

    async def get(self, thread: Thread) -> SessionInfo | None:
        """The Thread's newest Session; None when nothing was answered in it."""
        wanted = _infos().where(sessions.c.thread_key == thread.key).order_by(sessions.c.generation.desc()).limit(1)
        async with self._state.read() as connection:
            row = (await connection.execute(wanted)).mappings().first()
        return _info(row) if row else None

    async def delete(self, thread: Thread) -> bool:
        """Erase all Sessions of a Thread with their questions, answers and results; False when there is none.

        Files are the caller's to erase: ask ``artifacts`` first. Audit lines stay, without the question's text.
        """
        key = thread.key
        asked = select(turns.c.question_id).join(sessions).where(sessions.c.thread_key == key)

        def work(connection: Connection) -> bool:
            connection.execute(delete(feedback).where(feedback.c.question_id.in_(asked)))
            connection.execute(update(audit).where(audit.c.thread_key == key).values(text=None))
            connection.execute(delete(inbox).where(inbox.c.thread_key == key, inbox.c.finished_at.is_not(None)))
            gone = connection.execute(delete(sessions).where(sessions.c.thread_key == key))
            return gone.rowcount > 0

        return await self._state.write(work)

    async def artifacts(self, thread: Thread) -> tuple[Artifact, ...]:
        """All files of the Thread's answers, newest answer first."""
        wanted = (
            select(turns.c.reply)
            .join(sessions)
            .where(sessions.c.thread_key == thread.key, turns.c.has_files)
            .order_by(turns.c.id.desc())
        )
        async with self._state.read() as connection:
            bodies = (await connection.execute(wanted)).scalars().all()
        return tuple(artifact for body in bodies for artifact in Reply.model_validate_json(body).artifacts)

    async def latest(self, thread: Thread, kind: ArtifactKind) -> Artifact | None:
        """The Thread's newest file of a kind."""
        return next((artifact for artifact in await self.artifacts(thread) if artifact.kind == kind), None)


def _newest(key: str, about: str | None) -> Any:
    """The Thread's newest Session, beside the turn to go on from: its last one, or the one that ``about`` names."""
    if about is None:
        here = and_(turns.c.session_id == sessions.c.id, turns.c.number == sessions.c.turns)
    else:
        of_thread = select(sessions.c.id).where(sessions.c.thread_key == key).correlate(None)
        here = and_(turns.c.question_id == about, turns.c.session_id.in_(of_thread))
    return (
        select(
            sessions,
            turns.c.session_id.label("at_session"),
            turns.c.number.label("at_number"),
            case((turns.c.gives, turns.c.id), else_=turns.c.basis).label("at_basis"),
        )
        .outerjoin(turns, here)
        .where(sessions.c.thread_key == key)
        .order_by(sessions.c.generation.desc())
        .limit(1)
    )


def _turns_up_to(row: Any) -> Any:
    """The last few turns up to the one to go on from, and the one that gave the last result, with that result."""
    number, basis = row["at_number"] or 0, row["at_basis"]
    seen = and_(turns.c.session_id == row["at_session"], turns.c.number > number - RECENT, turns.c.number <= number)
    is_basis = turns.c.id == literal(basis) if basis is not None else false()
    return (
        select(turns, results.c.body)
        .outerjoin(results, and_(results.c.id == turns.c.result_id, is_basis))
        .where(or_(seen, is_basis))
        .order_by(turns.c.id)
    )


def _fresh(thread: Thread, now: datetime, generation: int, language: Any) -> Session:
    return Session(str(uuid.uuid4()), thread, generation, now, language=language)


def _remember(session: Session, past: Any, at_session: str | None, basis: int | None) -> None:
    """Fill a Session from its turns, oldest first. An answer that failed neither counts nor ends a clarification."""
    recent: list[tuple[str, Plan]] = []
    for row in past:
        plan = Plan.model_validate_json(row["plan"]) if row["plan"] else None
        if row["id"] == basis and plan is not None:
            session.last_plan, session.basis, session.result_id = plan, basis, row["result_id"]
            session.last_question = Question.model_validate_json(row["question"])
            session._packed = row["body"]
        if row["session_id"] != at_session or row["action"] == "error" or plan is None:
            continue
        recent.append((row["text"], plan))
        waits = plan.action == "clarify"
        session.pending = plan if waits else None
        session.pending_question = Question.model_validate_json(row["question"]) if waits else None
    session.recent = tuple(recent[-RECENT:])
    if session.last_question is None and past:
        session.last_question = Question.model_validate_json(past[-1]["question"])


def _infos() -> Any:
    title = select(turns.c.text).where(turns.c.session_id == sessions.c.id, turns.c.number == 1).scalar_subquery()
    return select(sessions, title.label("title"))


def _info(row: Any) -> SessionInfo:
    return SessionInfo(
        id=row["id"],
        thread=Thread.parse(row["thread_key"]),
        viewer_key=row["viewer_key"],
        title=row["title"] or "",
        language=row["language"],
        turns=row["turns"],
        started_at=row["started_at"],
        updated_at=row["updated_at"],
    )
