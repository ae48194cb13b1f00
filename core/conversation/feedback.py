"""Feedback: a thumb under an answer and what was wrong with it, kept with the Plan that it judges."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import Connection, select, update

from core.kernel.messages import Viewer
from core.state.database import State
from core.state.tables import feedback, turns
from core.state.upsert import upsert

Thumb = Literal["up", "down"]


class Feedback:
    """Thumbs and comments, one of each a person and answer; a change of mind replaces it."""

    def __init__(self, state: State) -> None:
        self._state = state

    async def thumb(self, question_id: str, viewer: Viewer, thumb: Thumb) -> None:
        """Store a person's thumb for the answer to a Question. A thumb up takes an earlier comment away."""
        now = datetime.now(UTC)
        changed: dict[str, Any] = {"thumb": thumb, "at": now}
        if thumb == "up":
            changed["comment"] = None

        def work(connection: Connection) -> None:
            plan = connection.scalar(select(turns.c.plan).where(turns.c.question_id == question_id))
            given = upsert(feedback, self._state.dialect).values(
                question_id=question_id, viewer_key=viewer.key, thumb=thumb, plan=plan, at=now
            )
            connection.execute(given.on_conflict_do_update(index_elements=["question_id", "viewer_key"], set_=changed))

        await self._state.write(work)

    async def comment(self, question_id: str, viewer: Viewer, text: str) -> bool:
        """Add what was wrong to a person's thumb; False when they gave none."""
        given = update(feedback).where(feedback.c.question_id == question_id, feedback.c.viewer_key == viewer.key)

        def work(connection: Connection) -> bool:
            return connection.execute(given.values(comment=text)).rowcount > 0

        return await self._state.write(work)

    async def given(self, *, since: datetime, limit: int = 1000) -> list[Mapping[str, Any]]:
        """What was given from a moment on, oldest first: question_id, viewer_key, thumb, comment, plan (JSON), at."""
        wanted = select(feedback).where(feedback.c.at >= since).order_by(feedback.c.at, feedback.c.id).limit(limit)
        rows = await self._state.read(lambda connection: connection.execute(wanted).mappings().all())
        return [dict(row) for row in rows]
