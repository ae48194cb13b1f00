"""How a Session is read back: the two queries of ``SessionStore.load`` and what is made of their rows."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any, Final

from sqlalchemy import Connection, and_, bindparam, case, or_, select

from core.conversation.encoding import unpack
from core.conversation.session import Session
from core.kernel.messages import Question, Thread
from core.kernel.result import Result
from core.planning.plan import Asks, Plan, Queried, stored_plan
from core.state.seals import Seals
from core.state.tables import results, sessions, turns

RECENT: Final = 6
"""How many past turns a planner sees."""


def _newest(about: bool) -> Any:
    """A Thread's newest Session, beside the turn to go on from: its last one, or the one that the person points at."""
    if about:
        of_thread = select(sessions.c.id).where(sessions.c.thread_key == bindparam("key")).correlate(None)
        here = and_(turns.c.question_id == bindparam("about"), turns.c.session_id.in_(of_thread))
    else:
        here = and_(turns.c.session_id == sessions.c.id, turns.c.number == sessions.c.turns)
    return (
        select(
            sessions,
            turns.c.session_id.label("at_session"),
            turns.c.number.label("at_number"),
            case((turns.c.gives, turns.c.id), else_=turns.c.basis).label("at_basis"),
            (turns.c.question_id == bindparam("about", None)).label("pointed_at"),
        )
        .outerjoin(turns, here)
        .where(sessions.c.thread_key == bindparam("key"))
        .order_by(sessions.c.generation.desc())
        .limit(1)
    )


def _turns() -> Any:
    """The last few turns up to one, and the turn that gave the last result, with that result."""
    seen = and_(
        turns.c.session_id == bindparam("session"),
        turns.c.number > bindparam("after"),
        turns.c.number <= bindparam("up_to"),
    )
    is_basis = turns.c.id == bindparam("basis")
    return (
        select(turns, results.c.body)
        .outerjoin(results, and_(results.c.id == turns.c.result_id, is_basis))
        .where(or_(seen, is_basis))
        .order_by(turns.c.id)
    )


# Made once: every question begins with them.
_LAST: Final = _newest(about=False)
_POINTED_AT: Final = _newest(about=True)
_TURNS: Final = _turns()


def newest(connection: Connection, key: str, about: str | None) -> Any:
    """The Thread's newest Session beside the turn to go on from; None when there is no Session."""
    if about is not None:
        row = connection.execute(_POINTED_AT, {"key": key, "about": about}).mappings().first()
        if row is None or row["at_number"] is not None:
            return row
        # The earlier answer is not of this Thread, or gone: go on from the last one.
    return connection.execute(_LAST, {"key": key}).mappings().first()


def turns_up_to(connection: Connection, row: Any) -> Sequence[Any]:
    """The last few turns up to the one to go on from, and the one that gave the last result, with that result."""
    number = row["at_number"] or 0
    wanted = {"session": row["at_session"], "after": number - RECENT, "up_to": number, "basis": row["at_basis"]}
    return connection.execute(_TURNS, wanted).mappings().all()


def fresh(thread: Thread, now: datetime, generation: int, language: Any) -> Session:
    return Session(str(uuid.uuid4()), thread, generation, now, language=language)


def _opened(body: bytes, seals: Seals) -> Result:
    return unpack(seals.open(body))


def remember(session: Session, past: Any, at_session: str | None, basis: int | None, seals: Seals) -> None:
    """Fill a Session from its turns, oldest first. An answer that failed neither counts nor ends a clarification."""
    recent: list[tuple[str, Plan]] = []
    for row in past:
        plan = stored_plan(row["plan"]) if row["plan"] else None
        if row["id"] == basis and isinstance(plan, Queried):
            session.last_plan, session.basis, session.result_id = plan, basis, row["result_id"]
            session.last_question = Question.model_validate_json(row["question"])
            session._kept = partial(_opened, row["body"], seals) if row["body"] is not None else None
        if row["session_id"] != at_session or row["action"] == "error" or plan is None:
            continue
        recent.append((row["text"], plan))
        waits = isinstance(plan, Asks) and plan.waits
        session.pending = plan if isinstance(plan, Asks) and waits else None
        session.pending_question = Question.model_validate_json(row["question"]) if waits else None
    session.recent = tuple(recent[-RECENT:])
    if session.last_question is None and past:
        session.last_question = Question.model_validate_json(past[-1]["question"])
