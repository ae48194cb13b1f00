"""Events that are no questions (a welcome, a thumb, an uninstall): each is acted on once."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection, delete, exists, select

from core.state.database import State
from core.state.tables import events
from core.state.upsert import upsert


class Events:
    """Keys that were seen."""

    def __init__(self, state: State) -> None:
        self._state = state

    async def once(self, key: str) -> bool:
        """True the first time that a key is seen, in this process or another; on disk when this returns.

        Raises:
            StateUnavailable: it is not known, and the platform should send the event again.
        """
        seen = upsert(events, self._state.dialect).values(key=key, at=datetime.now(UTC))
        seen = seen.on_conflict_do_nothing(index_elements=["key"]).returning(events.c.key)

        def work(connection: Connection) -> bool:
            return connection.execute(seen).first() is not None

        return await self._state.write(work, first=True)

    async def known(self, key: str) -> bool:
        """Whether a key was seen already."""
        wanted = select(exists().where(events.c.key == key))
        return bool(await self._state.read(lambda connection: connection.scalar(wanted)))

    async def forget(self, key: str) -> None:
        """Make a key unseen: the action failed, or may be done again (a channel that was left and joined anew)."""

        def work(connection: Connection) -> None:
            connection.execute(delete(events).where(events.c.key == key))

        await self._state.write(work)
