"""Events: what is acted on once (a welcome, a thumb, an uninstall), and presses, which within seconds are one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import Connection, delete, exists, select, update

from core.state.database import State
from core.state.tables import events
from core.state.upsert import upsert

SAME_PRESS: Final = timedelta(seconds=5)
"""People press twice: one button by one person within so long is one press."""


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

    async def first_press(self, button: str, pressed_at: datetime) -> datetime:
        """When the press happened that this one is: its own time, or that of one at most ``SAME_PRESS`` away.

        What is made of a press is known by that time, so it is made once, and still made when the first press was cut
        off before that.

        Args:
            button: which button of which answer, and who pressed it.
            pressed_at: by the platform's clock.

        Raises:
            StateUnavailable: it is not known, and the person should press again.
        """
        key = f"press.{button}"
        new = upsert(events, self._state.dialect).values(key=key, at=pressed_at)
        new = new.on_conflict_do_nothing(index_elements=["key"])
        kept = select(events.c.at).where(events.c.key == key).with_for_update()

        def work(connection: Connection) -> datetime:
            connection.execute(new)
            first: datetime = connection.execute(kept).scalar_one()
            if abs(pressed_at - first) <= SAME_PRESS:
                return first
            connection.execute(update(events).where(events.c.key == key).values(at=pressed_at))
            return pressed_at

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
