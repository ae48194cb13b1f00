"""Which Question each of our messages answered: Teams says only which message a thumb is under."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy import select

from adapters.teams.tenant.keys import key, prune
from core.kernel.errors import StateUnavailable
from core.kernel.messages import Thread
from core.state.database import State
from core.state.keyvalue import KeyValue
from core.state.tables import sessions, turns

log = structlog.get_logger(__name__)

KEEP_DAYS = 90
"""A thumb under an older answer is not stored: nobody remembers what it was about."""


class Messages:
    """Which Question each of our messages answered."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._kept = KeyValue(state)

    async def remember(self, thread: Thread, question_id: str, message_id: str) -> None:
        """Note it. A failure costs a thumb, never the answer that has just been sent."""
        try:
            await self._kept.set(_key(thread.workspace, thread.channel, message_id), {"q": question_id})
        except StateUnavailable as error:
            log.warning("teams_message_not_remembered", code=error.code)

    async def question_id(self, thread: Thread, message_id: str) -> str | None:
        """The Question's id, or None when the message is unknown or too old.

        A client that does not say which message (``message_id`` empty) means the last answer of the Thread; one that
        does not say which reply chain either, the last of the channel.
        """
        if not message_id:
            return await self._last_answered(thread)
        found = await self._kept.get(_key(thread.workspace, thread.channel, message_id))
        return str(found["q"]) if found else None

    async def _last_answered(self, thread: Thread) -> str | None:
        keyed = sessions.c.thread_key
        newest = (
            select(turns.c.question_id)
            .join(sessions, sessions.c.id == turns.c.session_id)
            .where(keyed == thread.key if thread.thread else keyed.startswith(thread.key, autoescape=True))
            .order_by(turns.c.id.desc())
            .limit(1)
        )
        last: str | None = await self._state.read(lambda connection: connection.scalar(newest))
        return last

    async def prune(self) -> int:
        """Forget messages older than ``KEEP_DAYS``; gives how many."""
        return await prune(self._state, "message", datetime.now(UTC) - timedelta(days=KEEP_DAYS))


def _key(workspace: str, channel: str, message_id: str) -> str:
    return key("message", workspace, channel, message_id)
