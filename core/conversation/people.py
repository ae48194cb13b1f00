"""People: which language a person speaks with the bot, and what they asked."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Connection, and_, bindparam, func, or_, select

from core.kernel.messages import Language, Viewer
from core.state.database import State
from core.state.tables import people, turns
from core.state.upsert import upsert

_LANGUAGE: Final = select(func.coalesce(people.c.chosen, people.c.spoken)).where(
    people.c.viewer_key == bindparam("viewer")
)
"""Made once: every question asks it."""

_WITH_DATA = ("data", "data_image")
_CONTEXT_FREE, _NO_CHOICE = '"context_free":true', '"choice":null'
"""In the JSON of a Plan and of a Question; inside a text of it the quotation marks would be escaped."""


def spoken_by(connection: Connection, viewer: Viewer) -> Language | None:
    """As ``People.language``, for who reads something else of the state in the same trip."""
    language: Language | None = connection.scalar(_LANGUAGE, {"viewer": viewer.key})
    return language


class People:
    """What is known of each Viewer."""

    def __init__(self, state: State) -> None:
        self._state = state

    async def language(self, viewer: Viewer) -> Language | None:
        """The language that a person chose, else that of their last answer, else None."""
        return await self._state.read(lambda connection: spoken_by(connection, viewer))

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
        """The last ``n`` different questions of a person that were answered, newest first, as they wrote them.

        Only those that can be asked again anywhere: the first of their Session, or planned without its context.
        """
        alone = and_(
            or_(turns.c.number == 1, turns.c.plan.contains(_CONTEXT_FREE, autoescape=True)),
            turns.c.question.contains(_NO_CHOICE, autoescape=True),
        )
        asked = (
            select(turns.c.text, func.max(turns.c.id).label("newest"))
            .where(turns.c.viewer_key == viewer.key, turns.c.text != "", turns.c.action.in_(_WITH_DATA), alone)
            .group_by(turns.c.text)
            .order_by(func.max(turns.c.id).desc())
            .limit(n)
        )
        texts = await self._state.read(lambda connection: connection.execute(asked).scalars().all())
        return [*texts]
