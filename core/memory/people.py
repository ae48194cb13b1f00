"""People: which language a person speaks with the bot, and what they asked."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection, func, select

from core.memory.state import State
from core.memory.tables import people, turns
from core.memory.upsert import upsert
from core.messages import Language, Viewer


class People:
    """What is known of each Viewer."""

    def __init__(self, state: State) -> None:
        self._state = state

    async def language(self, viewer: Viewer) -> Language | None:
        """The language that a person chose, else that of their last answer, else None."""
        known = select(func.coalesce(people.c.chosen, people.c.spoken)).where(people.c.viewer_key == viewer.key)
        async with self._state.read() as connection:
            language: Language | None = await connection.scalar(known)
        return language

    async def set_language(self, viewer: Viewer, language: Language | None) -> None:
        """Remember a person's choice; None gives it back to what they write in."""
        now = datetime.now(UTC)
        chosen = upsert(people, self._state.dialect).values(viewer_key=viewer.key, chosen=language, updated_at=now)
        chosen = chosen.on_conflict_do_update(
            index_elements=["viewer_key"], set_={"chosen": language, "updated_at": now}
        )

        def work(connection: Connection) -> None:
            connection.execute(chosen)

        await self._state.write(work)

    async def last_questions(self, viewer: Viewer, n: int = 5) -> list[str]:
        """The last ``n`` different questions of a person that were answered, newest first, as they wrote them."""
        asked = (
            select(turns.c.text, func.max(turns.c.id).label("newest"))
            .where(turns.c.viewer_key == viewer.key, turns.c.text != "", turns.c.action != "error")
            .group_by(turns.c.text)
            .order_by(func.max(turns.c.id).desc())
            .limit(n)
        )
        async with self._state.read() as connection:
            return [row.text for row in await connection.execute(asked)]


def spoke(connection: Connection, dialect: str, viewer: Viewer, language: Language, now: datetime) -> None:
    """Note the language of an answer, inside the transaction that records it."""
    noted = upsert(people, dialect).values(viewer_key=viewer.key, spoken=language, updated_at=now)
    connection.execute(
        noted.on_conflict_do_update(
            index_elements=["viewer_key"],
            set_={"spoken": language, "updated_at": now},
            where=people.c.spoken.is_distinct_from(language),
        )
    )
