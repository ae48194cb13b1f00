"""Retention: forget what is older than RETENTION_DAYS: sessions, finished questions, feedback, audit lines, events."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete

from core.state.database import State
from core.state.tables import audit, events, feedback, inbox, sessions

_BY_AGE = (
    (sessions, sessions.c.updated_at),
    (inbox, inbox.c.finished_at),
    (feedback, feedback.c.at),
    (audit, audit.c.at),
    (events, events.c.at),
)


async def forget_before(state: State, moment: datetime) -> dict[str, int]:
    """Delete all that ended before a moment; gives how many rows of each table.

    Turns, results and Steps go with what they belong to. Unfinished questions stay. Events seen once are forgotten too,
    so keep well more than the hour within which platforms send an event again.
    """
    gone: dict[str, int] = {}
    for table, at in _BY_AGE:  # a transaction each, so that nobody waits long for the writer

        def work(connection: Connection, old: object = delete(table).where(at < moment)) -> int:
            return connection.execute(old).rowcount  # type: ignore[call-overload,no-any-return]

        gone[table.name] = await state.write(work)
    return gone
