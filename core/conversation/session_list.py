"""Sessions as a list: what REST shows of them, their files, and how they are erased."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, select, update

from core.conversation.session import PastTurn, SessionInfo
from core.kernel.messages import Artifact, ArtifactKind, Question, Reply, Thread, Viewer
from core.state.database import State
from core.state.tables import audit, feedback, inbox, sessions, turns


class ListedSessions:
    """Looks sessions up by who began them or by their Thread."""

    def __init__(self, state: State) -> None:
        self._state = state

    async def list(self, viewer: Viewer, *, limit: int = 100) -> list[SessionInfo]:
        """The Threads that a person began, newest first, each with its newest Session."""
        wanted = _infos().where(sessions.c.viewer_key == viewer.key).order_by(sessions.c.updated_at.desc())
        newest: dict[str, SessionInfo] = {}
        some = wanted.limit(limit * 3)
        for row in await self._state.read(lambda connection: connection.execute(some).mappings().all()):
            newest.setdefault(row["thread_key"], _info(row))
        return [*newest.values()][:limit]

    async def get(self, thread: Thread) -> SessionInfo | None:
        """The Thread's newest Session; None when nothing was answered in it."""
        wanted = _infos().where(sessions.c.thread_key == thread.key).order_by(sessions.c.generation.desc()).limit(1)
        row = await self._state.read(lambda connection: connection.execute(wanted).mappings().first())
        return _info(row) if row else None

    async def active(self, since: datetime) -> dict[str, int]:
        """How many Sessions got an answer since a moment, by platform."""
        counted = select(sessions.c.platform, func.count()).where(sessions.c.updated_at >= since)
        grouped = counted.group_by(sessions.c.platform)
        found = await self._state.read(lambda connection: connection.execute(grouped).all())
        return {row[0]: row[1] for row in found}

    async def past(self, thread: Thread, *, limit: int = 200) -> tuple[PastTurn, ...]:
        """The last ``limit`` questions of a Thread with their answers, oldest first; answers without ``rows``.

        Raises:
            StillSealed: no key opens one of them.
        """
        wanted = (
            select(turns.c.question, turns.c.reply)
            .join(sessions)
            .where(sessions.c.thread_key == thread.key)
            .order_by(turns.c.id.desc())
            .limit(limit)
        )

        def work(connection: Connection) -> tuple[PastTurn, ...]:
            return tuple(
                PastTurn(Question.model_validate_json(row.question), self._opened(row.reply))
                for row in reversed(connection.execute(wanted).all())
            )

        return await self._state.read(work)

    async def rename(self, thread: Thread, title: str) -> bool:
        """Call a Thread something; an empty title is its first question again. False when there is no such Thread."""
        wanted = update(sessions).where(sessions.c.thread_key == thread.key).values(title=title or None)
        return bool(await self._state.write(lambda connection: connection.execute(wanted).rowcount))

    async def holds(self, thread: Thread, question_id: str) -> bool:
        """Whether a Question was asked in a Thread, and answered."""
        wanted = (
            select(turns.c.id)
            .join(sessions)
            .where(sessions.c.thread_key == thread.key, turns.c.question_id == question_id)
        )
        return (await self._state.read(lambda connection: connection.scalar(wanted))) is not None

    async def delete(self, thread: Thread) -> bool:
        """Erase all Sessions of a Thread with their questions, answers and results; False when there is none.

        Files are the caller's to erase: ask ``files`` first. Audit lines stay, without the question's text and SQL.
        """
        key = thread.key
        asked = select(turns.c.question_id).join(sessions).where(sessions.c.thread_key == key)

        def work(connection: Connection) -> bool:
            connection.execute(delete(feedback).where(feedback.c.question_id.in_(asked)))
            connection.execute(update(audit).where(audit.c.thread_key == key).values(text=None, sql=None))
            connection.execute(delete(inbox).where(inbox.c.thread_key == key, inbox.c.finished_at.is_not(None)))
            gone = connection.execute(delete(sessions).where(sessions.c.thread_key == key))
            return gone.rowcount > 0

        return await self._state.write(work)

    async def artifacts(self, thread: Thread) -> tuple[Artifact, ...]:
        """All files of the Thread's answers, newest answer first.

        Raises:
            StillSealed: no key opens one of the answers.
        """
        rows = await self._with_files(thread)
        return tuple(artifact for row in rows for artifact in self._opened(row.reply).artifacts)

    async def latest(self, thread: Thread, kind: ArtifactKind) -> Artifact | None:
        """The Thread's newest file of a kind.

        Raises:
            StillSealed: no key opens the answer that has it.
        """
        for row in await self._with_files(thread):
            if row.files is None or f"/{kind}_" in row.files:  # a file is called by its kind
                for artifact in self._opened(row.reply).artifacts:
                    if artifact.kind == kind:
                        return artifact
        return None

    async def files(self, thread: Thread) -> set[str]:
        """The paths of the files of all answers of a Thread; no key is needed.

        Raises:
            StillSealed: no key opens an answer of an earlier release, which kept the paths sealed.
        """
        found: set[str] = set()
        for row in await self._with_files(thread):
            stored = self._opened(row.reply).artifacts if row.files is None else ()
            found |= {artifact.path for artifact in stored} | set((row.files or "").splitlines())
        return found

    async def _with_files(self, thread: Thread) -> Sequence[Any]:
        wanted = (
            select(turns.c.reply, turns.c.files)
            .join(sessions)
            .where(sessions.c.thread_key == thread.key, turns.c.has_files)
            .order_by(turns.c.id.desc())
        )
        return await self._state.read(lambda connection: connection.execute(wanted).all())

    def _opened(self, body: str) -> Reply:
        return Reply.model_validate_json(self._state.seals.open_text(body))


def _infos() -> Any:
    first = select(turns.c.text).where(turns.c.session_id == sessions.c.id, turns.c.number == 1).scalar_subquery()
    # A title is the Thread's: a Session that began in it later has none of its own.
    others = sessions.alias()
    given = select(func.max(others.c.title)).where(others.c.thread_key == sessions.c.thread_key).scalar_subquery()
    return select(sessions, first.label("first_question"), given.label("given_title"))


def _info(row: Any) -> SessionInfo:
    return SessionInfo(
        id=row["id"],
        thread=Thread.parse(row["thread_key"]),
        viewer_key=row["viewer_key"],
        title=row["given_title"] or row["first_question"] or "",
        language=row["language"],
        turns=row["turns"],
        started_at=row["started_at"],
        updated_at=row["updated_at"],
    )
